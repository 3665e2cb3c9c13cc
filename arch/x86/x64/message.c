/* SPDX-License-Identifier: BSD-2-Clause */
/* Exception messages of 64-bit threads (abi-x86-x64 sheet 4). */
#include <kernel/entry.h>
#include <kernel/space.h>
#include <arch/ctrlxfer.h>
#include <arch/exception.h>
#include <arch/x86/entry.h>
#include <arch/x86/ports.h>
#include <arch/x86/x86.h>

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

struct tcb *x86_exception(struct tcb *self, unsigned vector, word_t error)
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

word_t ctrlxfer_register(struct tcb *t, unsigned n)
{
	frame_set_ip(&t->frame, frame_ip(&t->frame));
	return *message_register(&t->frame, n + 1);
}

void ctrlxfer_set_register(struct tcb *t, unsigned n, word_t w)
{
	frame_set_ip(&t->frame, frame_ip(&t->frame));
	if (n + 1 == MESSAGE_FLAGS)
		frame_set_flags(&t->frame, w);
	else
		*message_register(&t->frame, n + 1) = w;
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
		x86_user_text(self->space, self->frame.ip, code, sizeof(code));
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
