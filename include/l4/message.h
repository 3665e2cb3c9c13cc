/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Message tags and messages (X.2: messages); with the typed items and acceptors of the headers it
 * includes.  All of it is arithmetic on words: nothing here enters the kernel.
 */
#ifndef __L4__MESSAGE_H__
#define __L4__MESSAGE_H__

#include <l4/types.h>
#include <l4/acceptor.h>
#include <l4/items.h>
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
	const __L4_AnyWord_t *w = (const __L4_AnyWord_t *)s;

	__L4_MsgAppendItem(msg, w, __L4_StringWords(w));
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

#if defined(__cplusplus)
#include <l4/message_cxx.h>
#endif

#endif
