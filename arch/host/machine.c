/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The machine's loop: what entry and exit code do on other ports (arch/README.md), with time and
 * interrupts as data.  Tests call it; user.c runs the user halves.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <kernel/cpu.h>
#include <kernel/entry.h>
#include <kernel/kip.h>
#include <kernel/space.h>
#include <arch/clock.h>
#include <arch/console.h>
#include <arch/cpu.h>
#include <arch/memory.h>
#include <arch/plat.h>
#include <arch/utcb.h>
#include <arch/host/user.h>
#include "host.h"

#define KMEM_DEFAULT	((size_t)8 << 20)

struct host_config host;
unsigned long host_steps, host_calls, host_entries;
bool host_slices;
enum host_step_kind host_step_kind;
usec_t host_now;
word_t host_current_utcb;
char *host_kmem;

static uint64_t random_state;
static bool stopped;

#ifdef CONFIG_SMP
#define PROCESSORS	CONFIG_SMP_MAX_PROCS
#else
#define PROCESSORS	1
#endif

static struct processor {
	usec_t next_tick;
	jmp_buf idle_jump;
	bool idles;
} processors[PROCESSORS];

static struct processor *here(void)
{
	return &processors[this_cpu()->number];
}

usec_t host_tick_due(const struct cpu *cpu)
{
	return processors[cpu->number].next_tick;
}

bool host_is_idle(const struct cpu *cpu)
{
	const struct processor *p = &processors[cpu->number];

	return p->idles && host_now < p->next_tick && !host_interrupt_is_due(cpu);
}

uint64_t host_random(uint64_t below)
{
	random_state ^= random_state << 13;
	random_state ^= random_state >> 7;
	random_state ^= random_state << 17;
	return (random_state * 0x2545f4914f6cdd1dull >> 11) % below;
}

void host_fail(const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	fprintf(stderr, "FAILED at step %lu, seed %lu: ", host_steps, (unsigned long)host.seed);
	vfprintf(stderr, fmt, args);
	fprintf(stderr, "\n");
	va_end(args);
	exit(1);
}

/* --- start ------------------------------------------------------------------------------------ */

static void make_memory(void)
{
	size_t align = HOST_KMEM_MAX;
	char *p = mmap(NULL, 2 * align, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1,
		       0);

	if (p == MAP_FAILED)
		host_fail("no memory for the machine");
	host_kmem = (char *)(((uintptr_t)p + align - 1) & ~(align - 1));
	if (!host.kmem_bytes)
		host.kmem_bytes = KMEM_DEFAULT;
	mprotect(host_kmem, host.kmem_bytes, PROT_READ | PROT_WRITE);
	/* two regions: a small one and the rest, as boards have them */
	kmem_add(host_kmem + KMEM_PAGE_SIZE, host_kmem + 5 * KMEM_PAGE_SIZE);
	kmem_add(host_kmem + 8 * KMEM_PAGE_SIZE, host_kmem + host.kmem_bytes);
}

static void patch_server(unsigned index, word_t low, word_t ip)
{
	kip[index + ABI_KIP_SERVER_LOW] = low;
	kip[index + ABI_KIP_SERVER_HIGH] = low + 0x10000;
	kip[index + ABI_KIP_SERVER_IP] = ip;
	kip[index + ABI_KIP_SERVER_SP] = 0;
}

/* A table that is loaded brings an empty TLB. */
static void load_space(const struct space *space)
{
#ifdef CONFIG_SMP
	struct smp_cpu *me = &this_cpu()->smp;

	if (!space || me->loaded == space)
		return;
	__atomic_store_n(&me->loaded, space, __ATOMIC_SEQ_CST);
	host_tlb_forget(NULL);
#else
	(void)space;
#endif
}

void host_make_current(struct tcb *t)
{
	this_cpu()->current = t;
	load_space(t->space);
	if (t->utcb)
		utcb_current_set(t->local_id);
}

void host_boot(void)
{
	random_state = (host.seed + 1) * 0x9e3779b97f4a7c15ull;
	for (unsigned i = 0; i < 8; i++)
		(void)host_random(2);
	host_cpus_init();
	make_memory();
	host_mmu_init();
	thread_table_init();
	kip[ABI_KIP_MEMORY_INFO] &= ~(word_t)0xff; /* what a loader does: slots become entries */
	kip_add_memory(0, HOST_USER_END, ABI_MEMDESC_CONVENTIONAL, false);
	kip_add_memory(HOST_HOLE_LOW, HOST_HOLE_HIGH, ABI_MEMDESC_RESERVED, false);
	patch_server(ABI_KIP_SIGMA0, 0x20000, host.sigma0_ip);
	if (host.sigma1)
		patch_server(ABI_KIP_SIGMA1, 0x60000, host.sigma0_ip);
	patch_server(ABI_KIP_ROOT, 0x40000, host.root_ip);
	for (unsigned n = 0; n < PROCESSORS; n++)
		processors[n].next_tick = CONFIG_TIMER_TICK_US + n;
	host_make_current(kernel_start());
	host_cpus_go();
}

/* --- the loop --------------------------------------------------------------------------------- */

struct tcb *host_enter(struct tcb *self, const struct host_trap *trap)
{
	const word_t *a = trap->arg;
	const struct exregs regs = { a[0], a[1], a[2], a[3], a[4], a[5], a[6] };

	host_calls++;
	switch (trap->call) {
	case HOST_IPC:
		return sys_ipc(self, a[0], a[1], a[2], self->frame.mr[0]);
	case HOST_EXREGS:
		return sys_exchange_registers(self, &regs, false);
	case HOST_EXREGS_LOCAL:
		return sys_exchange_registers(self, &regs, true);
	case HOST_THREAD_CONTROL:
		return sys_thread_control(self, a[0], a[1], a[2], a[3], a[4]);
	case HOST_CLOCK:
		return sys_system_clock(self);
	case HOST_THREAD_SWITCH:
		return sys_thread_switch(self, a[0]);
	case HOST_SCHEDULE:
		return sys_schedule(self, a[0], a[1], a[2], a[3], a[4]);
	case HOST_UNMAP:
		return sys_unmap(self, a[0]);
	case HOST_SPACE_CONTROL:
		return sys_space_control(self, a[0], a[1], a[2], a[3], a[4]);
	case HOST_PROCESSOR_CONTROL:
		return sys_processor_control(self, a[0], a[1], a[2], a[3]);
	case HOST_MEMORY_CONTROL:
		return sys_memory_control(self, a[0], a + 1);
	case HOST_PAGE_FAULT:
		return on_page_fault(self, a[0], a[1], self->frame.ip);
	case HOST_EXCEPTION:
		return host_exception(self, a[0], a[1]);
	default:
		return self;
	}
}

static void announce(struct tcb *self, enum host_call call)
{
	if (host.before)
		host.before(self, call);
}

static struct tcb *user_half(struct tcb *self)
{
	struct host_trap trap = { HOST_NOTHING, { 0 } };

	if (!self->utcb)
		host_fail("thread %lx is in user mode without a UTCB", (unsigned long)self->id);
	if (host_current_utcb != self->local_id)
		host_fail("the current-UTCB word is not that of the current thread");
	if (!user_resume(self, &trap)) {
		if (!host.script)
			host_fail("thread %lx runs at %lx, where there is no program",
				  (unsigned long)self->id, (unsigned long)self->frame.ip);
		host.script(self, &trap);
	}
	announce(self, trap.call);
	host_slices = true;
	self = host_enter(self, &trap);
	host_slices = false;
	return self;
}

/* One continuation, called on the empty stack.  The idle thread's does not come back: NULL. */
static struct tcb *continue_inside(struct tcb *self)
{
	self->flags &= ~TCB_CONTINUE;
	if (self == &this_cpu()->idle && _setjmp(here()->idle_jump)) {
		host_slices = false;
		return NULL;
	}
	host_slices = true;
	self = self->cont(self);
	host_slices = false;
	return self;
}

void arch_idle(struct tcb *self)
{
	if (self != this_cpu()->current || self != &this_cpu()->idle)
		host_fail("somebody else than the idle thread idles");
	_longjmp(here()->idle_jump, 1);
}

static struct tcb *interrupted(struct tcb *self, bool request)
{
#ifdef CONFIG_SMP
	if (request)
		return on_request(self);
#endif
	(void)request;
	return host_deliver(self);
}

/* What comes before everything else; NULL if nothing does. */
static struct tcb *interrupt(struct tcb *self)
{
	bool request = host_take_request(), tick = !request && host_now >= here()->next_tick;

	if (!request && !tick && !host_interrupt_is_due(this_cpu()))
		return NULL;
	announce(self, HOST_NOTHING);
	host_step_kind = request ? HOST_STEP_REQUEST : tick ? HOST_STEP_TICK : HOST_STEP_INTERRUPT;
	if (tick)
		here()->next_tick = host_now + CONFIG_TIMER_TICK_US;
	host_slices = true;
	self = tick ? on_timer(self) : interrupted(self, request);
	host_slices = false;
	return self;
}

/* On the way to user mode. */
static struct tcb *send_home(struct tcb *next)
{
#ifdef CONFIG_SMP
	while ((next->flags & (TCB_AWAY | TCB_CONTINUE)) == TCB_AWAY) {
		host_make_current(next);
		host_slices = true;
		next = travel_home(next);
		host_slices = false;
	}
	lock_debug_none();
#endif
	return next;
}

void host_entry(void)
{
	struct tcb *self = this_cpu()->current, *next;

	host_entries++;
	here()->idles = false;
	next = interrupt(self);
	if (next) {
		/* nothing else happens in this entry */
	} else if (self->flags & TCB_CONTINUE) {
		host_step_kind = HOST_STEP_CONTINUE;
		announce(self, HOST_NOTHING);
		next = continue_inside(self);
		if (!next) {
			here()->idles = true;
			next = self;
		}
	} else {
		host_step_kind = HOST_STEP_USER;
		next = user_half(self);
	}
	host_windows_check();
	host_make_current(send_home(next));
}

#ifndef CONFIG_SMP
void host_step(void)
{
	struct tcb *self = this_cpu()->current;

	host_steps++;
	host_now += host.entry_us ? host_random(host.entry_us + 1) : 0;
	host_entry();
	if (here()->idles)
		host_now = here()->next_tick;
	if (host.after)
		host.after(self);
}
#endif

bool host_run(unsigned long steps)
{
	stopped = false;
	while (steps-- && !stopped)
		host_step();
	return stopped;
}

void host_stop(void)
{
	stopped = true;
}

/* --- the board -------------------------------------------------------------------------------- */

static char console[1 << 16];
static size_t console_used;

const char *host_console(void)
{
	return console;
}

void console_putc(char c)
{
	if (console_used < sizeof(console) - 1)
		console[console_used++] = c;
}

int console_getc(void)
{
	return -1;
}

bool console_break(void)
{
	return false;
}

void plat_reset(void)
{
	exit(2);
}

void plat_poweroff(unsigned status)
{
	if (status)
		fprintf(stderr, "FAILED at step %lu, seed %lu, the kernel's console:\n%s\n",
			host_steps, (unsigned long)host.seed, console);
	exit(status ? 3 : 0);
}
