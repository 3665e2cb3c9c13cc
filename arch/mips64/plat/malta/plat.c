/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The board's clock and its end: Count is measured against the 8254, Compare makes the tick.  The
 * board's own interrupts stay masked.
 */
#include <kernel/entry.h>
#include <kernel/print.h>
#include <arch/clock.h>
#include <arch/plat.h>
#include <arch/dev/pit.h>
#include "malta.h"

#define CALIBRATION_COUNTS	0x40000u
#define UHI_EXIT	1
#define UHI_STATUS(s)	((s) << 1 | 1)	/* odd: told from an emulator that ends by itself */

const struct frames plat_devices = { MALTA_DEVICES, MALTA_DEVICES_END };
struct mips_clock mips_clock;

/* Ticks of the 8254 while Count goes on by CALIBRATION_COUNTS; read seldom, devices are slow. */
static NOINLINE uint16_t clock_calibrate(void)
{
	uint16_t begin;
	uint32_t count;

	pit_start();
	begin = pit_passed();
	count = read_c0_count();
	while (read_c0_count() - count < CALIBRATION_COUNTS)
		;
	return pit_passed() - begin;
}

/* Compare must not be behind Count when it is written, or the next tick comes after a whole turn. */
static void arm_tick(uint32_t compare)
{
	write_c0_compare(compare);
	while ((int32_t)(compare - read_c0_count()) <= 0) {
		compare = read_c0_count() + mips_clock.tick;
		write_c0_compare(compare);
	}
}

void plat_init(void)
{
	uint16_t ticks = clock_calibrate();

	mips_clock.khz = (uint32_t)((uint64_t)CALIBRATION_COUNTS * PIT_HZ / 1000 /
				    (ticks ? ticks : 1));
	mips_clock.scale = ((uint64_t)1000 << CLOCK_SHIFT) / mips_clock.khz;
	mips_clock.tick = (uint32_t)((uint64_t)mips_clock.khz * CONFIG_TIMER_TICK_US / 1000);
	mips_clock.last = read_c0_count();
	print_init("clock: %u kHz, measured for %lu ns\n", 2 * mips_clock.khz,
		   ticks * 1000000000ul / PIT_HZ);
	arm_tick(mips_clock.last + mips_clock.tick);
}

struct tcb *plat_tick(struct tcb *self)
{
	arm_tick(read_c0_compare() + mips_clock.tick);
	return on_timer(self);
}

/* --- the end ------------------------------------------------------------------------------------ */

extern const char malta_semihosting[];

bool plat_expects_trap(word_t ip)
{
	return ip == (uintptr_t)malta_semihosting;
}

/* Asks an emulator, or whoever debugs the board, to end with this status, made odd so that it differs
 * from that of one that ends for other reasons; with nobody there it is an illegal instruction, whose
 * handler stops. */
void plat_poweroff(unsigned status)
{
	register word_t operation __asm__("$25") = UHI_EXIT;
	register word_t argument __asm__("$4") = UHI_STATUS((word_t)status) << 1 | 1;

	__asm__ volatile(".set push; .set mips64r2; .globl malta_semihosting\n"
			 "malta_semihosting: sdbbp 1; .set pop"
			 : : "r" (operation), "r" (argument));
	for (;;)
		;
}

void plat_reset(void)
{
	*(volatile uint32_t *)(VIRT_UNCACHED + MALTA_SOFT_RESET) = 0x42;
	for (;;)
		;
}
