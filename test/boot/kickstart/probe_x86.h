/* SPDX-License-Identifier: BSD-2-Clause */
/* What the probe kernel needs of a PC: serial port, text screen, counter, the way out. */
#include <stdint.h>

#define PROBE_ENTRY						\
	"_start: movl $probe_stack_top, %esp\n"			\
	"	jmp probe_main\n"

static inline void put(char c)
{
	uint8_t status;

	do
		__asm__ volatile("inb %w1, %0" : "=a"(status) : "d"(0x3fd));
	while (!(status & 0x20));
	__asm__ volatile("outb %0, %w1" : : "a"(c), "d"(0x3f8));
}

/* Under -icount, the instructions so far. */
static inline unsigned int ticks(void)
{
	unsigned int low, high;

	__asm__ volatile("rdtsc" : "=a"(low), "=d"(high));
	return low;
}

static inline const volatile uint16_t *screen_text(void)
{
	return (const volatile uint16_t *)0xb8000;
}

static inline const char *at(uint64_t physical)
{
	return (const char *)(uintptr_t)physical;
}

static inline void end(void)
{
	__asm__ volatile("outl %0, %w1" : : "a"(0), "d"(0xf4));
	for (;;)
		__asm__ volatile("cli; hlt");
}
