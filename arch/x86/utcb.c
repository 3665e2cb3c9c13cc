/* SPDX-License-Identifier: BSD-2-Clause */
/* UTCBs away from the hot path: the TCRs of a new thread, and moving one. */
#include <kernel/cpu.h>
#include <arch/utcb.h>

#define LIPC_WORDS	(64 / ABI_WORD_BYTES)

word_t utcb_current_page[4096 / ABI_WORD_BYTES] __attribute__((aligned(4096)));

COLD void utcb_init(struct tcb *t)
{
	utcb_set_global_id(t, t->id);
	utcb_set_processor(t, t->home->number);
	utcb_set_exception_handler(t, NILTHREAD);
	utcb_set_xfer_timeouts(t, 0);
	utcb_set_preempt_flags(t, 0);
	utcb_set_cop_flags(t, 0);
#ifdef ABI_UTCB_WORD_SIZE_MASK
	*utcb_at(t, ABI_UTCB_WORD_SIZE_MASK) = ~(word_t)0;
#endif
	for (long i = 0; i < LIPC_WORDS; i++)
		*utcb_at(t, ABI_UTCB_LIPC_LINE + i * ABI_WORD_BYTES) = 0;
}

COLD void utcb_copy_object(const struct tcb *from, struct tcb *to)
{
	const long words = ABI_UTCB_BYTES / ABI_WORD_BYTES;

	for (long i = 0; i < words; i++)
		*utcb_at(to, i * ABI_WORD_BYTES - ABI_UTCB_POINTER) =
			*utcb_at(from, i * ABI_WORD_BYTES - ABI_UTCB_POINTER);
	for (long i = 0; i < LIPC_WORDS; i++)
		*utcb_at(to, ABI_UTCB_LIPC_LINE + i * ABI_WORD_BYTES) = 0;
}
