/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What users can see changes only where a step may change it: frames and UTCBs are kept before each
 * step and compared after it.  And nothing they see is an address of the kernel's.
 */
#include "inside.h"

#define KEPT	48

struct kept {
	struct tcb *t;
	word_t id;
	unsigned state;
	uint32_t flags;
	struct arch_frame frame;
	bool active;
	uint8_t utcb[ABI_UTCB_BYTES];
};

static struct kept kept[KEPT];
static unsigned kept_count;
static bool kept_fresh;
static unsigned long kept_entries;
static enum host_call kept_call;

static const uint8_t *object_of(const struct tcb *t)
{
	return (const uint8_t *)t->utcb - ABI_UTCB_POINTER;
}

void inside_before(struct tcb *self, enum host_call call)
{
	(void)self;
	kept_fresh = true;
	kept_entries = host_entries;
	kept_call = call;
	kept_count = 0;
	for (struct tcb *t = host_next_thread(NULL); t && kept_count < KEPT; t = host_next_thread(t)) {
		struct kept *k = &kept[kept_count++];

		k->t = t;
		k->id = t->id;
		k->state = t->state;
		k->flags = t->flags;
		k->frame = t->frame;
		k->active = t->utcb != NULL;
		if (k->active)
			__builtin_memcpy(k->utcb, object_of(t), ABI_UTCB_BYTES);
	}
}

/* What this step may do to that thread. */
struct allowed {
	bool mrs, error, result, start, handle, sender, flags;
};

static bool was_in_ipc(const struct kept *k)
{
	return k->state >= THREAD_POLLING;
}

static struct allowed allowed(const struct kept *k, const struct tcb *self)
{
	bool is_self = k->t == self, kernel_msg = k->flags & TCB_KERNEL_MSG;
	bool receives = k->state == THREAD_WAITING || k->state == THREAD_RECEIVING;
	bool exregs = kept_call == HOST_EXREGS || kept_call == HOST_EXREGS_LOCAL;
	bool tunnel = k->flags & TCB_TUNNEL;
	bool continued = k->flags & TCB_CONTINUE;

	return (struct allowed){
		.mrs = host_hostile || (receives && !kernel_msg) ||
		       (is_self && (kept_call == HOST_UNMAP || continued)),
		.error = is_self || tunnel || (was_in_ipc(k) && !kernel_msg),
		.result = is_self || tunnel || (was_in_ipc(k) && !kernel_msg),
		.sender = (receives && !kernel_msg) || tunnel,
		.start = exregs || (kernel_msg && was_in_ipc(k)) || (is_self && continued),
		.handle = exregs || kept_call == HOST_THREAD_CONTROL,
	};
}

static bool in_words(long offset, long first, long words)
{
	return offset >= first && offset < first + words * ABI_WORD_BYTES;
}

static bool may_change(const struct allowed *a, const struct kept *k, long offset)
{
	long mr = offset, br = ABI_UTCB_BR(0L);

	(void)br;
	if (in_words(mr, ABI_UTCB_MR(ABI_REGISTER_MRS + 1L), ABI_NUM_MRS - ABI_REGISTER_MRS - 1))
		return a->mrs;
	if (in_words(offset, ABI_UTCB_ERROR_CODE, 1))
		return a->error;
	if (in_words(offset, ABI_UTCB_SENDER, 1) || in_words(offset, ABI_UTCB_RECEIVER, 1))
		return a->sender;
	if (in_words(offset, ABI_UTCB_PAGER, 1) || in_words(offset, ABI_UTCB_HANDLE, 1))
		return a->handle;
	if (in_words(offset, ABI_UTCB_PROCESSOR, 1))
		return kept_call == HOST_SCHEDULE;
	if (in_words(offset, ABI_UTCB_GLOBAL_ID, 1))
		return k->t->id != k->id;
	return offset == ABI_UTCB_PREEMPT_FLAGS;
}

static void check_utcb(const struct kept *k, const struct allowed *a)
{
	const uint8_t *now = object_of(k->t);

	if (!__builtin_memcmp(now, k->utcb, ABI_UTCB_BYTES))
		return;
	for (long i = 0; i < ABI_UTCB_BYTES; i++)
		must(now[i] == k->utcb[i] || may_change(a, k, i - ABI_UTCB_POINTER),
		     "thread %lx: the kernel changed UTCB byte %ld (call %u)", ID(k->t),
		     i - ABI_UTCB_POINTER, kept_call);
}

static void check_frame(const struct kept *k, const struct allowed *a)
{
	const struct arch_frame *f = &k->t->frame, *old = &k->frame;

	must(a->start || (f->ip == old->ip && f->sp == old->sp && f->flags == old->flags),
	     "thread %lx: the kernel changed where it goes on (call %u)", ID(k->t), kept_call);
	for (unsigned i = 1; i <= ABI_REGISTER_MRS; i++)
		must(a->mrs || f->mr[i] == old->mr[i], "thread %lx: the kernel changed MR%u",
		     ID(k->t), i);
	for (unsigned i = 0; i < ARRAY_SIZE(f->result); i++)
		must(a->result || f->result[i] == old->result[i],
		     "thread %lx: the kernel changed result %u (call %u)", ID(k->t), i, kept_call);
	must(a->result || a->mrs || f->mr[0] == old->mr[0],
	     "thread %lx: the kernel changed its tag", ID(k->t));
}

/* Only where a pointer fits a word; users of the tests have no numbers that large. */
static void check_leak(const struct tcb *t, word_t w, const char *where)
{
	extern char end[];
	uintptr_t p = (uintptr_t)w;

	if (sizeof(word_t) < sizeof(uintptr_t))
		return;
	must(p - (uintptr_t)host_kmem >= HOST_KMEM_MAX &&
	     (p < (uintptr_t)__executable_start || p >= (uintptr_t)end),
	     "thread %lx finds a kernel address in its %s", ID(t), where);
}

static void check_leaks(const struct tcb *t)
{
	const word_t *f = (const word_t *)&t->frame, *u;

	for (unsigned i = 0; i < sizeof(t->frame) / sizeof(word_t); i++)
		check_leak(t, f[i], "registers");
	if (!t->utcb)
		return;
	u = (const word_t *)object_of(t);
	for (unsigned i = 0; i < ABI_UTCB_BYTES / sizeof(word_t); i++)
		check_leak(t, host_user_order(u[i]), "UTCB");
}

static bool still_there(const struct kept *k)
{
	for (const struct tcb *t = host_next_thread(NULL); t; t = host_next_thread(t))
		if (t == k->t)
			return id_number(t->id) == id_number(k->id);
	return false;
}

void inside_check_user_words(struct tcb *self)
{
	for (const struct tcb *t = host_next_thread(NULL); t; t = host_next_thread(t))
		check_leaks(t);
	if (cpu_count > 1 && (host.slice || host_step_kind != HOST_STEP_USER ||
			      host_entries != kept_entries))
		kept_fresh = false;	/* somebody else has worked as well */
	for (unsigned i = 0; kept_fresh && i < kept_count; i++) {
		const struct kept *k = &kept[i];

		if (!still_there(k) || !k->active)
			continue;
		struct allowed a = allowed(k, self);

		check_utcb(k, &a);
		check_frame(k, &a);
	}
	kept_fresh = false;
}
