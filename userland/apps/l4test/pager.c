/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * l4test's pager, a thread of the root task's space: serves the faults of all test threads from the
 * root task's memory, owns the scratch memory, and starts threads, since startup messages have to
 * come from the pager.
 */
#include <l4/sigma0.h>
#include <l4/space.h>
#include "test.h"

/* requests of the main thread */
#define START_LABEL	1	/* MR1 thread, MR2 IP, MR3 SP */
#define SCRATCH_LABEL	2	/* MR1 order; answer: MR1 address */
#define TOUCH_LABEL	3	/* MR1 address */

L4_Word_t page_size;
int page_order;
volatile L4_Word_t pager_hits, pager_last_tag, pager_last_address, pager_last_ip;

volatile bool pager_image_only;

/* from the linker's script */
extern const char __executable_start[], _end[];

static volatile L4_Word_t special_page;
static volatile enum pager_rule special_rule;

/* ---- for the tests ------------------------------------------------------------------------- */

void pager_at(L4_Word_t address, enum pager_rule rule)
{
	special_page = address & ~(page_size - 1);
	special_rule = rule;
	pager_hits = 0;
}

void pager_start_thread(L4_ThreadId_t thread, L4_Word_t ip, L4_Word_t sp)
{
	L4_Set_MsgTag(make_tag(START_LABEL, 3));
	L4_LoadMR(1, thread.raw);
	L4_LoadMR(2, ip);
	L4_LoadMR(3, sp);
	CHECK(L4_IpcSucceeded(L4_Call(pager_id)));
}

L4_Word_t scratch(L4_Word_t order)
{
	L4_Word_t address = 0;

	L4_Set_MsgTag(make_tag(SCRATCH_LABEL, 1));
	L4_LoadMR(1, order);
	if (L4_IpcSucceeded(L4_Call(pager_id)))
		L4_StoreMR(1, &address);
	return address;
}

void drop_page(L4_Word_t address)
{
	L4_Flush(L4_FpageAddRights(L4_FpageLog2(address & ~(page_size - 1), page_order),
				   L4_FullyAccessible));
}

void fetch_page(L4_Word_t address)
{
	L4_Set_MsgTag(make_tag(TOUCH_LABEL, 1));
	L4_LoadMR(1, address);
	CHECK(L4_IpcSucceeded(L4_Call(pager_id)));
}

/* ---- the thread ----------------------------------------------------------------------------- */

static L4_Word_t mr(int i)
{
	L4_Word_t w;

	L4_StoreMR(i, &w);
	return w;
}

void load_map_item(L4_Fpage_t fpage, L4_Word_t base)
{
	L4_Msg_t msg;

	L4_MsgClear(&msg);
	L4_MsgAppendMapItem(&msg, L4_MapItem(L4_FpageAddRights(fpage, L4_FullyAccessible), base));
	L4_MsgLoad(&msg);
}

/* Whether the fault is to be answered. */
static bool on_page_fault(L4_ThreadId_t from, L4_MsgTag_t tag)
{
	L4_Word_t address = mr(1);

	if (special_page && address - special_page < page_size) {
		pager_last_tag = tag.raw;
		pager_last_address = address;
		pager_last_ip = mr(2);
		pager_hits++;
		if (special_rule == IGNORE)
			return false;
		if (special_rule == ABORT_ONCE) {
			special_rule = SERVE;
			__L4_ExRegs(from, __L4_EXREGS_ABORT, 0, L4_nilthread, 0, 0);
			return false;
		}
	}
	if (pager_image_only && address - (L4_Word_t)__executable_start >=
	    (L4_Word_t)_end - (L4_Word_t)__executable_start)
		return false;
	(void)*(volatile char *)address;
	load_map_item(L4_FpageLog2(address & ~(page_size - 1), page_order), address);
	return true;
}

static void on_start(void)
{
	L4_ThreadId_t thread = { mr(1) };
	L4_Word_t ip = mr(2), sp = mr(3);

	L4_Set_MsgTag(make_tag(0, 2));
	L4_LoadMR(1, ip);
	L4_LoadMR(2, sp);
	if (L4_IpcFailed(L4_Send_Timeout(thread, MILLISECONDS(1000))))
		test_failed_values(__FILE__, __LINE__, "error of starting a thread",
				   L4_ErrorCode(), 0);
	L4_Set_MsgTag(L4_Niltag);
}

static void on_scratch(void)
{
	L4_Fpage_t page = L4_Sigma0_GetAny(L4_nilthread, mr(1), L4_CompleteAddressSpace);

	L4_Accept(L4_UntypedWordsAcceptor);
	L4_Set_MsgTag(make_tag(0, 1));
	L4_LoadMR(1, L4_IsNilFpage(page) ? 0 : L4_Address(page));
}

static void on_touch(void)
{
	(void)*(volatile char *)mr(1);
	L4_Set_MsgTag(L4_Niltag);
}

static bool serve(L4_ThreadId_t from, L4_MsgTag_t tag)
{
	switch (-((L4_SignedWord_t)tag.raw >> 20)) {
	case ABI_PROTO_PAGEFAULT:
		return on_page_fault(from, tag);
	case ABI_PROTO_IO_PAGEFAULT:
		load_map_item((L4_Fpage_t){ mr(1) }, 0);
		return true;
	}
	if (L4_Label(tag) == START_LABEL)
		on_start();
	else if (L4_Label(tag) == SCRATCH_LABEL)
		on_scratch();
	else if (L4_Label(tag) == TOUCH_LABEL)
		on_touch();
	else
		return false;
	return true;
}

void pager(void)
{
	bool answered = false;
	L4_ThreadId_t from;

	for (;;) {
		L4_MsgTag_t tag = answered ? L4_ReplyWait(from, &from) : L4_Wait(&from);

		answered = L4_IpcSucceeded(tag) && serve(from, tag);
	}
}
