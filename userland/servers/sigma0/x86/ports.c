/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * x86's 65536 I/O ports, given away like memory to whoever asks first.
 */
#include <l4/arch.h>
#include <l4io.h>
#include "../memory.h"
#include "../ports.h"

#define LAST_PORT	0xffff
#define MAX_ORDER	16

static struct map ports;

void ports_init(void)
{
	ranges_init(&ports, 0, LAST_PORT, OWNER_GENERAL);
}

bool ports_are_meant(L4_Fpage_t fpage)
{
	return L4_IsIoFpage(fpage);
}

bool ports_claim(L4_ThreadId_t who, L4_Fpage_t fpage)
{
	addr_t mask;

	if (L4_IoFpageSizeLog2(fpage) > MAX_ORDER)
		return false;
	mask = L4_IoFpageSize(fpage) - 1;
	return claim(&ports, who, L4_IoFpagePort(fpage) & ~mask, L4_IoFpagePort(fpage) | mask);
}

void ports_dump(void)
{
	printf("sigma0: ports\n");
	map_dump(&ports);
}
