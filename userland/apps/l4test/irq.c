/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Interrupts as threads: association and its errors, on any machine that has a line to give.  That
 * interrupts come is tested by the drivers of the architecture's folder.
 */
#include <l4/schedule.h>
#include "test.h"

#define FAVOURITE	3	/* the line Pistachio's tests take */

static L4_ThreadId_t irq;

/* A line that can be had; nil if the machine has none. */
static bool find_line(void)
{
	L4_Word_t lines = L4_ThreadIdSystemBase(kip);

	for (L4_Word_t n = 0; n < lines; n++) {
		irq = L4_GlobalId((FAVOURITE + n) % lines, 1);
		if (L4_AssociateInterrupt(irq, main_id)) {
			CHECK(L4_DeassociateInterrupt(irq));
			return true;
		}
		CHECK_EQ(L4_ErrorCode(), L4_ErrInvalidThread);
	}
	return false;
}

#define WITH_LINE()					\
	do {						\
		if (!find_line())			\
			return;				\
	} while (0)

static void check_no_partner(L4_MsgTag_t tag, L4_Word_t phase)
{
	CHECK(L4_IpcFailed(tag));
	CHECK_EQ(L4_ErrorCode(), IPC_ERROR(phase, ABI_IPCERR_NOPARTNER));
}

static void priority_unassociated(void)
{
	WITH_LINE();
	CHECK_EQ(L4_Set_Priority(irq, 12), L4_SCHEDRESULT_ERROR);
	CHECK_EQ(L4_ErrorCode(), L4_ErrInvalidThread);
}

static void priority_associated(void)
{
	WITH_LINE();
	CHECK_EQ(L4_AssociateInterrupt(irq, main_id), 1);
	CHECK(L4_Set_Priority(irq, 13) != L4_SCHEDRESULT_ERROR);
	CHECK_EQ(L4_DeassociateInterrupt(irq), 1);
	CHECK_EQ(L4_Set_Priority(irq, 12), L4_SCHEDRESULT_ERROR);
}

static void refused(void)
{
	WITH_LINE();
	CHECK_EQ(L4_AssociateInterrupt(L4_GlobalId(L4_ThreadNo(irq), 2), main_id), 0);
	CHECK_EQ(L4_ErrorCode(), L4_ErrInvalidThread);
	CHECK_EQ(L4_AssociateInterrupt(irq, unused_id()), 0);
	CHECK_EQ(L4_ErrorCode(), L4_ErrInvalidThread);
	CHECK_EQ(L4_AssociateInterrupt(irq, L4_GlobalId(L4_ThreadNo(main_id), 77)), 0);
	CHECK_EQ(L4_ErrorCode(), L4_ErrInvalidThread);
}

static volatile L4_Word_t result, error;

static void associate(void)
{
	result = L4_AssociateInterrupt(irq, L4_Myself());
	error = L4_ErrorCode();
}

static void not_privileged(void)
{
	WITH_LINE();
	result = 1;
	thread_end(thread_start(NEW_SPACE, associate));
	CHECK_EQ(result, 0);
	CHECK_EQ(error, L4_ErrNoPrivilege);
}

static void again_and_others(void)
{
	L4_ThreadId_t other = thread_new(NEW_SPACE);

	WITH_LINE();
	CHECK_EQ(L4_DeassociateInterrupt(irq), 1);
	CHECK_EQ(L4_AssociateInterrupt(irq, main_id), 1);
	CHECK_EQ(L4_AssociateInterrupt(irq, main_id), 1);
	CHECK_EQ(L4_AssociateInterrupt(irq, other), 1);
	CHECK_EQ(L4_AssociateInterrupt(irq, main_id), 1);
	CHECK_EQ(L4_DeassociateInterrupt(irq), 1);
	CHECK_EQ(L4_DeassociateInterrupt(irq), 1);
}

/* An interrupt thread exists while it is associated; then it is quiet, and no partner for IPC. */
static void ipc_with_it(void)
{
	WITH_LINE();
	L4_Set_MsgTag(L4_Niltag);
	check_no_partner(L4_Reply(irq), IN_SEND);
	check_no_partner(L4_Receive_Timeout(irq, L4_ZeroTime), IN_RECEIVE);
	CHECK_EQ(L4_AssociateInterrupt(irq, main_id), 1);
	CHECK(L4_IpcFailed(L4_Receive_Timeout(irq, MILLISECONDS(10))));
	CHECK_EQ(L4_ErrorCode(), IPC_ERROR(IN_RECEIVE, ABI_IPCERR_TIMEOUT));
	CHECK(L4_IpcFailed(L4_Send_Timeout(irq, MILLISECONDS(10))));
	CHECK_EQ(L4_ErrorCode(), IPC_ERROR(IN_SEND, ABI_IPCERR_TIMEOUT));
	CHECK(L4_IsNilThread(__L4_ExRegs(irq, 0, 0, L4_nilthread, 0, 0)));
	L4_ThreadSwitch(irq);
	CHECK_EQ(L4_DeassociateInterrupt(irq), 1);
}

static void wait_for_irq(void)
{
	check_no_partner(L4_Receive(irq), IN_RECEIVE);
}

static void send_to_irq(void)
{
	L4_Set_MsgTag(L4_Niltag);
	check_no_partner(L4_Send(irq), IN_SEND);
}

static void gone_with_partners(void)
{
	L4_ThreadId_t waiter, sender;

	WITH_LINE();
	CHECK_EQ(L4_AssociateInterrupt(irq, main_id), 1);
	waiter = thread_start(NEW_SPACE, wait_for_irq);
	sender = thread_start(SAME_SPACE, send_to_irq);
	pause_for(10);
	CHECK_EQ(L4_DeassociateInterrupt(irq), 1);
	thread_end(waiter);
	thread_end(sender);
}

static void handler_deleted(void)
{
	L4_ThreadId_t handler = thread_new(NEW_SPACE);

	WITH_LINE();
	CHECK_EQ(L4_AssociateInterrupt(irq, handler), 1);
	thread_kill(handler);
	CHECK_EQ(L4_AssociateInterrupt(irq, main_id), 1);
	CHECK_EQ(L4_DeassociateInterrupt(irq), 1);
}

/* Every line that can be had, one after the other, quiet or not. */
static void all_lines(void)
{
	L4_Word_t lines = L4_ThreadIdSystemBase(kip), had = 0;

	for (L4_Word_t n = 0; n < lines; n++) {
		L4_ThreadId_t id = L4_GlobalId(n, 1);

		if (!L4_AssociateInterrupt(id, main_id))
			continue;
		had++;
		CHECK(L4_Set_Priority(id, 200) != L4_SCHEDRESULT_ERROR);
		CHECK_EQ(L4_DeassociateInterrupt(id), 1);
	}
	CHECK(!had == !find_line());
}

static const struct test tests[] = {
	{ "priority-unassociated", priority_unassociated },
	{ "priority-associated", priority_associated },
	{ "refused", refused },
	{ "not-privileged", not_privileged },
	{ "again-and-others", again_and_others },
	{ "ipc-with-it", ipc_with_it },
	{ "gone-with-partners", gone_with_partners },
	{ "handler-deleted", handler_deleted },
	{ "all-lines", all_lines },
	{ },
};

const struct group irq_group = { "irq", "Association of interrupts", tests, false };
