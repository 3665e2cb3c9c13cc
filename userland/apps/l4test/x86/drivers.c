/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Drivers in user mode, for the PC's clock (periodic interrupts on line 8) and its serial port (an
 * interrupt for each byte sent): that interrupts come, one at a time, and none is lost.
 */
#include <l4/schedule.h>
#include "../smp.h"
#include "../test.h"

#define CLOCK_LINE	8
#define CLOCK_INDEX	0x70
#define CLOCK_DATA	0x71
#define REG_A		0x0a
#define REG_B		0x0b
#define REG_C		0x0c		/* reading it takes the request back */
#define RATE		6		/* 1024 Hz */
#define PERIODIC	0x40

/* The clock may count the host's time, of which the guest sees little or much. */
#define LONG		MILLISECONDS(60000)

static L4_ThreadId_t clock_irq, handler;
static volatile L4_Word_t count;
static volatile bool quiet, taken_away;

static void out(unsigned short port, unsigned char value)
{
	__asm__ __volatile__("outb %0, %1" : : "a" (value), "Nd" (port));
}

static unsigned char in(unsigned short port)
{
	unsigned char value;

	__asm__ __volatile__("inb %1, %0" : "=a" (value) : "Nd" (port));
	return value;
}

/* ---- the clock ------------------------------------------------------------------------------- */

static unsigned char clock_read(unsigned char reg)
{
	out(CLOCK_INDEX, reg);
	return in(CLOCK_DATA);
}

static void clock_write(unsigned char reg, unsigned char value)
{
	out(CLOCK_INDEX, reg);
	out(CLOCK_DATA, value);
}

static void clock_start(void)
{
	clock_write(REG_A, (unsigned char)((clock_read(REG_A) & 0xf0) | RATE));
	clock_read(REG_C);
	clock_write(REG_B, clock_read(REG_B) | PERIODIC);
}

static void clock_stop(void)
{
	clock_write(REG_B, clock_read(REG_B) & (unsigned char)~PERIODIC);
	clock_read(REG_C);
}

/* Lets the clock request an interrupt n times, whoever hears it. */
static void clock_periods(int n)
{
	while (n > 0)
		if (clock_read(REG_C) & PERIODIC)
			n--;
}

static bool begin(L4_ThreadId_t whose)
{
	clock_irq = L4_GlobalId(CLOCK_LINE, 1);
	count = 0;
	quiet = taken_away = false;
	clock_stop();
	CHECK_EQ(L4_AssociateInterrupt(clock_irq, whose), 1);
	clock_start();
	return !test_has_failed();
}

static void end(void)
{
	clock_stop();
	CHECK_EQ(L4_DeassociateInterrupt(clock_irq), 1);
}

static void check_message(L4_MsgTag_t tag)
{
	CHECK(L4_IpcSucceeded(tag));
	CHECK_EQ(tag.raw, (L4_Word_t)ABI_PROTO_LABEL(ABI_PROTO_INTERRUPT) << ABI_TAG_LABEL_SHIFT);
}

static void acknowledge(void)
{
	L4_Set_MsgTag(L4_Niltag);
	CHECK(L4_IpcSucceeded(L4_Reply(clock_irq)));
}

static void messages(void)
{
	L4_ThreadId_t from;

	if (!begin(main_id))
		return;
	for (int i = 0; i < 10; i++) {
		check_message(L4_Receive_Timeout(clock_irq, LONG));
		/* who reads late, as an emulator of several processors makes one do, takes back the
		 * next request, too, and finds nothing at that one's */
		CHECK((clock_read(REG_C) & PERIODIC) || test_patiently || cpus() > 1);
		acknowledge();
	}
	for (int i = 0; i < 10; i++) {
		check_message(L4_Wait_Timeout(LONG, &from));
		CHECK_EQ(from.raw, clock_irq.raw);
		clock_read(REG_C);
		acknowledge();
	}
	check_message(L4_Wait_Timeout(LONG, &from));
	for (int i = 0; i < 10; i++) {
		clock_read(REG_C);
		L4_Set_MsgTag(L4_Niltag);
		check_message(L4_ReplyWait_Timeout(clock_irq, LONG, &from));
		CHECK_EQ(from.raw, clock_irq.raw);
	}
	end();
}

/* However often the line signals before the answer, one message follows, and at once. */
static void one_pending(void)
{
	if (!begin(main_id))
		return;
	check_message(L4_Receive_Timeout(clock_irq, LONG));
	clock_periods(5);
	clock_stop();
	CHECK(L4_IpcFailed(L4_Receive_Timeout(clock_irq, MILLISECONDS(5))));
	acknowledge();
	check_message(L4_Receive_Timeout(clock_irq, MILLISECONDS(5)));
	acknowledge();
	CHECK(L4_IpcFailed(L4_Receive_Timeout(clock_irq, MILLISECONDS(5))));
	CHECK_EQ(L4_ErrorCode(), IPC_ERROR(IN_RECEIVE, ABI_IPCERR_TIMEOUT));
	end();
}

/* A handler that is not waiting finds the message later. */
static void handler_busy(void)
{
	if (!begin(main_id))
		return;
	clock_periods(5);
	clock_stop();
	check_message(L4_Receive_Timeout(clock_irq, L4_ZeroTime));
	end();
}

/* The answer finds nobody who waits for it if the line went to somebody else meanwhile. */
static void count_interrupts(void)
{
	for (;;) {
		L4_MsgTag_t tag = L4_Receive(clock_irq);

		check_message(tag);
		if (quiet)
			L4_Sleep(L4_Never);
		clock_read(REG_C);
		count++;
		L4_Set_MsgTag(L4_Niltag);
		tag = L4_Reply(clock_irq);
		CHECK(L4_IpcSucceeded(tag) || taken_away);
	}
}

/* The thread may run before the line is its own, and then waits for what must exist. */
static L4_ThreadId_t start_handler(void)
{
	clock_irq = L4_GlobalId(CLOCK_LINE, 1);
	CHECK_EQ(L4_AssociateInterrupt(clock_irq, main_id), 1);
	return thread_start(SAME_SPACE, count_interrupts);
}

static void wait_for_count(L4_Word_t n)
{
	for (int i = 0; i < 60000 && count < n; i++)
		pause_for(1);
	CHECK(count >= n);
}

/* The line goes over to another thread in the middle of an interrupt, and comes back. */
static void handed_over(void)
{
	if (!begin(main_id))
		return;
	check_message(L4_Receive_Timeout(clock_irq, LONG));
	handler = thread_start(SAME_SPACE, count_interrupts);
	CHECK_EQ(L4_AssociateInterrupt(clock_irq, handler), 1);
	clock_read(REG_C);
	wait_for_count(5);
	CHECK(L4_IpcFailed(L4_Receive_Timeout(clock_irq, L4_ZeroTime)));
	taken_away = true;
	CHECK_EQ(L4_AssociateInterrupt(clock_irq, main_id), 1);
	pause_for(1);
	count = 0;
	clock_read(REG_C);
	check_message(L4_Receive_Timeout(clock_irq, LONG));
	CHECK_EQ(count, 0);
	clock_read(REG_C);
	acknowledge();
	end();
}

/* A handler that is deleted, before or after it has taken an interrupt, leaves the line free. */
static void deleted_handler(bool with_interrupt)
{
	handler = start_handler();
	if (!begin(handler))
		return;
	wait_for_count(3);
	quiet = with_interrupt;
	clock_periods(with_interrupt ? 2 : 0);
	thread_kill(handler);
	clock_periods(3);
	CHECK_EQ(L4_AssociateInterrupt(clock_irq, main_id), 1);
	clock_read(REG_C);
	check_message(L4_Receive_Timeout(clock_irq, LONG));
	end();
}

static void handler_deleted(void)
{
	deleted_handler(false);
	deleted_handler(true);
}

static void spin(void)
{
	for (;;)
		relax();
}

/* The handler runs when its interrupt comes, if nobody of higher priority does. */
static void priorities(void)
{
	L4_Word_t before;

	L4_Set_Priority(thread_start(SAME_SPACE, spin), 80);
	handler = start_handler();
	L4_Set_Priority(handler, 90);
	if (!begin(handler))
		return;
	CHECK(L4_Set_Priority(clock_irq, 90) != L4_SCHEDRESULT_ERROR);
	wait_for_count(5);
	L4_Set_Priority(handler, 70);
	before = count;
	for (int i = 0; i < 20; i++) {
		clock_periods(1);
		pause_for(1);
	}
	CHECK_EQ(count, before);
	L4_Set_Priority(handler, 90);
	wait_for_count(before + 5);
	end();
}

/* After disassociation nothing comes. */
static void disassociated(void)
{
	if (!begin(main_id))
		return;
	check_message(L4_Receive_Timeout(clock_irq, LONG));
	CHECK_EQ(L4_DeassociateInterrupt(clock_irq), 1);
	clock_periods(3);
	L4_ThreadId_t from;

	CHECK(L4_IpcFailed(L4_Wait_Timeout(MILLISECONDS(5), &from)));
	CHECK_EQ(L4_ErrorCode(), IPC_ERROR(IN_RECEIVE, ABI_IPCERR_TIMEOUT));
	clock_stop();
}

/* ---- the serial port -------------------------------------------------------------------------- */

#ifdef CONFIG_USER_CONS_COM
#define PORT		CONFIG_USER_COMPORT
#define SERIAL_LINE	(PORT == 0x3f8 || PORT == 0x3e8 ? 4 : 3)
#define ENABLE		(PORT + 1)
#define IDENTITY	(PORT + 2)
#define MODEM		(PORT + 4)
#define WHEN_EMPTY	0x02
#define TO_CONTROLLER	0x08

/* Each byte but the first is sent on the interrupt that says the one before has gone. */
static void serial_port(void)
{
	static const char text[] = "serial driver: every byte but the first on its interrupt\n";
	L4_ThreadId_t irq = L4_GlobalId(SERIAL_LINE, 1);
	unsigned char enable = in(ENABLE), modem = in(MODEM);

	out(ENABLE, 0);
	(void)in(IDENTITY);
	CHECK_EQ(L4_AssociateInterrupt(irq, main_id), 1);
	out(MODEM, modem | TO_CONTROLLER);
	out(PORT, '\r');
	out(ENABLE, WHEN_EMPTY);
	for (const char *p = text; *p && !test_has_failed(); p++) {
		check_message(L4_Receive_Timeout(irq, LONG));
		(void)in(IDENTITY);
		L4_Set_MsgTag(L4_Niltag);
		CHECK(L4_IpcSucceeded(L4_Reply(irq)));
		out(PORT, (unsigned char)*p);
	}
	out(ENABLE, 0);
	(void)in(IDENTITY);
	CHECK_EQ(L4_DeassociateInterrupt(irq), 1);
	out(MODEM, modem);
	out(ENABLE, enable);
}
#else
static void serial_port(void)
{
}
#endif

static const struct test tests[] = {
	{ "messages", messages },
	{ "one-pending", one_pending },
	{ "handler-busy", handler_busy },
	{ "handed-over", handed_over },
	{ "handler-deleted", handler_deleted },
	{ "priorities", priorities },
	{ "disassociated", disassociated },
	{ "serial-port", serial_port },
	{ },
};

const struct group drivers_group = { "drivers", "Interrupts and their drivers", tests, false };
