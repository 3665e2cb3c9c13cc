/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * System calls other than Ipc: the entry has put all parameters into the frame and calls by number
 * (calls.h); each of these takes them out where the ABI sheet says they come in.
 */
#include <kernel/entry.h>
#include <arch/utcb.h>
#include <arch/x86/entry.h>
#include <arch/x86/calls.h>

static struct tcb *exchange_registers(struct tcb *self, bool was_local)
{
	const struct arch_frame *f = &self->frame;
	const struct exregs regs = {
		.dest = f->mr[MR_RAX], .control = f->rsi, .sp = f->rdx, .ip = f->r8,
		.flags = f->mr[MR_R9], .handle = f->mr[MR_R10], .pager = f->rdi,
	};

	return sys_exchange_registers(self, &regs, was_local);
}

static struct tcb *call_exchange_registers(struct tcb *self)
{
	return exchange_registers(self, false);
}

static struct tcb *call_exchange_registers_local(struct tcb *self)
{
	return exchange_registers(self, true);
}

static struct tcb *call_thread_control(struct tcb *self)
{
	const struct arch_frame *f = &self->frame;

	return sys_thread_control(self, f->rdi, f->r8, f->rdx, f->rsi, f->mr[MR_R9]);
}

static struct tcb *call_system_clock(struct tcb *self)
{
	return sys_system_clock(self);
}

static struct tcb *call_thread_switch(struct tcb *self)
{
	word_t dest = self->frame.rdi;

	frame_return(&self->frame, 0);
	return sys_thread_switch(self, dest);
}

static struct tcb *call_schedule(struct tcb *self)
{
	const struct arch_frame *f = &self->frame;

	return sys_schedule(self, f->rdi, f->rdx, f->r8, f->rsi, f->mr[MR_R9]);
}

/* MR0 has come in R9, which is its place in the frame. */
static struct tcb *call_unmap(struct tcb *self)
{
	return sys_unmap(self, self->frame.rdx);
}

static struct tcb *call_space_control(struct tcb *self)
{
	const struct arch_frame *f = &self->frame;

	return sys_space_control(self, f->rdi, f->rsi, f->rdx, f->r8, f->mr[MR_R9]);
}

static struct tcb *call_processor_control(struct tcb *self)
{
	const struct arch_frame *f = &self->frame;

	return sys_processor_control(self, f->rdi, f->rsi, f->rdx, f->r8);
}

/* Our stub has moved attribute 0 to RDI and attribute 3 to R9; MR0 and MR1 are in memory. */
static struct tcb *call_memory_control(struct tcb *self)
{
	struct arch_frame *f = &self->frame;
	const word_t attributes[4] = { f->rdi, f->rsi, f->r8, f->mr[MR_R9] };

	f->mr[0] = *utcb_at(self, ABI_UTCB_MR(0));
	f->mr[1] = *utcb_at(self, ABI_UTCB_MR(1));
	return sys_memory_control(self, f->rdx, attributes);
}

extern struct tcb *(*const x64_calls[CALLS])(struct tcb *self) __attribute__((externally_visible));

struct tcb *(*const x64_calls[CALLS])(struct tcb *self) = {
	[CALL_EXCHANGE_REGISTERS] = call_exchange_registers,
	[CALL_EXCHANGE_REGISTERS_LOCAL] = call_exchange_registers_local,
	[CALL_THREAD_CONTROL] = call_thread_control,
	[CALL_SYSTEM_CLOCK] = call_system_clock,
	[CALL_THREAD_SWITCH] = call_thread_switch,
	[CALL_SCHEDULE] = call_schedule,
	[CALL_UNMAP] = call_unmap,
	[CALL_SPACE_CONTROL] = call_space_control,
	[CALL_PROCESSOR_CONTROL] = call_processor_control,
	[CALL_MEMORY_CONTROL] = call_memory_control,
};
