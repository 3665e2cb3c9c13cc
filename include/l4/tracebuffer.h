/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Writing events to the kernel's trace buffer (feature "tracebuffer").  Without a buffer all of
 * this does nothing.
 */
#ifndef __L4__TRACEBUFFER_H__
#define __L4__TRACEBUFFER_H__

#include <l4/thread.h>

#if defined(L4_64BIT)
# define L4_TRACEBUFFER_MAGIC		((L4_Word_t)0x1464b123acebfULL)
#else
# define L4_TRACEBUFFER_MAGIC		((L4_Word_t)0x1464b123UL)
#endif
#define L4_TRACEBUFFER_NUM_ARGS		9
#define L4_TRACEBUFFER_USERID_START	100
#define L4_TRACEBUFFER_DEFAULT_TYPE	1

typedef union {
	L4_Word_t	raw;
	struct {
		L4_BITFIELD5(L4_Word_t, smp : 1, pmon : 1, pmon_cpu : 2, pmon_e : 2,
			     : L4_BITS_PER_WORD - 6)
	} X;
} L4_TraceConfig_t;

typedef struct {
	struct {
		L4_BITFIELD4(L4_Word_t, utype : 16, __pad : 16, cpu : 16, id : 16)
	} X;
	L4_Word64_t	tsc;
	L4_Word_t	thread;
	L4_Word_t	pmc0;
	L4_Word_t	pmc1;
	const char	*str;		/* of the writer's space */
	L4_Word_t	data[L4_TRACEBUFFER_NUM_ARGS];
} L4_TraceRecord_t;

typedef struct {
	L4_Word_t		magic;
	L4_Word_t		current;	/* records written; modulo max: the next one */
	L4_Word_t		mask;		/* types of records that are kept */
	L4_Word_t		max;		/* records in the buffer */
	L4_TraceConfig_t	config;
	L4_Word_t		__pad[3];
	L4_Word_t		counters[8];
	L4_TraceRecord_t	tracerecords[1];
} L4_TraceBuffer_t;

/* The buffer, looked for at the first call; nil if the kernel has none. */
__L4_EXTERN_C L4_TraceBuffer_t *L4_GetTraceBuffer(void);
__L4_EXTERN_C L4_TraceBuffer_t *__L4_Tracebuffer;

#include __L4_INC_ARCH(tracebuffer.h)

/* A record to fill in, or nil if nobody wants one of this type. */
L4_INLINE L4_TraceRecord_t *L4_Tbuf_NextRecord(L4_Word_t type, L4_Word_t id)
{
	L4_TraceBuffer_t *buffer = L4_GetTraceBuffer();
	L4_TraceRecord_t *record;
	L4_Word_t n;

	if (buffer == 0 || buffer->max == 0 || (buffer->mask & type) == 0)
		return 0;
	n = __atomic_fetch_add(&buffer->current, 1, __ATOMIC_RELAXED) % buffer->max;
	record = (L4_TraceRecord_t *)((char *)buffer +
				      __builtin_offsetof(L4_TraceBuffer_t, tracerecords)) + n;
	record->X.utype = type & 0xffff;
	record->X.cpu = L4_ProcessorNo() & 0xffff;
	record->X.id = (id + L4_TRACEBUFFER_USERID_START) & 0xffff;
	record->thread = L4_MyGlobalId().raw;
	record->pmc0 = 0;
	record->pmc1 = 0;
	return record;
}

/* Writes one record with up to four values; the arch part adds the time. */
L4_INLINE void L4_Tbuf_StoreRecord(L4_Word_t type, L4_Word_t id, const char *str, L4_Word_t p0,
				   L4_Word_t p1, L4_Word_t p2, L4_Word_t p3)
{
	L4_TraceRecord_t *record = L4_Tbuf_NextRecord(type, id);
	int i;

	if (record == 0)
		return;
	L4_Tbuf_StoreRecordArch(record);
	record->str = str;
	record->data[0] = p0;
	record->data[1] = p1;
	record->data[2] = p2;
	record->data[3] = p3;
	for (i = 4; i < L4_TRACEBUFFER_NUM_ARGS; i++)
		record->data[i] = 0;
}

L4_INLINE void L4_Tbuf_IncCounter(L4_Word_t c)
{
	L4_TraceBuffer_t *buffer = L4_GetTraceBuffer();

	if (buffer)
		__L4_Inc_Atomic(&buffer->counters[c & 7]);
}

/* L4_Tbuf_RecordEvent_<n>(id, str, n values), and the same with a type in front. */
#define __L4_TBUF_EVENT(n, params, ...)							\
L4_INLINE void L4_Tbuf_RecordEvent_##n params						\
{											\
	L4_Tbuf_StoreRecord(__VA_ARGS__);						\
}
__L4_TBUF_EVENT(0, (L4_Word_t id, const char *str),
		L4_TRACEBUFFER_DEFAULT_TYPE, id, str, 0, 0, 0, 0)
__L4_TBUF_EVENT(1, (L4_Word_t id, const char *str, L4_Word_t p0),
		L4_TRACEBUFFER_DEFAULT_TYPE, id, str, p0, 0, 0, 0)
__L4_TBUF_EVENT(2, (L4_Word_t id, const char *str, L4_Word_t p0, L4_Word_t p1),
		L4_TRACEBUFFER_DEFAULT_TYPE, id, str, p0, p1, 0, 0)
__L4_TBUF_EVENT(3, (L4_Word_t id, const char *str, L4_Word_t p0, L4_Word_t p1, L4_Word_t p2),
		L4_TRACEBUFFER_DEFAULT_TYPE, id, str, p0, p1, p2, 0)
__L4_TBUF_EVENT(4, (L4_Word_t id, const char *str, L4_Word_t p0, L4_Word_t p1, L4_Word_t p2,
		    L4_Word_t p3),
		L4_TRACEBUFFER_DEFAULT_TYPE, id, str, p0, p1, p2, p3)
__L4_TBUF_EVENT(t0, (L4_Word_t type, L4_Word_t id, const char *str), type, id, str, 0, 0, 0, 0)
__L4_TBUF_EVENT(t1, (L4_Word_t type, L4_Word_t id, const char *str, L4_Word_t p0),
		type, id, str, p0, 0, 0, 0)
__L4_TBUF_EVENT(t2, (L4_Word_t type, L4_Word_t id, const char *str, L4_Word_t p0, L4_Word_t p1),
		type, id, str, p0, p1, 0, 0)
__L4_TBUF_EVENT(t3, (L4_Word_t type, L4_Word_t id, const char *str, L4_Word_t p0, L4_Word_t p1,
		     L4_Word_t p2),
		type, id, str, p0, p1, p2, 0)
__L4_TBUF_EVENT(t4, (L4_Word_t type, L4_Word_t id, const char *str, L4_Word_t p0, L4_Word_t p1,
		     L4_Word_t p2, L4_Word_t p3),
		type, id, str, p0, p1, p2, p3)
#undef __L4_TBUF_EVENT

#if defined(__cplusplus)
static inline void L4_Tbuf_RecordEvent(L4_Word_t id, const char *str)
{
	L4_Tbuf_RecordEvent_0(id, str);
}

static inline void L4_Tbuf_RecordEvent(L4_Word_t id, const char *str, L4_Word_t p0)
{
	L4_Tbuf_RecordEvent_1(id, str, p0);
}

static inline void L4_Tbuf_RecordEvent(L4_Word_t id, const char *str, L4_Word_t p0, L4_Word_t p1)
{
	L4_Tbuf_RecordEvent_2(id, str, p0, p1);
}

static inline void L4_Tbuf_RecordEvent(L4_Word_t id, const char *str, L4_Word_t p0, L4_Word_t p1,
				       L4_Word_t p2)
{
	L4_Tbuf_RecordEvent_3(id, str, p0, p1, p2);
}

static inline void L4_Tbuf_RecordEvent(L4_Word_t id, const char *str, L4_Word_t p0, L4_Word_t p1,
				       L4_Word_t p2, L4_Word_t p3)
{
	L4_Tbuf_RecordEvent_4(id, str, p0, p1, p2, p3);
}
#endif

#endif
