/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Drivers in user mode on a Malta board, whose two 8259 drive line 2 of the processor: for the serial
 * port (an interrupt for each byte sent) and the 8254 (periodic ones).  The registers lie in one page
 * of memory, which sigma0 gives to whoever touches it; the interrupt controllers are the driver's too.
 */
#include <l4/schedule.h>
#include "../test.h"

#define PORTS		((volatile unsigned char *)0x18000000)
#define LINE		2
#define LONG		MILLISECONDS(1000)

/* interrupt controllers */
#define COMMAND		0x20
#define MASK		0x21
#define INITIALISE	0x11
#define POLL		0x0c		/* the next read tells who asks, and acknowledges */
#define DONE		0x20
#define SOMEBODY	0x80
#define ALL		0xff

/* counter 0 */
#define COUNTER		0x40
#define COUNTER_COMMAND	0x43
#define COUNTER_RATE	0x34
#define COUNTER_MS	1193		/* counts in a millisecond */
#define COUNTER_INPUT	0

/* the serial port, which the debugger or the program's console uses as well */
#define SERIAL_INPUT	4
#define SERIAL_DATA	0x3f8
#define SERIAL_ENABLE	0x3f9
#define SERIAL_IDENTITY	0x3fa
#define SERIAL_STATUS	0x3fd
#define WHEN_EMPTY	0x02
#define STATUS_EMPTY	0x40

static L4_ThreadId_t irq;
static volatile L4_Word_t count;

/* ---- the controller: with these on, one input is open --------------------------------------------- */

static void controller_open(unsigned input)
{
	PORTS[COMMAND] = INITIALISE;
	PORTS[MASK] = 0x20;		/* vectors, which nobody asks for */
	PORTS[MASK] = 0x04;		/* where the second controller is */
	PORTS[MASK] = 0x01;
	PORTS[MASK] = (unsigned char)~(1u << input);
}

/* Which input asks; the request is taken. */
static unsigned controller_take(void)
{
	unsigned char who;

	PORTS[COMMAND] = POLL;
	who = PORTS[COMMAND];
	PORTS[COMMAND] = DONE;
	return who;
}

static void counter_start(void)
{
	PORTS[COUNTER_COMMAND] = COUNTER_RATE;
	PORTS[COUNTER] = COUNTER_MS & 0xff;
	PORTS[COUNTER] = COUNTER_MS >> 8;
}

static bool begin(L4_ThreadId_t whose, unsigned input)
{
	irq = L4_GlobalId(LINE, 1);
	count = 0;
	controller_open(input);
	counter_start();
	CHECK_EQ(L4_AssociateInterrupt(irq, whose), 1);
	return !test_has_failed();
}

static void end(void)
{
	PORTS[MASK] = ALL;
	CHECK_EQ(L4_DeassociateInterrupt(irq), 1);
}

/* ---- messages -------------------------------------------------------------------------------------- */

static void check_message(L4_MsgTag_t tag)
{
	CHECK(L4_IpcSucceeded(tag));
	CHECK_EQ(tag.raw, (L4_Word_t)ABI_PROTO_LABEL(ABI_PROTO_INTERRUPT) << ABI_TAG_LABEL_SHIFT);
}

static void acknowledge(void)
{
	L4_Set_MsgTag(L4_Niltag);
	CHECK(L4_IpcSucceeded(L4_Reply(irq)));
}

static void messages(void)
{
	L4_ThreadId_t from;

	if (!begin(main_id, COUNTER_INPUT))
		return;
	for (int i = 0; i < 10; i++) {
		check_message(L4_Receive_Timeout(irq, LONG));
		CHECK_EQ(controller_take(), SOMEBODY | COUNTER_INPUT);
		acknowledge();
	}
	check_message(L4_Wait_Timeout(LONG, &from));
	for (int i = 0; i < 10; i++) {
		CHECK_EQ(from.raw, irq.raw);
		CHECK_EQ(controller_take(), SOMEBODY | COUNTER_INPUT);
		L4_Set_MsgTag(L4_Niltag);
		check_message(L4_ReplyWait_Timeout(irq, LONG, &from));
	}
	end();
}

/* Until it is answered an interrupt comes once, whatever the line does; one that is still there comes
 * again at once. */
static void one_pending(void)
{
	if (!begin(main_id, COUNTER_INPUT))
		return;
	check_message(L4_Receive_Timeout(irq, LONG));
	CHECK(L4_IpcFailed(L4_Receive_Timeout(irq, MILLISECONDS(5))));
	acknowledge();
	check_message(L4_Receive_Timeout(irq, MILLISECONDS(5)));
	PORTS[MASK] = ALL;
	controller_take();
	acknowledge();
	CHECK(L4_IpcFailed(L4_Receive_Timeout(irq, MILLISECONDS(5))));
	CHECK_EQ(L4_ErrorCode(), IPC_ERROR(IN_RECEIVE, ABI_IPCERR_TIMEOUT));
	end();
}

/* A line that asks while nobody is associated with it disturbs nobody. */
static void disassociated(void)
{
	L4_ThreadId_t from;

	if (!begin(main_id, COUNTER_INPUT))
		return;
	check_message(L4_Receive_Timeout(irq, LONG));
	CHECK_EQ(L4_DeassociateInterrupt(irq), 1);
	CHECK(L4_IpcFailed(L4_Wait_Timeout(MILLISECONDS(5), &from)));
	CHECK_EQ(L4_ErrorCode(), IPC_ERROR(IN_RECEIVE, ABI_IPCERR_TIMEOUT));
	PORTS[MASK] = ALL;
}

static void count_interrupts(void)
{
	for (;;) {
		check_message(L4_Receive(irq));
		controller_take();
		count++;
		acknowledge();
	}
}

static void spin(void)
{
	for (;;)
		;
}

/* A thread of another space drives as well, and takes the processor from one that spins. */
static void another_space(void)
{
	L4_ThreadId_t handler = thread_start(NEW_SPACE, count_interrupts);

	L4_Set_Priority(thread_start(SAME_SPACE, spin), 80);
	L4_Set_Priority(handler, 90);
	if (!begin(handler, COUNTER_INPUT))
		return;
	CHECK(L4_Set_Priority(irq, 90) != L4_SCHEDRESULT_ERROR);
	for (int i = 0; i < 100 && count < 5; i++)
		pause_for(1);
	CHECK(count >= 5);
	end();
}

/* ---- the serial port ------------------------------------------------------------------------------- */

/* Each byte but the first is sent on the interrupt that says the one before has gone. */
static void serial_port(void)
{
	static const char text[] = "serial driver: every byte but the first on its interrupt\n";

	while (!(PORTS[SERIAL_STATUS] & STATUS_EMPTY))
		;
	PORTS[SERIAL_ENABLE] = 0;
	(void)PORTS[SERIAL_IDENTITY];
	if (!begin(main_id, SERIAL_INPUT))
		return;
	PORTS[SERIAL_DATA] = '\r';
	PORTS[SERIAL_ENABLE] = WHEN_EMPTY;
	for (const char *p = text; *p && !test_has_failed(); p++) {
		check_message(L4_Receive_Timeout(irq, LONG));
		CHECK_EQ(controller_take(), SOMEBODY | SERIAL_INPUT);
		(void)PORTS[SERIAL_IDENTITY];
		acknowledge();
		PORTS[SERIAL_DATA] = (unsigned char)*p;
	}
	PORTS[SERIAL_ENABLE] = 0;
	(void)PORTS[SERIAL_IDENTITY];
	end();
}

static const struct test tests[] = {
	{ "messages", messages },
	{ "one-pending", one_pending },
	{ "disassociated", disassociated },
	{ "another-space", another_space },
	{ "serial-port", serial_port },
	{ },
};

const struct group drivers_group = { "drivers", "Interrupts and their drivers", tests, false };
