/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The C++ names of <l4/message.h>: overloads and operators, each one call to its C twin.  Included
 * from there only.
 */
#ifndef __L4__MESSAGE_CXX_H__
#define __L4__MESSAGE_CXX_H__

/* ---- tags --------------------------------------------------------------------------------- */

static inline bool operator==(const L4_MsgTag_t &l, const L4_MsgTag_t &r)
{
	return l.raw == r.raw;
}

static inline bool operator!=(const L4_MsgTag_t &l, const L4_MsgTag_t &r)
{
	return l.raw != r.raw;
}

static inline L4_MsgTag_t operator+(const L4_MsgTag_t &t, int label)
{
	return L4_MsgTagAddLabel(t, label);
}

static inline L4_MsgTag_t operator+=(L4_MsgTag_t &t, int label)
{
	return L4_MsgTagAddLabelTo(&t, label);
}

static inline L4_MsgTag_t L4_MsgTag(const L4_Msg_t *msg)
{
	return L4_MsgMsgTag(msg);
}

static inline void L4_Set_MsgTag(L4_Msg_t *msg, L4_MsgTag_t t)
{
	L4_Set_MsgMsgTag(msg, t);
}

static inline L4_Word_t L4_Label(const L4_Msg_t *msg)
{
	return L4_MsgLabel(msg);
}

static inline void L4_Set_Label(L4_Msg_t *msg, L4_Word_t label)
{
	L4_Set_MsgLabel(msg, label);
}

/* ---- items -------------------------------------------------------------------------------- */

static inline L4_Bool_t L4_MapItem(L4_MapItem_t m)
{
	return L4_IsMapItem(m);
}

static inline L4_Fpage_t L4_SndFpage(L4_MapItem_t m)
{
	return L4_MapItemSndFpage(m);
}

static inline L4_Word_t L4_SndBase(L4_MapItem_t m)
{
	return L4_MapItemSndBase(m);
}

static inline L4_Bool_t L4_GrantItem(L4_GrantItem_t g)
{
	return L4_IsGrantItem(g);
}

static inline L4_Fpage_t L4_SndFpage(L4_GrantItem_t g)
{
	return L4_GrantItemSndFpage(g);
}

static inline L4_Word_t L4_SndBase(L4_GrantItem_t g)
{
	return L4_GrantItemSndBase(g);
}

static inline L4_Bool_t L4_StringItem(L4_StringItem_t *s)
{
	return L4_IsStringItem(s);
}

/* By reference, for what follows a compound string's first descriptor; temporaries have none. */
static inline L4_StringItem_t &operator+=(L4_StringItem_t &dest, const L4_StringItem_t &substring)
{
	L4_AddSubstringTo(&dest, const_cast<L4_StringItem_t *>(&substring));
	return dest;
}

static inline L4_StringItem_t &operator+=(L4_StringItem_t &dest, void *address)
{
	L4_AddSubstringAddressTo(&dest, address);
	return dest;
}

static inline bool operator==(const L4_CacheAllocationHint_t &l, const L4_CacheAllocationHint_t &r)
{
	return l.raw == r.raw;
}

static inline bool operator!=(const L4_CacheAllocationHint_t &l, const L4_CacheAllocationHint_t &r)
{
	return l.raw != r.raw;
}

static inline L4_StringItem_t operator+(const L4_StringItem_t &s, const L4_CacheAllocationHint_t &h)
{
	return L4_AddCacheAllocationHint(s, h);
}

static inline L4_StringItem_t operator+=(L4_StringItem_t &s, const L4_CacheAllocationHint_t &h)
{
	return L4_AddCacheAllocationHintTo(&s, h);
}

static inline void L4_Init(L4_CtrlXferItem_t *c, L4_Word_t id)
{
	L4_CtrlXferItemInit(c, id);
}

/* ---- messages ----------------------------------------------------------------------------- */

static inline void L4_Put(L4_Msg_t *msg, L4_Word_t label, int u, L4_Word_t *untyped, int t,
			  void *items)
{
	L4_MsgPut(msg, label, u, untyped, t, items);
}

static inline void L4_Get(const L4_Msg_t *msg, L4_Word_t *untyped, void *items)
{
	L4_MsgGet(msg, untyped, items);
}

static inline void L4_Load(L4_Msg_t *msg)
{
	L4_MsgLoad(msg);
}

static inline void L4_Store(L4_MsgTag_t t, L4_Msg_t *msg)
{
	L4_MsgStore(t, msg);
}

static inline void L4_Clear(L4_Msg_t *msg)
{
	L4_MsgClear(msg);
}

static inline void L4_Append(L4_Msg_t *msg, L4_Word_t w)
{
	L4_MsgAppendWord(msg, w);
}

static inline void L4_Append(L4_Msg_t *msg, int w)
{
	L4_MsgAppendWord(msg, (L4_Word_t)w);
}

static inline void L4_Append(L4_Msg_t *msg, L4_MapItem_t m)
{
	L4_MsgAppendMapItem(msg, m);
}

static inline void L4_Append(L4_Msg_t *msg, L4_GrantItem_t g)
{
	L4_MsgAppendGrantItem(msg, g);
}

static inline void L4_Append(L4_Msg_t *msg, L4_StringItem_t s)
{
	L4_MsgAppendSimpleStringItem(msg, s);
}

static inline void L4_Append(L4_Msg_t *msg, L4_StringItem_t *s)
{
	L4_MsgAppendStringItem(msg, s);
}

static inline void L4_Append(L4_Msg_t *msg, L4_CtrlXferItem_t *c)
{
	L4_MsgAppendCtrlXferItem(msg, c);
}

static inline void L4_Append(L4_Msg_t *msg, L4_Word64_t fault_id_mask, L4_Word_t fault_mask,
			     L4_Word_t C = 0)
{
	L4_AppendFaultConfCtrlXferItems(msg, fault_id_mask, fault_mask, C);
}

static inline void L4_Put(L4_Msg_t *msg, L4_Word_t u, L4_Word_t w)
{
	L4_MsgPutWord(msg, u, w);
}

static inline void L4_Put(L4_Msg_t *msg, L4_Word_t t, L4_MapItem_t m)
{
	L4_MsgPutMapItem(msg, t, m);
}

static inline void L4_Put(L4_Msg_t *msg, L4_Word_t t, L4_GrantItem_t g)
{
	L4_MsgPutGrantItem(msg, t, g);
}

static inline void L4_Put(L4_Msg_t *msg, L4_Word_t t, L4_StringItem_t s)
{
	L4_MsgPutSimpleStringItem(msg, t, s);
}

static inline void L4_Put(L4_Msg_t *msg, L4_Word_t t, L4_StringItem_t *s)
{
	L4_MsgPutStringItem(msg, t, s);
}

static inline void L4_Put(L4_Msg_t *msg, L4_Word_t t, L4_CtrlXferItem_t *c)
{
	L4_MsgPutCtrlXferItem(msg, t, c);
}

static inline L4_Word_t L4_Get(L4_Msg_t *msg, L4_Word_t u)
{
	return L4_MsgWord(msg, u);
}

static inline void L4_Get(L4_Msg_t *msg, L4_Word_t u, L4_Word_t *w)
{
	L4_MsgGetWord(msg, u, w);
}

static inline L4_Word_t L4_Get(L4_Msg_t *msg, L4_Word_t t, L4_MapItem_t *m)
{
	return L4_MsgGetMapItem(msg, t, m);
}

static inline L4_Word_t L4_Get(L4_Msg_t *msg, L4_Word_t t, L4_GrantItem_t *g)
{
	return L4_MsgGetGrantItem(msg, t, g);
}

static inline L4_Word_t L4_Get(L4_Msg_t *msg, L4_Word_t t, L4_StringItem_t *s)
{
	return L4_MsgGetStringItem(msg, t, s);
}

static inline L4_Word_t L4_Get(L4_Msg_t *msg, L4_Word_t mr, L4_CtrlXferItem_t *c)
{
	return L4_MsgGetCtrlXferItem(msg, mr, c);
}

/* ---- acceptors and buffers ---------------------------------------------------------------- */

static inline L4_Acceptor_t operator+(const L4_Acceptor_t &l, const L4_Acceptor_t &r)
{
	return L4_AddAcceptor(l, r);
}

static inline L4_Acceptor_t &operator+=(L4_Acceptor_t &l, const L4_Acceptor_t &r)
{
	return l = L4_AddAcceptor(l, r);
}

static inline L4_Acceptor_t operator-(const L4_Acceptor_t &l, const L4_Acceptor_t &r)
{
	return L4_RemoveAcceptor(l, r);
}

static inline L4_Acceptor_t &operator-=(L4_Acceptor_t &l, const L4_Acceptor_t &r)
{
	return l = L4_RemoveAcceptor(l, r);
}

static inline L4_Bool_t L4_StringItems(L4_Acceptor_t a)
{
	return L4_HasStringItems(a);
}

static inline L4_Bool_t L4_MapGrantItems(L4_Acceptor_t a)
{
	return L4_HasMapGrantItems(a);
}

static inline void L4_Accept(L4_Acceptor_t a, L4_MsgBuffer_t *b)
{
	L4_AcceptStrings(a, b);
}

static inline void L4_Clear(L4_MsgBuffer_t *b)
{
	L4_MsgBufferClear(b);
}

static inline void L4_Append(L4_MsgBuffer_t *b, L4_StringItem_t s)
{
	L4_MsgBufferAppendSimpleRcvString(b, s);
}

static inline void L4_Append(L4_MsgBuffer_t *b, L4_StringItem_t *s)
{
	L4_MsgBufferAppendRcvString(b, s);
}

#endif
