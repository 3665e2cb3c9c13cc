/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A machine without I/O ports: all is memory.
 */
#include "ports.h"

void ports_init(void)
{
}

bool ports_are_meant(L4_Fpage_t fpage)
{
	return false;
}

bool ports_claim(L4_ThreadId_t who, L4_Fpage_t fpage)
{
	return false;
}

void ports_dump(void)
{
}
