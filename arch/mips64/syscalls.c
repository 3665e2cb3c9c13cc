/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * System calls other than Ipc: the entry (entry.S) calls these by number, with the thread and seven
 * parameters in the order of the ABI sheet; which is the order that most of the core's have.
 */
#include <kernel/entry.h>
#include <arch/mips64/mips.h>

/* The stub has left in $11 whether dest came as a local id. */
static struct tcb *call_exchange_registers(struct tcb *self, word_t dest, word_t control, word_t sp,
					   word_t ip, word_t flags, word_t handle, word_t pager)
{
	const struct exregs regs = {
		.dest = dest, .control = control, .sp = sp, .ip = ip, .flags = flags,
		.handle = handle, .pager = pager,
	};

	return sys_exchange_registers(self, &regs, self->frame.gpr[11] & 1);
}

static struct tcb *call_memory_control(struct tcb *self, word_t control, word_t a0, word_t a1,
				       word_t a2, word_t a3)
{
	return sys_memory_control(self, control, (const word_t[4]){ a0, a1, a2, a3 });
}

#define CALL(number, function)	[ABI_CALL_THREAD_SWITCH - (number)] = (void (*)(void))(function)

void (*const mips_calls[])(void) __attribute__((externally_visible, used)) = {
	CALL(ABI_CALL_THREAD_SWITCH, sys_thread_switch),
	CALL(ABI_CALL_THREAD_CONTROL, sys_thread_control),
	CALL(ABI_CALL_EXCHANGE_REGISTERS, call_exchange_registers),
	CALL(ABI_CALL_SCHEDULE, sys_schedule),
	CALL(ABI_CALL_UNMAP, sys_unmap),
	CALL(ABI_CALL_SPACE_CONTROL, sys_space_control),
	CALL(ABI_CALL_PROCESSOR_CONTROL, sys_processor_control),
	CALL(ABI_CALL_MEMORY_CONTROL, call_memory_control),
	CALL(ABI_CALL_SYSTEM_CLOCK, sys_system_clock),
};
