/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Every C++ name of the interface, used once; only compiled (test_headers.c).
 */
#include <l4/arch.h>
#include <l4/bootinfo.h>
#include <l4/ipc.h>
#include <l4/kip.h>
#include <l4/message.h>
#include <l4/schedule.h>
#include <l4/sigma0.h>
#include <l4/space.h>
#include <l4/thread.h>
#include <l4/tracebuffer.h>
#if defined(L4_ARCH_AMD64)
#include L4_COMPAT_H_LOCATION
#endif

/* Programs declare these as they like. */
extern L4_Word_t __L4_syscalls_start;
extern char __L4_syscalls_end;

void types(L4_Fpage_t f, L4_ThreadId_t t, L4_Clock_t c);
void messages(L4_Msg_t *msg, L4_MsgBuffer_t *b);
void threads(L4_ThreadId_t t);
void machine(L4_Msg_t *msg, L4_ThreadId_t t);
void pages(void *kip, L4_BootRec_t *r);

void types(L4_Fpage_t f, L4_ThreadId_t t, L4_Clock_t c)
{
	f = f + L4_Readable;
	f += L4_Writable;
	f = f - L4_Readable;
	f -= L4_Writable;
	c = c + 5;
	c = c - (L4_Word64_t)7;
	c = c + c;
	if (t == L4_nilthread || t != L4_anythread || c < c || c > c || c <= c || c >= c ||
	    c == c || c != c)
		return;
}

void messages(L4_Msg_t *msg, L4_MsgBuffer_t *b)
{
	L4_Word_t word = 1, words[2] = { 1, 2 };
	L4_StringItem_t s[4] = { L4_StringItem(1, words) };
	L4_MapItem_t m = L4_MapItem(L4_Nilpage, 0);
	L4_GrantItem_t g = L4_GrantItem(L4_Nilpage, 0);
	L4_CtrlXferItem_t c;
	L4_MsgTag_t tag = L4_MsgTag(msg);
	L4_Acceptor_t a = L4_StringItemsAcceptor + L4_UntypedWordsAcceptor;

	L4_Init(&c, 1);
	s[0] += s[1];
	s[0] += L4_StringItem(2, words);
	s[0] += (void *)words;
	s[0] += L4_UseDefaultCacheAllocation;
	tag = tag + 1;
	tag += 2;
	if (tag == L4_Niltag || tag != L4_Niltag || L4_MapItem(m) || L4_GrantItem(g) ||
	    L4_StringItem(s))
		L4_Set_MsgTag(msg, tag);
	L4_Clear(msg);
	L4_Set_Label(msg, L4_Label(msg));
	L4_Put(msg, 1, 2, words, 0, 0);
	L4_Append(msg, word);
	L4_Append(msg, 7);
	L4_Append(msg, m);
	L4_Append(msg, g);
	L4_Append(msg, s[0]);
	L4_Append(msg, s);
	L4_Append(msg, &c);
	L4_Append(msg, 3UL, 1UL, 0UL);
	L4_Put(msg, 0, word);
	L4_Put(msg, 0, m);
	L4_Get(msg, words, 0);
	L4_Get(msg, 0, &m);
	L4_Get(msg, 0, s);
	L4_SndFpage(m) = L4_SndFpage(g);
	word = L4_SndBase(m) + L4_SndBase(g) + L4_Get(msg, 0);
	L4_Load(msg);
	L4_Store(tag, msg);
	a += L4_MapGrantItems(L4_CompleteAddressSpace);
	a -= L4_StringItemsAcceptor;
	L4_Clear(b);
	L4_Append(b, s[0]);
	L4_Append(b, s);
	if (L4_StringItems(a) || L4_MapGrantItems(a))
		L4_Accept(a, b);
}

void threads(L4_ThreadId_t t)
{
	L4_Word_t sp, ip, flags;

	t = L4_GlobalId(L4_LocalId(t));
	L4_Set_UserDefinedHandle(t, L4_UserDefinedHandle(t));
	L4_Set_Pager(t, L4_Pager(t));
	L4_Start(t);
	L4_Start(t, 1, 2);
	L4_Start(t, 1, 2, 3);
	L4_Stop(t, &sp, &ip, &flags);
	L4_AbortReceive_and_stop(t, &sp, &ip, &flags);
	L4_AbortSend_and_stop(t, &sp, &ip, &flags);
	l4_abort_send_and_stop(t, &sp, &ip, &flags);
	L4_AbortIpc_and_stop(t, &sp, &ip, &flags);
	L4_Call(t, L4_ZeroTime, L4_Never);
	L4_Send(t, L4_ZeroTime);
	L4_Receive(t, L4_ZeroTime);
	L4_Wait(L4_ZeroTime, &t);
	L4_ReplyWait(t, L4_ZeroTime, &t);
	L4_Tbuf_RecordEvent(1, "event");
	L4_Tbuf_RecordEvent(1, "event", 1, 2, 3, 4);
}

void pages(void *kip, L4_BootRec_t *r)
{
	L4_MemoryDesc_t *m = L4_MemoryDesc(kip, 0);
	L4_ProcDesc_t *p = L4_ProcDesc(kip, 0);
	L4_Fpage_t f[2] = { L4_Unmap(L4_Nilpage), L4_Flush(L4_Nilpage) };

	kip = L4_KernelInterface();
	L4_Unmap(2, f);
	L4_Flush(2, f);
	f[0] = L4_Sigma0_GetPage(L4_nilthread, f[0], f[1]);
	f[0] = L4_Sigma0_GetPage(L4_nilthread, f[0], 1UL);
	f[0] = L4_Sigma0_GetPage(L4_nilthread, f[0], 1UL, f[1]);
	if (L4_IsVirtual(m) + L4_Type(m) + L4_Low(m) + L4_High(m) + L4_ExternalFreq(p) +
	    L4_InternalFreq(p) + L4_Type(r))
		r = L4_Next(r);
}

#if defined(L4_ARCH_IA32)
template <typename ITEM> static void put_and_get(L4_Msg_t *msg, ITEM *item)
{
	L4_Set(item, 1, item->regs.reg[1]);
	L4_Append(msg, item);
	L4_Put(msg, 0, item);
	L4_Get(msg, 1, item);
}

void machine(L4_Msg_t *msg, L4_ThreadId_t t)
{
	L4_GPRegsCtrlXferItem_t general;
	L4_SegCtrlXferItem_t segment;
	L4_DTRCtrlXferItem_t table;
	L4_IoFpage_t ports = { 0 };

	L4_Init(&general);
	general.regs.eip = L4_CTRLXFER_GPREGS_EIP;
	put_and_get(msg, &general);
	L4_Init(&segment, L4_CTRLXFER_CSREGS_ID);
	put_and_get(msg, &segment);
	L4_Init(&table, L4_CTRLXFER_IDTRREGS_ID);
	put_and_get(msg, &table);
	L4_Set_Logid(t, 4);
	if (L4_IsNilFpage(L4_Fpage(ports)) || __L4_X86_Utcb() == &__L4_syscalls_start)
		__L4_syscalls_end = 0;
}
#elif defined(L4_ARCH_AMD64)
void machine(L4_Msg_t *msg, L4_ThreadId_t t)
{
	L4_IoFpage_t ports = { 0 };
	L4_Paddr_t address = 1;

	if (L4_ThreadId32(t) == L4_nilthread32 || L4_IsNilFpage(L4_Fpage(ports)))
		msg->raw[address] = *__L4_X86_Utcb();
}
#endif
