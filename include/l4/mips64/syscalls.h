/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * System calls of MIPS64 (abi-mips64 sheet 5).  Each goes through a pointer to the kernel's stub
 * that __L4_Init() took from the KIP.  To the compiler a system call is a function call: what a
 * function may destroy, it may.  $26 holds the UTCB's address and is nobody's to change.
 */
#ifndef __L4__MIPS64__SYSCALLS_H__
#define __L4__MIPS64__SYSCALLS_H__

#include <l4/types.h>
#include <l4/message.h>

typedef void __L4_Entry_t(void);

__L4_EXTERN_C __L4_Entry_t *__L4_Ipc;
__L4_EXTERN_C __L4_Entry_t *__L4_Lipc;
__L4_EXTERN_C __L4_Entry_t *__L4_Unmap;
__L4_EXTERN_C __L4_Entry_t *__L4_ExchangeRegisters;
__L4_EXTERN_C __L4_Entry_t *__L4_ThreadControl;
__L4_EXTERN_C __L4_Entry_t *__L4_SystemClock;
__L4_EXTERN_C __L4_Entry_t *__L4_ThreadSwitch;
__L4_EXTERN_C __L4_Entry_t *__L4_Schedule;
__L4_EXTERN_C __L4_Entry_t *__L4_SpaceControl;
__L4_EXTERN_C __L4_Entry_t *__L4_ProcessorControl;
__L4_EXTERN_C __L4_Entry_t *__L4_MemoryControl;

/* Fills in the pointers above; crt0 calls it, before the first system call. */
__L4_EXTERN_C void __L4_Init(void);

/* The call; the entry's address is an operand of its own, in the register calls go through. */
#define __L4_ENTRY(pointer)	register __L4_Entry_t *entry __asm__("$25") = (pointer)
#define __L4_CALL		"jalr $25"

/* What any call destroys; and the registers that are operands of some only. */
#define __L4_CLOBBER_TEMPORARIES					\
	"$1", "$11", "$12", "$13", "$14", "$15", "$24", "$31", "hi", "lo", "memory"
#define __L4_CLOBBER_8_TO_10	"$8", "$9", "$10"

/* The registers that carry MR0 to MR8, to be declared where a call takes messages. */
#define __L4_MESSAGE_REGISTERS(mr)					\
	register L4_Word_t mr0 __asm__("$3") = (mr)[0];			\
	register L4_Word_t mr1 __asm__("$16") = (mr)[1];		\
	register L4_Word_t mr2 __asm__("$17") = (mr)[2];		\
	register L4_Word_t mr3 __asm__("$18") = (mr)[3];		\
	register L4_Word_t mr4 __asm__("$19") = (mr)[4];		\
	register L4_Word_t mr5 __asm__("$20") = (mr)[5];		\
	register L4_Word_t mr6 __asm__("$21") = (mr)[6];		\
	register L4_Word_t mr7 __asm__("$22") = (mr)[7];		\
	register L4_Word_t mr8 __asm__("$23") = (mr)[8]

/* ... and written back to the UTCB. */
#define __L4_STORE_MESSAGE(mr)						\
	do {								\
		(mr)[1] = mr1;						\
		(mr)[2] = mr2;						\
		(mr)[3] = mr3;						\
		(mr)[4] = mr4;						\
		(mr)[5] = mr5;						\
		(mr)[6] = mr6;						\
		(mr)[7] = mr7;						\
		(mr)[8] = mr8;						\
	} while (0)

/* A reserved instruction, which the kernel knows by the value in $1. */
L4_INLINE void *L4_KernelInterface(L4_Word_t *ApiVersion, L4_Word_t *ApiFlags, L4_Word_t *KernelId)
{
	register L4_Word_t kip __asm__("$8");
	register L4_Word_t version __asm__("$9");
	register L4_Word_t flags __asm__("$10");
	register L4_Word_t id __asm__("$11");

	__asm__ __volatile__(".set push\n\t"
			     ".set noat\n\t"
			     "move $1, %4\n\t"
			     ".word %5\n\t"
			     ".set pop"
			     : "=&r" (kip), "=&r" (version), "=&r" (flags), "=&r" (id)
			     : "r" ((L4_Word_t)ABI_KIP_KEY), "i" (ABI_KIP_INSTRUCTION)
			     : "$1");
	if (ApiVersion)
		*ApiVersion = version;
	if (ApiFlags)
		*ApiFlags = flags;
	if (KernelId)
		*KernelId = id;
	return (void *)kip;
}

/*
 * The kernel is given MR1..MR8 even if there is nothing to send, since what it does not receive it
 * gives back; a pure send leaves the message as it was.
 */
#define __L4_DEFINE_IPC(name, pointer)						\
L4_INLINE L4_MsgTag_t name(L4_ThreadId_t to, L4_ThreadId_t FromSpecifier,	\
			   L4_Word_t Timeouts, L4_ThreadId_t *from)		\
{										\
	L4_Word_t *mr = __L4_UtcbWord(ABI_UTCB_MR(0));				\
	__L4_ENTRY(pointer);							\
	L4_MsgTag_t tag;							\
	register L4_Word_t partner __asm__("$2");				\
	register L4_Word_t r_to __asm__("$4") = to.raw;				\
	register L4_Word_t r_from __asm__("$5") = FromSpecifier.raw;		\
	register L4_Word_t timeouts __asm__("$6") = Timeouts;			\
	__L4_MESSAGE_REGISTERS(mr);						\
										\
	__asm__ __volatile__(__L4_CALL						\
			     : "=r" (partner), "+r" (r_to), "+r" (r_from),	\
			       "+r" (timeouts), "+r" (entry), "+r" (mr0), "+r" (mr1),	\
			       "+r" (mr2), "+r" (mr3), "+r" (mr4), "+r" (mr5),	\
			       "+r" (mr6), "+r" (mr7), "+r" (mr8)		\
			     : : "$7", __L4_CLOBBER_8_TO_10, __L4_CLOBBER_TEMPORARIES);	\
	mr[0] = mr0;								\
	if (FromSpecifier.raw != ABI_NILTHREAD)					\
		__L4_STORE_MESSAGE(mr);						\
	if (from)								\
		from->raw = partner;						\
	tag.raw = mr0;								\
	return tag;								\
}
__L4_DEFINE_IPC(L4_Ipc, __L4_Ipc)
__L4_DEFINE_IPC(L4_Lipc, __L4_Lipc)
#undef __L4_DEFINE_IPC

/* The fpages are in MR0.. and come back there with their status bits: all of them in the UTCB. */
L4_INLINE void L4_Unmap(L4_Word_t control)
{
	__L4_ENTRY(__L4_Unmap);
	register L4_Word_t r_control __asm__("$4") = control;

	__asm__ __volatile__(__L4_CALL
			     : "+r" (r_control), "+r" (entry)
			     : : "$2", "$3", "$5", "$6", "$7", __L4_CLOBBER_8_TO_10,
				 __L4_CLOBBER_TEMPORARIES);
}

L4_INLINE L4_ThreadId_t L4_ExchangeRegisters(L4_ThreadId_t dest, L4_Word_t control, L4_Word_t sp,
					     L4_Word_t ip, L4_Word_t flags,
					     L4_Word_t UserDefHandle, L4_ThreadId_t pager,
					     L4_Word_t *old_control, L4_Word_t *old_sp,
					     L4_Word_t *old_ip, L4_Word_t *old_flags,
					     L4_Word_t *old_UserDefHandle,
					     L4_ThreadId_t *old_pager)
{
	__L4_ENTRY(__L4_ExchangeRegisters);
	L4_ThreadId_t result;
	register L4_Word_t r_result __asm__("$2");
	register L4_Word_t r4 __asm__("$4") = dest.raw;
	register L4_Word_t r5 __asm__("$5") = control;
	register L4_Word_t r6 __asm__("$6") = sp;
	register L4_Word_t r7 __asm__("$7") = ip;
	register L4_Word_t r8 __asm__("$8") = flags;
	register L4_Word_t r9 __asm__("$9") = UserDefHandle;
	register L4_Word_t r10 __asm__("$10") = pager.raw;

	__asm__ __volatile__(__L4_CALL
			     : "=r" (r_result), "+r" (r4), "+r" (r5), "+r" (r6), "+r" (r7),
			       "+r" (r8), "+r" (r9), "+r" (r10), "+r" (entry)
			     : : "$3", __L4_CLOBBER_TEMPORARIES);
	if (old_control)
		*old_control = r4;
	if (old_sp)
		*old_sp = r5;
	if (old_ip)
		*old_ip = r6;
	if (old_flags)
		*old_flags = r7;
	if (old_UserDefHandle)
		*old_UserDefHandle = r8;
	if (old_pager)
		old_pager->raw = r9;
	result.raw = r_result;
	return result;
}

L4_INLINE L4_Word_t L4_ThreadControl(L4_ThreadId_t dest, L4_ThreadId_t SpaceSpecifier,
				     L4_ThreadId_t Scheduler, L4_ThreadId_t Pager,
				     void *UtcbLocation)
{
	__L4_ENTRY(__L4_ThreadControl);
	register L4_Word_t result __asm__("$2");
	register L4_Word_t r4 __asm__("$4") = dest.raw;
	register L4_Word_t r5 __asm__("$5") = SpaceSpecifier.raw;
	register L4_Word_t r6 __asm__("$6") = Scheduler.raw;
	register L4_Word_t r7 __asm__("$7") = Pager.raw;
	register L4_Word_t r8 __asm__("$8") = (L4_Word_t)UtcbLocation;

	__asm__ __volatile__(__L4_CALL
			     : "=r" (result), "+r" (r4), "+r" (r5), "+r" (r6), "+r" (r7),
			       "+r" (r8), "+r" (entry)
			     : : "$3", "$9", "$10", __L4_CLOBBER_TEMPORARIES);
	return result;
}

L4_INLINE L4_Clock_t L4_SystemClock(void)
{
	__L4_ENTRY(__L4_SystemClock);
	L4_Clock_t c;
	register L4_Word_t result __asm__("$2");

	__asm__ __volatile__(__L4_CALL
			     : "=r" (result), "+r" (entry)
			     : : "$3", "$4", "$5", "$6", "$7", __L4_CLOBBER_8_TO_10,
				 __L4_CLOBBER_TEMPORARIES);
	c.raw = result;
	return c;
}

L4_INLINE void L4_ThreadSwitch(L4_ThreadId_t dest)
{
	__L4_ENTRY(__L4_ThreadSwitch);
	register L4_Word_t r_dest __asm__("$4") = dest.raw;

	__asm__ __volatile__(__L4_CALL
			     : "+r" (r_dest), "+r" (entry)
			     : : "$2", "$3", "$5", "$6", "$7", __L4_CLOBBER_8_TO_10,
				 __L4_CLOBBER_TEMPORARIES);
}

L4_INLINE L4_Word_t L4_Schedule(L4_ThreadId_t dest, L4_Word_t TimeControl,
				L4_Word_t ProcessorControl, L4_Word_t PrioControl,
				L4_Word_t PreemptionControl, L4_Word_t *old_TimeControl)
{
	__L4_ENTRY(__L4_Schedule);
	register L4_Word_t result __asm__("$2");
	register L4_Word_t r4 __asm__("$4") = dest.raw;
	register L4_Word_t r5 __asm__("$5") = TimeControl;
	register L4_Word_t r6 __asm__("$6") = ProcessorControl;
	register L4_Word_t r7 __asm__("$7") = PrioControl;
	register L4_Word_t r8 __asm__("$8") = PreemptionControl;

	__asm__ __volatile__(__L4_CALL
			     : "=r" (result), "+r" (r4), "+r" (r5), "+r" (r6), "+r" (r7),
			       "+r" (r8), "+r" (entry)
			     : : "$3", "$9", "$10", __L4_CLOBBER_TEMPORARIES);
	if (old_TimeControl)
		*old_TimeControl = r4;
	return result;
}

L4_INLINE L4_Word_t L4_SpaceControl(L4_ThreadId_t SpaceSpecifier, L4_Word_t control,
				    L4_Fpage_t KernelInterfacePageArea, L4_Fpage_t UtcbArea,
				    L4_ThreadId_t Redirector, L4_Word_t *old_Control)
{
	__L4_ENTRY(__L4_SpaceControl);
	register L4_Word_t result __asm__("$2");
	register L4_Word_t r4 __asm__("$4") = SpaceSpecifier.raw;
	register L4_Word_t r5 __asm__("$5") = control;
	register L4_Word_t r6 __asm__("$6") = KernelInterfacePageArea.raw;
	register L4_Word_t r7 __asm__("$7") = UtcbArea.raw;
	register L4_Word_t r8 __asm__("$8") = Redirector.raw;

	__asm__ __volatile__(__L4_CALL
			     : "=r" (result), "+r" (r4), "+r" (r5), "+r" (r6), "+r" (r7),
			       "+r" (r8), "+r" (entry)
			     : : "$3", "$9", "$10", __L4_CLOBBER_TEMPORARIES);
	if (old_Control)
		*old_Control = r4;
	return result;
}

L4_INLINE L4_Word_t L4_ProcessorControl(L4_Word_t ProcessorNo, L4_Word_t InternalFrequency,
					L4_Word_t ExternalFrequency, L4_Word_t voltage)
{
	__L4_ENTRY(__L4_ProcessorControl);
	register L4_Word_t result __asm__("$2");
	register L4_Word_t r4 __asm__("$4") = ProcessorNo;
	register L4_Word_t r5 __asm__("$5") = InternalFrequency;
	register L4_Word_t r6 __asm__("$6") = ExternalFrequency;
	register L4_Word_t r7 __asm__("$7") = voltage;

	__asm__ __volatile__(__L4_CALL
			     : "=r" (result), "+r" (r4), "+r" (r5), "+r" (r6), "+r" (r7),
			       "+r" (entry)
			     : : "$3", __L4_CLOBBER_8_TO_10, __L4_CLOBBER_TEMPORARIES);
	return result;
}

/* The fpages are in MR0.., in the UTCB. */
L4_INLINE L4_Word_t L4_MemoryControl(L4_Word_t control, const L4_Word_t *attributes)
{
	__L4_ENTRY(__L4_MemoryControl);
	register L4_Word_t result __asm__("$2");
	register L4_Word_t r4 __asm__("$4") = control;
	register L4_Word_t r5 __asm__("$5") = attributes[0];
	register L4_Word_t r6 __asm__("$6") = attributes[1];
	register L4_Word_t r7 __asm__("$7") = attributes[2];
	register L4_Word_t r8 __asm__("$8") = attributes[3];

	__asm__ __volatile__(__L4_CALL
			     : "=r" (result), "+r" (r4), "+r" (r5), "+r" (r6), "+r" (r7),
			       "+r" (r8), "+r" (entry)
			     : : "$3", "$9", "$10", __L4_CLOBBER_TEMPORARIES);
	return result;
}

#endif
