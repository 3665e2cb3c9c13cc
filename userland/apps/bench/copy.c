/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Strings: one message that carries up to 4 MB from a space to another, all pages present.
 */
#include <l4/sigma0.h>
#include "bench.h"

#define LARGEST_LOG2	22
/* On 32 bits a string is shorter than that; then a page less is the longest. */
#define LARGEST		((1UL << LARGEST_LOG2) - (sizeof(L4_Word_t) == 4 ? page_size : 0))

static L4_Word_t from_base, to_base;

static void touch(L4_Word_t base)
{
	for (L4_Word_t at = base; at < base + (1UL << LARGEST_LOG2); at += page_size)
		*(volatile char *)at = 1;
}

/* All memory is the root task's, shared by the pager: so the pages are touched first. */
static void receiver(void)
{
	L4_MsgBuffer_t buffers;
	L4_ThreadId_t from;

	touch(to_base);
	L4_MsgBufferClear(&buffers);
	L4_MsgBufferAppendSimpleRcvString(&buffers,
					  L4_StringItem((int)LARGEST, (void *)to_base));
	L4_AcceptStrings(L4_StringItemsAcceptor, &buffers);
	L4_Set_MsgTag(L4_Niltag);
	L4_Send(main_id);
	for (L4_Wait(&from);; L4_ReplyWait(from, &from))
		L4_Set_MsgTag(L4_Niltag);
}

static void copy(L4_ThreadId_t to, L4_Word_t size)
{
	L4_StringItem_t item = L4_StringItem((int)size, (void *)from_base);
	L4_Msg_t msg;

	L4_MsgClear(&msg);
	L4_MsgAppendSimpleStringItem(&msg, item);
	L4_MsgLoad(&msg);
	stretch_begin();
	L4_MsgTag_t tag = L4_Call(to);

	stretch_end();
	if (L4_IpcFailed(tag))
		complain("copying a string");
	else
		report("string", key("size", size), 1);
}

static L4_Word_t get_memory(void)
{
	L4_Fpage_t f = L4_Sigma0_GetAny(L4_nilthread, LARGEST_LOG2, L4_CompleteAddressSpace);

	L4_Accept(L4_UntypedWordsAcceptor);
	if (L4_IsNilFpage(f))
		complain("no memory for strings");
	return L4_IsNilFpage(f) ? 0 : L4_Address(f);
}

void bench_copy(void)
{
	L4_ThreadId_t to;

	from_base = get_memory();
	to_base = get_memory();
	if (!from_base || !to_base)
		return;
	touch(from_base);
	touch(to_base);
	to = worker_start(NEW_SPACE, receiver);
	worker_wait(to);
	for (int log2 = 6; log2 < LARGEST_LOG2; log2 += 4)
		copy(to, 1UL << log2);
	copy(to, LARGEST);
	worker_kill(to);
}
