/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Exceptions of user programs: TLB and FPU are served, KernelInterface is answered, the debugger gets
 * its own, and everything else becomes a message to the exception handler (abi-mips64 sheet 3, 7, 9).
 * Exceptions inside the kernel, which has none of its own, are its end.
 */
#include <kernel/entry.h>
#include <kernel/kip.h>
#include <kernel/print.h>
#include <kernel/space.h>
#include <kdb/hook.h>
#include <arch/exception.h>
#include <arch/trap.h>
#include <arch/mips64/mips.h>

#define MESSAGE_WORDS		6	/* IP SP FLAGS code error id */
#define MESSAGE_STATE		3
#define SYSCALL_FIRST		4	/* v0 v1 a0 .. a7 */

static unsigned exception_code(const struct arch_frame *f)
{
	return f->cause >> CAUSE_CODE_SHIFT & 31;
}

static void put_state(struct tcb *self)
{
	const struct arch_frame *f = &self->frame;

	self->kmsg[1] = f->ip;
	self->kmsg[2] = f->gpr[R_SP];
	self->kmsg[3] = frame_flags(f) | (f->cause & CAUSE_BD ? 1 : 0);
}

static word_t error_of(const struct tcb *self, unsigned code)
{
	const struct arch_frame *f = &self->frame;
	uint32_t instruction = 0;

	switch (code) {
	case EXC_ADDR_LOAD:
	case EXC_ADDR_STORE:
		return f->badvaddr;
	case EXC_RESERVED:
		(void)space_read(self->space, f->ip + (f->cause & CAUSE_BD ? 4 : 0), &instruction,
				 sizeof(instruction));
		return instruction;
	case EXC_COPROCESSOR:
		return f->cause >> CAUSE_CE_SHIFT & 3;
	default:
		return 0;
	}
}

static struct tcb *raise_exception(struct tcb *self)
{
	unsigned code = exception_code(&self->frame);

	put_state(self);
	self->kmsg[4] = code;
	self->kmsg[5] = error_of(self, code);
	self->kmsg[6] = self->local_id;
	return on_exception(self, MESSAGE_WORDS);
}

/* One that is no call of ours.  IP is the system call instruction's; the handler adds 4. */
static struct tcb *unknown_call(struct tcb *self)
{
	put_state(self);
	for (unsigned n = SYSCALL_FIRST; n <= exception_message_words; n++)
		self->kmsg[n] = self->frame.gpr[R_V0 + n - SYSCALL_FIRST];
	return on_exception(self, exception_message_words);
}

void exception_apply_reply(struct tcb *t, unsigned u)
{
	struct arch_frame *f = &t->frame;

	if (u >= 1)
		f->ip = t->kmsg[1];
	if (u >= 2)
		f->gpr[R_SP] = t->kmsg[2];
	if (u >= MESSAGE_STATE)
		frame_set_flags(f, t->kmsg[3]);
	if (exception_code(f) != EXC_SYSCALL)
		return;
	for (unsigned n = SYSCALL_FIRST; n <= exception_message_words && n <= u; n++)
		f->gpr[R_V0 + n - SYSCALL_FIRST] = t->kmsg[n];
}

static struct tcb *tlb_fault(struct tcb *self, bool write)
{
	word_t addr = self->frame.badvaddr;

	if (tlb_serve(self->space, addr, write))
		return self;
	return on_page_fault(self, addr, write ? ABI_RIGHT_W : ABI_RIGHT_R, self->frame.ip);
}

/* One illegal instruction asks for the KIP. */
static struct tcb *reserved_instruction(struct tcb *self)
{
	struct arch_frame *f = &self->frame;
	uint32_t code;

	if (f->gpr[R_AT] != ABI_KIP_KEY || (f->cause & CAUSE_BD) ||
	    !space_read(self->space, f->ip, &code, sizeof(code)) || code != ABI_KIP_INSTRUCTION)
		return raise_exception(self);
	f->ip += 4;
	f->gpr[8] = self->space->kip_area & -((word_t)1 << ABI_FPAGE_LOG2(self->space->kip_area));
	f->gpr[9] = kip[ABI_KIP_API_VERSION];
	f->gpr[10] = kip[ABI_KIP_API_FLAGS];
	f->gpr[11] = kip[kip[ABI_KIP_KERN_DESC_PTR] / sizeof(word_t) + ABI_KDESC_ID];
	return self;
}

/* The debugger serves the operations it knows; whatever else is there is the program's own. */
static struct tcb *breakpoint(struct tcb *self)
{
	struct arch_frame *f = &self->frame;

	switch ((sword_t)f->gpr[R_AT]) {
	case ABI_BREAK_PRINT_CHAR:
	case ABI_BREAK_READ_CHAR_BLOCKED:
	case ABI_BREAK_ENTER:
	case ABI_BREAK_READ_CHAR:
		if (f->cause & CAUSE_BD)
			break;
		f->ip += 4;
		if (kdb_user_breakpoint(self))
			return self;
		f->ip -= 4;
		break;
	default:
		break;
	}
	return raise_exception(self);
}

ASM_CALLED struct tcb *mips_exception(struct tcb *self);
struct tcb *mips_exception(struct tcb *self)
{
	struct arch_frame *f = &self->frame;

	switch (exception_code(f)) {
	case EXC_INTERRUPT:
		return mips_interrupt(self);
	case EXC_MODIFIED:
	case EXC_TLB_STORE:
		return tlb_fault(self, true);
	case EXC_TLB_LOAD:
		return tlb_fault(self, false);
	case EXC_SYSCALL:
		return unknown_call(self);
	case EXC_BREAK:
		return breakpoint(self);
	case EXC_RESERVED:
		return reserved_instruction(self);
	case EXC_COPROCESSOR:
		if ((f->cause >> CAUSE_CE_SHIFT & 3) == 1 && fpu_take(self))
			return self;
		return raise_exception(self);
	default:
		return raise_exception(self);
	}
}

/* --- traps in the kernel ----------------------------------------------------------------------- */

struct trap_frame mips_trap_frame __attribute__((externally_visible));

const char *trap_name(unsigned vector)
{
	static const char *const names[] = {
		"interrupt", "TLB modification", "TLB load", "TLB store", "address load",
		"address store", "instruction bus error", "data bus error", "system call",
		"breakpoint", "reserved instruction", "coprocessor", "overflow", "trap",
		"virtual coherency (instruction)", "floating point",
	};

	return vector < ARRAY_SIZE(names) ? names[vector] : "unknown trap";
}

ASM_CALLED void mips_kernel_trap(struct trap_frame *frame);
void mips_kernel_trap(struct trap_frame *frame)
{
	const struct arch_frame *f = &frame->regs;

	if (plat_expects_trap(f->ip))
		return;
	print("\nPANIC: %s in the kernel: instruction %lx, stack %lx, address %lx\n",
	      trap_name(exception_code(f)), (unsigned long)f->ip, (unsigned long)f->gpr[R_SP],
	      (unsigned long)f->badvaddr);
	kdb_panic_at(frame);
}
