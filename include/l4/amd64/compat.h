/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Thread ids of 32-bit programs as 64-bit programs see them (feature "compatibility_mode").
 */
#ifndef __L4__AMD64__COMPAT_H__
#define __L4__AMD64__COMPAT_H__

#include <l4/types.h>

typedef union {
	L4_Word32_t	raw;
	struct {
		L4_Word32_t version : 14;
		L4_Word32_t thread_no : 18;
	} X;
} L4_GthreadId32_t;

typedef union {
	L4_Word32_t	raw;
	struct {
		L4_Word32_t __zeros : ABI_ID_LOCAL_BITS;
		L4_Word32_t local_id : 32 - ABI_ID_LOCAL_BITS;
	} X;
} L4_LthreadId32_t;

typedef union {
	L4_Word32_t		raw;
	L4_GthreadId32_t	global;
	L4_LthreadId32_t	local;
} L4_ThreadId32_t;

#define L4_nilthread32		((L4_ThreadId32_t) { 0U })
#define L4_anythread32		((L4_ThreadId32_t) { ~0U })
#define L4_anylocalthread32	((L4_ThreadId32_t) { ~0U & ~(L4_Word32_t)ABI_ID_LOCAL_MASK })

L4_INLINE L4_ThreadId32_t L4_GlobalId32(L4_Word32_t threadno, L4_Word32_t version)
{
	L4_ThreadId32_t t;

	t.global.X.thread_no = threadno;
	t.global.X.version = version;
	return t;
}

L4_INLINE L4_Word32_t L4_Version32(L4_ThreadId32_t t)
{
	return t.global.X.version;
}

L4_INLINE L4_Word32_t L4_ThreadNo32(L4_ThreadId32_t t)
{
	return t.global.X.thread_no;
}

L4_INLINE L4_Bool_t L4_IsThreadEqual32(L4_ThreadId32_t l, L4_ThreadId32_t r)
{
	return l.raw == r.raw;
}

L4_INLINE L4_Bool_t L4_IsThreadNotEqual32(L4_ThreadId32_t l, L4_ThreadId32_t r)
{
	return l.raw != r.raw;
}

L4_INLINE L4_Bool_t L4_IsNilThread32(L4_ThreadId32_t t)
{
	return t.raw == 0;
}

L4_INLINE L4_Bool_t L4_IsLocalId32(L4_ThreadId32_t t)
{
	return (t.raw & ABI_ID_LOCAL_MASK) == 0;
}

L4_INLINE L4_Bool_t L4_IsGlobalId32(L4_ThreadId32_t t)
{
	return !L4_IsLocalId32(t);
}

/* anythread and anylocalthread keep their meaning, local ids their address. */
L4_INLINE L4_ThreadId32_t L4_ThreadId32(L4_ThreadId_t t)
{
	L4_ThreadId32_t t32;

	if (L4_IsGlobalId(t) && t.raw != (L4_Word_t)ABI_ANYTHREAD)
		return L4_GlobalId32((L4_Word32_t)L4_ThreadNo(t), (L4_Word32_t)L4_Version(t));
	t32.raw = (L4_Word32_t)t.raw;
	return t32;
}

L4_INLINE L4_ThreadId_t L4_ThreadIdFrom32(L4_ThreadId32_t t32)
{
	L4_ThreadId_t t;

	if (t32.raw == ~0U)
		return L4_anythread;
	if (t32.raw == L4_anylocalthread32.raw)
		return L4_anylocalthread;
	if (L4_IsGlobalId32(t32))
		return L4_GlobalId(L4_ThreadNo32(t32), L4_Version32(t32));
	t.raw = t32.raw;
	return t;
}

#if defined(__cplusplus)
static inline bool operator==(const L4_ThreadId32_t &l, const L4_ThreadId32_t &r)
{
	return l.raw == r.raw;
}

static inline bool operator!=(const L4_ThreadId32_t &l, const L4_ThreadId32_t &r)
{
	return l.raw != r.raw;
}
#endif

#endif
