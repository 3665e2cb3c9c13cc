/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Thread control, message and buffer registers in the UTCB (X.2: TCRs, MRs, BRs).  Included by
 * <l4/ARCH/vregs.h>, which has defined __L4_Utcb() - the calling thread's UTCB pointer, wherever it
 * keeps it - and whose <l4/ARCH/abi.h> gives each field's byte offset from there, negative or not.
 */
#ifndef __L4__VREGS_H__
#define __L4__VREGS_H__

#include <l4/types.h>
#include <l4/abi/msg.h>

#define __L4_NUM_MRS			ABI_NUM_MRS
#define __L4_NUM_BRS			ABI_NUM_BRS

/*
 * What the kernel changes behind the compiler's back it changes in system calls, which clobber
 * memory; only the flag bytes and the processor number change at any time.
 */
L4_INLINE L4_Word_t *__L4_UtcbWord(long offset)
{
	return (L4_Word_t *)((char *)__L4_Utcb() + offset);
}

L4_INLINE volatile L4_Word8_t *__L4_UtcbByte(long offset)
{
	return (volatile L4_Word8_t *)__L4_Utcb() + offset;
}

/* ---- thread control registers ------------------------------------------------------------- */

L4_INLINE L4_Word_t __L4_TCR_MyGlobalId(void)
{
	return *__L4_UtcbWord(ABI_UTCB_GLOBAL_ID);
}

L4_INLINE L4_Word_t __L4_TCR_MyLocalId(void)
{
	return (L4_Word_t)__L4_Utcb();
}

L4_INLINE L4_Word_t __L4_TCR_ProcessorNo(void)
{
	return *(volatile L4_Word_t *)__L4_UtcbWord(ABI_UTCB_PROCESSOR);
}

L4_INLINE L4_Word_t __L4_TCR_UserDefinedHandle(void)
{
	return *__L4_UtcbWord(ABI_UTCB_HANDLE);
}

L4_INLINE void __L4_TCR_Set_UserDefinedHandle(L4_Word_t w)
{
	*__L4_UtcbWord(ABI_UTCB_HANDLE) = w;
}

L4_INLINE L4_Word_t __L4_TCR_Pager(void)
{
	return *__L4_UtcbWord(ABI_UTCB_PAGER);
}

L4_INLINE void __L4_TCR_Set_Pager(L4_Word_t w)
{
	*__L4_UtcbWord(ABI_UTCB_PAGER) = w;
}

L4_INLINE L4_Word_t __L4_TCR_ExceptionHandler(void)
{
	return *__L4_UtcbWord(ABI_UTCB_EXC_HANDLER);
}

L4_INLINE void __L4_TCR_Set_ExceptionHandler(L4_Word_t w)
{
	*__L4_UtcbWord(ABI_UTCB_EXC_HANDLER) = w;
}

L4_INLINE L4_Word_t __L4_TCR_ErrorCode(void)
{
	return *__L4_UtcbWord(ABI_UTCB_ERROR_CODE);
}

L4_INLINE L4_Word_t __L4_TCR_XferTimeout(void)
{
	return *__L4_UtcbWord(ABI_UTCB_XFER_TIMEOUTS);
}

L4_INLINE void __L4_TCR_Set_XferTimeout(L4_Word_t w)
{
	*__L4_UtcbWord(ABI_UTCB_XFER_TIMEOUTS) = w;
}

L4_INLINE L4_Word_t __L4_TCR_IntendedReceiver(void)
{
	return *__L4_UtcbWord(ABI_UTCB_RECEIVER);
}

L4_INLINE L4_Word_t __L4_TCR_ActualSender(void)
{
	return *__L4_UtcbWord(ABI_UTCB_SENDER);
}

L4_INLINE void __L4_TCR_Set_VirtualSender(L4_Word_t w)
{
	*__L4_UtcbWord(ABI_UTCB_SENDER) = w;
}

/* Two words for the user's library; the kernel never touches them. */
L4_INLINE L4_Word_t __L4_TCR_ThreadWord(L4_Word_t n)
{
	return *__L4_UtcbWord(n ? ABI_UTCB_THREAD_WORD1 : ABI_UTCB_THREAD_WORD0);
}

L4_INLINE void __L4_TCR_Set_ThreadWord(L4_Word_t n, L4_Word_t w)
{
	*__L4_UtcbWord(n ? ABI_UTCB_THREAD_WORD1 : ABI_UTCB_THREAD_WORD0) = w;
}

/*
 * A UTCB word that tells how wide the words of the partner in the last IPC are, on machines where
 * programs of both word sizes run; elsewhere all words are whole.
 */
#if defined(ABI_UTCB_WORD_SIZE_MASK)
L4_INLINE L4_Word_t __L4_TCR_WordSizeMask(void)
{
	return *__L4_UtcbWord(ABI_UTCB_WORD_SIZE_MASK);
}

L4_INLINE void __L4_TCR_Reset_WordSizeMask(void)
{
	*__L4_UtcbWord(ABI_UTCB_WORD_SIZE_MASK) = ~(L4_Word_t)0;
}
#else
L4_INLINE L4_Word_t __L4_TCR_WordSizeMask(void)
{
	return ~(L4_Word_t)0;
}

L4_INLINE void __L4_TCR_Reset_WordSizeMask(void)
{
}
#endif

/* ---- coprocessor and preemption flags ----------------------------------------------------- */

L4_INLINE void L4_Set_CopFlag(L4_Word_t n)
{
	*__L4_UtcbByte(ABI_UTCB_COP_FLAGS) |= (L4_Word8_t)(1u << n);
}

L4_INLINE void L4_Clr_CopFlag(L4_Word_t n)
{
	*__L4_UtcbByte(ABI_UTCB_COP_FLAGS) &= (L4_Word8_t)~(1u << n);
}

/*
 * Sets (on != 0) or clears a preemption flag; returns its old state.  The kernel may set another one
 * of them between a read and a write, so nothing is written that would change nothing.
 */
L4_INLINE L4_Bool_t __L4_PreemptFlag(L4_Word8_t flag, int on)
{
	volatile L4_Word8_t *flags = __L4_UtcbByte(ABI_UTCB_PREEMPT_FLAGS);
	L4_Word8_t old = *flags, new_flags = (L4_Word8_t)(on ? old | flag : old & ~flag);

	if (new_flags != old)
		*flags = new_flags;
	return (old & flag) != 0;
}

/*
 * Enable clears and Disable sets, for both flags: a set flag delays the preemption or withholds
 * ordinary treatment of it (the sense of Pistachio's x86-x32 library, on every machine here).
 */
L4_INLINE L4_Bool_t L4_EnablePreemptionFaultException(void)
{
	return __L4_PreemptFlag(ABI_PREEMPT_SIGNAL, 0);
}

L4_INLINE L4_Bool_t L4_DisablePreemptionFaultException(void)
{
	return __L4_PreemptFlag(ABI_PREEMPT_SIGNAL, 1);
}

L4_INLINE L4_Bool_t L4_DisablePreemption(void)
{
	return __L4_PreemptFlag(ABI_PREEMPT_DELAY, 1);
}

L4_INLINE L4_Bool_t L4_EnablePreemption(void)
{
	return __L4_PreemptFlag(ABI_PREEMPT_DELAY, 0);
}

/* Tests and clears. */
L4_INLINE L4_Bool_t L4_PreemptionPending(void)
{
	return __L4_PreemptFlag(ABI_PREEMPT_PENDING, 0);
}

/* ---- message and buffer registers --------------------------------------------------------- */

L4_INLINE void L4_StoreMR(int i, L4_Word_t *w)
{
	*w = *__L4_UtcbWord(ABI_UTCB_MR(i));
}

L4_INLINE void L4_LoadMR(int i, L4_Word_t w)
{
	*__L4_UtcbWord(ABI_UTCB_MR(i)) = w;
}

/* The k registers from MRi on. */
L4_INLINE void L4_StoreMRs(int i, int k, L4_Word_t *w)
{
	const L4_Word_t *mr = __L4_UtcbWord(ABI_UTCB_MR(i));

	while (k-- > 0)
		*w++ = *mr++;
}

L4_INLINE void L4_LoadMRs(int i, int k, L4_Word_t *w)
{
	L4_Word_t *mr = __L4_UtcbWord(ABI_UTCB_MR(i));

	while (k-- > 0)
		*mr++ = *w++;
}

L4_INLINE void L4_StoreBR(int i, L4_Word_t *w)
{
	*w = *__L4_UtcbWord(ABI_UTCB_BR(i));
}

L4_INLINE void L4_LoadBR(int i, L4_Word_t w)
{
	*__L4_UtcbWord(ABI_UTCB_BR(i)) = w;
}

L4_INLINE void L4_StoreBRs(int i, int k, L4_Word_t *w)
{
	while (k-- > 0)
		L4_StoreBR(i++, w++);
}

L4_INLINE void L4_LoadBRs(int i, int k, L4_Word_t *w)
{
	while (k-- > 0)
		L4_LoadBR(i++, *w++);
}

#endif
