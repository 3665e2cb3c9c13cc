/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The running program's own image.
 */
#ifndef L4LIB_IMAGE_H
#define L4LIB_IMAGE_H

/*
 * Brings all of the program's memory in.  sigma0 gives a thread what it or everybody owns, and the
 * image belongs to the root task's first thread: that one has to touch it before other threads of
 * its space, or their pager, can rely on it.  Library l4.
 */
void touch_image(void);

#endif
