/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * System calls of x86-x64 (abi-x86-x64 sheet 3).  Each goes through a pointer to the kernel's stub
 * that __L4_Init() took from the KIP.  The stubs may destroy whatever is not an output; RBP is
 * saved here since the compiler may use it as frame pointer.  CALL and PUSH write below RSP: code
 * that includes this is compiled with -mno-red-zone.
 */
#ifndef __L4__AMD64__SYSCALLS_H__
#define __L4__AMD64__SYSCALLS_H__

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

#define __L4_CALL(entry)						\
	"pushq %%rbp\n\t"						\
	"call *" #entry "(%%rip)\n\t"					\
	"popq %%rbp"

#define __L4_CLOBBER_CALLEE_SAVED	"rbx", "r12", "r13", "r14", "r15"

/* The registers that carry MR1..MR7, to be declared where a call takes messages. */
#define __L4_MESSAGE_REGISTERS(mr)					\
	L4_Word_t mr1 = (mr)[1];					\
	L4_Word_t mr2 = (mr)[2];					\
	register L4_Word_t mr3 __asm__("r10") = (mr)[3];		\
	register L4_Word_t mr4 __asm__("r12") = (mr)[4];		\
	register L4_Word_t mr5 __asm__("r13") = (mr)[5];		\
	register L4_Word_t mr6 __asm__("r14") = (mr)[6];		\
	register L4_Word_t mr7 __asm__("r15") = (mr)[7]

/* ... and written back to the UTCB, whose address the kernel returned. */
#define __L4_STORE_MESSAGE(mr)						\
	do {								\
		(mr)[0] = mr0;						\
		(mr)[1] = mr1;						\
		(mr)[2] = mr2;						\
		(mr)[3] = mr3;						\
		(mr)[4] = mr4;						\
		(mr)[5] = mr5;						\
		(mr)[6] = mr6;						\
		(mr)[7] = mr7;						\
	} while (0)

L4_INLINE void *L4_KernelInterface(L4_Word_t *ApiVersion, L4_Word_t *ApiFlags, L4_Word_t *KernelId)
{
	void *kip;
	L4_Word_t version, flags, id;

	__asm__ __volatile__(".byte 0xf0, 0x90"		/* lock; nop */
			     : "=a" (kip), "=c" (version), "=d" (flags), "=S" (id));
	if (ApiVersion)
		*ApiVersion = version;
	if (ApiFlags)
		*ApiFlags = flags;
	if (KernelId)
		*KernelId = id;
	return kip;
}

#define __L4_DEFINE_IPC(name, entry)						\
L4_INLINE L4_MsgTag_t name(L4_ThreadId_t to, L4_ThreadId_t FromSpecifier,	\
			   L4_Word_t Timeouts, L4_ThreadId_t *from)		\
{										\
	L4_Word_t *mr = (L4_Word_t *)__L4_Utcb();				\
	L4_Word_t partner = to.raw;						\
	L4_MsgTag_t tag;							\
	register L4_Word_t timeouts __asm__("r8") = Timeouts;			\
	register L4_Word_t mr0 __asm__("r9") = mr[0];				\
	__L4_MESSAGE_REGISTERS(mr);						\
										\
	__asm__ __volatile__(__L4_CALL(entry)					\
			     : "+S" (partner), "+d" (FromSpecifier.raw), "+D" (mr),\
			       "+a" (mr1), "+b" (mr2), "+r" (timeouts), "+r" (mr0),\
			       "+r" (mr3), "+r" (mr4), "+r" (mr5), "+r" (mr6),	\
			       "+r" (mr7)					\
			     : : "rcx", "r11", "memory", "cc");			\
	__L4_STORE_MESSAGE(mr);							\
	if (from)								\
		from->raw = partner;						\
	tag.raw = mr0;								\
	return tag;								\
}
__L4_DEFINE_IPC(L4_Ipc, __L4_Ipc)
__L4_DEFINE_IPC(L4_Lipc, __L4_Lipc)
#undef __L4_DEFINE_IPC

/* The fpages are in MR0.. and come back there with their status bits. */
L4_INLINE void L4_Unmap(L4_Word_t control)
{
	L4_Word_t *mr = (L4_Word_t *)__L4_Utcb();
	register L4_Word_t mr0 __asm__("r9") = mr[0];
	__L4_MESSAGE_REGISTERS(mr);

	__asm__ __volatile__(__L4_CALL(__L4_Unmap)
			     : "+d" (control), "+D" (mr), "+a" (mr1), "+b" (mr2), "+r" (mr0),
			       "+r" (mr3), "+r" (mr4), "+r" (mr5), "+r" (mr6), "+r" (mr7)
			     : : "rcx", "rsi", "r8", "r11", "memory", "cc");
	__L4_STORE_MESSAGE(mr);
}

L4_INLINE L4_ThreadId_t L4_ExchangeRegisters(L4_ThreadId_t dest, L4_Word_t control, L4_Word_t sp,
					     L4_Word_t ip, L4_Word_t flags,
					     L4_Word_t UserDefHandle, L4_ThreadId_t pager,
					     L4_Word_t *old_control, L4_Word_t *old_sp,
					     L4_Word_t *old_ip, L4_Word_t *old_flags,
					     L4_Word_t *old_UserDefHandle,
					     L4_ThreadId_t *old_pager)
{
	register L4_Word_t r_ip __asm__("r8") = ip;
	register L4_Word_t r_flags __asm__("r9") = flags;
	register L4_Word_t r_handle __asm__("r10") = UserDefHandle;

	__asm__ __volatile__(__L4_CALL(__L4_ExchangeRegisters)
			     : "+a" (dest.raw), "+S" (control), "+d" (sp), "+r" (r_ip),
			       "+r" (r_flags), "+r" (r_handle), "+D" (pager.raw)
			     : : "rcx", "r11", __L4_CLOBBER_CALLEE_SAVED, "memory", "cc");
	if (old_control)
		*old_control = control;
	if (old_sp)
		*old_sp = sp;
	if (old_ip)
		*old_ip = r_ip;
	if (old_flags)
		*old_flags = r_flags;
	if (old_UserDefHandle)
		*old_UserDefHandle = r_handle;
	if (old_pager)
		*old_pager = pager;
	return dest;
}

L4_INLINE L4_Word_t L4_ThreadControl(L4_ThreadId_t dest, L4_ThreadId_t SpaceSpecifier,
				     L4_ThreadId_t Scheduler, L4_ThreadId_t Pager,
				     void *UtcbLocation)
{
	L4_Word_t result;
	register L4_Word_t space __asm__("r8") = SpaceSpecifier.raw;
	register L4_Word_t utcb __asm__("r9") = (L4_Word_t)UtcbLocation;

	__asm__ __volatile__(__L4_CALL(__L4_ThreadControl)
			     : "=a" (result), "+D" (dest.raw), "+S" (Pager.raw),
			       "+d" (Scheduler.raw), "+r" (space), "+r" (utcb)
			     : : "rcx", "r10", "r11", __L4_CLOBBER_CALLEE_SAVED, "memory", "cc");
	return result;
}

L4_INLINE L4_Clock_t L4_SystemClock(void)
{
	L4_Clock_t c;

	__asm__ __volatile__(__L4_CALL(__L4_SystemClock)
			     : "=a" (c.raw)
			     : : "rcx", "rdx", "rsi", "rdi", "r8", "r9", "r10", "r11",
				 __L4_CLOBBER_CALLEE_SAVED, "memory", "cc");
	return c;
}

L4_INLINE void L4_ThreadSwitch(L4_ThreadId_t dest)
{
	__asm__ __volatile__(__L4_CALL(__L4_ThreadSwitch)
			     : "+D" (dest.raw)
			     : : "rax", "rcx", "rdx", "rsi", "r8", "r9", "r10", "r11",
				 __L4_CLOBBER_CALLEE_SAVED, "memory", "cc");
}

L4_INLINE L4_Word_t L4_Schedule(L4_ThreadId_t dest, L4_Word_t TimeControl,
				L4_Word_t ProcessorControl, L4_Word_t PrioControl,
				L4_Word_t PreemptionControl, L4_Word_t *old_TimeControl)
{
	L4_Word_t result;
	register L4_Word_t processor __asm__("r8") = ProcessorControl;
	register L4_Word_t preemption __asm__("r9") = PreemptionControl;

	__asm__ __volatile__(__L4_CALL(__L4_Schedule)
			     : "=a" (result), "+D" (dest.raw), "+S" (PrioControl),
			       "+d" (TimeControl), "+r" (processor), "+r" (preemption)
			     : : "rcx", "r10", "r11", __L4_CLOBBER_CALLEE_SAVED, "memory", "cc");
	if (old_TimeControl)
		*old_TimeControl = TimeControl;
	return result;
}

L4_INLINE L4_Word_t L4_SpaceControl(L4_ThreadId_t SpaceSpecifier, L4_Word_t control,
				    L4_Fpage_t KernelInterfacePageArea, L4_Fpage_t UtcbArea,
				    L4_ThreadId_t Redirector, L4_Word_t *old_Control)
{
	L4_Word_t result;
	L4_Word_t rdx = KernelInterfacePageArea.raw;
	register L4_Word_t utcb_area __asm__("r8") = UtcbArea.raw;
	register L4_Word_t redirector __asm__("r9") = Redirector.raw;

	__asm__ __volatile__(__L4_CALL(__L4_SpaceControl)
			     : "=a" (result), "+D" (SpaceSpecifier.raw), "+S" (control),
			       "+d" (rdx), "+r" (utcb_area), "+r" (redirector)
			     : : "rcx", "r10", "r11", __L4_CLOBBER_CALLEE_SAVED, "memory", "cc");
	if (old_Control)
		*old_Control = rdx;
	return result;
}

L4_INLINE L4_Word_t L4_ProcessorControl(L4_Word_t ProcessorNo, L4_Word_t InternalFrequency,
					L4_Word_t ExternalFrequency, L4_Word_t voltage)
{
	L4_Word_t result;
	register L4_Word_t r_voltage __asm__("r8") = voltage;

	__asm__ __volatile__(__L4_CALL(__L4_ProcessorControl)
			     : "=a" (result), "+D" (ProcessorNo), "+S" (InternalFrequency),
			       "+d" (ExternalFrequency), "+r" (r_voltage)
			     : : "rcx", "r9", "r10", "r11", __L4_CLOBBER_CALLEE_SAVED, "memory",
				 "cc");
	return result;
}

/* The fpages are in MR0..; the kernel takes them from the UTCB where registers are too few. */
L4_INLINE L4_Word_t L4_MemoryControl(L4_Word_t control, const L4_Word_t *attributes)
{
	L4_Word_t *mr = (L4_Word_t *)__L4_Utcb();
	L4_Word_t rcx = attributes[0];
	L4_Word_t rsi = attributes[1];
	register L4_Word_t attribute2 __asm__("r8") = attributes[2];
	register L4_Word_t attribute3 __asm__("r11") = attributes[3];
	register L4_Word_t mr0 __asm__("r9") = mr[0];
	__L4_MESSAGE_REGISTERS(mr);

	__asm__ __volatile__(__L4_CALL(__L4_MemoryControl)
			     : "+d" (control), "+c" (rcx), "+S" (rsi), "+D" (mr), "+a" (mr1),
			       "+b" (mr2), "+r" (attribute2), "+r" (attribute3), "+r" (mr0),
			       "+r" (mr3), "+r" (mr4), "+r" (mr5), "+r" (mr6), "+r" (mr7)
			     : : "memory", "cc");
	return control;
}

#endif
