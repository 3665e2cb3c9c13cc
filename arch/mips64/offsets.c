/* SPDX-License-Identifier: BSD-2-Clause */
/* Never run: makes the compiler print what assembly has to know of C's structures. */
#include <kernel/cpu.h>
#include <kernel/space.h>
#include <arch/table.h>
#include <arch/mips64/regs.h>

_Static_assert(THREAD_RUNNING == 1, "fastpath.S has a 1 for two uses");

#define VALUE(name, value)	__asm__ volatile("\n->" #name " %0" : : "i" (value))

void offsets(void);

void offsets(void)
{
	VALUE(CPU_CURRENT, offsetof(struct cpu, current));
	VALUE(TCB_ID, offsetof(struct tcb, id));
	VALUE(TCB_SPACE, offsetof(struct tcb, space));
	VALUE(TCB_LOCAL_ID, offsetof(struct tcb, local_id));
	VALUE(TCB_UTCB, offsetof(struct tcb, utcb));
	VALUE(TCB_WAIT_FROM, offsetof(struct tcb, wait_from));
	VALUE(TCB_STATE, offsetof(struct tcb, state));
	VALUE(TCB_WAS_AWAITED, offsetof(struct tcb, was_awaited));
	VALUE(TCB_SENDERS, offsetof(struct tcb, senders));
	VALUE(TCB_FLAGS, offsetof(struct tcb, flags));
	VALUE(TCB_CONT, offsetof(struct tcb, cont));
	VALUE(TCB_PRIO, offsetof(struct tcb, prio));
	VALUE(TCB_READY_LINK, offsetof(struct tcb, ready_link));
	VALUE(TCB_MAX_DELAY, offsetof(struct tcb, max_delay));
	VALUE(TCB_DELAY_LEFT, offsetof(struct tcb, delay_left));
	VALUE(TCB_DELAYING, offsetof(struct tcb, delaying));
	VALUE(CPU_ACCOUNTED, offsetof(struct cpu, accounted));
	VALUE(CPU_READY, offsetof(struct cpu, ready));
	VALUE(CPU_READY_MAP, offsetof(struct cpu, ready_map));
	VALUE(PRIO_WORDS, PRIO_LEVELS / PRIO_MAP_BITS);
	VALUE(SPACE_ROOT, offsetof(struct space, root));
	VALUE(SPACE_ASID, offsetof(struct space, arch.asid));

	VALUE(FRAME_GPR, offsetof(struct tcb, frame.gpr));
	VALUE(FRAME_IP, offsetof(struct tcb, frame.ip));
	VALUE(FRAME_STATUS, offsetof(struct tcb, frame.status));
	VALUE(FRAME_HI, offsetof(struct tcb, frame.hi));
	VALUE(FRAME_LO, offsetof(struct tcb, frame.lo));
	VALUE(FRAME_CAUSE, offsetof(struct tcb, frame.cause));
	VALUE(FRAME_BADVADDR, offsetof(struct tcb, frame.badvaddr));

	VALUE(TABLE_TOP_BITS, TABLE_TOP_BITS);
	VALUE(TABLE_BITS, TABLE_BITS);
	VALUE(STATE_WAITING, THREAD_WAITING);
	VALUE(STATE_RUNNING, THREAD_RUNNING);
	VALUE(TCB_CONTINUE_BIT, TCB_CONTINUE);
	VALUE(TCB_FULL_BIT, TCB_MIPS_FULL);
	VALUE(EXIT_UNUSUAL, TCB_CONTINUE | TCB_MIPS_FULL);

	VALUE(KERNEL_STACK_BYTES, 8192);
}
