/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Threads (X.2: thread ids, TCRs, ExchangeRegisters): a thread's own control registers, and the
 * functions by which threads of one space start, stop and inspect each other.
 */
#ifndef __L4__THREAD_H__
#define __L4__THREAD_H__

#include <l4/types.h>
#include __L4_INC_ARCH(vregs.h)
#include __L4_INC_ARCH(syscalls.h)

#define L4_ERROR_OK			ABI_ERR_OK
#define L4_ERROR_NO_PRIVILEGE		ABI_ERR_NO_PRIVILEGE
#define L4_ERROR_INVALID_THREAD		ABI_ERR_INVALID_THREAD
#define L4_ERROR_INVALID_SPACE		ABI_ERR_INVALID_SPACE
#define L4_ERROR_INVALID_SCHEDULER	ABI_ERR_INVALID_SCHEDULER
#define L4_ERROR_INVALID_PARAM		ABI_ERR_INVALID_PARAM
#define L4_ERROR_UTCB_AREA		ABI_ERR_UTCB_AREA
#define L4_ERROR_KIP_AREA		ABI_ERR_KIP_AREA
#define L4_ERROR_NO_MEM			ABI_ERR_NO_MEM

/* ---- the calling thread ------------------------------------------------------------------- */

L4_INLINE L4_ThreadId_t __L4_ThreadIdOf(L4_Word_t raw)
{
	L4_ThreadId_t t;

	t.raw = raw;
	return t;
}

L4_INLINE L4_ThreadId_t L4_MyGlobalId(void)
{
	return __L4_ThreadIdOf(__L4_TCR_MyGlobalId());
}

L4_INLINE L4_ThreadId_t L4_MyLocalId(void)
{
	return __L4_ThreadIdOf(__L4_TCR_MyLocalId());
}

L4_INLINE L4_ThreadId_t L4_Myself(void)
{
	return L4_MyGlobalId();
}

L4_INLINE L4_Word_t L4_ProcessorNo(void)
{
	return __L4_TCR_ProcessorNo();
}

L4_INLINE L4_Word_t L4_UserDefinedHandle(void)
{
	return __L4_TCR_UserDefinedHandle();
}

L4_INLINE void L4_Set_UserDefinedHandle(L4_Word_t handle)
{
	__L4_TCR_Set_UserDefinedHandle(handle);
}

L4_INLINE L4_ThreadId_t L4_Pager(void)
{
	return __L4_ThreadIdOf(__L4_TCR_Pager());
}

L4_INLINE void L4_Set_Pager(L4_ThreadId_t pager)
{
	__L4_TCR_Set_Pager(pager.raw);
}

L4_INLINE L4_ThreadId_t L4_ExceptionHandler(void)
{
	return __L4_ThreadIdOf(__L4_TCR_ExceptionHandler());
}

L4_INLINE void L4_Set_ExceptionHandler(L4_ThreadId_t handler)
{
	__L4_TCR_Set_ExceptionHandler(handler.raw);
}

/* Valid after a system call has failed. */
L4_INLINE L4_Word_t L4_ErrorCode(void)
{
	return __L4_TCR_ErrorCode();
}

L4_INLINE const char *L4_ErrorCode_String(L4_Word_t err)
{
	switch (err) {
	case L4_ERROR_OK:			return "l4_error_ok";
	case L4_ERROR_NO_PRIVILEGE:		return "l4_error_no_privilege";
	case L4_ERROR_INVALID_THREAD:		return "l4_error_invalid_thread";
	case L4_ERROR_INVALID_SPACE:		return "l4_error_invalid_space";
	case L4_ERROR_INVALID_SCHEDULER:	return "l4_error_invalid_scheduler";
	case L4_ERROR_INVALID_PARAM:		return "l4_error_invalid_param";
	case L4_ERROR_UTCB_AREA:		return "l4_error_utcb_area";
	case L4_ERROR_KIP_AREA:			return "l4_error_kip_area";
	case L4_ERROR_NO_MEM:			return "l4_error_no_mem";
	default:				return "invalid error code";
	}
}

/* The send timeout in the high, the receive timeout in the low 16 bits, as L4_Timeouts() gives. */
L4_INLINE L4_Word_t L4_XferTimeouts(void)
{
	return __L4_TCR_XferTimeout();
}

L4_INLINE void L4_Set_XferTimeouts(L4_Word_t timeouts)
{
	__L4_TCR_Set_XferTimeout(timeouts);
}

L4_INLINE L4_ThreadId_t L4_IntendedReceiver(void)
{
	return __L4_ThreadIdOf(__L4_TCR_IntendedReceiver());
}

L4_INLINE L4_ThreadId_t L4_ActualSender(void)
{
	return __L4_ThreadIdOf(__L4_TCR_ActualSender());
}

L4_INLINE void L4_Set_VirtualSender(L4_ThreadId_t sender)
{
	__L4_TCR_Set_VirtualSender(sender.raw);
}

/* Which bits of a received word the sender could have written. */
L4_INLINE L4_Word_t L4_WordSizeMask(void)
{
	return __L4_TCR_WordSizeMask();
}

L4_INLINE void L4_Reset_WordSizeMask(void)
{
	__L4_TCR_Reset_WordSizeMask();
}

/* ---- ids and attributes of other threads -------------------------------------------------- */

/* ExchangeRegisters with one new value and one of interest. */
L4_INLINE L4_ThreadId_t __L4_ExRegs(L4_ThreadId_t t, L4_Word_t control, L4_Word_t handle,
				    L4_ThreadId_t pager, L4_Word_t *old_handle,
				    L4_ThreadId_t *old_pager)
{
	return L4_ExchangeRegisters(t, control, 0, 0, 0, handle, pager, 0, 0, 0, 0, old_handle,
				    old_pager);
}

L4_INLINE L4_ThreadId_t L4_GlobalIdOf(L4_ThreadId_t t)
{
	if (L4_IsNilThread(t) || L4_IsGlobalId(t))
		return t;
	return __L4_ExRegs(t, 0, 0, L4_nilthread, 0, 0);
}

L4_INLINE L4_ThreadId_t L4_LocalIdOf(L4_ThreadId_t t)
{
	if (L4_IsNilThread(t) || L4_IsLocalId(t))
		return t;
	return __L4_ExRegs(t, 0, 0, L4_nilthread, 0, 0);
}

L4_INLINE L4_Bool_t L4_SameThreads(L4_ThreadId_t l, L4_ThreadId_t r)
{
	return L4_GlobalIdOf(l).raw == L4_GlobalIdOf(r).raw;
}

L4_INLINE L4_Word_t L4_UserDefinedHandleOf(L4_ThreadId_t t)
{
	L4_Word_t handle;

	__L4_ExRegs(t, ABI_EXREGS_DELIVER, 0, L4_nilthread, &handle, 0);
	return handle;
}

L4_INLINE void L4_Set_UserDefinedHandleOf(L4_ThreadId_t t, L4_Word_t handle)
{
	__L4_ExRegs(t, ABI_EXREGS_HANDLE, handle, L4_nilthread, 0, 0);
}

L4_INLINE L4_ThreadId_t L4_PagerOf(L4_ThreadId_t t)
{
	L4_ThreadId_t pager;

	__L4_ExRegs(t, ABI_EXREGS_DELIVER, 0, L4_nilthread, 0, &pager);
	return pager;
}

L4_INLINE void L4_Set_PagerOf(L4_ThreadId_t t, L4_ThreadId_t pager)
{
	__L4_ExRegs(t, ABI_EXREGS_PAGER, 0, pager, 0, 0);
}

/* ---- starting and stopping ---------------------------------------------------------------- */

typedef struct {
	L4_Word_t	raw;
} L4_ThreadState_t;

L4_INLINE L4_Bool_t L4_ThreadWasHalted(L4_ThreadState_t s)
{
	return (s.raw & ABI_EXREGS_WAS_HALTED) != 0;
}

L4_INLINE L4_Bool_t L4_ThreadWasReceiving(L4_ThreadState_t s)
{
	return (s.raw & ABI_EXREGS_WAS_RECEIVING) != 0;
}

L4_INLINE L4_Bool_t L4_ThreadWasSending(L4_ThreadState_t s)
{
	return (s.raw & ABI_EXREGS_WAS_SENDING) != 0;
}

L4_INLINE L4_Bool_t L4_ThreadWasIpcing(L4_ThreadState_t s)
{
	return (s.raw & (ABI_EXREGS_WAS_RECEIVING | ABI_EXREGS_WAS_SENDING)) != 0;
}

#define L4_EXREGS_CTRLXFER_CONF_FLAG	ABI_EXREGS_DELIVER
#define L4_EXREGS_CTRLXFER_READ_FLAG	ABI_EXREGS_CTRLXFER_READ
#define L4_EXREGS_CTRLXFER_WRITE_FLAG	ABI_EXREGS_CTRLXFER_WRITE
#define L4_EXREGS_EXCHANDLER_FLAG	(1 << 12)
#define L4_EXREGS_SCHEDULER_FLAG	(1 << 13)

#define __L4_EXREGS_ABORT		(ABI_EXREGS_ABORT_RECEIVE | ABI_EXREGS_ABORT_SEND)
#define __L4_EXREGS_START		(ABI_EXREGS_APPLY_HALT | __L4_EXREGS_ABORT)
#define __L4_EXREGS_STOP \
	(ABI_EXREGS_DELIVER | ABI_EXREGS_APPLY_HALT | ABI_EXREGS_HALT)

__L4_STATIC_ASSERT(__L4_EXREGS_START == 0x106);
__L4_STATIC_ASSERT(__L4_EXREGS_STOP == 0x301);

/* Ends whatever IPC the thread is in and lets it run. */
L4_INLINE void L4_Start(L4_ThreadId_t t)
{
	__L4_ExRegs(t, __L4_EXREGS_START, 0, L4_nilthread, 0, 0);
}

L4_INLINE void L4_Start_SpIp(L4_ThreadId_t t, L4_Word_t sp, L4_Word_t ip)
{
	L4_ExchangeRegisters(t, __L4_EXREGS_START | ABI_EXREGS_SP | ABI_EXREGS_IP, sp, ip, 0, 0,
			     L4_nilthread, 0, 0, 0, 0, 0, 0);
}

L4_INLINE void L4_Start_SpIpFlags(L4_ThreadId_t t, L4_Word_t sp, L4_Word_t ip, L4_Word_t flags)
{
	L4_ExchangeRegisters(t, __L4_EXREGS_START | ABI_EXREGS_SP | ABI_EXREGS_IP |
			     ABI_EXREGS_FLAGS, sp, ip, flags, 0, L4_nilthread, 0, 0, 0, 0, 0, 0);
}

/* Halts the thread, after ending the named kinds of IPC; old registers where asked for. */
L4_INLINE L4_ThreadState_t __L4_StopThread(L4_ThreadId_t t, L4_Word_t abort, L4_Word_t *sp,
					   L4_Word_t *ip, L4_Word_t *flags)
{
	L4_ThreadState_t state;

	L4_ExchangeRegisters(t, __L4_EXREGS_STOP | abort, 0, 0, 0, 0, L4_nilthread, &state.raw, sp,
			     ip, flags, 0, 0);
	return state;
}

#define __L4_DEFINE_STOP(name, abort)						\
L4_INLINE L4_ThreadState_t name(L4_ThreadId_t t)				\
{										\
	return __L4_StopThread(t, abort, 0, 0, 0);				\
}										\
L4_INLINE L4_ThreadState_t name##_SpIpFlags(L4_ThreadId_t t, L4_Word_t *sp,	\
					    L4_Word_t *ip, L4_Word_t *flags)	\
{										\
	return __L4_StopThread(t, abort, sp, ip, flags);			\
}
__L4_DEFINE_STOP(L4_Stop, 0)
__L4_DEFINE_STOP(L4_AbortReceive_and_stop, ABI_EXREGS_ABORT_RECEIVE)
__L4_DEFINE_STOP(L4_AbortSend_and_stop, ABI_EXREGS_ABORT_SEND)
__L4_DEFINE_STOP(L4_AbortIpc_and_stop, __L4_EXREGS_ABORT)
#undef __L4_DEFINE_STOP

/* ---- control transfer items (feature "ctrlxfer"): they lie in the caller's MRs ------------- */

L4_INLINE L4_Word_t L4_ConfCtrlXferItems(L4_ThreadId_t t)
{
	return __L4_ExRegs(t, L4_EXREGS_CTRLXFER_CONF_FLAG, 0, L4_nilthread, 0, 0).raw;
}

L4_INLINE L4_Word_t L4_ReadCtrlXferItems(L4_ThreadId_t t)
{
	return __L4_ExRegs(t, L4_EXREGS_CTRLXFER_READ_FLAG, 0, L4_nilthread, 0, 0).raw;
}

L4_INLINE L4_Word_t L4_WriteCtrlXferItems(L4_ThreadId_t t)
{
	return __L4_ExRegs(t, L4_EXREGS_CTRLXFER_WRITE_FLAG, 0, L4_nilthread, 0, 0).raw;
}

/* ---- interrupts ---------------------------------------------------------------------------- */

L4_INLINE L4_Word_t L4_AssociateInterrupt(L4_ThreadId_t irq, L4_ThreadId_t handler)
{
	return L4_ThreadControl(irq, irq, L4_nilthread, handler, (void *)~(L4_Word_t)0);
}

L4_INLINE L4_Word_t L4_DeassociateInterrupt(L4_ThreadId_t irq)
{
	return L4_ThreadControl(irq, irq, L4_nilthread, irq, (void *)~(L4_Word_t)0);
}

/* ---- C++ ---------------------------------------------------------------------------------- */

#if defined(__cplusplus)
static inline L4_ThreadId_t L4_GlobalId(L4_ThreadId_t t)
{
	return L4_GlobalIdOf(t);
}

static inline L4_ThreadId_t L4_LocalId(L4_ThreadId_t t)
{
	return L4_LocalIdOf(t);
}

static inline L4_Word_t L4_UserDefinedHandle(L4_ThreadId_t t)
{
	return L4_UserDefinedHandleOf(t);
}

static inline void L4_Set_UserDefinedHandle(L4_ThreadId_t t, L4_Word_t handle)
{
	L4_Set_UserDefinedHandleOf(t, handle);
}

static inline L4_ThreadId_t L4_Pager(L4_ThreadId_t t)
{
	return L4_PagerOf(t);
}

static inline void L4_Set_Pager(L4_ThreadId_t t, L4_ThreadId_t pager)
{
	L4_Set_PagerOf(t, pager);
}

static inline void L4_Start(L4_ThreadId_t t, L4_Word_t sp, L4_Word_t ip)
{
	L4_Start_SpIp(t, sp, ip);
}

static inline void L4_Start(L4_ThreadId_t t, L4_Word_t sp, L4_Word_t ip, L4_Word_t flags)
{
	L4_Start_SpIpFlags(t, sp, ip, flags);
}

#define __L4_OVERLOAD_STOP(name, target)					\
static inline L4_ThreadState_t name(L4_ThreadId_t t, L4_Word_t *sp,		\
				    L4_Word_t *ip, L4_Word_t *flags)		\
{										\
	return target##_SpIpFlags(t, sp, ip, flags);				\
}
__L4_OVERLOAD_STOP(L4_Stop, L4_Stop)
__L4_OVERLOAD_STOP(L4_AbortReceive_and_stop, L4_AbortReceive_and_stop)
__L4_OVERLOAD_STOP(L4_AbortSend_and_stop, L4_AbortSend_and_stop)
__L4_OVERLOAD_STOP(l4_abort_send_and_stop, L4_AbortSend_and_stop)
__L4_OVERLOAD_STOP(L4_AbortIpc_and_stop, L4_AbortIpc_and_stop)
#undef __L4_OVERLOAD_STOP
#endif

#endif
