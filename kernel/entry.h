/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What entry code calls: one of the two headers through which a lower floor reaches up.  A kernel
 * entry is a function from the thread that came in to the thread that goes out.  The port has
 * saved what the user had in self->frame and runs on the CPU's one kernel stack with interrupts
 * off.  Results go into the frame of `self` through the port's frame_return_* inlines, now or when
 * a continuation ends the call.  Global ids only: stubs have converted local ones; what is left of
 * them names nobody.
 */
#ifndef KERNEL_ENTRY_H
#define KERNEL_ENTRY_H

#include <kernel/tcb.h>

/* X.2 system calls (syscall sheet, ipc sheet) */
struct tcb *sys_ipc(struct tcb *self, word_t to, word_t from, word_t timeouts, word_t tag);

struct exregs {
	word_t dest;		/* in: thread; out: the other kind of id, or nilthread */
	word_t control, sp, ip, flags, handle, pager;
};
/* `was_local`: dest came as a local id.  In and out through *regs; returned by value later, in
 * frame_return_exregs. */
struct tcb *sys_exchange_registers(struct tcb *self, const struct exregs *regs, bool was_local);
struct tcb *sys_thread_control(struct tcb *self, word_t dest, word_t space, word_t scheduler,
			       word_t pager, word_t utcb_location);
struct tcb *sys_thread_switch(struct tcb *self, word_t dest);
struct tcb *sys_schedule(struct tcb *self, word_t dest, word_t time, word_t processor, word_t prio,
			 word_t preemption);
struct tcb *sys_unmap(struct tcb *self, word_t control);
struct tcb *sys_space_control(struct tcb *self, word_t member, word_t control, word_t kip_area,
			      word_t utcb_area, word_t redirector);
struct tcb *sys_processor_control(struct tcb *self, word_t processor, word_t internal_khz,
				  word_t external_khz, word_t millivolts);
struct tcb *sys_memory_control(struct tcb *self, word_t control, const word_t attributes[4]);
struct tcb *sys_system_clock(struct tcb *self);

/* Faults.  `access` is one ABI_RIGHT_ bit (or two where the machine can't tell). */
struct tcb *on_page_fault(struct tcb *self, word_t addr, unsigned access, word_t ip);
/* Something else than memory is missing: `fpage` says what, `window` is all there is of its kind; the
 * protocol's number and its access bits make the label (X.2: I/O page faults). */
struct tcb *on_domain_fault(struct tcb *self, int protocol, unsigned access, word_t fpage,
			    word_t window, word_t ip);
/* The port has laid out MR1..MRwords of the exception message in self->kmsg[1..]. */
struct tcb *on_exception(struct tcb *self, unsigned words);

/* An interrupt of a line that has been handed to a user: the port has masked and acknowledged it
 * (irq.c). */
struct tcb *on_interrupt(struct tcb *self, unsigned irq);

/* The machine's timer: call at every tick, from user mode, idle or the exit window. */
struct tcb *on_timer(struct tcb *self);

/* Another CPU has asked for something (smp.c); and a thread that is about to return to user mode with
 * TCB_AWAY set goes home first (travel.c). */
struct tcb *on_request(struct tcb *self);
struct tcb *travel_home(struct tcb *self);

/* A further CPU begins: answers with its idle thread. */
struct tcb *cpu_start(struct cpu *cpu);

/* After low-level set-up, on the kernel stack: makes the first threads, answers with the first to
 * run. */
struct tcb *kernel_start(void);

/* The idle thread's continuation target once it is woken: the best ready thread. */
struct tcb *on_idle(struct tcb *idle);

#endif
