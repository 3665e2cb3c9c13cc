/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Scheduling parameters and the clock (X.2: Schedule, ThreadSwitch, SystemClock).  A parameter of
 * all ones leaves its setting as it is.
 */
#ifndef __L4__SCHEDULE_H__
#define __L4__SCHEDULE_H__

#include <l4/types.h>
#include __L4_INC_ARCH(syscalls.h)

/* What L4_Schedule() and its relatives return: the thread's state before the call. */
#define L4_SCHEDRESULT_ERROR		ABI_TSTATE_ERROR
#define L4_SCHEDRESULT_DEAD		ABI_TSTATE_DEAD
#define L4_SCHEDRESULT_INACTIVE		ABI_TSTATE_INACTIVE
#define L4_SCHEDRESULT_RUNNING		ABI_TSTATE_RUNNING
#define L4_SCHEDRESULT_PENDING_SEND	ABI_TSTATE_PENDING_SEND
#define L4_SCHEDRESULT_SENDING		ABI_TSTATE_SENDING
#define L4_SCHEDRESULT_WAITING		ABI_TSTATE_WAITING
#define L4_SCHEDRESULT_RECEIVING	ABI_TSTATE_RECEIVING

#define __L4_UNCHANGED			((L4_Word_t)ABI_SCHED_UNCHANGED)

L4_INLINE void L4_Yield(void)
{
	L4_ThreadSwitch(L4_nilthread);
}

L4_INLINE L4_Word_t L4_Set_Priority(L4_ThreadId_t t, L4_Word_t prio)
{
	L4_Word_t old;

	return L4_Schedule(t, __L4_UNCHANGED, __L4_UNCHANGED, prio & ABI_SCHED_PRIO_MASK,
			   __L4_UNCHANGED, &old);
}

/* For kernels with hierarchical scheduling. */
L4_INLINE L4_Word_t L4_Set_Stride(L4_ThreadId_t t, L4_Word_t stride)
{
	L4_Word_t old;

	return L4_Schedule(t, __L4_UNCHANGED, __L4_UNCHANGED, stride << 16 | 0xffff,
			   __L4_UNCHANGED, &old);
}

L4_INLINE L4_Word_t L4_Set_ProcessorNo(L4_ThreadId_t t, L4_Word_t cpu)
{
	L4_Word_t old;

	return L4_Schedule(t, __L4_UNCHANGED, cpu & ABI_SCHED_PROCESSOR_MASK, __L4_UNCHANGED,
			   __L4_UNCHANGED, &old);
}

L4_INLINE L4_Word_t L4_Set_Timeslice(L4_ThreadId_t t, L4_Time_t timeslice, L4_Time_t totalquantum)
{
	L4_Word_t old;

	return L4_Schedule(t, (L4_Word_t)timeslice.raw << 16 | totalquantum.raw, __L4_UNCHANGED,
			   __L4_UNCHANGED, __L4_UNCHANGED, &old);
}

/* What is left of timeslice and total quantum. */
L4_INLINE L4_Word_t L4_Timeslice(L4_ThreadId_t t, L4_Time_t *timeslice, L4_Time_t *totalquantum)
{
	L4_Word_t old;
	L4_Word_t result = L4_Schedule(t, __L4_UNCHANGED, __L4_UNCHANGED, __L4_UNCHANGED,
				       __L4_UNCHANGED, &old);

	timeslice->raw = (L4_Word16_t)ABI_SCHED_TIMESLICE(old);
	totalquantum->raw = (L4_Word16_t)ABI_SCHED_QUANTUM(old);
	return result;
}

/* maxDelay is in microseconds. */
L4_INLINE L4_Word_t L4_Set_PreemptionDelay(L4_ThreadId_t t, L4_Word_t sensitivePrio,
					   L4_Word_t maxDelay)
{
	L4_Word_t old;

	return L4_Schedule(t, __L4_UNCHANGED, __L4_UNCHANGED, __L4_UNCHANGED,
			   (sensitivePrio & ABI_SCHED_PRIO_MASK) << ABI_SCHED_SENSITIVE_SHIFT |
			   (maxDelay & ABI_SCHED_DELAY_MASK), &old);
}

/* For kernels with hierarchical scheduling (feature "hscheduling"). */
L4_INLINE L4_Word_t L4_HS_Schedule(L4_ThreadId_t t, L4_Word_t control, L4_ThreadId_t domain,
				   L4_Word_t prio, L4_Word_t stride, L4_Word_t *old)
{
	return L4_Schedule(t, domain.raw, __L4_UNCHANGED,
			   stride << 16 | (prio & ABI_SCHED_PRIO_UNCHANGED),
			   (control & 0x3f) << 26 | 1 << 25, old);
}

/* The time point `at` as seen from now; L4_Never if it is too far away to be expressed. */
L4_INLINE L4_Time_t L4_TimePoint(L4_Clock_t at)
{
	return __L4_TimePointFrom(L4_SystemClock(), at);
}

#endif
