/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the kernel says in a thread's name: page faults, exceptions, and the wait for the startup
 * message (X.2: thread start, page fault and exception protocols; protocols sheet 1..3).
 */
#include <kernel/assert.h>
#include <kernel/ctrlxfer.h>
#include <kernel/entry.h>
#include <kernel/ipc.h>
#include <kernel/sched.h>
#include <kernel/thread.h>
#include <arch/clock.h>
#include <arch/exception.h>
#include <arch/utcb.h>

/* Back to user mode, unless a halt is due. */
static struct tcb *go_on(struct tcb *self)
{
	return self->flags & TCB_HALT ? thread_halt(self) : self;
}

/* Mapping made or not, the instruction runs again.  Without a pager that would be for ever: let
 * others have the CPU in between, until somebody sets one. */
static struct tcb *page_fault_done(struct tcb *self)
{
	return self->kmsg[0] & ABI_TAG_ERROR ? sched_yield(self) : go_on(self);
}

struct tcb *fault_message(struct tcb *self, word_t addr, unsigned access, word_t ip,
			  continuation then)
{
	self->kmsg[0] = ctrlxfer_add(self, ABI_PROTO_PAGEFAULT,
				     kernel_tag(ABI_PROTO_PAGEFAULT, access, 2));
	self->kmsg[1] = addr;
	self->kmsg[2] = ip;
	return ipc_kernel_call(self, thread_resolve(self, utcb_pager(self)), ABI_FPAGE_COMPLETE,
			       then);
}

struct tcb *on_page_fault(struct tcb *self, word_t addr, unsigned access, word_t ip)
{
	if (self->space->sigma0 && mapdb_sigma0_fault(self->space, addr))
		return self;
	return fault_message(self, addr, access, ip, page_fault_done);
}

struct tcb *on_domain_fault(struct tcb *self, int protocol, unsigned access, word_t fpage,
			    word_t window, word_t ip)
{
	self->kmsg[0] = ctrlxfer_add(self, protocol, kernel_tag(protocol, access, 2));
	self->kmsg[1] = fpage;
	self->kmsg[2] = ip;
	return ipc_kernel_call(self, thread_resolve(self, utcb_pager(self)), window,
			       page_fault_done);
}

static struct tcb *exception_done(struct tcb *self)
{
	word_t code = self->kmsg[1] >> ABI_IPCERR_CODE_SHIFT & 7;

	if (!(self->kmsg[0] & ABI_TAG_ERROR)) {
		if (!ctrlxfer_is_wanted(self, ABI_PROTO_EXCEPTION))	/* else by items */
			exception_apply_reply(self, ABI_TAG_UNTYPED(self->kmsg[0]));
		return go_on(self);
	}
	/* broken off by ExchangeRegisters: goes on as that call left it */
	return code == ABI_IPCERR_ABORTED ? go_on(self) : thread_halt(self);
}

struct tcb *on_exception(struct tcb *self, unsigned words)
{
	if (ctrlxfer_is_wanted(self, ABI_PROTO_EXCEPTION)) {
		self->kmsg[1] = self->kmsg[exception_number_word];
		self->kmsg[2] = self->kmsg[exception_number_word + 1];
		words = 2;
	}
	self->kmsg[0] = ctrlxfer_add(self, ABI_PROTO_EXCEPTION,
				     kernel_tag(ABI_PROTO_EXCEPTION, 0, words));
	return ipc_kernel_call(self, thread_resolve(self, utcb_exception_handler(self)),
			       utcb_br(self, 0), exception_done);
}

/* Whatever the answer, or if there is none to be had: on with the next slice. */
static struct tcb *preemption_done(struct tcb *self)
{
	if (self->quantum_left == 0)
		self->timeslice_left = self->timeslice;
	return go_on(self);
}

static struct tcb *preemption_message(struct tcb *self, word_t to)
{
	usec_t now = clock_now();

	self->kmsg[0] = ctrlxfer_add(self, ABI_PROTO_PREEMPTION,
				     kernel_tag(ABI_PROTO_PREEMPTION, 0, 2));
	self->kmsg[1] = (word_t)now;
	self->kmsg[2] = ABI_WORD_BITS == 32 ? (word_t)(now >> 32) : 0;
	return ipc_kernel_call(self, to, 0, preemption_done);
}

struct tcb *quantum_exhausted(struct tcb *self)
{
	return preemption_message(self, self->scheduler);
}

struct tcb *preemption_fault(struct tcb *self)
{
	return preemption_message(self, thread_resolve(self, utcb_exception_handler(self)));
}

static struct tcb *startup_done(struct tcb *self)
{
	word_t tag = self->kmsg[0];

	if (tag & ABI_TAG_ERROR)	/* the pager has gone before it started us */
		return thread_halt(self);
	if (ABI_TAG_UNTYPED(tag) == 2)
		frame_start(&self->frame, self->kmsg[1], self->kmsg[2]);
	return go_on(self);
}

void thread_await_startup(struct tcb *t, word_t pager)
{
	ipc_kernel_wait(t, pager, startup_done);
}
