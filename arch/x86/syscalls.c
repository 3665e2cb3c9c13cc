/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * System calls other than Ipc: the entry has put all parameters into the frame and calls by number
 * (calls.h); each of these takes them out where the ABI sheet says they come in (<arch/params.h>).
 */
#include <kernel/entry.h>
#include <arch/params.h>
#include <arch/utcb.h>
#include <arch/x86/entry.h>
#include <arch/x86/calls.h>

static struct tcb *exchange_registers(struct tcb *self, bool was_local)
{
#define EXREG_IN(member, reg)	.member = self->frame.reg,
	const struct exregs regs = { EACH_EXREG(EXREG_IN) };

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

static struct tcb *call_thread_switch(struct tcb *self)
{
	word_t dest = PARAM_THREAD_SWITCH(&self->frame);

	frame_return_nothing(&self->frame);
	return sys_thread_switch(self, dest);
}

static struct tcb *call_memory_control(struct tcb *self)
{
	const word_t attributes[4] = PARAMS_ATTRIBUTES(&self->frame);
	word_t control = PARAM_MEMORY_CONTROL(&self->frame);

	frame_recall_mrs(self);
	return sys_memory_control(self, control, attributes);
}

/* Those that want nothing but their parameters.  (Unmap's MR0 has come in the register that is its
 * place in the frame.) */
#define CALL(name) \
	static struct tcb *call_##name(struct tcb *self) \
	{ \
		return sys_##name(self, PARAMS_##name(&self->frame)); \
	}
CALL(thread_control)
CALL(schedule)
CALL(unmap)
CALL(space_control)
CALL(processor_control)

extern struct tcb *(*const x86_calls[CALLS])(struct tcb *self) __attribute__((externally_visible));

/* The first is Ipc's, which has a door of its own. */
struct tcb *(*const x86_calls[CALLS])(struct tcb *self) = {
	[CALL_EXCHANGE_REGISTERS] = call_exchange_registers,
	[CALL_EXCHANGE_REGISTERS_LOCAL] = call_exchange_registers_local,
	[CALL_THREAD_CONTROL] = call_thread_control,
	[CALL_SYSTEM_CLOCK] = sys_system_clock,
	[CALL_THREAD_SWITCH] = call_thread_switch,
	[CALL_SCHEDULE] = call_schedule,
	[CALL_UNMAP] = call_unmap,
	[CALL_SPACE_CONTROL] = call_space_control,
	[CALL_PROCESSOR_CONTROL] = call_processor_control,
	[CALL_MEMORY_CONTROL] = call_memory_control,
};
