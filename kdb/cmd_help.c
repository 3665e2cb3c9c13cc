/* SPDX-License-Identifier: BSD-2-Clause */
/* ?: what there is. */
#include <kdb/kdb.h>

KDB_COMMAND(help, "?", "", "this list; numbers are hexadecimal everywhere")
{
	(void)args;
	for (const struct kdb_command *const *c = kdb_commands_start; c < kdb_commands_end; c++)
		print("  %-6s %-24s %s\n", (*c)->name, (*c)->params, (*c)->help);
	return KDB_STAY;
}
