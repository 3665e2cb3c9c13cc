/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The typed items of messages: mappings, strings, control transfers (X.2: typed items).  Programs
 * get this through <l4/message.h>.
 */
#ifndef __L4__ITEMS_H__
#define __L4__ITEMS_H__

#include <l4/types.h>
#include <l4/abi/msg.h>

/* ---- map and grant items ------------------------------------------------------------------ */

#define __L4_MAPPING_ITEM(name)							\
typedef union {									\
	L4_Word_t	raw[ABI_ITEM_MAP_WORDS];				\
	struct {								\
		L4_BITFIELD4(L4_Word_t,						\
			     C : 1,						\
			     __type : 3,					\
			     __zeros : 6,					\
			     snd_base : L4_BITS_PER_WORD - 10)			\
		L4_Fpage_t snd_fpage;						\
	} X;									\
} name
__L4_MAPPING_ITEM(L4_MapItem_t);
__L4_MAPPING_ITEM(L4_GrantItem_t);
#undef __L4_MAPPING_ITEM

L4_INLINE L4_MapItem_t L4_MapItem(L4_Fpage_t f, L4_Word_t SndBase)
{
	L4_MapItem_t m;

	m.raw[0] = (SndBase & (L4_Word_t)ABI_ITEM_SNDBASE_MASK) |
		   ABI_ITEM_MAP << ABI_ITEM_TYPE_SHIFT;
	m.raw[1] = f.raw;
	return m;
}

L4_INLINE L4_Bool_t L4_IsMapItem(L4_MapItem_t m)
{
	return m.X.__type == ABI_ITEM_MAP;
}

L4_INLINE L4_Fpage_t L4_MapItemSndFpage(L4_MapItem_t m)
{
	return m.X.snd_fpage;
}

L4_INLINE L4_Word_t L4_MapItemSndBase(L4_MapItem_t m)
{
	return m.raw[0] & (L4_Word_t)ABI_ITEM_SNDBASE_MASK;
}

L4_INLINE L4_GrantItem_t L4_GrantItem(L4_Fpage_t f, L4_Word_t SndBase)
{
	L4_GrantItem_t g;

	g.raw[0] = (SndBase & (L4_Word_t)ABI_ITEM_SNDBASE_MASK) |
		   ABI_ITEM_GRANT << ABI_ITEM_TYPE_SHIFT;
	g.raw[1] = f.raw;
	return g;
}

L4_INLINE L4_Bool_t L4_IsGrantItem(L4_GrantItem_t g)
{
	return g.X.__type == ABI_ITEM_GRANT;
}

L4_INLINE L4_Fpage_t L4_GrantItemSndFpage(L4_GrantItem_t g)
{
	return g.X.snd_fpage;
}

L4_INLINE L4_Word_t L4_GrantItemSndBase(L4_GrantItem_t g)
{
	return g.raw[0] & (L4_Word_t)ABI_ITEM_SNDBASE_MASK;
}

/* ---- string items ------------------------------------------------------------------------- */

typedef struct {
	L4_Word_t	raw;
} L4_CacheAllocationHint_t;

#define L4_UseDefaultCacheAllocation	((L4_CacheAllocationHint_t) { 0 })
#define __L4_CACHE_HINT_MASK		((L4_Word_t)6)

/* One descriptor: a head and j + 1 pointers; with c set another one of the string follows. */
typedef union {
	L4_Word_t	raw[2];
	struct {
		L4_BITFIELD5(L4_Word_t,
			     C : 1,
			     __type : 3,
			     j : 5,
			     c : 1,
			     string_length : L4_BITS_PER_WORD - ABI_STRING_LENGTH_SHIFT)
		union {
			void	*string_ptr;
			void	*substring_ptr[1];
		} str;
	} X;
} L4_StringItem_t;

__L4_STATIC_ASSERT(sizeof(L4_StringItem_t) == 2 * sizeof(L4_Word_t));

L4_INLINE L4_StringItem_t L4_StringItem(int size, void *address)
{
	L4_StringItem_t s;

	s.raw[0] = (L4_Word_t)size << ABI_STRING_LENGTH_SHIFT;
	s.X.str.string_ptr = address;
	return s;
}

L4_INLINE L4_Bool_t L4_IsStringItem(L4_StringItem_t *s)
{
	return (s->X.__type & 4) == 0;
}

L4_INLINE L4_Bool_t L4_CompoundString(L4_StringItem_t *s)
{
	return s->X.c;
}

L4_INLINE L4_Word_t L4_Substrings(L4_StringItem_t *s)
{
	return (L4_Word_t)s->X.j + 1;
}

/* The n-th pointer of this descriptor, n from 1. */
L4_INLINE void *L4_Substring(L4_StringItem_t *s, L4_Word_t n)
{
	return (void *)((__L4_AnyWord_t *)s)[n];
}

/* Words of the descriptor at `head`: itself and its pointers. */
L4_INLINE L4_Word_t __L4_DescriptorWords(L4_Word_t head)
{
	return ((head >> ABI_STRING_J_SHIFT) & ABI_STRING_J_MASK) + 2;
}

/* Words up to the last descriptor of the string at w, not counting that one. */
L4_INLINE L4_Word_t __L4_LastDescriptor(const __L4_AnyWord_t *w)
{
	L4_Word_t i = 0;

	while (w[i] & ABI_STRING_COMPOUND)
		i += __L4_DescriptorWords(w[i]);
	return i;
}

/* Words of the whole string at w with all its descriptors. */
L4_INLINE L4_Word_t __L4_StringWords(const __L4_AnyWord_t *w)
{
	L4_Word_t last = __L4_LastDescriptor(w);

	return last + __L4_DescriptorWords(w[last]);
}

L4_INLINE void __L4_CopyWords(__L4_AnyWord_t *to, const __L4_AnyWord_t *from, L4_Word_t n)
{
	while (n-- > 0)
		*to++ = *from++;
}

/* Appends a descriptor to the string; the caller provides the room.  Returns its place. */
L4_INLINE L4_StringItem_t *L4_AddSubstringTo(L4_StringItem_t *dest, L4_StringItem_t *substring)
{
	__L4_AnyWord_t *w = (__L4_AnyWord_t *)dest;
	L4_Word_t last = __L4_LastDescriptor(w);
	L4_Word_t end = last + __L4_DescriptorWords(w[last]);

	w[last] |= ABI_STRING_COMPOUND;
	__L4_CopyWords(w + end, (const __L4_AnyWord_t *)substring,
		       __L4_StringWords((const __L4_AnyWord_t *)substring));
	return (L4_StringItem_t *)(w + end);
}

/* Appends a substring of the same length to the last descriptor; the caller provides the room. */
L4_INLINE L4_StringItem_t *L4_AddSubstringAddressTo(L4_StringItem_t *dest, void *address)
{
	__L4_AnyWord_t *w = (__L4_AnyWord_t *)dest;

	w += __L4_LastDescriptor(w);
	w[__L4_DescriptorWords(w[0])] = (L4_Word_t)address;
	w[0] += (L4_Word_t)1 << ABI_STRING_J_SHIFT;
	return (L4_StringItem_t *)w;
}

/* The name is misspelt in the interface. */
L4_INLINE L4_CacheAllocationHint_t L4_CacheAlloctionHint(L4_StringItem_t s)
{
	L4_CacheAllocationHint_t h;

	h.raw = s.raw[0] & __L4_CACHE_HINT_MASK;
	return h;
}

L4_INLINE L4_Bool_t L4_IsCacheAllocationHintEqual(L4_CacheAllocationHint_t l,
						  L4_CacheAllocationHint_t r)
{
	return l.raw == r.raw;
}

L4_INLINE L4_Bool_t L4_IsCacheAllocationHintNotEqual(L4_CacheAllocationHint_t l,
						     L4_CacheAllocationHint_t r)
{
	return l.raw != r.raw;
}

L4_INLINE L4_StringItem_t L4_AddCacheAllocationHint(L4_StringItem_t s, L4_CacheAllocationHint_t h)
{
	s.raw[0] |= h.raw & __L4_CACHE_HINT_MASK;
	return s;
}

L4_INLINE L4_StringItem_t L4_AddCacheAllocationHintTo(L4_StringItem_t *s,
						      L4_CacheAllocationHint_t h)
{
	return *s = L4_AddCacheAllocationHint(*s, h);
}

/* ---- control transfer items (feature "ctrlxfer") ------------------------------------------- */

/* The head; one word per set mask bit follows it in memory, in unpacked form one per register. */
typedef union {
	L4_Word_t	raw[1];
	struct {
		L4_BITFIELD4(L4_Word_t,
			     C : 1,
			     __type : 3,
			     id : 8,
			     mask : L4_BITS_PER_WORD - 12)
	} X;
} L4_CtrlXferItem_t;

#define L4_CTRLXFER_FAULT_MASK(id)	((L4_Word_t)1 << (id))
#define L4_CTRLXFER_FAULT_ID_MASK(id)	(1ULL << (id))
#define L4_CTRLXFER_REG_ID(id, reg)	((id) * 16 + (reg))
#define L4_FAULT_PAGEFAULT		ABI_PROTO_PAGEFAULT
#define L4_FAULT_EXCEPTION		3
#define L4_FAULT_PREEMPTION		5

L4_INLINE void L4_FaultConfCtrlXferItemInit(L4_CtrlXferItem_t *c, L4_Word_t fault_id,
					    L4_Word_t mask)
{
	c->raw[0] = 0;
	c->X.__type = ABI_ITEM_CTRLXFER;
	c->X.id = fault_id;
	c->X.mask = mask;
}

L4_INLINE void L4_CtrlXferItemInit(L4_CtrlXferItem_t *c, L4_Word_t id)
{
	L4_FaultConfCtrlXferItemInit(c, id, 0);
}

L4_INLINE L4_Bool_t L4_IsCtrlXferItem(L4_CtrlXferItem_t *c)
{
	return c->X.__type == ABI_ITEM_CTRLXFER;
}

#endif
