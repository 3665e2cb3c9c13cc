/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Touching the program's own image, page by page: see <l4lib/image.h>.
 */
#include <l4/kip.h>
#include <l4lib/image.h>

/* from the linker's script */
extern const char __executable_start[];
extern const char _end[];

void touch_image(void)
{
	L4_Word_t page = (L4_Word_t)1 << __L4_Lsb(L4_PageSizeMask(L4_GetKernelInterface()));
	const L4_Word_t end = (L4_Word_t)_end;

	for (L4_Word_t at = (L4_Word_t)__executable_start; at < end; at += page)
		(void)*(const volatile char *)at;
	(void)*(const volatile char *)(end - 1);
}
