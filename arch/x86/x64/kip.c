/* SPDX-License-Identifier: BSD-2-Clause */
/* System call words of the KIP are addresses of stubs (abi-x86-x64 sheet 3); and what those use. */
#include <arch/clock.h>
#include <arch/layout.h>
#include <arch/utcb.h>
#include <arch/x86/entry.h>

/* SystemClock's computes with this; users see the page at VIRT_UTCB_WORD. */
void x86_kip_show_stubs(word_t *page)
{
	word_t *at = utcb_current_page + USER_CLOCK_OFFSET / sizeof(word_t);

	(void)page;
	at[0] = x86_clock.start;
	at[1] = x86_clock.scale;
}

word_t x86_kip_stub(const char *stub)
{
	return (uintptr_t)stub;
}
