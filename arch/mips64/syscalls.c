/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * System calls other than Ipc: the entry has put all registers into the frame; each of these takes
 * its parameters out where the ABI sheet says they come in.
 */
#include <kernel/entry.h>
#include <arch/utcb.h>
#include <arch/mips64/mips.h>

/* Parameter n, counted from 0. */
static word_t param(const struct tcb *self, unsigned n)
{
	return self->frame.gpr[R_A0 + n];
}

static struct tcb *call_ipc(struct tcb *self)
{
	return NULL;	/* has an entry of its own */
}

static struct tcb *call_thread_switch(struct tcb *self)
{
	return sys_thread_switch(self, param(self, 0));
}

static struct tcb *call_thread_control(struct tcb *self)
{
	return sys_thread_control(self, param(self, 0), param(self, 1), param(self, 2),
				  param(self, 3), param(self, 4));
}

/* The stub has left in $11 whether dest came as a local id. */
static struct tcb *call_exchange_registers(struct tcb *self)
{
	const struct exregs regs = {
		.dest = param(self, 0), .control = param(self, 1), .sp = param(self, 2),
		.ip = param(self, 3), .flags = param(self, 4), .handle = param(self, 5),
		.pager = param(self, 6),
	};

	return sys_exchange_registers(self, &regs, param(self, 7) & 1);
}

static struct tcb *call_schedule(struct tcb *self)
{
	return sys_schedule(self, param(self, 0), param(self, 1), param(self, 2), param(self, 3),
			    param(self, 4));
}

static struct tcb *call_unmap(struct tcb *self)
{
	return sys_unmap(self, param(self, 0));
}

static struct tcb *call_space_control(struct tcb *self)
{
	return sys_space_control(self, param(self, 0), param(self, 1), param(self, 2),
				 param(self, 3), param(self, 4));
}

static struct tcb *call_processor_control(struct tcb *self)
{
	return sys_processor_control(self, param(self, 0), param(self, 1), param(self, 2),
				     param(self, 3));
}

static struct tcb *call_memory_control(struct tcb *self)
{
	return sys_memory_control(self, param(self, 0), &self->frame.gpr[R_A0 + 1]);
}

static struct tcb *call_system_clock(struct tcb *self)
{
	return sys_system_clock(self);
}

#define CALL_INDEX(number)	(ABI_CALL_IPC - (number))

static struct tcb *(*const mips_calls[])(struct tcb *self) = {
	[CALL_INDEX(ABI_CALL_IPC)] = call_ipc,
	[CALL_INDEX(ABI_CALL_THREAD_SWITCH)] = call_thread_switch,
	[CALL_INDEX(ABI_CALL_THREAD_CONTROL)] = call_thread_control,
	[CALL_INDEX(ABI_CALL_EXCHANGE_REGISTERS)] = call_exchange_registers,
	[CALL_INDEX(ABI_CALL_SCHEDULE)] = call_schedule,
	[CALL_INDEX(ABI_CALL_UNMAP)] = call_unmap,
	[CALL_INDEX(ABI_CALL_SPACE_CONTROL)] = call_space_control,
	[CALL_INDEX(ABI_CALL_PROCESSOR_CONTROL)] = call_processor_control,
	[CALL_INDEX(ABI_CALL_MEMORY_CONTROL)] = call_memory_control,
	[CALL_INDEX(ABI_CALL_SYSTEM_CLOCK)] = call_system_clock,
};

struct tcb *mips_call(struct tcb *self, sword_t number)
{
	word_t index = (word_t)CALL_INDEX(number);

	if (index >= ARRAY_SIZE(mips_calls))
		return NULL;
	self->frame.ip += 4;
	return mips_calls[index](self);
}
