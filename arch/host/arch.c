/* SPDX-License-Identifier: BSD-2-Clause */
/* The rest of the port contract: frames, UTCBs, spaces, the thread table, the KIP. */
#include <string.h>
#include <kernel/entry.h>
#include <kernel/kip.h>
#include <kernel/space.h>
#include <kernel/thread.h>
#include <arch/cpu.h>
#include <arch/exception.h>
#include <arch/irq.h>
#include <arch/kip.h>
#include <arch/utcb.h>
#include "host.h"

#define CHUNK_LOG2		9
#define SPACE_ALIVE		0x5bace5u

/* --- frames and UTCBs ------------------------------------------------------------------------- */

void frame_init(struct arch_frame *f)
{
	*f = (struct arch_frame){ .flags = HOST_FLAGS_INITIAL };
}

void frame_return_exregs(struct arch_frame *f, const struct exregs *regs)
{
	const word_t out[] = { regs->dest, regs->control, regs->sp, regs->ip, regs->flags,
			       regs->handle, regs->pager };

	memcpy(f->result, out, sizeof(out));
}

bool host_hostile;

void host_change_behind(volatile word_t *at)
{
	*at ^= host_user_order((word_t)1 << 12 | (word_t)1 << 20);
}

void utcb_init(struct tcb *t)
{
	utcb_set_global_id(t, t->id);
	utcb_set_processor(t, t->home->number);
	utcb_set_exception_handler(t, NILTHREAD);
	utcb_set_xfer_timeouts(t, 0);
	utcb_set_preempt_flags(t, 0);
	utcb_set_cop_flags(t, 0);
}

struct tcb *host_exception(struct tcb *self, word_t number, word_t error)
{
	const struct arch_frame *f = &self->frame;
	const word_t message[] = { f->ip, f->sp, f->flags, number, error, self->local_id };

	memcpy(self->kmsg + 1, message, sizeof(message));
	return on_exception(self, exception_message_words);
}

void exception_apply_reply(struct tcb *t, unsigned u)
{
	if (u >= 1)
		frame_set_ip(&t->frame, t->kmsg[1]);
	if (u >= 2)
		frame_set_sp(&t->frame, t->kmsg[2]);
	if (u >= 3)
		frame_set_flags(&t->frame, t->kmsg[3]);
}

void arch_thread_retire(struct tcb *t)
{
	(void)t;	/* nothing is kept lazily */
}

void arch_thread_leave(struct tcb *t)
{
	(void)t;
}

/* --- spaces ----------------------------------------------------------------------------------- */

void arch_space_init(struct space *space)
{
	space->arch.alive = SPACE_ALIVE;
}

void arch_space_destroy(struct space *space)
{
	if (space->arch.alive != SPACE_ALIVE)
		host_fail("a space is destroyed that isn't there");
	space->arch.alive = 0;
	host_tlb_forget(space);
}

word_t arch_space_control(struct space *space, word_t control)
{
	word_t old = space->arch.control;

	space->arch.control = control;
	return old;
}

/* --- the thread table ------------------------------------------------------------------------- */

struct tcb *thread_table[THREAD_NUMBERS];
static struct {
	void *page;
	unsigned threads;
} chunks[THREAD_NUMBERS >> CHUNK_LOG2];
static size_t chunks_used;

void thread_table_init(void)
{
	for (word_t i = 0; i < THREAD_NUMBERS; i++)
		thread_table[i] = &nobody;
}

bool thread_table_populate(word_t number, enum kmem_for who)
{
	unsigned c = number >> CHUNK_LOG2;

	if (number >= THREAD_NUMBERS)
		host_fail("thread number %lx is beyond the table", (unsigned long)number);
	if (!chunks[c].page) {
		chunks[c].page = kmem_alloc_pages(0, who);
		if (!chunks[c].page)
			return false;
		chunks_used++;
	}
	chunks[c].threads++;
	return true;
}

void thread_table_release(word_t number)
{
	unsigned c = number >> CHUNK_LOG2;

	/* with many CPUs somebody may have entered it anew before it was released */
	if (chunks[c].threads == 0 || (cpu_count == 1 && thread_table[number] != &nobody))
		host_fail("thread table: entry %lx isn't free to release", (unsigned long)number);
	if (--chunks[c].threads == 0) {
		table_page_free(chunks[c].page, 0);
		chunks[c].page = NULL;
		chunks_used--;
	}
}

struct tcb *host_next_thread(const struct tcb *t)
{
	for (word_t n = t ? id_number(t->id) + 1 : 0; n < THREAD_NUMBERS; n++) {
		if (!chunks[n >> CHUNK_LOG2].page)
			n |= ((word_t)1 << CHUNK_LOG2) - 1;
		else if (thread_table[n] != &nobody)
			return thread_table[n];
	}
	return NULL;
}

size_t host_table_bytes(void)
{
	return chunks_used * KMEM_PAGE_SIZE;
}

/* --- the KIP ---------------------------------------------------------------------------------- */

void arch_kip_init(word_t *page)
{
	word_t *proc = page + page[ABI_KIP_PROC_DESC_PTR] / sizeof(word_t);

	/* nothing lies behind them: user halves enter by host_enter */
	for (unsigned i = ABI_KIP_SPACE_CONTROL; i <= ABI_KIP_SCHEDULE; i++)
		page[i] = ABI_USER_AREA_END + i * 16;
	page[ABI_KIP_PAGE_INFO] = ABI_PAGE_RIGHTS;
	for (unsigned level = 0; level < PT_LEVELS; level++)
		if (pt_level_is_leaf(level))
			page[ABI_KIP_PAGE_INFO] |= (word_t)1 << pt_shift(level);
	page[ABI_KIP_PROCESSOR_INFO] = (word_t)(ABI_WORD_LOG2 + 2) << (ABI_WORD_BITS - 4);
	proc[ABI_PROCDESC_EXTERNAL_KHZ] = proc[ABI_PROCDESC_INTERNAL_KHZ] = 1000;
	kip_add_memory(0, ABI_USER_AREA_END, ABI_MEMDESC_CONVENTIONAL, true);
}

unsigned arch_irq_count(void)
{
	return HOST_IRQS;
}
