/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Messages about exceptions and control transfer items: registers in the order in which the ABI
 * sheet has them, number and error code among them.
 */
#include <kernel/entry.h>
#include <arch/ctrlxfer.h>
#include <arch/exception.h>
#include <arch/x86/entry.h>

/* From one, as message registers are counted. */
static word_t *message_register(struct arch_frame *f, unsigned n)
{
	return (word_t *)((char *)f + x86_message_order[n - 1]);
}

static bool is_told_only(unsigned n)
{
	return n == EXCEPTION_NUMBER_WORD || n == EXCEPTION_NUMBER_WORD + 1;
}

static void set_register(struct arch_frame *f, unsigned n, word_t w)
{
	if (n == EXCEPTION_FLAGS_WORD)
		frame_set_flags(f, w);
	else
		*message_register(f, n) = w;
}

COLD struct tcb *x86_exception(struct tcb *self, unsigned vector, word_t error)
{
	self->frame.vector = vector;
	self->frame.error = error;
	for (unsigned n = 1; n <= EXCEPTION_WORDS; n++)
		self->kmsg[n] = *message_register(&self->frame, n);
	return on_exception(self, EXCEPTION_WORDS);
}

COLD void exception_apply_reply(struct tcb *t, unsigned u)
{
	for (unsigned n = 1; n <= EXCEPTION_WORDS && n <= u; n++)
		if (!is_told_only(n))
			set_register(&t->frame, n, t->kmsg[n]);
}

/* The n-th register, from zero, stands where in the message? */
static unsigned control_place(unsigned n)
{
	return n + 1 < EXCEPTION_NUMBER_WORD ? n + 1 : n + 3;
}

COLD word_t ctrlxfer_register(struct tcb *t, unsigned n)
{
	x86_frame_complete(&t->frame);
	return *message_register(&t->frame, control_place(n));
}

COLD void ctrlxfer_set_register(struct tcb *t, unsigned n, word_t w)
{
	x86_frame_complete(&t->frame);
	set_register(&t->frame, control_place(n), w);
}
