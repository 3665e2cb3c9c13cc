/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What our sigma1 can be asked; the label of a message without words.
 */
#ifndef L4LIB_SIGMA1_H
#define L4LIB_SIGMA1_H

/* Answer: own id, pager, address of a variable, how often that was asked, whether privileged. */
#define SIGMA1_WHO		1
#define SIGMA1_WHO_WORDS	5

#endif
