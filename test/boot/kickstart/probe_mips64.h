/* SPDX-License-Identifier: BSD-2-Clause */
/* What the probe kernel needs of a Malta board: serial port, counter, the way out. */
#include <stdint.h>

#define PROBE_ENTRY						\
	"_start: dla $29, probe_stack_top\n"			\
	"	j probe_main\n"

#define UNCACHED(physical)	((volatile uint8_t *)(0xffffffffa0000000 + (physical)))

static inline void put(char c)
{
	while (!(UNCACHED(0x180003f8)[5] & 0x20))
		;
	*UNCACHED(0x180003f8) = (uint8_t)c;
}

/* Half of the processor's cycles so far. */
static inline unsigned int ticks(void)
{
	unsigned int count;

	__asm__ volatile("mfc0 %0, $9" : "=r"(count));
	return count;
}

static inline const volatile uint16_t *screen_text(void)
{
	return 0;
}

static inline const char *at(uint64_t physical)
{
	return (const char *)(0xffffffff80000000 + physical);
}

/* Semihosting: status 0, told from an emulator that ends by itself. */
static inline void end(void)
{
	register uint64_t operation __asm__("$25") = 1;
	register uint64_t status __asm__("$4") = 1;

	__asm__ volatile(".word 0x7000007f" : : "r"(operation), "r"(status));
	for (;;)
		;
}
