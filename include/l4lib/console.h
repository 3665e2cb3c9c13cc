/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What libl4io offers beyond <l4io.h>.
 */
#ifndef L4LIB_CONSOLE_H
#define L4LIB_CONSOLE_H

/* Returns when all that was printed has left the device. */
void console_flush(void);

#endif
