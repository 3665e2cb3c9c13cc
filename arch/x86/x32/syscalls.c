/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * System calls other than Ipc: the entry has put all registers into the frame and calls by number
 * (calls.h); each of these takes its parameters out where the ABI sheet says they come in.
 */
#include <kernel/entry.h>
#include <arch/utcb.h>
#include <arch/x86/calls.h>
#include <arch/x86/entry.h>

static struct tcb *exchange_registers(struct tcb *self, bool was_local)
{
	const struct arch_frame *f = &self->frame;
	const struct exregs regs = {
		.dest = f->eax, .control = f->ecx, .sp = f->edx, .ip = f->esi,
		.flags = f->edi, .handle = f->ebx, .pager = f->ebp,
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

	return sys_thread_control(self, f->eax, f->esi, f->edx, f->ecx, f->edi);
}

static struct tcb *call_system_clock(struct tcb *self)
{
	return sys_system_clock(self);
}

static struct tcb *call_thread_switch(struct tcb *self)
{
	return sys_thread_switch(self, self->frame.eax);
}

static struct tcb *call_schedule(struct tcb *self)
{
	const struct arch_frame *f = &self->frame;

	return sys_schedule(self, f->eax, f->edx, f->esi, f->ecx, f->edi);
}

/* MR0 has come in ESI, which is its place in the frame. */
static struct tcb *call_unmap(struct tcb *self)
{
	return sys_unmap(self, self->frame.eax);
}

static struct tcb *call_space_control(struct tcb *self)
{
	const struct arch_frame *f = &self->frame;

	return sys_space_control(self, f->eax, f->ecx, f->edx, f->esi, f->edi);
}

static struct tcb *call_processor_control(struct tcb *self)
{
	const struct arch_frame *f = &self->frame;

	return sys_processor_control(self, f->eax, f->ecx, f->edx, f->esi);
}

static struct tcb *call_memory_control(struct tcb *self)
{
	const struct arch_frame *f = &self->frame;
	const word_t attributes[4] = { f->ecx, f->edx, f->ebx, f->ebp };

	return sys_memory_control(self, f->eax, attributes);
}

extern struct tcb *(*const x32_calls[CALLS])(struct tcb *self) __attribute__((externally_visible));

/* The first is Ipc's, which has a door of its own. */
struct tcb *(*const x32_calls[CALLS])(struct tcb *self) = {
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
