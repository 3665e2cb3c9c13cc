/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The debugger's machine half: what a user's breakpoint asks for, stack frames, what can be read,
 * registers.  Compiled with the debugger only.
 */
#include <kernel/print.h>
#include <arch/debug.h>
#include <arch/memory.h>

#define CODE_SD_RA		0xffbf0000u	/* sd ra, n(sp) */
#define CODE_ADD_SP		0x67bd0000u	/* daddiu sp, sp, n */
#define PROLOGUE_REACH		4096u		/* instructions: no function is longer */

extern char image_start[], image_end[];

void debug_end_step(struct arch_frame *f)
{
	(void)f;
}

/* Register 1 has the operation. */
void debug_decode(const struct arch_frame *f, const uint8_t code[DEBUG_CODE_BYTES],
		  struct debug_request *r)
{
	(void)code;
	*r = (struct debug_request){ .kind = DEBUG_OPERATION, .stop = true,
				     .arg = f->gpr[R_A0] };
	switch ((sword_t)f->gpr[R_AT]) {
	case ABI_BREAK_PRINT_CHAR:
		r->op = ABI_KDB_PRINT_CHAR;
		break;
	case ABI_BREAK_READ_CHAR:
		r->op = ABI_KDB_READ_CHAR;
		break;
	case ABI_BREAK_READ_CHAR_BLOCKED:
		r->op = ABI_KDB_READ_CHAR_BLOCKED;
		break;
	case ABI_BREAK_ENTER:
		r->kind = DEBUG_ENTER;
		r->arg = f->gpr[R_V0];
		break;
	default:
		r->kind = DEBUG_BREAKPOINT;
	}
}

bool debug_readable(uintptr_t at)
{
	if (at >= VIRT_IMAGE)
		return at < (uintptr_t)image_end;
	return at >= VIRT_DIRECT && at - VIRT_DIRECT < mips_memory_end &&
	       !mips_frame_is_device(at - VIRT_DIRECT);
}

/*
 * Nothing links the frames, but a function's beginning tells its frame: going back from where it is,
 * the store of the return address and the step of the stack pointer.
 */
bool debug_unwind(struct debug_point *p)
{
	uintptr_t saved = 0, ip = p->ip & ~(uintptr_t)3;

	for (unsigned n = 0; n < PROLOGUE_REACH && ip > (uintptr_t)image_start; n++) {
		uint32_t code;

		ip -= 4;
		if (!debug_readable(ip))
			return false;
		code = *(const uint32_t *)ip;
		if ((code & 0xffff8000u) == CODE_SD_RA)
			saved = p->fp + (code & 0x7fff);
		if ((code & 0xffff8000u) != (CODE_ADD_SP | 0x8000u))
			continue;
		if (!saved || saved % sizeof(uintptr_t) || !debug_readable(saved))
			return false;
		p->fp += (uintptr_t)-(intptr_t)(int16_t)code;
		p->ip = *(const uintptr_t *)saved;
		return true;
	}
	return false;
}

static void print_registers(const struct arch_frame *f)
{
	static const char names[32][4] = {
		"0", "at", "v0", "v1", "a0", "a1", "a2", "a3", "a4", "a5", "a6", "a7", "t0", "t1",
		"t2", "t3", "s0", "s1", "s2", "s3", "s4", "s5", "s6", "s7", "t8", "t9", "k0", "k1",
		"gp", "sp", "fp", "ra",
	};

	for (unsigned i = 1; i < ARRAY_SIZE(names); i++)
		print("%4s %016lx%s", names[i], (unsigned long)f->gpr[i], i % 4 == 0 ? "\n" : "");
	print("\n  ip %016lx  hi %016lx  lo %016lx\n status %08lx cause %08lx address %016lx\n",
	      (unsigned long)f->ip, (unsigned long)f->hi, (unsigned long)f->lo,
	      (unsigned long)f->status, (unsigned long)f->cause, (unsigned long)f->badvaddr);
}

void debug_print_trap(const struct trap_frame *f)
{
	print("  %s\n", trap_name(f->regs.cause >> CAUSE_CODE_SHIFT & 31));
	print_registers(&f->regs);
}

void debug_print_frame(const struct arch_frame *f)
{
	print_registers(f);
}
