/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The kernel debugger's console as console of programs: works in every address space, without
 * memory or ports of one's own.
 */
#include <l4/kdebug.h>
#include <l4/schedule.h>
#include <l4lib/console.h>
#include "io.h"

void device_put(char c)
{
	L4_KDB_PrintChar(c);
}

/* Not the blocking call: that would stop the whole machine. */
int device_get(void)
{
	int c;

	while ((c = L4_KDB_ReadChar()) < 0)
		L4_Yield();
	return c;
}

void console_flush(void)
{
}
