/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The machine's part of a trace record: the time stamp.  User programs cannot read the processor's
 * counter, so it is the kernel's clock, in microseconds.
 */
#ifndef __L4__MIPS64__TRACEBUFFER_H__
#define __L4__MIPS64__TRACEBUFFER_H__

L4_INLINE void L4_Tbuf_StoreRecordArch(L4_TraceRecord_t *record)
{
	record->tsc = L4_SystemClock().raw;
}

#endif
