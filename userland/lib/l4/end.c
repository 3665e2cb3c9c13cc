/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What happens when main() returns: the thread sleeps for good.  Called by crt0.
 */
#include <l4/ipc.h>
#include <l4lib/end.h>

void __L4_End(void)
{
	for (;;)
		L4_Sleep(L4_Never);
}
