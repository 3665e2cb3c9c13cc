/* SPDX-License-Identifier: BSD-2-Clause */
/* Never run: makes the compiler print what assembly has to know of C's structures. */
#include <kernel/cpu.h>
#include <kernel/space.h>
#include <arch/clock.h>
#include <arch/x86/desc.h>
#include <arch/x86/x86.h>

/* A thread that is not at home goes there. */
#ifdef CONFIG_SMP
#define X86_EXIT_AWAY	TCB_AWAY
#else
#define X86_EXIT_AWAY	0
#endif

#define VALUE(name, value)	__asm__ volatile("\n->" #name " %c0" : : "i" (value))
#define FRAME(reg, field)	VALUE(FRAME_##reg, offsetof(struct tcb, frame.field))

void offsets(void);

void offsets(void)
{
	VALUE(CPU_CURRENT, offsetof(struct cpu, current));
	VALUE(CPU_SWITCH_KEY, offsetof(struct cpu, arch.switch_key));
	VALUE(CPU_FPU_OWNER, offsetof(struct cpu, arch.fpu_owner));
#ifdef CONFIG_SMP
	VALUE(TCB_CPU, offsetof(struct tcb, cpu));
	VALUE(TCB_AWAY_BIT, TCB_AWAY);
	VALUE(CPU_LOADED, offsetof(struct cpu, smp.loaded));
#endif
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
	VALUE(SPACE_CR3, offsetof(struct space, arch.cr3));

	VALUE(TCB_PRIO, offsetof(struct tcb, prio));
	VALUE(TCB_READY_LINK, offsetof(struct tcb, ready_link));
	VALUE(TCB_MAX_DELAY, offsetof(struct tcb, max_delay));
	VALUE(TCB_DELAY_LEFT, offsetof(struct tcb, delay_left));
	VALUE(TCB_DELAYING, offsetof(struct tcb, delaying));
	VALUE(CPU_ACCOUNTED, offsetof(struct cpu, accounted));
	VALUE(CPU_IDLE, offsetof(struct cpu, idle));
	VALUE(CPU_READY, offsetof(struct cpu, ready));
	VALUE(CPU_READY_MAP, offsetof(struct cpu, ready_map));
	VALUE(PRIO_WORDS, PRIO_LEVELS / ABI_WORD_BITS);

#ifdef CONFIG_X86_X64
	FRAME(R9, r9);
#else
	VALUE(CPU_USER_SEGMENTS, offsetof(struct cpu, arch.user_segments));
	VALUE(SPACE_KIP_AREA, offsetof(struct space, kip_area));
#endif
	FRAME(AX, ax);
	FRAME(BX, bx);
	FRAME(CX, cx);
	FRAME(SI, si);
	FRAME(DI, di);
	FRAME(SP, sp);
	FRAME(IP, ip);
	FRAME(FLAGS, flags);
	FRAME(VECTOR, vector);
	FRAME(ERROR, error);

	VALUE(STATE_WAITING, THREAD_WAITING);
	VALUE(STATE_RUNNING, THREAD_RUNNING);
	VALUE(TCB_CONTINUE_BIT, TCB_CONTINUE);
	VALUE(TCB_IRET_BIT, TCB_X86_IRET);
	VALUE(EXIT_UNUSUAL, TCB_CONTINUE | TCB_X86_IRET | X86_EXIT_AWAY);
	VALUE(INITIAL_FLAGS, USER_FLAGS_INITIAL);
#ifdef CLOCK_SHIFT
	VALUE(USER_CLOCK_SHIFT, CLOCK_SHIFT);
#endif

	VALUE(VECTOR_COUNT, VECTORS);
	VALUE(TRAP_ENTRY_BYTES, X86_TRAP_ENTRY_BYTES);
	VALUE(KERNEL_STACK_BYTES, X86_KERNEL_STACK);
}
