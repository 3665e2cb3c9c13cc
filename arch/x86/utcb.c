/* SPDX-License-Identifier: BSD-2-Clause */
/* The UTCB of a new thread. */
#include <kernel/cpu.h>
#include <arch/utcb.h>

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
	for (long i = 0; i < 64 / ABI_WORD_BYTES; i++)
		*utcb_at(t, ABI_UTCB_LIPC_LINE + i * ABI_WORD_BYTES) = 0;
}
