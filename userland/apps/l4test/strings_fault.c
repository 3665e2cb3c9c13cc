/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * String items with page faults on both sides: served, not served until an xfer timeout, and broken
 * off.  The strings are two pages, the fault that decides is on the second one.
 */
#include <l4/schedule.h>
#include "layout.h"

#define NONE		0
#define FIRST		1
#define SECOND		2
#define BOTH		3

static L4_ThreadId_t t1, t2;
static L4_Word_t source, target;	/* two pages each */

/* T2 sends, T1 receives. */
static struct {
	L4_Word_t drop_source, drop_target;	/* whose mappings they drop before */
	L4_Time_t send_time, receive_time;	/* xfer timeouts */
	L4_Word_t send_code, receive_code;	/* 0: no error */
	L4_Word_t stop;			/* the page ... */
	enum pager_rule rule;		/* ... and what is done there */
} x;
static L4_Word64_t took;

/* From now on the pager does this at the page where the transfer is to stop. */
static void drop(L4_Word_t pages, L4_Word_t base)
{
	if (x.stop == base + page_size)
		pager_at(x.stop, x.rule);
	if (pages & FIRST)
		drop_page(base);
	if (pages & SECOND)
		drop_page(base + page_size);
}

static void check_end(L4_MsgTag_t tag, L4_Word_t phase, L4_Word_t code)
{
	L4_Word_t error = L4_IpcFailed(tag) ? L4_ErrorCode() : 0;

	CHECK_EQ(error, code ? XFER_ERROR(phase, code, page_size) : 0);
}

static void receive(void)
{
	L4_MsgTag_t tag;

	for (L4_Word_t i = 0; i < 2 * page_size; i++)
		((volatile unsigned char *)target)[i] = 0xff;
	drop(x.drop_target, target);
	accept_string(target, 2 * page_size);
	L4_Set_XferTimeouts(L4_Timeouts(L4_Never, x.receive_time));
	tag = L4_Receive_Timeout(t2, MILLISECONDS(5000));
	check_end(tag, IN_RECEIVE, x.receive_code);
}

static void send(void)
{
	L4_Word64_t start;
	L4_MsgTag_t tag;

	fill_pattern(source, 2 * page_size);
	drop(x.drop_source, source);
	load_string(source, 2 * page_size);
	L4_Set_XferTimeouts(L4_Timeouts(x.send_time, L4_Never));
	start = L4_SystemClock().raw;
	tag = L4_Send_Timeout(t1, MILLISECONDS(5000));
	took = (L4_SystemClock().raw - start) / test_pace;
	check_end(tag, IN_SEND, x.send_code);
}

/* The receiver starts first. */
static void copy(enum where receivers, enum where senders)
{
	t1 = thread_new(receivers);
	t2 = thread_new(senders);
	thread_go(t1, receive);
	pause_for(2);
	thread_go(t2, send);
	thread_end(t1);
	thread_end(t2);
	thread_kill(t1);
	thread_kill(t2);
	pager_at(0, SERVE);
	fetch_page(target + page_size);
	if (x.send_code) {
		check_pattern(target, page_size);
		check_untouched(target + page_size, page_size);
	} else {
		check_pattern(target, 2 * page_size);
	}
}

static bool prepare(L4_Word_t drop_source, L4_Word_t drop_target)
{
	if (!source) {
		source = scratch((L4_Word_t)page_order + 1);
		target = scratch((L4_Word_t)page_order + 1);
	}
	CHECK(source && target);
	x.drop_source = drop_source;
	x.drop_target = drop_target;
	x.send_time = x.receive_time = L4_Never;
	x.send_code = x.receive_code = x.stop = 0;
	return source && target;
}

#define SERVED(name, drop_source, drop_target)			\
static void name(void)						\
{								\
	if (!prepare(drop_source, drop_target))			\
		return;						\
	copy(SAME_SPACE, NEW_SPACE);				\
	copy(NEW_SPACE, SAME_SPACE);				\
	copy(NEW_SPACE, NEW_SPACE);				\
}

SERVED(no_fault, NONE, NONE)
SERVED(source_fault, FIRST, NONE)
SERVED(target_fault, NONE, FIRST)
SERVED(second_source_fault, SECOND, NONE)
SERVED(second_target_fault, NONE, SECOND)
SERVED(all_fault, BOTH, BOTH)

/* Timeouts that are not reached do no harm. */
static void timeouts_in_time(void)
{
	REQUIRE(prepare(SECOND, SECOND));
	x.send_time = MILLISECONDS(25000);
	x.receive_time = MILLISECONDS(30000);
	copy(SAME_SPACE, NEW_SPACE);
	/* The shorter is the receiver's; nor does a timeout without a fault. */
	x.receive_time = MILLISECONDS(20000);
	copy(NEW_SPACE, SAME_SPACE);
	REQUIRE(prepare(NONE, NONE));
	x.send_time = x.receive_time = L4_ZeroTime;
	copy(NEW_SPACE, NEW_SPACE);
}

/* ---- timeouts -------------------------------------------------------------------------------- */

static void run_out(L4_Word_t stuck, L4_Time_t send_time, L4_Time_t receive_time,
		    bool senders_timeout)
{
	bool at_source = stuck == source;

	REQUIRE(prepare(at_source ? SECOND : NONE, at_source ? NONE : SECOND));
	x.send_time = send_time;
	x.receive_time = receive_time;
	x.send_code = senders_timeout ? ABI_IPCERR_XFER_OWN : ABI_IPCERR_XFER_PARTNER;
	x.receive_code = senders_timeout ? ABI_IPCERR_XFER_PARTNER : ABI_IPCERR_XFER_OWN;
	x.stop = stuck + page_size;
	x.rule = IGNORE;
	copy(SAME_SPACE, NEW_SPACE);
	copy(NEW_SPACE, SAME_SPACE);
}

static void zero_timeouts(void)
{
	REQUIRE(prepare(NONE, NONE));
	run_out(target, L4_ZeroTime, L4_ZeroTime, true);
	run_out(source, L4_ZeroTime, L4_ZeroTime, true);
	run_out(target, L4_ZeroTime, L4_Never, true);
	run_out(target, L4_Never, L4_ZeroTime, false);
	run_out(source, L4_Never, L4_ZeroTime, false);
	CHECK(took < 100000 || test_patiently);
}

static void senders_timeout(void)
{
	REQUIRE(prepare(NONE, NONE));
	run_out(source, MILLISECONDS(1000), MILLISECONDS(30000), true);
	CHECK(took >= 950000 && (took < 1100000 || test_patiently));
	run_out(target, MILLISECONDS(50), L4_Never, true);
	CHECK(took >= 45000 && (took < 100000 || test_patiently));
}

static void receivers_timeout(void)
{
	REQUIRE(prepare(NONE, NONE));
	run_out(source, MILLISECONDS(30000), MILLISECONDS(1000), false);
	CHECK(took >= 950000 && (took < 1100000 || test_patiently));
	run_out(target, L4_Never, MILLISECONDS(50), false);
	CHECK(took >= 45000 && (took < 100000 || test_patiently));
}

/* Time points work as well. */
static void timeout_at_a_point(void)
{
	L4_Clock_t at;

	REQUIRE(prepare(SECOND, NONE));
	at = L4_ClockAddUsec(L4_SystemClock(), 60000 * test_pace);
	x.send_time = __L4_TimePointFrom(L4_SystemClock(), at);
	x.send_code = ABI_IPCERR_XFER_OWN;
	x.receive_code = ABI_IPCERR_XFER_PARTNER;
	x.stop = source + page_size;
	x.rule = IGNORE;
	copy(SAME_SPACE, NEW_SPACE);
	CHECK(L4_SystemClock().raw >= at.raw - 100);
	CHECK(L4_SystemClock().raw < at.raw + 50000 * test_pace);
}

/* ---- broken off ------------------------------------------------------------------------------ */

/* The pager ends the IPC of the faulting thread, which is of its space. */
static void broken_off(L4_Word_t stuck)
{
	bool at_source = stuck == source;

	REQUIRE(prepare(at_source ? SECOND : NONE, at_source ? NONE : SECOND));
	x.send_code = x.receive_code = ABI_IPCERR_ABORTED;
	x.stop = stuck + page_size;
	x.rule = ABORT_ONCE;
	copy(at_source ? NEW_SPACE : SAME_SPACE, at_source ? SAME_SPACE : NEW_SPACE);
	copy(SAME_SPACE, SAME_SPACE);
}

static void sender_aborted(void)
{
	REQUIRE(prepare(NONE, NONE));
	broken_off(source);
}

static void receiver_aborted(void)
{
	REQUIRE(prepare(NONE, NONE));
	broken_off(target);
}

/* ... or somebody ends that of the side that does not fault. */
static void partner_aborted_from(L4_Word_t stuck)
{
	bool at_source = stuck == source;
	enum where receivers = at_source ? SAME_SPACE : NEW_SPACE;
	enum where senders = at_source ? NEW_SPACE : SAME_SPACE;

	REQUIRE(prepare(at_source ? SECOND : NONE, at_source ? NONE : SECOND));
	x.send_code = x.receive_code = ABI_IPCERR_ABORTED;
	x.stop = stuck + page_size;
	x.rule = IGNORE;
	t1 = thread_new(receivers);
	t2 = thread_new(senders);
	thread_go(t1, receive);
	thread_go(t2, send);
	pause_for(50);
	CHECK_EQ(pager_hits, 1);
	CHECK(!L4_IsNilThread(__L4_ExRegs(at_source ? t1 : t2, __L4_EXREGS_ABORT, 0, L4_nilthread,
					  0, 0)));
	thread_end(t1);
	thread_end(t2);
}

static void partner_aborted(void)
{
	REQUIRE(prepare(NONE, NONE));
	partner_aborted_from(source);
	threads_kill_all();
	partner_aborted_from(target);
}

static const struct test tests[] = {
	{ "no-fault", no_fault },
	{ "source-fault", source_fault },
	{ "target-fault", target_fault },
	{ "second-source-fault", second_source_fault },
	{ "second-target-fault", second_target_fault },
	{ "all-fault", all_fault },
	{ "timeouts-in-time", timeouts_in_time },
	{ "zero-timeouts", zero_timeouts },
	{ "senders-timeout", senders_timeout },
	{ "receivers-timeout", receivers_timeout },
	{ "timeout-at-a-point", timeout_at_a_point },
	{ "sender-aborted", sender_aborted },
	{ "receiver-aborted", receiver_aborted },
	{ "partner-aborted", partner_aborted },
	{ },
};

const struct group strings_fault_group = {
	"strings-fault", "String items with page faults", tests, false
};
