/* SPDX-License-Identifier: BSD-2-Clause */
/* g, 6, reset, x: ways out of the debugger. */
#include <arch/plat.h>
#include <kdb/kdb.h>

KDB_COMMAND(g, "g", "", "go on")
{
	(void)args;
	if (!kdb_stop.is_final)
		return KDB_GO;
	print("A panic is final: 6 resets the machine, x ends it.\n");
	return KDB_STAY;
}

KDB_COMMAND(reset, "reset", "", "reset the machine")
{
	(void)args;
	plat_reset();
}

KDB_COMMAND(reset_6, "6", "", "reset the machine")
{
	(void)args;
	plat_reset();
}

KDB_COMMAND(x, "x", "", "end the emulator with status 1, or stop for good")
{
	(void)args;
	plat_poweroff(1);
}
