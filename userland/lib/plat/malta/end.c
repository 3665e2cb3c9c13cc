/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Ending the machine on a Malta board, which only an emulator can do: a breakpoint instruction that
 * it takes for a call of its own if it was started so (semihosting), and ends with the status given.
 * On the real board the instruction raises an exception, and the thread stops there.
 */
#include <l4lib/console.h>
#include <l4lib/end.h>

#define UHI_EXIT	1

/* Odd, so that it differs from that of an emulator that ends for other reasons. */
#define UHI_STATUS(s)	((s) << 1 | 1)

void end_machine(int status)
{
	console_flush();	/* first: a call may destroy the registers */

	register long operation __asm__("$25") = UHI_EXIT;
	register long argument __asm__("$4") = UHI_STATUS(status);

	__asm__ __volatile__(".word 0x7000007f" : : "r" (operation), "r" (argument) : "memory");
	__L4_End();
}
