/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * System calls of x86-x32 (abi-x86-x32 sheet 4).  Each goes through a stub of libl4 that becomes a
 * jump to the kernel's routine in the KIP when it is first used.  EBP carries parameters and results
 * and may be the compiler's frame pointer: it is saved around every call that changes it.
 */
#ifndef __L4__IA32__SYSCALLS_H__
#define __L4__IA32__SYSCALLS_H__

#include <l4/types.h>
#include <l4/message.h>

/* The stubs: assembly routines with a register interface of their own. */
__L4_EXTERN_C void __L4_Ipc(void);
__L4_EXTERN_C void __L4_Lipc(void);
__L4_EXTERN_C void __L4_Unmap(void);
__L4_EXTERN_C void __L4_ExchangeRegisters(void);
__L4_EXTERN_C void __L4_ThreadControl(void);
__L4_EXTERN_C void __L4_SystemClock(void);
__L4_EXTERN_C void __L4_ThreadSwitch(void);
__L4_EXTERN_C void __L4_Schedule(void);
__L4_EXTERN_C void __L4_SpaceControl(void);
__L4_EXTERN_C void __L4_ProcessorControl(void);
__L4_EXTERN_C void __L4_MemoryControl(void);

/*
 * The page of stubs lies between __L4_syscalls_start and __L4_syscalls_end, whose types programs
 * choose themselves.  A stub leads to the KIP where the space that used it first has it: a space
 * with the KIP elsewhere wants a page of fresh stubs at the same place.
 */

/* Writes fresh stubs to `dest`, a page. */
__L4_EXTERN_C void __L4_copy_syscalls_in(L4_Word_t dest);
/* Nothing needs these; programs may call them. */
__L4_EXTERN_C void __L4_init_syscalls(void);
__L4_EXTERN_C void __L4_copy_syscalls_out(void);

#define __L4_SAVED_CALL(entry)							\
	"pushl %%ebp\n\t"							\
	"call " #entry "\n\t"							\
	"popl %%ebp"

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

/* MR0 goes in and comes out in ESI, MR1 and MR2 come out in EBX and EBP; the UTCB has them too. */
#define __L4_DEFINE_IPC(name, entry)						\
L4_INLINE L4_MsgTag_t name(L4_ThreadId_t to, L4_ThreadId_t FromSpecifier,	\
			   L4_Word_t Timeouts, L4_ThreadId_t *from)		\
{										\
	L4_Word_t *mr = (L4_Word_t *)__L4_Utcb();				\
	L4_Word_t mr1, mr2;							\
	L4_MsgTag_t tag = L4_MsgTag();						\
										\
	__asm__ __volatile__("pushl %%ebp\n\t"					\
			     "call " #entry "\n\t"				\
			     "movl %%ebp, %%ecx\n\t"				\
			     "popl %%ebp"					\
			     : "+a" (to.raw), "=c" (mr2), "+d" (FromSpecifier.raw),\
			       "+S" (tag.raw), "+D" (mr), "=b" (mr1)		\
			     : "1" (Timeouts)					\
			     : "memory", "cc");					\
	mr[1] = mr1;								\
	mr[2] = mr2;								\
	if (from)								\
		*from = to;							\
	return tag;								\
}
__L4_DEFINE_IPC(L4_Ipc, __L4_Ipc)
__L4_DEFINE_IPC(L4_Lipc, __L4_Lipc)
#undef __L4_DEFINE_IPC

/* The fpages are in MR0.. and come back there with their status bits. */
L4_INLINE void L4_Unmap(L4_Word_t control)
{
	L4_Word_t *mr = (L4_Word_t *)__L4_Utcb();
	L4_Word_t mr0 = mr[0];

	__asm__ __volatile__(__L4_SAVED_CALL(__L4_Unmap)
			     : "+a" (control), "+S" (mr0), "+D" (mr)
			     : : "ebx", "ecx", "edx", "memory", "cc");
	mr[0] = mr0;
}

/* Seven parameters and results, EBP among the registers: it is loaded and stored by way of a block
 * in memory, whose address is on the stack meanwhile. */
L4_INLINE L4_ThreadId_t L4_ExchangeRegisters(L4_ThreadId_t dest, L4_Word_t control, L4_Word_t sp,
					     L4_Word_t ip, L4_Word_t flags,
					     L4_Word_t UserDefHandle, L4_ThreadId_t pager,
					     L4_Word_t *old_control, L4_Word_t *old_sp,
					     L4_Word_t *old_ip, L4_Word_t *old_flags,
					     L4_Word_t *old_UserDefHandle,
					     L4_ThreadId_t *old_pager)
{
	struct {
		L4_Word_t handle, pager;
	} block = { UserDefHandle, pager.raw };
	void *at = &block;

	__asm__ __volatile__("pushl %%ebp\n\t"
			     "pushl %%ebx\n\t"
			     "movl 4(%%ebx), %%ebp\n\t"
			     "movl (%%ebx), %%ebx\n\t"
			     "call __L4_ExchangeRegisters\n\t"
			     "xchgl %%ebx, (%%esp)\n\t"
			     "movl %%ebp, 4(%%ebx)\n\t"
			     "popl (%%ebx)\n\t"
			     "popl %%ebp"
			     : "+a" (dest.raw), "+c" (control), "+d" (sp), "+S" (ip), "+D" (flags),
			       "+b" (at)
			     : : "memory", "cc");
	if (old_control)
		*old_control = control;
	if (old_sp)
		*old_sp = sp;
	if (old_ip)
		*old_ip = ip;
	if (old_flags)
		*old_flags = flags;
	if (old_UserDefHandle)
		*old_UserDefHandle = block.handle;
	if (old_pager)
		old_pager->raw = block.pager;
	return dest;
}

L4_INLINE L4_Word_t L4_ThreadControl(L4_ThreadId_t dest, L4_ThreadId_t SpaceSpecifier,
				     L4_ThreadId_t Scheduler, L4_ThreadId_t Pager,
				     void *UtcbLocation)
{
	L4_Word_t result = dest.raw;

	__asm__ __volatile__(__L4_SAVED_CALL(__L4_ThreadControl)
			     : "+a" (result), "+c" (Pager.raw), "+d" (Scheduler.raw),
			       "+S" (SpaceSpecifier.raw), "+D" (UtcbLocation)
			     : : "ebx", "memory", "cc");
	return result;
}

L4_INLINE L4_Clock_t L4_SystemClock(void)
{
	L4_Clock_t c;

	__asm__ __volatile__(__L4_SAVED_CALL(__L4_SystemClock)
			     : "=A" (c.raw)
			     : : "ebx", "ecx", "esi", "edi", "memory", "cc");
	return c;
}

L4_INLINE void L4_ThreadSwitch(L4_ThreadId_t dest)
{
	__asm__ __volatile__(__L4_SAVED_CALL(__L4_ThreadSwitch)
			     : "+a" (dest.raw)
			     : : "ebx", "ecx", "edx", "esi", "edi", "memory", "cc");
}

L4_INLINE L4_Word_t L4_Schedule(L4_ThreadId_t dest, L4_Word_t TimeControl,
				L4_Word_t ProcessorControl, L4_Word_t PrioControl,
				L4_Word_t PreemptionControl, L4_Word_t *old_TimeControl)
{
	L4_Word_t result = dest.raw;

	__asm__ __volatile__(__L4_SAVED_CALL(__L4_Schedule)
			     : "+a" (result), "+c" (PrioControl), "+d" (TimeControl),
			       "+S" (ProcessorControl), "+D" (PreemptionControl)
			     : : "ebx", "memory", "cc");
	if (old_TimeControl)
		*old_TimeControl = TimeControl;
	return result;
}

L4_INLINE L4_Word_t L4_SpaceControl(L4_ThreadId_t SpaceSpecifier, L4_Word_t control,
				    L4_Fpage_t KernelInterfacePageArea, L4_Fpage_t UtcbArea,
				    L4_ThreadId_t Redirector, L4_Word_t *old_Control)
{
	L4_Word_t result = SpaceSpecifier.raw;

	__asm__ __volatile__(__L4_SAVED_CALL(__L4_SpaceControl)
			     : "+a" (result), "+c" (control), "+d" (KernelInterfacePageArea.raw),
			       "+S" (UtcbArea.raw), "+D" (Redirector.raw)
			     : : "ebx", "memory", "cc");
	if (old_Control)
		*old_Control = control;
	return result;
}

L4_INLINE L4_Word_t L4_ProcessorControl(L4_Word_t ProcessorNo, L4_Word_t InternalFrequency,
					L4_Word_t ExternalFrequency, L4_Word_t voltage)
{
	L4_Word_t result = ProcessorNo;

	__asm__ __volatile__(__L4_SAVED_CALL(__L4_ProcessorControl)
			     : "+a" (result), "+c" (InternalFrequency), "+d" (ExternalFrequency),
			       "+S" (voltage)
			     : : "ebx", "edi", "memory", "cc");
	return result;
}

/* The fpages are in MR0..; attributes 2 and 3 go in EBX and EBP. */
L4_INLINE L4_Word_t L4_MemoryControl(L4_Word_t control, const L4_Word_t *attributes)
{
	L4_Word_t *mr = (L4_Word_t *)__L4_Utcb();
	L4_Word_t mr0 = mr[0];
	L4_Word_t attribute0 = attributes[0], attribute1 = attributes[1];
	const L4_Word_t *rest = attributes + 2;

	__asm__ __volatile__("pushl %%ebp\n\t"
			     "movl 4(%%ebx), %%ebp\n\t"
			     "movl (%%ebx), %%ebx\n\t"
			     "call __L4_MemoryControl\n\t"
			     "popl %%ebp"
			     : "+a" (control), "+c" (attribute0), "+d" (attribute1), "+S" (mr0),
			       "+D" (mr), "+b" (rest)
			     : : "memory", "cc");
	return control;
}

#endif
