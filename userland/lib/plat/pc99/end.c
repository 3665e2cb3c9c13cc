/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Ending the machine on a PC.  Nothing real answers at port 0xf4; emulators can be told to put a
 * device there that ends them with a status made of the value written.
 */
#include <l4/types.h>
#include <l4lib/console.h>
#include <l4lib/end.h>

#define DEBUG_EXIT_PORT	0xf4

void end_machine(int status)
{
	console_flush();
	__asm__ __volatile__("outl %0, %1" : : "a" (status),
			     "d" ((L4_Word16_t)DEBUG_EXIT_PORT));
	__L4_End();
}
