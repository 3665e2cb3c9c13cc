/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * I/O ports by fpages, or open to all: what the port's rooms share about them.  The permission map
 * is the processor's: a bit for each port, one where it is forbidden.
 */
#ifndef ARCH_X86_PORTS_H
#define ARCH_X86_PORTS_H

#include <kernel/kmem.h>
#include <kernel/types.h>

#define X86_PORT_MAP_BYTES	(0x10000 / 8)

struct space;
struct tcb;

#ifdef CONFIG_X86_IO_FLEXPAGES

/* A protection fault: if it was for a port, the thread to go on with, else NULL. */
struct tcb *x86_port_fault(struct tcb *self);
/* The space is about to be freed. */
void x86_ports_destroy(struct space *space);

/* tss_ports.c: every table shows the window in which the processor finds its map; a space with
 * ports has one of its own, all forbidden at first (NULL: out of memory). */
void port_window_show(struct space *space);
uint8_t *port_window_make(struct space *space, enum kmem_for who);
void port_window_free(struct space *space, uint8_t *map);

#else
#define x86_port_fault(self)	((struct tcb *)((void)(self), NULL))
#define x86_ports_destroy(space)	((void)(space))
#define port_window_show(space)	((void)(space))
#endif

#endif
