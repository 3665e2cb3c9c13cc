/* SPDX-License-Identifier: BSD-2-Clause */
/* The 32-bit part of offsets.c. */
#ifndef ARCH_HALF_OFFSETS_H
#define ARCH_HALF_OFFSETS_H

ALWAYS_INLINE void half_offsets(void)
{
	FRAME(EAX, eax);
	FRAME(ESI, esi);
	FRAME(SP, sp);
	FRAME(ECX, ecx);
	FRAME(EDX, edx);
	FRAME(EBX, ebx);
	FRAME(EBP, ebp);
	FRAME(EDI, edi);
	VALUE(SPACE_KIP_AREA, offsetof(struct space, kip_area));
	VALUE(TCB_PRIO, offsetof(struct tcb, prio));
	VALUE(TCB_READY_LINK, offsetof(struct tcb, ready_link));
	VALUE(TCB_MAX_DELAY, offsetof(struct tcb, max_delay));
	VALUE(TCB_DELAY_LEFT, offsetof(struct tcb, delay_left));
	VALUE(TCB_DELAYING, offsetof(struct tcb, delaying));
	VALUE(CPU_ACCOUNTED, offsetof(struct cpu, accounted));
	VALUE(CPU_IDLE, offsetof(struct cpu, idle));
	VALUE(CPU_READY, offsetof(struct cpu, ready));
	VALUE(CPU_READY_MAP, offsetof(struct cpu, ready_map));
	VALUE(PRIO_WORDS, PRIO_LEVELS / 32);
}

#endif
