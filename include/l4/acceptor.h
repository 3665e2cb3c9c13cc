/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What a receiver takes besides untyped words: acceptors and receive buffers (X.2: BRs).  Programs
 * get this through <l4/message.h>.
 */
#ifndef __L4__ACCEPTOR_H__
#define __L4__ACCEPTOR_H__

#include <l4/items.h>
#include __L4_INC_ARCH(vregs.h)

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

#endif
