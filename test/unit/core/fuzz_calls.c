/* SPDX-License-Identifier: BSD-2-Clause */
/* Random system calls, faults and exceptions, in words that often mean something: see fuzz.h. */
#include <arch/irq.h>
#include "fuzz.h"

#define THREADS		10
#define WINDOW		((word_t)0x01000000)
#define WINDOW_LOG2	23

#define rnd(n) ((word_t)host_random(n))
#define one_in(n) (host_random(n) == 0)

bool fuzz_grants;

bool fuzz_is_server(const struct tcb *self)
{
	return id_number(self->id) <= ROOT_NUMBER;
}

/* --- random words ----------------------------------------------------------------------------- */

static word_t number(void)
{
	return one_in(6) ? thread_user_base() + (one_in(2) ? 0 : 2)
			 : ROOT_NUMBER + 1 + rnd(THREADS);
}

static word_t existing(void)
{
	word_t n = number();
	const struct tcb *t = thread_slot(n);

	return t != &nobody && !one_in(12) ? t->id : id_make(n, 1 + rnd(2));
}

static word_t any_id(void)
{
	switch (rnd(16)) {
	case 0:
		return NILTHREAD;
	case 1:
		return ANYTHREAD;
	case 2:
		return ANYLOCALTHREAD;
	case 3:
		return id_make(rnd(HOST_IRQS), 1);
	case 4:
		return one_in(2) ? id_make(rnd(1 << 17), rnd(70)) : UTCB_AT(rnd(4));
	default:
		return existing();
	}
}

static word_t time_value(void)
{
	switch (rnd(8)) {
	case 0:
		return ABI_TIME_NEVER;
	case 1:
	case 2:
		return ABI_TIME_ZERO;
	case 3:
		return ABI_TIME_POINT | rnd(0x8000);
	case 4:
		return rnd(one_in(4) ? 0x8000 : 0x3000);
	default:
		return TIME_MS(1 + rnd(20));
	}
}

static word_t finite_time(void)
{
	return one_in(2) ? ABI_TIME_ZERO : TIME_MS(1 + rnd(6));
}

static word_t address(void)
{
	return WINDOW + (rnd(24) << 12) + (one_in(4) ? rnd(4096) : 0) +
	       (one_in(6) ? rnd(8) << 20 : 0);
}

static word_t fpage(void)
{
	static const uint8_t sizes[] = { 12, 12, 12, 12, 13, 14, 16, 16, 20, 21, 22, 10, 63, 30 };
	unsigned size = sizes[rnd(ARRAY_SIZE(sizes))];

	if (one_in(150))
		return ABI_FPAGE_COMPLETE | rnd(8);
	if (one_in(60))
		return rnd(1u << 30) << 4;
	return FPAGE(address() & ~(word_t)0x3ff, size, one_in(3) ? rnd(8) : 7);
}

/* What a thread leaves in its UTCB and registers before it calls. */
static void scribble(struct tcb *self)
{
	switch (rnd(12)) {
	case 0:
		utcb_set_pager(self, one_in(4) ? any_id() : one_in(2) ? ROOT_ID : SIGMA0_ID);
		break;
	case 1:
		utcb_set_exception_handler(self, any_id());
		break;
	case 2:
		utcb_set_xfer_timeouts(self, TIMEOUTS(time_value(), time_value()));
		break;
	case 3:
		utcb_set_sender(self, existing());
		break;
	case 4:
		utcb_set_preempt_flags(self, one_in(2) ? ABI_PREEMPT_DELAY : 0);
		break;
	case 5:
		utcb_set_br(self, 0, 0);
		break;
	case 6:
		utcb_set_br(self, 0, ABI_FPAGE_COMPLETE | (!fuzz_is_server(self) && one_in(2)));
		break;
	case 7:
		utcb_set_br(self, 0, (fpage() & ~(word_t)0xf) | (!fuzz_is_server(self) && one_in(2)));
		break;
	case 8:
		utcb_set_br(self, 1 + rnd(8), one_in(2) ? address() : rnd(600) << 10 | rnd(2));
		break;
	case 9:			/* a buffer or two for strings */
		utcb_set_br(self, 0, ABI_FPAGE_COMPLETE | !fuzz_is_server(self));
		utcb_set_br(self, 1, rnd(9000) << 10 | (one_in(4) ? 0x200 : 0) | rnd(2));
		utcb_set_br(self, 2, address());
		utcb_set_br(self, 3, rnd(9000) << 10 | (one_in(4) ? 16 : 0));
		utcb_set_br(self, 4, address());
		utcb_set_br(self, 5, address());
		break;
	default:
		utcb_set_br(self, 0, ABI_FPAGE_COMPLETE);
		break;
	}
}

static word_t message(struct tcb *self)
{
	unsigned u = one_in(3) ? 0 : rnd(one_in(8) ? 64 : 12), t = 0;

	for (unsigned n = 1; n <= 8; n++)
		utcb_set_mr(self, n, rnd(1000));
	if (one_in(2) && u < 50) {
		unsigned items = 1 + rnd(3);

		for (; items--; t += 2) {
			bool string = !fuzz_is_server(self) && one_in(2);
			word_t first = string ? rnd(9000) << 10 | (one_in(8) ? rnd(64) << 4 : 0) :
				       (address() & ~(word_t)0x3ff) | 8 |
				       (fuzz_grants && one_in(4) ? 2 : 0) |
				       (fuzz_grants && one_in(30) ? rnd(16) : 0);

			utcb_set_mr(self, u + t + 1, first);
			utcb_set_mr(self, u + t + 2, string ? address() : fpage());
		}
		if (one_in(10))
			t = rnd(64);
	}
	return u | t << 6 | rnd(2) << (one_in(5) ? 12 : 16) | rnd(100) << 16;
}

/* --- what a thread does ----------------------------------------------------------------------- */

static void ipc(struct tcb *self, struct host_trap *trap)
{
	bool server = fuzz_is_server(self);
	word_t to = one_in(3) ? NILTHREAD : any_id();
	word_t from = one_in(3) ? NILTHREAD : one_in(3) ? to : one_in(2) ? ANYTHREAD : any_id();
	word_t snd = server ? finite_time() : time_value();
	word_t rcv = server ? finite_time() : time_value();

	*trap = (struct host_trap){ HOST_IPC, { to, from, TIMEOUTS(snd, rcv) } };
	self->frame.mr[0] = message(self);
}

static void thread_control(struct host_trap *trap)
{
	word_t n = ROOT_NUMBER + 1 + rnd(THREADS), dest = thread_slot(n)->id;
	word_t space = one_in(3) ? existing() : dest, location = UTCB_AT(n - ROOT_NUMBER);

	if (dest == NILTHREAD) {
		dest = id_make(n, 1 + rnd(2));
		space = one_in(2) ? dest : existing();
	} else if (one_in(12)) {
		space = NILTHREAD;
	} else if (one_in(4)) {
		dest = id_make(n, 1 + rnd(3));
	}
	if (one_in(20)) {
		dest = id_make(rnd(HOST_IRQS), 1);
		*trap = (struct host_trap){ HOST_THREAD_CONTROL,
					    { dest, dest, NILTHREAD, one_in(3) ? dest : existing(),
					      -1 } };
		return;
	}
	if (one_in(40)) { /* UTCBs don't overlap: that nobody forbids, and our checks don't know */
		dest = any_id();
		n = id_number(dest);
		if (n <= ROOT_NUMBER && n >= thread_user_base())
			dest += (word_t)0x30 << ABI_ID_VERSION_BITS;
		if (n <= ROOT_NUMBER || n > ROOT_NUMBER + THREADS) {
			*trap = (struct host_trap){ HOST_THREAD_CONTROL,
						    { dest, space, existing(), NILTHREAD, -1 } };
			return;
		}
		location = UTCB_AT(n - ROOT_NUMBER);
	}
	*trap = (struct host_trap){ HOST_THREAD_CONTROL,
		{ dest, space, one_in(4) ? NILTHREAD : existing(),
		  one_in(3) ? NILTHREAD : one_in(10) ? any_id() : one_in(2) ? SIGMA0_ID :
									     ROOT_ID,
		  one_in(3) ? (word_t)-1 : one_in(30) ? rnd(1u << 30) : location } };
}

static void space_control(struct host_trap *trap)
{
	word_t kip_area = one_in(10) ? fpage() : KIP_FPAGE;
	word_t utcb_area = one_in(10) ? fpage() : UTCB_FPAGE;

	*trap = (struct host_trap){ HOST_SPACE_CONTROL,
				    { one_in(10) ? any_id() : existing(), rnd(4), kip_area,
				      utcb_area, one_in(6) ? any_id() : NILTHREAD } };
	const struct tcb *member = thread_find(trap->arg[0]);

	if (member && member->space && member->space->privileged)
		trap->arg[4] = NILTHREAD;	/* root shall keep its voice */
}

/* Root is nobody's to halt: it keeps the world going. */
static void exchange(const struct tcb *self, struct host_trap *trap)
{
	word_t control = one_in(2) ? 0x106 | (one_in(2) ? 0x18 : 0) : rnd(0x1000);
	word_t dest = one_in(5) && !fuzz_is_server(self) ? self->id : existing();

	if (id_number(dest) <= ROOT_NUMBER)
		control &= ~(word_t)(ABI_EXREGS_HALT | ABI_EXREGS_PAGER);

	*trap = (struct host_trap){ one_in(2) ? HOST_EXREGS : HOST_EXREGS_LOCAL,
				    { dest, control, rnd(1000) << 4, rnd(1000) << 2, rnd(0x10000),
				      rnd(99), any_id() } };
	if (one_in(2))		/* halting everybody is no fun */
		trap->arg[1] &= ~(word_t)ABI_EXREGS_HALT;
}

static void touch(const struct tcb *self, struct host_trap *trap)
{
	static const uint8_t accesses[] = { ABI_RIGHT_R, ABI_RIGHT_W, ABI_RIGHT_X };
	word_t va = one_in(50) ? rnd((uint64_t)1 << 31) : address();
	unsigned access = accesses[rnd(3)];

	*trap = (struct host_trap){ HOST_NOTHING, { 0 } };
	if (!host_translate(self->space, va, access))
		*trap = (struct host_trap){ HOST_PAGE_FAULT, { va, access } };
}

static void schedule(struct host_trap *trap)
{
	word_t prio = one_in(3) ? (word_t)-1 : 90 + rnd(12);

	*trap = (struct host_trap){ HOST_SCHEDULE,
		{ any_id(), one_in(2) ? (word_t)-1 : TIMEOUTS(time_value(), time_value()),
		  one_in(2) ? (word_t)-1 : rnd(cpu_count > 1 ? cpu_count + 1 : 3), prio,
		  one_in(2) ? (word_t)-1 : rnd(2000) | rnd(256) << 16 } };
	if (id_number(trap->arg[0]) <= ROOT_NUMBER)
		trap->arg[1] = -1;	/* who has used up its quantum waits for its scheduler */
}

static void unmap(struct tcb *self, struct host_trap *trap)
{
	unsigned last = one_in(4) ? rnd(64) : rnd(3);

	for (unsigned n = 0; n <= last; n++)
		utcb_set_mr(self, n, n < 6 ? fpage() : FPAGE(address() & ~(word_t)0xfff, 12, 7));
	bool flush = one_in(fuzz_is_server(self) ? 16 : 3);

	*trap = (struct host_trap){ HOST_UNMAP, { last | (flush ? ABI_UNMAP_FLUSH : 0) } };
}

/* Root looks after those who wait for it, or for anybody; not for long: at other CPUs they may have
 * turned away meanwhile. */
static bool look_after(struct tcb *self, struct host_trap *trap)
{
	const struct tcb *t = thread_slot(ROOT_NUMBER + 1 + rnd(THREADS));
	const word_t soon = TIMEOUTS(TIME_MS(4), TIME_MS(4));

	if (t->state == THREAD_POLLING && t->partner == self)
		*trap = (struct host_trap){ HOST_IPC, { NILTHREAD, t->id, soon } };
	else if (t->wait_from == self->id || t->wait_from == ANYTHREAD)
		*trap = (struct host_trap){ HOST_IPC, { t->id, NILTHREAD, soon } };
	else if (t->state == THREAD_HALTED && t->space != self->space && one_in(4))
		*trap = (struct host_trap){ HOST_THREAD_CONTROL, { t->id, NILTHREAD, 0, 0, 0 } };
	else
		return false;
	self->frame.mr[0] = message(self);
	if (t->state == THREAD_WAITING && !one_in(3)) {	/* a page, as a pager gives it */
		word_t at = t->flags & TCB_KERNEL_MSG ? t->kmsg[1] & ~(word_t)0xfff : address();
		bool fault = t->flags & TCB_KERNEL_MSG && !one_in(4);

		utcb_set_mr(self, 1,
			    (at & ~(word_t)0x3ff) | (fuzz_grants && one_in(10) ? 10 : 8));
		utcb_set_mr(self, 2, fault ? FPAGE(at, 12, 7) : fpage());
		self->frame.mr[0] = 2 << 6;
	}
	return true;
}

void fuzz_live(struct tcb *self, struct host_trap *trap)
{
	unsigned what = rnd(100);

	if (fuzz_is_server(self) && one_in(3)) {	/* others want to live, too */
		*trap = (struct host_trap){ HOST_IPC,
					    { NILTHREAD, self->id, TIME_MS(1 + rnd(6)) } };
		if (one_in(3))
			trap->arg[1] = ANYTHREAD;
		return;
	}
	if (fuzz_is_server(self) && !one_in(3) && look_after(self, trap))
		return;
	scribble(self);
	if (one_in(100))
		host_raise(1 + rnd(HOST_IRQS - 1));
	if (what < 40)
		ipc(self, trap);
	else if (what < 60 && (fuzz_is_server(self) || one_in(20)))
		thread_control(trap);
	else if (what < 66 && (fuzz_is_server(self) || one_in(20)))
		space_control(trap);
	else if (what < 70)
		schedule(trap);
	else if (what < 75)
		exchange(self, trap);
	else if (what < 82)
		unmap(self, trap);
	else if (what < 93 && !fuzz_is_server(self))
		touch(self, trap);
	else if (what < 96)
		*trap = (struct host_trap){ HOST_THREAD_SWITCH, { any_id() } };
	else if (what == 96 && !fuzz_is_server(self))
		*trap = (struct host_trap){ HOST_EXCEPTION, { rnd(30), rnd(30) } };
	else if (what == 97)
		*trap = (struct host_trap){ HOST_CLOCK, { 0 } };
	else if (what == 98)
		*trap = (struct host_trap){ HOST_MEMORY_CONTROL,
					    { rnd(70), one_in(3) ? rnd(4) : 0, 0, 0, 0 } };
	else if (what == 99)
		*trap = (struct host_trap){ HOST_PROCESSOR_CONTROL, { rnd(3) } };
}
