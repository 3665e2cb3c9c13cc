/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The thread table, and threads from creation to the return of their memory.  ThreadControl
 * (thread_control.c) decides what may be done; here it is done.
 */
#include <kernel/assert.h>
#include <kernel/ipc.h>
#include <kernel/lock.h>
#include <kernel/reap.h>
#include <kernel/sched.h>
#include <kernel/string.h>
#include <kernel/thread.h>
#include <kernel/work.h>
#include <arch/cpu.h>
#include <arch/kip.h>
#include <arch/memory.h>
#include <arch/utcb.h>

#define SENDERS_PER_STEP	4

struct tcb nobody;

static KMEM_CACHE(tcb_cache, "tcb", sizeof(struct tcb));

static struct lock table_lock = LOCK(LOCK_TABLE);

word_t thread_system_base(void)
{
	return arch_irq_count();
}

word_t thread_user_base(void)
{
	return arch_irq_count() + ABI_KERNEL_THREADS;
}

struct tcb *thread_find_local(struct space *space, word_t local_id)
{
	phys_t frame;
	unsigned rights, level;

	if (!space_utcb_valid(space, local_id - ABI_UTCB_POINTER) ||
	    !space_lookup(space, local_id, &frame, &rights, &level))
		return NULL;
	struct tcb *t = thread_find(utcb_object_id((const char *)phys_to_virt(frame) +
						   (local_id & (KMEM_PAGE_SIZE - 1))));

	return t && t->space == space && t->local_id == local_id ? t : NULL;
}

word_t thread_resolve(struct tcb *self, word_t id)
{
	if (!id_is_local(id) || id == NILTHREAD)
		return id == ANYTHREAD ? NILTHREAD : id;
	struct tcb *t = thread_find_local(self->space, id);

	return t ? t->id : NILTHREAD;
}

void thread_init_links(struct tcb *t)
{
#ifdef CONFIG_SMP
	link_init(&t->travel.lobby);
#endif
	link_init(&t->send_link);
	link_init(&t->local_link);
	link_init(&t->sender_ring);
	link_init(&t->local_ring);
	link_init(&t->ready_link);
	link_init(&t->timeout_link);
	link_init(&t->space_link);
	link_init(&t->all_link);
	link_init(&t->dying_link);
}

#ifdef CONFIG_SMP
/* What the table has given up under its lock: others may still look at it. */
static struct table_page {
	void *page;
	unsigned order;
} table_rest[3];
static unsigned table_rests;

void table_page_free(void *page, unsigned order)
{
	table_rest[table_rests++] = (struct table_page){ page, order };
}

static void tables_unseen(struct grace *g)
{
	struct tcb *t = container_of(g, struct tcb, grace);

	for (word_t *w = t->travel.call; w[0]; w += 2)
		kmem_free_pages(phys_to_virt(w[0]), w[1]);
	kmem_cache_free(&tcb_cache, t);
}

/* The TCB goes, after it what the table has given up. */
static void drop_tcb(struct tcb *t)
{
	word_t *w = t->travel.call;

	for (unsigned i = 0; i < table_rests; i++) {
		*w++ = (word_t)virt_to_phys(table_rest[i].page);	/* fits where a pointer may not */
		*w++ = table_rest[i].order;
	}
	w[0] = 0;
	if (table_rests)
		grace_call(&t->grace, tables_unseen);
	else
		kmem_cache_free(&tcb_cache, t);
	table_rests = 0;
}
#else
static void drop_tcb(struct tcb *t)
{
	kmem_cache_free(&tcb_cache, t);
}
#endif

/* Everybody may find it from now on.  False: no memory, or another CPU has been faster; then it has
 * gone. */
static bool enter_table(struct tcb *t, enum kmem_for who)
{
	bool entered;

	lock_take(&table_lock);
	entered = thread_slot(id_number(t->id)) == &nobody &&
		  thread_table_populate(id_number(t->id), who);
	if (entered)
		smp_publish(thread_table_entry(id_number(t->id)), t);
	else
		drop_tcb(t);
	lock_drop(&table_lock);
	return entered;
}

/* Its entry shows nobody already; the memory of the table goes with the last thread in it. */
static void tcb_unseen(struct grace *g)
{
	struct tcb *t = container_of(g, struct tcb, grace);

	lock_take(&table_lock);
	thread_table_release(t->number);
	drop_tcb(t);
	lock_drop(&table_lock);
}

struct tcb *thread_create(word_t id, struct space *space, word_t scheduler, enum kmem_for who)
{
	struct tcb *t = kmem_cache_alloc(&tcb_cache, who);

	if (!t)
		return NULL;
	thread_init_links(t);
	t->id = id;
	t->cpu = t->home = this_cpu();
	t->utcb_location = (word_t)-1;
	t->state = THREAD_INACTIVE;
	t->scheduler = scheduler;
	t->prio = t->sensitive_prio = ABI_PRIO_DEFAULT;
	t->timeslice = t->timeslice_left = ABI_TIMESLICE_DEFAULT_US;
	t->quantum_left = USEC_NEVER;
	frame_init(&t->frame);
	if (space && !space_reserve(space)) {
		kmem_cache_free(&tcb_cache, t);
		return NULL;
	}
	if (!enter_table(t, who)) {
		if (space)
			space_unreserve(space);
		return NULL;
	}
	if (space)
		space_add_thread(space, t);
	orphans_enter(t);
	return t;
}

static void show_identity(struct tcb *t)
{
	utcb_set_global_id(t, t->id);
	utcb_set_processor(t, t->home->number);
}

bool thread_give_utcb(struct tcb *t, enum kmem_for who)
{
	t->utcb = space_utcb_get(t->space, t->utcb_location, who);
	if (!t->utcb)
		return false;
	t->local_id = t->utcb_location + ABI_UTCB_POINTER;
	utcb_init(t);
	show_identity(t);
	return true;
}

word_t thread_activate(struct tcb *t, word_t pager, enum kmem_for who)
{
	kassert(!tcb_is_active(t));
	if (!thread_give_utcb(t, who))
		return ABI_ERR_NO_MEM;
	utcb_set_pager(t, pager);
	thread_await_startup(t, pager);
	return ABI_ERR_OK;
}

COLD word_t thread_move(struct tcb *t, struct space *to, enum kmem_for who)
{
	const struct space *from = t->space;

	if (!space_reserve(to))
		return ABI_ERR_INVALID_SPACE;
	if (tcb_is_active(t)) {
		void *utcb = space_utcb_get(to, t->utcb_location, who);

		if (!utcb) {
			space_unreserve(to);
			return ABI_ERR_NO_MEM;
		}
		ipc_abort(t, ABI_IPCERR_CANCELED);
		memcpy((char *)utcb - ABI_UTCB_POINTER, (char *)t->utcb - ABI_UTCB_POINTER,
		       ABI_UTCB_BYTES);
		t->utcb = utcb;
		space_utcb_put(t->space, t->utcb_location);
	}
	unmap_cancel(t);
	space_remove_thread(t->space, t);
	if (from->dying)
		work_wake();
	space_add_thread(to, t);
	ipc_unsort_senders(t);
	return ABI_ERR_OK;
}

/* Who waits for the id that this thread had until now hears of it. */
static void tell_waiters(const struct tcb *t)
{
	if (t->was_awaited)
		orphans_search();
	thread_tell_afar(t);
}

void thread_set_id(struct tcb *t, word_t id)
{
	t->id = id;
	if (tcb_is_active(t))
		utcb_set_global_id(t, id);
	tell_waiters(t);	/* they waited for the old version */
}

void thread_delete(struct tcb *t)
{
	struct cpu *cpu = this_cpu();

	ipc_abort(t, ABI_IPCERR_CANCELED);
	if (link_is_queued(&t->ready_link))
		sched_dequeue(t);
	if (cpu->accounted == t)
		cpu->accounted = cpu->current;
	unmap_cancel(t);
	if (t->flags & TCB_CONTINUE)	/* what it was in the middle of is finished by the worker */
		work_wake();
	arch_thread_retire(t);
	orphans_leave(t);
	t->number = id_number(t->id);
	smp_publish(thread_table_entry(t->number), &nobody);
	t->id = NILTHREAD;
	t->state = THREAD_INACTIVE;
	t->flags = TCB_CONDEMNED;
	travel_forget(t);
	tell_waiters(t);
	if (tcb_is_active(t))
		space_utcb_put(t->space, t->utcb_location);
	t->utcb = NULL;
	if (t->space)
		space_remove_thread(t->space, t);
	t->space = NULL;
	if (t->senders)
		list_add_tail(&cpu->worker.dying_threads, &t->dying_link);
	else
		grace_call(&t->grace, tcb_unseen);
}

bool thread_reap_step(void)
{
	struct link *dying = &this_cpu()->worker.dying_threads;

	if (list_empty(dying))
		return false;
	struct tcb *t = list_entry(dying->next, struct tcb, dying_link);

	if (!ipc_fail_senders(t, SENDERS_PER_STEP)) {
		list_remove(&t->dying_link);
		grace_call(&t->grace, tcb_unseen);
	}
	return true;	/* enough for one slice */
}

/* `self` stops here until ExchangeRegisters resumes it. */
struct tcb *thread_halt(struct tcb *self)
{
	self->flags &= ~TCB_HALT;
	self->state = THREAD_HALTED;
	return sched_pick();
}
