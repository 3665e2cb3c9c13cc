/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Exceptions of user programs: page faults and the FPU are served, KernelInterface is answered, the
 * debugger gets its own, and everything else becomes a message to the exception handler
 * (abi-x86-x64 sheet 4).  Interrupts pass by here on their way to the board.
 */
#include <kernel/entry.h>
#include <kernel/kip.h>
#include <kernel/space.h>
#include <kdb/hook.h>
#include <arch/exception.h>
#include <arch/x86/entry.h>
#include <arch/x86/x86.h>

#define PF_WRITE	0x02u
#define PF_FETCH	0x10u
#define PF_PRESENT	0x01u
#define GP_GATE		0x02u

/* MR1 .. MR18 of the message, in order. */
static const uint16_t message_order[] = {
	offsetof(struct arch_frame, ip),
	offsetof(struct arch_frame, mr[MR_RBX]), offsetof(struct arch_frame, mr[MR_R10]),
	offsetof(struct arch_frame, mr[MR_R12]), offsetof(struct arch_frame, mr[MR_R13]),
	offsetof(struct arch_frame, mr[MR_R14]), offsetof(struct arch_frame, mr[MR_R15]),
	offsetof(struct arch_frame, mr[MR_RAX]), offsetof(struct arch_frame, rcx),
	offsetof(struct arch_frame, rdx), offsetof(struct arch_frame, rsi),
	offsetof(struct arch_frame, rdi), offsetof(struct arch_frame, rbp),
	offsetof(struct arch_frame, r8), offsetof(struct arch_frame, mr[MR_R9]),
	offsetof(struct arch_frame, r11), offsetof(struct arch_frame, sp),
	offsetof(struct arch_frame, flags),
};

#define MESSAGE_FLAGS	ARRAY_SIZE(message_order)
#define MESSAGE_VECTOR	(MESSAGE_FLAGS + 1)
#define MESSAGE_ERROR	(MESSAGE_FLAGS + 2)
_Static_assert(MESSAGE_ERROR == exception_message_words, "the message's last word");

static word_t *message_register(struct arch_frame *f, unsigned n)
{
	return (word_t *)((char *)f + message_order[n - 1]);
}

static struct tcb *exception_raise(struct tcb *self, unsigned vector, word_t error)
{
	for (unsigned n = 1; n <= MESSAGE_FLAGS; n++)
		self->kmsg[n] = *message_register(&self->frame, n);
	self->kmsg[MESSAGE_VECTOR] = vector;
	self->kmsg[MESSAGE_ERROR] = error;
	return on_exception(self, exception_message_words);
}

void exception_apply_reply(struct tcb *t, unsigned u)
{
	struct arch_frame *f = &t->frame;

	for (unsigned n = 1; n < MESSAGE_FLAGS && n <= u; n++)
		*message_register(f, n) = t->kmsg[n];
	if (u >= MESSAGE_FLAGS)
		frame_set_flags(f, t->kmsg[MESSAGE_FLAGS]);
}

static struct tcb *page_fault(struct tcb *self)
{
	word_t addr = read_cr2(), error = self->frame.error;
	unsigned access = error & PF_WRITE ? ABI_RIGHT_W :
			  error & PF_FETCH ? ABI_RIGHT_X : ABI_RIGHT_R;

	/* whether the kernel has something there is not told */
	if (addr >= ABI_USER_AREA_END)
		return exception_raise(self, VEC_PAGE_FAULT, error | PF_PRESENT);
	return on_page_fault(self, addr, access, self->frame.ip);
}

/* "lock; nop" asks for the KIP; every other undefined instruction is an exception. */
static struct tcb *undefined(struct tcb *self)
{
	struct arch_frame *f = &self->frame;
	uint8_t code[2];

	if (!x86_user_text(self->space, f->ip, code, sizeof(code)) || code[0] != 0xf0 ||
	    code[1] != 0x90)
		return exception_raise(self, VEC_UNDEFINED, 0);
	f->ip += sizeof(code);
	f->mr[MR_RAX] = self->space->kip_area & -((word_t)1 << ABI_FPAGE_LOG2(self->space->kip_area));
	f->rcx = kip[ABI_KIP_API_VERSION];
	f->rdx = kip[ABI_KIP_API_FLAGS];
	f->rsi = kip[kip[ABI_KIP_KERN_DESC_PTR] / sizeof(word_t) + ABI_KDESC_ID];
	return self;
}

/*
 * Protection faults by `int n` carry n * 8 + 2; not every machine counts right where gates have
 * sixteen bytes, so the instruction itself is asked.
 */
static struct tcb *protection(struct tcb *self)
{
	word_t error = self->frame.error;
	uint8_t code[2] = { 0, 0 };

	if (error & GP_GATE) {
		x86_user_text(self->space, self->frame.ip, code, sizeof(code));
		if (code[0] == 0xcd)
			error = code[1] * 8u + GP_GATE;
		else if (code[0] == 0xcc)
			error = VEC_BREAKPOINT * 8u + GP_GATE;
	}
	return exception_raise(self, VEC_PROTECTION, error);
}

ASM_CALLED struct tcb *x86_bad_ip(struct tcb *self)
{
	return exception_raise(self, VEC_PROTECTION, 0);
}

ASM_CALLED struct tcb *x86_user_trap(struct tcb *self, unsigned vector)
{
	if (vector >= VEC_IRQ)
		return plat_interrupt(self, vector);
	switch (vector) {
	case VEC_PAGE_FAULT:
		return page_fault(self);
	case VEC_NO_FPU:
		return fpu_take(self) ? self : exception_raise(self, vector, 0);
	case VEC_UNDEFINED:
		return undefined(self);
	case VEC_PROTECTION:
		return protection(self);
	case VEC_DEBUG:
		if (kdb_user_debug_trap(self))
			return self;
		break;
	case VEC_BREAKPOINT:
		if (kdb_user_breakpoint(self))
			return self;
		break;
	default:
		break;
	}
	return exception_raise(self, vector, self->frame.error);
}
