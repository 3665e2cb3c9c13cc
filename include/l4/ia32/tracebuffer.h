/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The machine's part of a trace record: the time stamp.
 */
#ifndef __L4__IA32__TRACEBUFFER_H__
#define __L4__IA32__TRACEBUFFER_H__

L4_INLINE void L4_Tbuf_StoreRecordArch(L4_TraceRecord_t *record)
{
	record->tsc = __L4_Rdtsc();
}

#endif
