/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The host machine as tests drive it: it boots once per process, then makes one step after the
 * other.  A step is one entry into the kernel: an interrupt that is due, a continuation, or what
 * the current thread's user half does next.
 */
#ifndef ARCH_HOST_MACHINE_H
#define ARCH_HOST_MACHINE_H

#include <kernel/tcb.h>

/* What a user half can do to the kernel, with its parameters in the order of kernel/entry.h. */
enum host_call {
	HOST_IPC,		/* to, from, timeouts; the tag is in frame.mr[0] */
	HOST_EXREGS,		/* dest, control, sp, ip, flags, handle, pager */
	HOST_EXREGS_LOCAL,
	HOST_THREAD_CONTROL,	/* dest, space, scheduler, pager, utcb location */
	HOST_CLOCK,
	HOST_THREAD_SWITCH,
	HOST_SCHEDULE,		/* dest, time, processor, prio, preemption */
	HOST_UNMAP,		/* control */
	HOST_SPACE_CONTROL,	/* space, control, kip area, utcb area, redirector */
	HOST_PROCESSOR_CONTROL,
	HOST_MEMORY_CONTROL,	/* control, four attributes */
	HOST_PAGE_FAULT,	/* address, access */
	HOST_EXCEPTION,		/* number, error code */
	HOST_NOTHING,		/* computing: time passes */
	HOST_CALLS,
};

struct host_trap {
	enum host_call call;
	word_t arg[7];
};

struct host_config {
	size_t kmem_bytes;
	uint64_t seed;
	unsigned entry_us;	/* a step takes up to this many microseconds */
	word_t sigma0_ip, root_ip;	/* where the first servers start */
	bool sigma1;
	/* With many CPUs: how many, if not all; about how many basic blocks a CPU goes through before
	 * another one goes on (0: until its entry has ended); then every so many steps all of them come to
	 * the end of their entries, and `after` is called. */
	unsigned cpus, slice, calm_every;
	/* The user half of threads that run no coroutine (user.h). */
	void (*script)(struct tcb *self, struct host_trap *trap);
	/* Around every step: `self` is about to enter by this call (HOST_NOTHING: it goes on inside
	 * the kernel, or is interrupted); `before` has been in the kernel, the next is current. */
	void (*before)(struct tcb *self, enum host_call call);
	void (*after)(struct tcb *before);
};

extern struct host_config host;
extern unsigned long host_steps, host_calls, host_entries;

/* What the last step was. */
enum host_step_kind {
	HOST_STEP_TICK,
	HOST_STEP_INTERRUPT,
	HOST_STEP_CONTINUE,
	HOST_STEP_USER,
	HOST_STEP_REQUEST,	/* of another CPU */
};
extern enum host_step_kind host_step_kind;

/* Make memory and KIP, start the core.  Once per process. */
void host_boot(void);
void host_step(void);
/* Steps until somebody calls host_stop or there were so many; true if stopped. */
bool host_run(unsigned long steps);
void host_stop(void);

/* A device asks for an interrupt on this line; is the line open at the controller? */
void host_raise(unsigned line);
bool host_line_is_open(unsigned line);
/* It has come to that CPU's controller, though its thread may be elsewhere by now. */
void host_raise_at(unsigned line, unsigned cpu);

/* The machine's random numbers: one stream, by the seed. */
uint64_t host_random(uint64_t below);

/* One entry into the kernel in the name of `self`, which is current. */
struct tcb *host_enter(struct tcb *self, const struct host_trap *trap);

/* Something is wrong: a sentence, where the machine stands, the end of the process. */
NORETURN void host_fail(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

/* --- memory management unit (mmu.c) --- */

/* Where user access to va goes, or NULL if it faults; rights are ABI_RIGHT_*. */
void *host_translate(const struct space *s, word_t va, unsigned access);
/* Every entry of the TLB agrees with the tables. */
void host_tlb_check(void);
void host_tlb_forget(const struct space *s);
/* The hardware's own view of a frame. */
void *host_frame(phys_t phys);
/* No window to user memory is left open. */
void host_windows_check(void);

/* --- kernel memory (kmem_guard.c) --- */

/* Bytes in blocks of pages that the core has and not given back (slabs apart). */
size_t host_kmem_live_bytes(void);
/* Free memory, when all CPUs have given back what they have in stock. */
size_t host_free_bytes(void);
size_t host_table_bytes(void);		/* those of the thread table */
/* The thread after this one, by number; NULL: the first. */
struct tcb *host_next_thread(const struct tcb *t);

/* What the kernel has printed. */
const char *host_console(void);

#endif
