/* SPDX-License-Identifier: BSD-2-Clause */
/* Registers of 64-bit threads: what a system call leaves of them, the order of the exception message
 * (abi-x86-x64 sheet 4); protection faults. */
#include <kernel/entry.h>
#include <kernel/space.h>
#include <arch/exception.h>
#include <arch/x86/entry.h>
#include <arch/x86/ports.h>
#include <arch/x86/x86.h>

#define GP_GATE		0x02u
#define PLACE(field)	offsetof(struct arch_frame, field)

const uint8_t x86_message_order[EXCEPTION_WORDS] = {
	PLACE(ip), PLACE(bx), PLACE(r10), PLACE(r12), PLACE(r13),
	PLACE(r14), PLACE(r15), PLACE(ax), PLACE(cx), PLACE(dx), PLACE(si),
	PLACE(di), PLACE(bp), PLACE(r8), PLACE(r9), PLACE(r11), PLACE(sp), PLACE(flags),
	PLACE(vector), PLACE(error),
};

/* What a system call destroys reads as zero. */
void x86_frame_fill(struct arch_frame *f)
{
	f->dx = f->r8 = f->cx = f->r11 = f->bp = 0;
	f->di = frame_thread(f)->local_id;
}

word_t x86_return_address(const struct tcb *t)
{
	(void)t;
	return (uintptr_t)user_stub_return;
}

/*
 * Protection faults by `int n` carry n * 8 + 2; not every machine counts right where gates have
 * sixteen bytes, so the instruction itself is asked.
 */
struct tcb *x86_protection(struct tcb *self)
{
	word_t error = self->frame.error;
	uint8_t code[2] = { 0, 0 };

	if (error == 0) {
		struct tcb *next = x86_port_fault(self);

		if (next)
			return next;
	}
	if (error & GP_GATE) {
		space_read(self->space, self->frame.ip, code, sizeof(code));
		if (code[0] == 0xcd)
			error = code[1] * 8u + GP_GATE;
		else if (code[0] == 0xcc)
			error = VEC_BREAKPOINT * 8u + GP_GATE;
	}
	return x86_exception(self, VEC_PROTECTION, error);
}

ASM_CALLED struct tcb *x86_bad_ip(struct tcb *self)
{
	return x86_exception(self, VEC_PROTECTION, 0);
}
