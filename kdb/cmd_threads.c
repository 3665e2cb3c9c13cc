/* SPDX-License-Identifier: BSD-2-Clause */
/* t: all threads in a line each, or one in full. */
#include <kernel/sched.h>
#include <kernel/thread.h>
#include <kernel/work.h>
#include <kdb/kdb.h>

#define KDB_THREADS_MAX	64u	/* lines, unless all are asked for */

static const char *state_name(const struct tcb *t)
{
	static const char *const names[] = {
		[THREAD_INACTIVE] = "inactive", [THREAD_RUNNING] = "running",
		[THREAD_HALTED] = "halted", [THREAD_POLLING] = "polling",
		[THREAD_WAITING] = "waiting", [THREAD_SENDING] = "sending",
		[THREAD_RECEIVING] = "receiving",
	};

	if (t->state >= ARRAY_SIZE(names))
		return "?";
	if (t == t->cpu->current)
		return t->state == THREAD_RUNNING ? "*running" : names[t->state];
	if (link_is_queued(&t->ready_link))
		return t->state == THREAD_RUNNING ? "ready" : "ready?";
	return names[t->state];
}

/* Whom it waits for or deals with. */
static void print_partner(const struct tcb *t)
{
	if (t->state == THREAD_WAITING && t->wait_from == ANYTHREAD)
		print("%16s", "any");
	else if (t->state == THREAD_WAITING && t->wait_from == ANYLOCALTHREAD)
		print("%16s", "any local");
	else if (t->state == THREAD_WAITING)
		print("%16lx", (unsigned long)t->wait_from);
	else if (t->partner && t->state >= THREAD_POLLING)
		print("%16lx", (unsigned long)t->partner->id);
	else
		print("%16s", "-");
}

/* The frame is older than the stop if a trap stopped the thread in user mode. */
static word_t user_ip(const struct tcb *t)
{
	if (t == kdb_stop.self && kdb_stop.in_user && kdb_stop.frame)
		return debug_trap_point(kdb_stop.frame).ip;
	return frame_ip(&t->frame);
}

static void print_line(const struct tcb *t)
{
	print("%16lx %-9s %4u ", (unsigned long)t->id, state_name(t), t->prio);
	print_partner(t);
	print(" %16lx %16lx", (unsigned long)(uintptr_t)t->space,
	      (unsigned long)user_ip(t));
	if (t->flags & TCB_CONTINUE) {
		print(" then ");
		kdb_print_symbol((uintptr_t)t->cont);
	}
	print("\n");
}

static void print_all(size_t max)
{
	size_t shown = 0, more = 0;

	print("%16s %-9s %4s %16s %16s %16s\n", "thread", "state", "prio", "partner", "space",
	      "user ip");
	for (struct tcb *t = orphans_next(NULL); t; t = orphans_next(t)) {
		if (shown < max) {
			print_line(t);
			shown++;
		} else {
			more++;
		}
	}
	for (unsigned n = 0; n < cpu_count; n++)
		if (cpu_of(n)->current == &cpu_of(n)->idle)
			print("%16s *running\n", "idle");
	if (more)
		print("... and %lu more: t all\n", (unsigned long)more);
}

static void print_flags(uint32_t flags)
{
	static const struct {
		uint32_t bit;
		const char *name;
	} names[] = {
		{ TCB_CONTINUE, "continue" }, { TCB_KERNEL_MSG, "kernel-message" },
		{ TCB_TIMEOUT, "timeout" }, { TCB_HALT, "halt" },
		{ TCB_REDIRECT, "redirect" }, { TCB_CONDEMNED, "condemned" },
	};

	print("  flags %x", flags);
	for (unsigned i = 0; i < ARRAY_SIZE(names); i++)
		if (flags & names[i].bit)
			print(" %s", names[i].name);
	print("\n");
}

static void print_in_full(const struct tcb *t)
{
	print("  thread %lx, local id %lx, utcb at %lx, tcb at %lx\n", (unsigned long)t->id,
	      (unsigned long)t->local_id, (unsigned long)t->utcb_location,
	      (unsigned long)(uintptr_t)t);
	print("  state %s, partner", state_name(t));
	print_partner(t);
	print(", %u senders at its door, space %lx\n", (unsigned)t->senders,
	      (unsigned long)(uintptr_t)t->space);
	print_flags(t->flags);
	print("  priority %u, time slice %u us (%d left), scheduler %lx\n", t->prio,
	      (unsigned)t->timeslice, (int)t->timeslice_left, (unsigned long)t->scheduler);
	if (t->flags & TCB_TIMEOUT)
		print("  timeout at %lu us\n", (unsigned long)t->deadline);
	if (t->flags & TCB_CONTINUE) {
		print("  continues at ");
		kdb_print_symbol((uintptr_t)t->cont);
		print("\n");
	}
	print("  message to send: tag %lx, then from %lx, timeouts %lx\n",
	      (unsigned long)t->ipc_tag, (unsigned long)t->ipc_from,
	      (unsigned long)t->ipc_timeouts);
	print("  user ip %lx, sp %lx\n", (unsigned long)frame_ip(&t->frame),
	      (unsigned long)frame_sp(&t->frame));
}

KDB_COMMAND(t, "t", "[thread | all]", "threads, or one in full")
{
	if (args->count == 1) {
		print_all(KDB_THREADS_MAX);
	} else if (kdb_same_text(args->word[1], "all")) {
		print_all(SIZE_MAX);
	} else {
		struct tcb *t = kdb_thread(args->word[1]);

		if (t)
			print_in_full(t);
	}
	return KDB_STAY;
}
