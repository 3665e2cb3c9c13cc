/* SPDX-License-Identifier: BSD-2-Clause */
/* Constants for assembly too: vectors behind those of exceptions and interrupts, for system calls, by
 * number (calls.h). */
#ifndef ARCH_X32_VECTORS_H
#define ARCH_X32_VECTORS_H

#define VEC_CALLS	64

/* Where in the KIP the stubs lie. */
#define X32_STUBS_OFFSET	0x800

#endif
