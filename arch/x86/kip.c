/* SPDX-License-Identifier: BSD-2-Clause */
/* What the KIP says of this machine. */
#include <kernel/kip.h>
#include <kernel/kip_machine.h>
#include <arch/clock.h>
#include <arch/kip.h>
#include <arch/utcb.h>
#include <arch/x86/paging.h>

#ifdef CONFIG_X86_X64
/* System call words are addresses of stubs (abi-x86-x64 sheet 3).  SystemClock's computes with the
 * clock's constants; users see the page at VIRT_UTCB_WORD. */
static word_t show_stubs(word_t *page)
{
	word_t *at = utcb_current_page + USER_CLOCK_OFFSET / sizeof(word_t);

	(void)page;
	at[0] = x86_clock.start;
	at[1] = x86_clock.scale;
	return (uintptr_t)user_stubs;
}
#else
/* The stubs are copied into the page, system call words are offsets (abi-x86-x32 sheet 4). */
static word_t show_stubs(word_t *page)
{
	kip_copy_stubs(page);
	return KIP_STUBS_OFFSET;
}
#endif

COLD void arch_kip_init(word_t *page)
{
	word_t *proc = page + page[ABI_KIP_PROC_DESC_PTR] / sizeof(word_t);

	kip_add_machine(page, show_stubs(page), PT_PAGE_RIGHTS);
	proc[ABI_PROCDESC_INTERNAL_KHZ] = x86_clock.tsc_khz;
}
