/* SPDX-License-Identifier: BSD-2-Clause */
/* The debugger's view of the 64-bit registers. */
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
		print("%6s %016lx%s", r[i].name, r[i].value,
		      i % 3 == 2 || i + 1 == count ? "\n" : "");
}

void debug_print_trap(const struct trap_frame *f)
{
	const struct named_register all[] = {
		{ "rax", f->ax }, { "rbx", f->bx }, { "rcx", f->cx }, { "rdx", f->dx },
		{ "rsi", f->si }, { "rdi", f->di }, { "rbp", f->bp }, { "rsp", f->sp },
		{ "r8", f->r8 }, { "r9", f->r9 }, { "r10", f->r10 }, { "r11", f->r11 },
		{ "r12", f->r12 }, { "r13", f->r13 }, { "r14", f->r14 }, { "r15", f->r15 },
		{ "rip", f->ip }, { "flags", f->flags }, { "cs", f->cs }, { "ss", f->ss },
		{ "error", f->error }, { "cr2", read_cr2() }, { "cr3", read_cr3() },
	};

	print("  %s\n", trap_name((unsigned)f->vector));
	print_registers(all, ARRAY_SIZE(all));
}

void debug_print_frame(const struct arch_frame *f)
{
	const struct named_register all[] = {
		{ "rax", f->ax }, { "rbx", f->bx }, { "rcx", f->cx },
		{ "rdx", f->dx }, { "rsi", f->si }, { "rdi", f->di }, { "rbp", f->bp },
		{ "rsp", f->sp }, { "r8", f->r8 }, { "r9", f->r9 },
		{ "r10", f->r10 }, { "r11", f->r11 }, { "r12", f->r12 },
		{ "r13", f->r13 }, { "r14", f->r14 }, { "r15", f->r15 },
		{ "rip", frame_ip(f) }, { "flags", frame_flags(f) },
	};

	print_registers(all, ARRAY_SIZE(all));
}
