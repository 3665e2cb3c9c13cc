/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * sigma0: the first address space, which owns all memory, and its server (X.2: sigma0; protocols
 * sheet 6).  One thread that answers requests for ever: page faults, requests for pages and ports,
 * and a few for its owner's information.  Whoever breaks the protocol gets no answer.
 */
#include <l4/ipc.h>
#include <l4/kip.h>
#include <l4/message.h>
#include <l4/misc.h>
#include <l4/sigma0.h>
#include <l4io.h>
#include <l4lib/end.h>
#include "memory.h"
#include "ports.h"

/* words of the extension protocol */
#define EXT_VERBOSE		1
#define EXT_DUMP		2

/* Bits 20 and up of a tag tell the protocol; the low label bits are the requester's. */
#define PROTOCOL_SHIFT		20

static void *kip;
static L4_Word_t verbose;

/* What a request comes to: no answer, an empty one, or one with a page or without. */
enum answer { SILENCE, EMPTY, REFUSED, GIVEN };

struct request {
	L4_ThreadId_t from;
	L4_MsgTag_t tag;
	L4_Word_t word[3];		/* MR1..MR3 */
	L4_Fpage_t page;		/* what is given */
	L4_Word_t base;			/* ... and where it lies */
};

static enum answer give(struct request *r, addr_t address, int order)
{
	r->base = address;
	r->page = L4_FpageAddRights(L4_FpageLog2(address, order), L4_FullyAccessible);
	return GIVEN;
}

static enum answer on_page_fault(struct request *r)
{
	addr_t address = r->word[0] & ~(((addr_t)1 << min_order) - 1);

	return memory_fault(r->from, address) ? give(r, address, min_order) : REFUSED;
}

static enum answer on_ports(struct request *r)
{
	L4_Fpage_t fpage = { r->word[0] };

	if (!ports_are_meant(fpage) || !ports_claim(r->from, fpage))
		return REFUSED;
	r->base = 0;
	r->page = L4_FpageAddRights(fpage, L4_FullyAccessible);
	return GIVEN;
}

/* A base of all ones, in as many bits as the requester's words have. */
static bool is_any(L4_Fpage_t fpage)
{
	L4_Word_t mask = L4_WordSizeMask() & (L4_Word_t)ABI_ITEM_SNDBASE_MASK;

	return (fpage.raw & mask) == mask;
}

static bool set_attribute(addr_t address, int order, L4_Word_t attribute)
{
	return attribute == L4_DefaultMemory ||
	       L4_Set_PageAttribute(L4_FpageLog2(address, order), attribute);
}

static enum answer on_rpc(struct request *r)
{
	L4_Fpage_t fpage = { r->word[0] };
	int order = (int)L4_SizeLog2(fpage);
	addr_t address;

	if (ports_are_meant(fpage))
		return on_ports(r);
	if (order < min_order || order >= L4_BITS_PER_WORD)
		return REFUSED;
	if (is_any(fpage)) {
		if (!memory_claim_any(r->from, order, &address))
			return REFUSED;
	} else {
		address = L4_Address(fpage);
		/* The upper half of an address that does not fit the requester's words. */
		if (fpage.X.extended && L4_UntypedWords(r->tag) == 3)
			address |= (addr_t)((L4_Word64_t)r->word[2] << 32);
		if (!memory_claim(r->from, address, order))
			return REFUSED;
	}
	return set_attribute(address, order, r->word[1]) ? give(r, address, order) : REFUSED;
}

static enum answer on_extension(struct request *r)
{
	L4_Word_t number = L4_ThreadNo(r->from);
	L4_Word_t user_base = L4_ThreadIdUserBase(kip);

	switch (r->word[0]) {
	case EXT_VERBOSE:
		if (number < user_base || number == user_base + ABI_SERVER_ROOT)
			verbose = r->word[1];
		return SILENCE;
	case EXT_DUMP:
		memory_dump();
		ports_dump();
		return r->word[1] ? EMPTY : SILENCE;
	default:
		return SILENCE;
	}
}

static enum answer handle(struct request *r)
{
	L4_Word_t words = L4_UntypedWords(r->tag);

	if ((words != 2 && words != 3) || L4_TypedWords(r->tag))
		return SILENCE;
	switch (-((L4_SignedWord_t)r->tag.raw >> PROTOCOL_SHIFT)) {
	case ABI_PROTO_PAGEFAULT:	return on_page_fault(r);
	case ABI_PROTO_SIGMA0:		return on_rpc(r);
	case ABI_PROTO_IO_PAGEFAULT:	return on_ports(r);
	case ABI_PROTO_SIGMA0_EXT:	return on_extension(r);
	default:			return SILENCE;
	}
}

static void report(const struct request *r, enum answer answer)
{
	static const char *const answers[] = { "no answer", "done", "refused", "given" };

	printf("sigma0: %t asks %lx %lx %lx: %s\n", r->from, r->tag.raw, r->word[0], r->word[1],
	       answers[answer]);
}

/* Reads the request from the MRs, and leaves the answer there; false if there is none. */
static bool serve(L4_ThreadId_t from, L4_MsgTag_t tag)
{
	struct request r = { .from = from, .tag = tag };
	enum answer answer;
	L4_Msg_t msg;

	L4_StoreMRs(1, 3, r.word);
	answer = handle(&r);
	if (verbose)
		report(&r, answer);
	if (answer == SILENCE)
		return false;
	L4_MsgClear(&msg);
	if (answer == GIVEN)
		L4_MsgAppendMapItem(&msg, L4_MapItem(r.page, r.base));
	else if (answer == REFUSED)
		L4_MsgAppendMapItem(&msg, L4_MapItem(L4_Nilpage, 0));
	L4_MsgLoad(&msg);
	return true;
}

int main(void)
{
	L4_ThreadId_t from;

	kip = L4_GetKernelInterface();
	if (!memory_init(kip)) {
		printf("sigma0: the KIP has too many memory descriptors (%lu)\n",
		       L4_NumMemoryDescriptors(kip));
		__L4_End();
	}
	ports_init();
	L4_Accept(L4_UntypedWordsAcceptor);
	for (bool answered = false;;) {
		L4_Reset_WordSizeMask();

		L4_MsgTag_t tag = answered ? L4_ReplyWait(from, &from) : L4_Wait(&from);
		/* A client that does not wait for its answer goes without. */
		answered = L4_IpcSucceeded(tag) && serve(from, tag);
	}
}
