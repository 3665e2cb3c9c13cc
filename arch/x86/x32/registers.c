/* SPDX-License-Identifier: BSD-2-Clause */
/* The debugger's view of the 32-bit registers. */
#include <kernel/print.h>
#include <kernel/tcb.h>
#include <arch/debug.h>
#include <arch/x86/x86.h>

struct named_register {
	const char *name;
	word_t value;
};

static void print_registers(const struct named_register *r, unsigned count)
{
	for (unsigned i = 0; i < count; i++)
		print("%6s %08lx%s", r[i].name, (unsigned long)r[i].value,
		      i % 4 == 3 || i + 1 == count ? "\n" : "");
}

void debug_print_trap(const struct trap_frame *f)
{
	const struct named_register all[] = {
		{ "eax", f->ax }, { "ebx", f->bx }, { "ecx", f->cx }, { "edx", f->dx },
		{ "esi", f->si }, { "edi", f->di }, { "ebp", f->bp }, { "esp", trap_sp(f) },
		{ "eip", f->ip }, { "flags", f->flags }, { "cs", f->cs }, { "ds", f->ds },
		{ "error", f->error }, { "cr2", read_cr2() }, { "cr3", read_cr3() },
	};

	print("  %s\n", trap_name((unsigned)f->vector));
	print_registers(all, ARRAY_SIZE(all));
}

void debug_print_frame(const struct arch_frame *f)
{
	const struct named_register all[] = {
		{ "eax", f->ax }, { "ebx", f->bx }, { "ecx", f->cx }, { "edx", f->dx },
		{ "esi", f->si }, { "edi", f->di }, { "ebp", f->bp }, { "esp", f->sp },
		{ "eip", frame_ip(f) }, { "flags", frame_flags(f) },
	};

	print_registers(all, ARRAY_SIZE(all));
}
