/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * User halves as coroutines (ucontext), and the instructions their programs are written in: see
 * user.h.  A coroutine works on the saved frame of its thread, which is what a CPU's registers are
 * elsewhere, and reaches memory through the MMU only.
 */
#include <stdlib.h>
#include <string.h>
#include <ucontext.h>
#include <sanitizer/asan_interface.h>
#include <sanitizer/common_interface_defs.h>
#include <kernel/cpu.h>
#include <arch/utcb.h>
#include <arch/host/user.h>
#include "host.h"

#define STACK_BYTES	(128u << 10)
#define COROUTINES	64
#define PROGRAMS	64
#define PROGRAM_BASE	0x40000000u
#define PROGRAM_LOG2	16

struct host_user {
	ucontext_t context;
	struct tcb *tcb;		/* NULL: free */
	word_t ip; /* where it stands; the thread's frame says where it should */
	host_program program;
	struct host_trap trap;
	void *fake_stack;
	char *stack;
};

static host_program programs[PROGRAMS];
static struct host_user users[COROUTINES], *running;
static ucontext_t machine;
static void *machine_fake;
static const void *machine_stack;
static size_t machine_bytes;

word_t user_program(host_program program)
{
	unsigned i = 0;

	while (i < PROGRAMS && programs[i] && programs[i] != program)
		i++;
	if (i == PROGRAMS)
		host_fail("too many programs");
	programs[i] = program;
	return PROGRAM_BASE + ((word_t)i << PROGRAM_LOG2);
}

static host_program program_at(word_t ip)
{
	word_t i = (ip - PROGRAM_BASE) >> PROGRAM_LOG2;

	return ip >= PROGRAM_BASE && i < PROGRAMS ? programs[i] : NULL;
}

/* --- switching -------------------------------------------------------------------------------- */

static void to_machine(struct host_user *u)
{
	__sanitizer_start_switch_fiber(&u->fake_stack, machine_stack, machine_bytes);
	swapcontext(&u->context, &machine);
	__sanitizer_finish_switch_fiber(u->fake_stack, &machine_stack, &machine_bytes);
}

static void coroutine(void)
{
	__sanitizer_finish_switch_fiber(NULL, &machine_stack, &machine_bytes);
	running->program(running->tcb->frame.sp);
	for (;;)
		user_sleep(ABI_TIME_NEVER);
}

static void user_free(struct host_user *u)
{
	__asan_unpoison_memory_region(u->stack, STACK_BYTES);
	u->tcb->arch.user = NULL;
	u->tcb = NULL;
}

/* Coroutines of deleted threads are found when a new one is wanted. */
static void collect_garbage(void)
{
	bool used[COROUTINES] = { false };

	for (const struct tcb *t = host_next_thread(NULL); t; t = host_next_thread(t))
		if (t->arch.user)
			used[t->arch.user - users] = true;
	for (unsigned i = 0; i < COROUTINES; i++)
		if (!used[i] && users[i].tcb) {
			__asan_unpoison_memory_region(users[i].stack, STACK_BYTES);
			users[i].tcb = NULL;
		}
}

static NOINLINE struct host_user *find_free(void)
{
	for (unsigned tries = 0; tries < 2; tries++) {
		for (struct host_user *u = users; u < users + COROUTINES; u++)
			if (!u->tcb)
				return u;
		collect_garbage();
	}
	host_fail("too many coroutines");
}

static void user_new(struct tcb *t, host_program program)
{
	struct host_user *u = find_free();

	if (!u->stack)
		u->stack = malloc(STACK_BYTES);
	u->tcb = t;
	u->program = program;
	u->ip = t->frame.ip;
	u->fake_stack = NULL;
	getcontext(&u->context);
	u->context.uc_stack.ss_sp = u->stack;
	u->context.uc_stack.ss_size = STACK_BYTES;
	makecontext(&u->context, coroutine, 0);
	t->arch.user = u;
}

bool user_resume(struct tcb *self, struct host_trap *trap)
{
	struct host_user *u = self->arch.user;

	if (u && u->ip != self->frame.ip)	/* somebody made it jump */
		user_free(u);
	if (!self->arch.user) {
		host_program program = program_at(self->frame.ip);

		if (!program)
			return false;
		user_new(self, program);
	}
	running = u = self->arch.user;
	__sanitizer_start_switch_fiber(&machine_fake, u->stack, STACK_BYTES);
	swapcontext(&machine, &u->context);
	__sanitizer_finish_switch_fiber(machine_fake, NULL, NULL);
	u->ip += 4;
	self->frame.ip = u->ip;
	*trap = u->trap;
	return true;
}

/* --- the instructions ------------------------------------------------------------------------- */

static struct arch_frame *registers(void)
{
	return &running->tcb->frame;
}

static void trap(enum host_call call, word_t a, word_t b, word_t c, word_t d, word_t e)
{
	struct host_user *u = running;

	u->trap = (struct host_trap){ call, { a, b, c, d, e } };
	to_machine(u);
}

static void *reach(word_t va, unsigned access)
{
	void *p;

	while (!(p = host_translate(running->tcb->space, va, access)))
		trap(HOST_PAGE_FAULT, va, access, 0, 0, 0);
	return p;
}

word_t user_load(word_t va)
{
	return host_user_order(*(volatile word_t *)reach(va, ABI_RIGHT_R));
}

void user_store(word_t va, word_t w)
{
	*(volatile word_t *)reach(va, ABI_RIGHT_W) = host_user_order(w);
}

void user_fetch(word_t va)
{
	(void)reach(va, ABI_RIGHT_X);
}

word_t user_local_id(void)
{
	return host_current_utcb;
}

word_t user_tcr(long offset)
{
	return user_load(host_current_utcb + (word_t)offset);
}

void user_set_tcr(long offset, word_t w)
{
	user_store(host_current_utcb + (word_t)offset, w);
}

word_t user_self(void)
{
	return user_tcr(ABI_UTCB_GLOBAL_ID);
}

word_t user_error(void)
{
	return user_tcr(ABI_UTCB_ERROR_CODE);
}

word_t user_mr(unsigned n)
{
	return n <= ABI_REGISTER_MRS ? registers()->mr[n] : user_tcr(ABI_UTCB_MR((long)n));
}

void user_set_mr(unsigned n, word_t w)
{
	if (n <= ABI_REGISTER_MRS)
		registers()->mr[n] = w;
	else
		user_set_tcr(ABI_UTCB_MR((long)n), w);
}

word_t user_br(unsigned n)
{
	return user_tcr(ABI_UTCB_BR((long)n));
}

void user_set_br(unsigned n, word_t w)
{
	user_set_tcr(ABI_UTCB_BR((long)n), w);
}

word_t user_ipc(word_t to, word_t from, word_t timeouts, word_t tag, word_t *sender)
{
	registers()->mr[0] = tag;
	trap(HOST_IPC, to, from, timeouts, 0, 0);
	if (sender)
		*sender = registers()->result[0];
	return registers()->mr[0];
}

word_t user_send(word_t to, word_t tag)
{
	return user_ipc(to, NILTHREAD, 0, tag, NULL);
}

word_t user_receive(word_t from, word_t *sender)
{
	return user_ipc(NILTHREAD, from, 0, 0, sender);
}

word_t user_call(word_t to, word_t tag)
{
	return user_ipc(to, to, 0, tag, NULL);
}

void user_sleep(word_t time)
{
	(void)user_ipc(NILTHREAD, user_self(), time, 0, NULL);
}

word_t user_thread_control(word_t dest, word_t space, word_t scheduler, word_t pager,
			   word_t utcb_location)
{
	trap(HOST_THREAD_CONTROL, dest, space, scheduler, pager, utcb_location);
	return registers()->result[0];
}

word_t user_space_control(word_t space, word_t control, word_t kip_area, word_t utcb_area,
			  word_t redirector)
{
	trap(HOST_SPACE_CONTROL, space, control, kip_area, utcb_area, redirector);
	return registers()->result[0];
}

void user_exchange_registers(struct exregs *regs)
{
	struct host_user *u = running;
	bool local = id_is_local(regs->dest) && regs->dest != NILTHREAD;
	const word_t *r = registers()->result;

	if (local)	/* the stub's work */
		regs->dest = user_load(regs->dest + (word_t)ABI_UTCB_GLOBAL_ID);
	u->trap = (struct host_trap){ local ? HOST_EXREGS_LOCAL : HOST_EXREGS,
				      { regs->dest, regs->control, regs->sp, regs->ip, regs->flags,
					regs->handle, regs->pager } };
	to_machine(u);
	*regs = (struct exregs){ r[0], r[1], r[2], r[3], r[4], r[5], r[6] };
}

void user_start(word_t dest, word_t sp, word_t ip)
{
	struct exregs r = { .dest = dest, .sp = sp, .ip = ip,
			    .control = ABI_EXREGS_APPLY_HALT | ABI_EXREGS_ABORT_RECEIVE |
				       ABI_EXREGS_ABORT_SEND | ABI_EXREGS_SP | ABI_EXREGS_IP };

	user_exchange_registers(&r);
}

void user_thread_switch(word_t dest)
{
	trap(HOST_THREAD_SWITCH, dest, 0, 0, 0, 0);
}

word_t user_schedule(word_t dest, word_t time, word_t processor, word_t prio, word_t preemption,
		     word_t *old)
{
	trap(HOST_SCHEDULE, dest, time, processor, prio, preemption);
	if (old)
		*old = registers()->result[1];
	return registers()->result[0];
}

word_t user_unmap(word_t fpage, bool flush)
{
	registers()->mr[0] = fpage;
	trap(HOST_UNMAP, flush ? ABI_UNMAP_FLUSH : 0, 0, 0, 0, 0);
	return registers()->mr[0];
}

void user_unmap_all(unsigned last)
{
	trap(HOST_UNMAP, last | ABI_UNMAP_FLUSH, 0, 0, 0, 0);
}

usec_t user_clock(void)
{
	const word_t *r = registers()->result;

	trap(HOST_CLOCK, 0, 0, 0, 0, 0);
	return HOST_WORD_BITS == 64 ? (usec_t)r[0] : (usec_t)r[1] << 32 | r[0];
}

word_t user_processor_control(word_t processor)
{
	trap(HOST_PROCESSOR_CONTROL, processor, 0, 0, 0, 0);
	return registers()->result[0];
}

word_t user_memory_control(word_t control, word_t attribute)
{
	trap(HOST_MEMORY_CONTROL, control, attribute, 0, 0, 0);
	return registers()->result[0];
}

void user_exception(word_t number, word_t error)
{
	trap(HOST_EXCEPTION, number, error, 0, 0, 0);
}

void user_compute(void)
{
	trap(HOST_NOTHING, 0, 0, 0, 0, 0);
}
