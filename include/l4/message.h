/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Message tags, typed items, messages, acceptors and receive buffers (X.2: messages).  All of it is
 * arithmetic on words: nothing here enters the kernel.
 */
#ifndef __L4__MESSAGE_H__
#define __L4__MESSAGE_H__

#include <l4/types.h>
#include <l4/abi/msg.h>
#include __L4_INC_ARCH(vregs.h)
#include __L4_INC_ARCH(specials.h)

/* ---- message tags ------------------------------------------------------------------------- */

typedef union {
	L4_Word_t	raw;
	struct {
		L4_BITFIELD4(L4_Word_t,
			     u : 6,
			     t : 6,
			     flags : 4,
			     label : L4_BITS_PER_WORD - ABI_TAG_LABEL_SHIFT)
	} X;
} L4_MsgTag_t;

__L4_STATIC_ASSERT(sizeof(L4_MsgTag_t) == sizeof(L4_Word_t));

#define L4_Niltag			((L4_MsgTag_t) { 0 })

L4_INLINE L4_Bool_t L4_IsMsgTagEqual(L4_MsgTag_t l, L4_MsgTag_t r)
{
	return l.raw == r.raw;
}

L4_INLINE L4_Bool_t L4_IsMsgTagNotEqual(L4_MsgTag_t l, L4_MsgTag_t r)
{
	return l.raw != r.raw;
}

/* Replaces a label that was there before. */
L4_INLINE L4_MsgTag_t L4_MsgTagAddLabel(L4_MsgTag_t t, int label)
{
	t.X.label = (L4_Word_t)label;
	return t;
}

L4_INLINE L4_MsgTag_t L4_MsgTagAddLabelTo(L4_MsgTag_t *t, int label)
{
	return *t = L4_MsgTagAddLabel(*t, label);
}

L4_INLINE L4_Word_t L4_Label(L4_MsgTag_t t)
{
	return t.X.label;
}

L4_INLINE L4_Word_t L4_UntypedWords(L4_MsgTag_t t)
{
	return t.X.u;
}

L4_INLINE L4_Word_t L4_TypedWords(L4_MsgTag_t t)
{
	return t.X.t;
}

L4_INLINE void L4_Set_Label(L4_MsgTag_t *t, L4_Word_t label)
{
	t->X.label = label;
}

L4_INLINE L4_MsgTag_t L4_MsgTag(void)
{
	L4_MsgTag_t t;

	L4_StoreMR(0, &t.raw);
	return t;
}

L4_INLINE void L4_Set_MsgTag(L4_MsgTag_t t)
{
	L4_LoadMR(0, t.raw);
}

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

/* One descriptor: a head and j + 1 pointers; with c set another descriptor of the string follows. */
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

/* ---- messages ----------------------------------------------------------------------------- */

typedef union {
	L4_Word_t	raw[__L4_NUM_MRS];
	L4_Word_t	msg[__L4_NUM_MRS];
	L4_MsgTag_t	tag;
} L4_Msg_t;

/* u untyped words, then items of t words in all. */
L4_INLINE void L4_MsgPut(L4_Msg_t *msg, L4_Word_t label, int u, L4_Word_t *untyped, int t,
			 void *items)
{
	msg->raw[0] = 0;
	msg->tag.X.u = (L4_Word_t)u & ABI_TAG_U_MASK;
	msg->tag.X.t = (L4_Word_t)t & ABI_TAG_U_MASK;
	msg->tag.X.label = label;
	__L4_CopyWords(&msg->raw[1], untyped, (L4_Word_t)u);
	__L4_CopyWords(&msg->raw[1 + u], (const __L4_AnyWord_t *)items, (L4_Word_t)t);
}

L4_INLINE void L4_MsgGet(const L4_Msg_t *msg, L4_Word_t *untyped, void *items)
{
	__L4_CopyWords(untyped, &msg->raw[1], msg->tag.X.u);
	__L4_CopyWords((__L4_AnyWord_t *)items, &msg->raw[1 + msg->tag.X.u], msg->tag.X.t);
}

L4_INLINE L4_MsgTag_t L4_MsgMsgTag(const L4_Msg_t *msg)
{
	return msg->tag;
}

L4_INLINE void L4_Set_MsgMsgTag(L4_Msg_t *msg, L4_MsgTag_t t)
{
	msg->tag = t;
}

L4_INLINE L4_Word_t L4_MsgLabel(const L4_Msg_t *msg)
{
	return msg->tag.X.label;
}

L4_INLINE void L4_Set_MsgLabel(L4_Msg_t *msg, L4_Word_t label)
{
	msg->tag.X.label = label;
}

/* Words a tag speaks of, without the tag itself; never more than there are registers. */
L4_INLINE int __L4_TagWords(L4_MsgTag_t t)
{
	int n = (int)t.X.u + (int)t.X.t;

	return n < __L4_NUM_MRS ? n : __L4_NUM_MRS - 1;
}

L4_INLINE void L4_MsgLoad(L4_Msg_t *msg)
{
	L4_LoadMRs(0, __L4_TagWords(msg->tag) + 1, msg->raw);
}

L4_INLINE void L4_MsgStore(L4_MsgTag_t t, L4_Msg_t *msg)
{
	L4_StoreMRs(1, __L4_TagWords(t), &msg->raw[1]);
	msg->tag = t;
}

L4_INLINE void L4_MsgClear(L4_Msg_t *msg)
{
	msg->raw[0] = 0;
}

/* Typed items that are there already move up by one. */
L4_INLINE void L4_MsgAppendWord(L4_Msg_t *msg, L4_Word_t w)
{
	L4_Word_t u = msg->tag.X.u;
	L4_Word_t i;

	for (i = u + msg->tag.X.t; i > u; i--)
		msg->raw[i + 1] = msg->raw[i];
	msg->raw[u + 1] = w;
	msg->tag.X.u = (u + 1) & ABI_TAG_U_MASK;
}

/* Appends n words of typed items. */
L4_INLINE void __L4_MsgAppendItem(L4_Msg_t *msg, const __L4_AnyWord_t *w, L4_Word_t n)
{
	L4_Word_t t = msg->tag.X.t;

	__L4_CopyWords(&msg->raw[1 + msg->tag.X.u + t], w, n);
	msg->tag.X.t = (t + n) & ABI_TAG_U_MASK;
}

L4_INLINE void L4_MsgAppendMapItem(L4_Msg_t *msg, L4_MapItem_t m)
{
	__L4_MsgAppendItem(msg, m.raw, 2);
}

L4_INLINE void L4_MsgAppendGrantItem(L4_Msg_t *msg, L4_GrantItem_t g)
{
	__L4_MsgAppendItem(msg, g.raw, 2);
}

L4_INLINE void L4_MsgAppendSimpleStringItem(L4_Msg_t *msg, L4_StringItem_t s)
{
	s.X.j = 0;
	s.X.c = 0;
	__L4_MsgAppendItem(msg, s.raw, 2);
}

/* A string with all its substrings and descriptors. */
L4_INLINE void L4_MsgAppendStringItem(L4_Msg_t *msg, L4_StringItem_t *s)
{
	__L4_MsgAppendItem(msg, (const __L4_AnyWord_t *)s, __L4_StringWords((const __L4_AnyWord_t *)s));
}

/* Packs the item's head and its chosen registers to `to`; returns the number of words, or 0. */
L4_INLINE L4_Word_t __L4_PackCtrlXfer(__L4_AnyWord_t *to, const L4_CtrlXferItem_t *c)
{
	const __L4_AnyWord_t *from = (const __L4_AnyWord_t *)c;
	L4_Word_t mask = c->X.mask;
	L4_Word_t n = 1;
	L4_Word_t reg;

	if (mask == 0)
		return 0;
	to[0] = from[0];
	for (reg = 0; mask; reg++, mask >>= 1)
		if (mask & 1)
			to[n++] = from[1 + reg];
	return n;
}

L4_INLINE void L4_MsgAppendCtrlXferItem(L4_Msg_t *msg, L4_CtrlXferItem_t *c)
{
	L4_Word_t t = msg->tag.X.t;

	t += __L4_PackCtrlXfer(&msg->raw[1 + msg->tag.X.u + t], c);
	msg->tag.X.t = t & ABI_TAG_U_MASK;
}

/* One untyped word for each fault of the set; C is the last one's continuation bit. */
L4_INLINE void L4_AppendFaultConfCtrlXferItems(L4_Msg_t *msg, L4_Word64_t fault_id_mask,
					       L4_Word_t fault_mask, L4_Word_t C)
{
	L4_CtrlXferItem_t item;
	L4_Word_t id;

	for (id = 0; fault_id_mask; id++, fault_id_mask >>= 1) {
		if (!(fault_id_mask & 1))
			continue;
		L4_FaultConfCtrlXferItemInit(&item, id, fault_mask);
		item.X.C = fault_id_mask == 1 ? C : 1;
		L4_MsgAppendWord(msg, item.raw[0]);
	}
}

L4_INLINE void L4_MsgPutWord(L4_Msg_t *msg, L4_Word_t u, L4_Word_t w)
{
	msg->raw[u + 1] = w;
}

/* The word where the typed item at index t begins. */
L4_INLINE L4_Word_t *__L4_MsgItem(L4_Msg_t *msg, L4_Word_t t)
{
	return &msg->raw[1 + msg->tag.X.u + t];
}

L4_INLINE void L4_MsgPutMapItem(L4_Msg_t *msg, L4_Word_t t, L4_MapItem_t m)
{
	__L4_CopyWords(__L4_MsgItem(msg, t), m.raw, 2);
}

L4_INLINE void L4_MsgPutGrantItem(L4_Msg_t *msg, L4_Word_t t, L4_GrantItem_t g)
{
	__L4_CopyWords(__L4_MsgItem(msg, t), g.raw, 2);
}

L4_INLINE void L4_MsgPutSimpleStringItem(L4_Msg_t *msg, L4_Word_t t, L4_StringItem_t s)
{
	s.X.j = 0;
	s.X.c = 0;
	__L4_CopyWords(__L4_MsgItem(msg, t), s.raw, 2);
}

L4_INLINE void L4_MsgPutStringItem(L4_Msg_t *msg, L4_Word_t t, L4_StringItem_t *s)
{
	__L4_CopyWords(__L4_MsgItem(msg, t), (const __L4_AnyWord_t *)s,
		       __L4_StringWords((const __L4_AnyWord_t *)s));
}

L4_INLINE void L4_MsgPutCtrlXferItem(L4_Msg_t *msg, L4_Word_t t, L4_CtrlXferItem_t *c)
{
	__L4_PackCtrlXfer(__L4_MsgItem(msg, t), c);
}

L4_INLINE L4_Word_t L4_MsgWord(L4_Msg_t *msg, L4_Word_t u)
{
	return msg->raw[u + 1];
}

L4_INLINE void L4_MsgGetWord(L4_Msg_t *msg, L4_Word_t u, L4_Word_t *w)
{
	*w = msg->raw[u + 1];
}

/* The Get functions return the item's size in words: the step to the next one. */
L4_INLINE L4_Word_t L4_MsgGetMapItem(L4_Msg_t *msg, L4_Word_t t, L4_MapItem_t *m)
{
	__L4_CopyWords(m->raw, __L4_MsgItem(msg, t), 2);
	return 2;
}

L4_INLINE L4_Word_t L4_MsgGetGrantItem(L4_Msg_t *msg, L4_Word_t t, L4_GrantItem_t *g)
{
	__L4_CopyWords(g->raw, __L4_MsgItem(msg, t), 2);
	return 2;
}

/* The caller provides room for all descriptors of the string. */
L4_INLINE L4_Word_t L4_MsgGetStringItem(L4_Msg_t *msg, L4_Word_t t, L4_StringItem_t *s)
{
	const __L4_AnyWord_t *w = __L4_MsgItem(msg, t);
	L4_Word_t n = __L4_StringWords(w);

	__L4_CopyWords((__L4_AnyWord_t *)s, w, n);
	return n;
}

/* mr is an index into the whole message; registers are spread out to their places in the item. */
L4_INLINE L4_Word_t L4_MsgGetCtrlXferItem(L4_Msg_t *msg, L4_Word_t mr, L4_CtrlXferItem_t *c)
{
	__L4_AnyWord_t *to = (__L4_AnyWord_t *)c;
	L4_Word_t n = 1;
	L4_Word_t mask;
	L4_Word_t reg;

	to[0] = msg->raw[mr];
	mask = c->X.mask;
	for (reg = 0; mask; reg++, mask >>= 1)
		if (mask & 1)
			to[1 + reg] = msg->raw[mr + n++];
	return n;
}

/* ---- acceptors and receive buffers -------------------------------------------------------- */

typedef union {
	L4_Word_t	raw;
	struct {
		L4_BITFIELD4(L4_Word_t,
			     s : 1,
			     c : 1,
			     __zeros : 2,
			     RcvWindow : L4_BITS_PER_WORD - 4)
	} X;
} L4_Acceptor_t;

typedef union {
	L4_Word_t	raw[32];
	L4_StringItem_t	string[16];
} L4_MsgBuffer_t;

__L4_STATIC_ASSERT(sizeof(((L4_MsgBuffer_t *)0)->raw) / sizeof(L4_Word_t) == __L4_NUM_BRS - 1);

#define L4_UntypedWordsAcceptor		((L4_Acceptor_t) { 0 })
#define L4_StringItemsAcceptor		((L4_Acceptor_t) { ABI_ACCEPT_STRINGS })
#define L4_CtrlXferAcceptor		((L4_Acceptor_t) { ABI_ACCEPT_CTRLXFER })

L4_INLINE L4_Acceptor_t L4_MapGrantItems(L4_Fpage_t RcvWindow)
{
	L4_Acceptor_t a;

	a.raw = RcvWindow.raw & (L4_Word_t)ABI_ACCEPT_WINDOW_MASK;
	return a;
}

/* The right side's window wins if it has one. */
L4_INLINE L4_Acceptor_t L4_AddAcceptor(L4_Acceptor_t l, L4_Acceptor_t r)
{
	l.X.s |= r.X.s;
	if (r.X.RcvWindow)
		l.X.RcvWindow = r.X.RcvWindow;
	return l;
}

L4_INLINE L4_Acceptor_t L4_AddAcceptorTo(L4_Acceptor_t l, L4_Acceptor_t r)
{
	return L4_AddAcceptor(l, r);
}

L4_INLINE L4_Acceptor_t L4_RemoveAcceptor(L4_Acceptor_t l, L4_Acceptor_t r)
{
	if (r.X.s)
		l.X.s = 0;
	if (r.X.RcvWindow)
		l.X.RcvWindow = 0;
	return l;
}

L4_INLINE L4_Acceptor_t L4_RemoveAcceptorFrom(L4_Acceptor_t l, L4_Acceptor_t r)
{
	return L4_RemoveAcceptor(l, r);
}

L4_INLINE L4_Bool_t L4_HasStringItems(L4_Acceptor_t a)
{
	return a.X.s;
}

L4_INLINE L4_Bool_t L4_HasMapGrantItems(L4_Acceptor_t a)
{
	return a.X.RcvWindow != 0;
}

L4_INLINE L4_Fpage_t L4_RcvWindow(L4_Acceptor_t a)
{
	L4_Fpage_t f;

	f.raw = a.raw & (L4_Word_t)ABI_ACCEPT_WINDOW_MASK;
	return f;
}

L4_INLINE void L4_Accept(L4_Acceptor_t a)
{
	L4_LoadBR(0, a.raw);
}

L4_INLINE L4_Acceptor_t L4_Accepted(void)
{
	L4_Acceptor_t a;

	L4_StoreBR(0, &a.raw);
	return a;
}

/* The word after the last string of the buffer; *last is the head of that string. */
L4_INLINE L4_Word_t __L4_MsgBufferEnd(const L4_MsgBuffer_t *b, L4_Word_t *last)
{
	L4_Word_t i = 0;

	*last = 0;
	if (b->raw[0] == 0)
		return 0;
	for (;;) {
		*last = i;
		i += __L4_StringWords(&b->raw[i]);
		if (!(b->raw[*last] & ABI_ITEM_CONTINUED))
			return i;
	}
}

L4_INLINE void L4_AcceptStrings(L4_Acceptor_t a, L4_MsgBuffer_t *b)
{
	L4_Word_t last;

	L4_LoadBR(0, a.raw);
	L4_LoadBRs(1, (int)__L4_MsgBufferEnd(b, &last), b->raw);
}

L4_INLINE void L4_MsgBufferClear(L4_MsgBuffer_t *b)
{
	b->raw[0] = 0;
	b->raw[2] = 0;
}

/* A string the buffer registers have no room for is left out. */
L4_INLINE void L4_MsgBufferAppendRcvString(L4_MsgBuffer_t *b, L4_StringItem_t *s)
{
	const __L4_AnyWord_t *w = (const __L4_AnyWord_t *)s;
	L4_Word_t n = __L4_StringWords(w);
	L4_Word_t last;
	L4_Word_t end = __L4_MsgBufferEnd(b, &last);

	if (end + n > __L4_NUM_BRS - 1)
		return;
	if (end)
		b->raw[last] |= ABI_ITEM_CONTINUED;
	__L4_CopyWords(&b->raw[end], w, n);
	b->raw[end] &= ~(L4_Word_t)ABI_ITEM_CONTINUED;
}

L4_INLINE void L4_MsgBufferAppendSimpleRcvString(L4_MsgBuffer_t *b, L4_StringItem_t s)
{
	s.X.j = 0;
	s.X.c = 0;
	L4_MsgBufferAppendRcvString(b, &s);
}

#if defined(__cplusplus)
#include <l4/message_cxx.h>
#endif

#endif
