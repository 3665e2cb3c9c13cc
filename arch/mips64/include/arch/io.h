/* SPDX-License-Identifier: BSD-2-Clause */
/* I/O ports: those of the board's ISA bus, in memory. */
#ifndef ARCH_IO_H
#define ARCH_IO_H

#include <kernel/types.h>
#include <arch/layout.h>

#define ISA_PORTS	0x18000000ul	/* Malta's */

ALWAYS_INLINE volatile uint8_t *isa_port(unsigned port)
{
	return (volatile uint8_t *)(VIRT_UNCACHED + ISA_PORTS + port);
}

ALWAYS_INLINE void outb(uint16_t port, uint8_t value)
{
	*isa_port(port) = value;
}

ALWAYS_INLINE uint8_t inb(uint16_t port)
{
	return *isa_port(port);
}

#endif
