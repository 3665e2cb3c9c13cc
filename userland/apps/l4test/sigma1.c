/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The second initial server (X.2: sigma1; protocols sheet 7): started if the loader has installed
 * one, and otherwise nobody.  What it says about itself is what ours does (userland/servers/sigma1).
 */
#include <l4/kcp.h>
#include <l4/schedule.h>
#include <l4/sigma0.h>
#include <l4lib/sigma1.h>
#include "test.h"

static const L4_KernelRootServer_t *region(void)
{
	return &((const L4_KernelConfigurationPage_t *)kip)->sigma1;
}

static L4_ThreadId_t server(L4_Word_t n)
{
	return L4_GlobalId(L4_ThreadIdUserBase(kip) + n, 1);
}

/* Without one its thread is nobody; nothing else is to be tested then. */
static bool is_there(void)
{
	if (region()->low != region()->high)
		return true;
	L4_Set_MsgTag(L4_Niltag);
	CHECK(L4_IpcFailed(L4_Send_Timeout(server(ABI_SERVER_SIGMA1), L4_ZeroTime)));
	CHECK_EQ(L4_ErrorCode(), IPC_ERROR(IN_SEND, ABI_IPCERR_NOPARTNER));
	return false;
}

static void ask_who(L4_Word_t answer[SIGMA1_WHO_WORDS])
{
	L4_MsgTag_t tag;

	L4_Set_MsgTag(make_tag(SIGMA1_WHO, 0));
	tag = L4_Call_Timeouts(server(ABI_SERVER_SIGMA1), MILLISECONDS(1000), MILLISECONDS(1000));
	CHECK_EQ(tag.raw, make_tag(0, SIGMA1_WHO_WORDS).raw);
	L4_StoreMRs(1, SIGMA1_WHO_WORDS, answer);
}

static void in_the_page(void)
{
	if (!is_there())
		return;
	CHECK(region()->low < region()->high);
	CHECK(region()->ip - region()->low < region()->high - region()->low);
}

/* Its id, its pager; privileged; running in memory of its own. */
static void about_itself(void)
{
	L4_Word_t first[SIGMA1_WHO_WORDS], second[SIGMA1_WHO_WORDS];

	if (!is_there())
		return;
	ask_who(first);
	ask_who(second);
	CHECK_EQ(first[0], server(ABI_SERVER_SIGMA1).raw);
	CHECK_EQ(first[1], server(ABI_SERVER_SIGMA0).raw);
	CHECK(first[2] - region()->low < region()->high - region()->low);
	CHECK_EQ(second[3], first[3] + 1);
	CHECK_EQ(first[4], 1);
}

/* Its memory is nobody else's, and it is as important as the others. */
static void for_others(void)
{
	L4_Word_t old;

	if (!is_there())
		return;
	CHECK(L4_IsNilFpage(L4_Sigma0_GetPage(L4_nilthread,
					      L4_FpageLog2(region()->low, page_order))));
	CHECK_EQ(L4_Schedule(server(ABI_SERVER_SIGMA1), ~0UL, ~0UL, ~0UL, ~0UL, &old),
		 L4_SCHEDRESULT_WAITING);
}

static const struct test tests[] = {
	{ "in-the-page", in_the_page },
	{ "about-itself", about_itself },
	{ "for-others", for_others },
	{ },
};

const struct group sigma1_group = { "sigma1", "The second initial server", tests, false };
