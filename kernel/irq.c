/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Interrupt threads.  They exist from their first association on, belong to no space and never
 * leave the kernel; what they do is a kernel-made message whose reply unmasks the line.  At most
 * one interrupt of a line is pending: the line stays masked until the handler has answered.
 */
#include <kernel/assert.h>
#include <kernel/entry.h>
#include <kernel/ipc.h>
#include <kernel/irq.h>
#include <kernel/sched.h>
#include <kernel/thread.h>
#include <kernel/work.h>
#include <arch/irq.h>

/* Break off what is under way for the old handler; the line is masked. */
static void rest(struct tcb *t)
{
	plat_irq_mask(id_number(t->id));
	ipc_abort(t, ABI_IPCERR_CANCELED);
	if (link_is_queued(&t->ready_link))
		sched_dequeue(t);
	travel_forget(t);
	t->flags &= ~TCB_CONTINUE;
}

static struct tcb *irq_thread(word_t id)
{
	struct tcb *t = thread_find(id);

	if (t)
		return t;
	t = thread_create(id, NULL, id, KMEM_PRIVILEGED);
	if (t) {
		t->prio = t->sensitive_prio = ABI_PRIO_MAX;
		t->timeslice = 0;
	}
	return t;
}

/* Nobody handles it any more: the thread goes, and with it whoever stands at its door. */
static void disassociate(struct tcb *t)
{
	plat_irq_mask(id_number(t->id));
	thread_delete(t);
	work_wake();
}

static struct tcb *irq_acknowledged(struct tcb *t);

/* Send the interrupt's message.  The handler, if that has made it runnable (not queued). */
static struct tcb *deliver(struct tcb *t, struct tcb *handler)
{
	t->kmsg[0] = kernel_tag(ABI_PROTO_INTERRUPT, 0, 0);
	return ipc_kernel_notify(t, handler, irq_acknowledged);
}

#ifdef CONFIG_SMP
static struct tcb *open_there(struct tcb *t);

/* The line belongs to the CPU of its handler, and so does its thread: true if that is another one,
 * to which the thread has gone now. */
static bool follow_handler(struct tcb *t, const struct tcb *handler)
{
	struct cpu *home = __atomic_load_n(&handler->home, __ATOMIC_RELAXED);

	t->home = home;
	if (home == this_cpu()) {
		t->flags &= ~TCB_AWAY;
		plat_irq_route(id_number(t->id), home);
		return false;
	}
	t->state = THREAD_RUNNING;
	tcb_continue(t, open_there);
	travel_post(t, home);
	return true;
}
#else
static bool follow_handler(struct tcb *t, const struct tcb *handler)
{
	(void)t, (void)handler;
	return false;
}
#endif

/* Ready for the next interrupt; one that has come in already is delivered. */
static void open_line(struct tcb *t)
{
	struct tcb *handler = thread_find(t->irq_handler), *woken = NULL;

	t->state = THREAD_HALTED;
	if (!handler)
		disassociate(t);
	else if (!follow_handler(t, handler) && plat_irq_unmask(id_number(t->id)))
		woken = deliver(t, handler);
	if (woken)
		sched_enqueue_tail(woken);
}

#ifdef CONFIG_SMP
static struct tcb *open_there(struct tcb *t)
{
	open_line(t);
	return sched_pick();
}
#endif

/* The handler has answered, or has gone while the message waited at its door. */
static struct tcb *irq_acknowledged(struct tcb *t)
{
	if (t->kmsg[0] & ABI_TAG_ERROR)
		disassociate(t);
	else
		open_line(t);
	return sched_pick();
}

word_t irq_control(word_t dest, word_t pager)
{
	struct tcb *t;

	if (id_version(dest) != 1 || !plat_irq_is_available(id_number(dest)))
		return ABI_ERR_INVALID_THREAD;
	if (pager == dest) {
		t = thread_find(dest);
		if (t)
			disassociate(t);
		return ABI_ERR_OK;
	}
	if (!thread_find(pager))
		return ABI_ERR_INVALID_THREAD;
	t = irq_thread(dest);
	if (!t)
		return ABI_ERR_NO_MEM;
	if (t->irq_handler == pager)
		return ABI_ERR_OK;
	rest(t);
	t->irq_handler = pager;
	open_line(t);
	return ABI_ERR_OK;
}

struct tcb *on_interrupt(struct tcb *self, unsigned irq)
{
	smp_idle_end();
	struct tcb *t = thread_find(id_make(irq, 1));

	if (t && !thread_at_hand(t)) {		/* it has just moved */
		plat_irq_forward(irq, t->cpu);
		return self;
	}
	struct tcb *handler = t && t->state == THREAD_HALTED ? thread_find(t->irq_handler) : NULL;

	if (!handler) {		/* nobody asks for it any more */
		if (t)
			disassociate(t);
		return self;
	}
	struct tcb *woken = deliver(t, handler);

	return woken ? sched_wake(self, woken) : self;
}
