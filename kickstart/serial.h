/* SPDX-License-Identifier: BSD-2-Clause */
/* The loader's serial port; nothing where it is configured out. */
#ifndef KICKSTART_SERIAL_H
#define KICKSTART_SERIAL_H

#ifdef CONFIG_KICKSTART_CONS_COM
void serial_init(void);
void serial_put(char c);
#else
static inline void serial_init(void) { }
static inline void serial_put(char c) { (void)c; }
#endif

#endif
