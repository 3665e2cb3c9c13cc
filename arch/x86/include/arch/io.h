/* SPDX-License-Identifier: BSD-2-Clause */
/* I/O ports. */
#ifndef ARCH_IO_H
#define ARCH_IO_H

#include <kernel/types.h>

ALWAYS_INLINE void outb(uint16_t port, uint8_t value)
{
	__asm__ volatile("outb %0, %1" : : "a" (value), "Nd" (port));
}

ALWAYS_INLINE void outl(uint16_t port, uint32_t value)
{
	__asm__ volatile("outl %0, %1" : : "a" (value), "Nd" (port));
}

ALWAYS_INLINE uint8_t inb(uint16_t port)
{
	uint8_t value;

	__asm__ volatile("inb %1, %0" : "=a" (value) : "Nd" (port));
	return value;
}

#endif
