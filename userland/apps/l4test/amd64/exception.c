/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Exceptions on x86-x64: the message's layout, what a reply changes, and threads without handler
 * (abi-x86-x64 sheet 4).
 */
#include <l4/schedule.h>
#include "../test.h"

#define WORDS		20

/* places in the message */
enum {
	RIP = 1, RBX, R10, R12, R13, R14, R15, RAX, RCX, RDX, RSI, RDI, RBP, R8, R9, R11,
	RSP, RFLAGS, NUMBER, ERROR,
};

/* Order of the arrays that the code in exception_code.S uses. */
static const int places[] = {
	RBX, RCX, RDX, RSI, RDI, RBP, R8, R9, R10, R11, R12, R13, R14, R15, RAX,
};

#define REGISTERS	(sizeof(places) / sizeof(places[0]))

L4_Word_t registers_before[REGISTERS], registers_after[REGISTERS + 1];
void divide_with_registers(void);
extern const char divide_here[], divide_after[];
void interrupt_here(void);
void undefined_here(void);
void privileged_here(void);
extern const char return_here[];

static L4_ThreadId_t thread;
static L4_Word_t message[WORDS + 1];

static void wait_for_exception(void)
{
	L4_MsgTag_t tag = L4_Receive_Timeout(thread, MILLISECONDS(1000));

	CHECK(L4_IpcSucceeded(tag));
	CHECK_EQ(tag.raw, (L4_Word_t)ABI_PROTO_LABEL(ABI_PROTO_EXCEPTION) << 16 | WORDS);
	L4_StoreMRs(0, WORDS + 1, message);
}

static void reply(L4_Word_t words)
{
	L4_LoadMRs(1, WORDS, &message[1]);
	L4_Set_MsgTag(make_tag(0, words));
	CHECK(L4_IpcSucceeded(L4_Reply(thread)));
}

/* ---- registers ----------------------------------------------------------------------------- */

static void divide(void)
{
	L4_Set_ExceptionHandler(main_id);
	for (unsigned i = 0; i < REGISTERS; i++)
		registers_before[i] = 0x1111111111111111UL * (i + 1);
	divide_with_registers();
}

static void layout_and_reply(void)
{
	thread = thread_start(NEW_SPACE, divide);
	wait_for_exception();
	CHECK_EQ(message[RIP], (L4_Word_t)divide_here);
	CHECK_EQ(message[NUMBER], 0);
	CHECK_EQ(message[ERROR], 0);
	CHECK_EQ(message[RFLAGS] & 0x200, 0x200);
	for (unsigned i = 0; i < REGISTERS; i++) {
		CHECK_EQ(message[places[i]], registers_before[i]);
		message[places[i]] = 0x0102030405060708 + i;
	}
	message[RIP] = (L4_Word_t)divide_after;
	message[RFLAGS] = ~0UL & ~0x100UL;
	reply(WORDS);
	thread_end(thread);
	for (unsigned i = 0; i < REGISTERS; i++)
		CHECK_EQ(registers_after[i], 0x0102030405060708 + i);
	/* Only the user's flags: CF PF AF ZF SF OF. */
	CHECK_EQ(registers_after[REGISTERS] & 0x8d5, 0x8d5);
	CHECK_EQ(registers_after[REGISTERS] & (1 << 14 | 1 << 16 | 1 << 17 | 1 << 18), 0);
}

/* A reply of one word changes the instruction pointer and nothing else. */
static void short_reply(void)
{
	thread = thread_start(SAME_SPACE, divide);
	wait_for_exception();
	for (int i = 2; i <= WORDS; i++)
		message[i] = 0xdead;
	message[RIP] = (L4_Word_t)divide_after;
	reply(1);
	thread_end(thread);
	for (unsigned i = 0; i < REGISTERS; i++)
		CHECK_EQ(registers_after[i], registers_before[i]);
}

/* ---- kinds --------------------------------------------------------------------------------- */

static void (*faulting)(void);

static void run_faulting(void)
{
	L4_Set_ExceptionHandler(main_id);
	faulting();
}

static void expect(void (*code)(void), L4_Word_t number, L4_Word_t error)
{
	faulting = code;
	thread = thread_start(NEW_SPACE, run_faulting);
	wait_for_exception();
	CHECK_EQ(message[RIP], (L4_Word_t)code);
	CHECK_EQ(message[NUMBER], number);
	/* QEMU reckons with the 16 bytes of a gate where processors count 8. */
	if (message[ERROR] != (error & ~7UL) * 2 + (error & 7))
		CHECK_EQ(message[ERROR], error);
	message[RIP] = (L4_Word_t)return_here;
	reply(WORDS);
	thread_end(thread);
}

static void kinds(void)
{
	expect(interrupt_here, 13, 0x55 * 8 + 2);
	expect(undefined_here, 6, 0);
	expect(privileged_here, 13, 0);
}

/* A reply can lead nowhere good; the kernel does not mind. */
static void bad_addresses(void)
{
	static const L4_Word_t targets[] = {
		0x0000800000000000, 0x8000000000000000, 0xfffffffffffffff0, 0xffffffff80200000,
		0x00007ffffffffffe,
	};

	for (unsigned i = 0; i < sizeof(targets) / sizeof(targets[0]); i++) {
		thread = thread_start(NEW_SPACE, divide);
		wait_for_exception();
		message[RIP] = targets[i];
		message[RSP] = targets[i];
		pager_at(targets[i], IGNORE);
		reply(WORDS);
		pause_for(20);
		thread_kill(thread);
	}
}

/* ---- message registers, and no handler ----------------------------------------------------- */

static void divide_with_full_mrs(void)
{
	L4_Word_t w;

	L4_Set_ExceptionHandler(main_id);
	for (int i = 0; i < __L4_NUM_MRS; i++)
		L4_LoadMR(i, 0x500 + (L4_Word_t)i);
	undefined_here();
	for (int i = 0; i < __L4_NUM_MRS; i++) {
		L4_StoreMR(i, &w);
		CHECK_EQ(w, 0x500 + (L4_Word_t)i);
	}
}

static void message_registers_kept(void)
{
	thread = thread_start(NEW_SPACE, divide_with_full_mrs);
	wait_for_exception();
	message[RIP] = (L4_Word_t)return_here;
	reply(WORDS);
	thread_end(thread);
	/* ... and when the exception's IPC is ended instead of answered. */
	thread = thread_start(SAME_SPACE, divide_with_full_mrs);
	pause_for(20);
	L4_ExchangeRegisters(thread, __L4_EXREGS_ABORT | ABI_EXREGS_IP, 0, (L4_Word_t)return_here,
			     0, 0, L4_nilthread, 0, 0, 0, 0, 0, 0);
	thread_end(thread);
}

static volatile bool went_on;

static void divide_without_handler(void)
{
	undefined_here();
	went_on = true;
}

static void without_handler(void)
{
	L4_Word_t sp, ip, flags;

	went_on = false;
	thread = thread_start(SAME_SPACE, divide_without_handler);
	pause_for(20);
	CHECK(L4_ThreadWasHalted(L4_Stop_SpIpFlags(thread, &sp, &ip, &flags)));
	CHECK_EQ(ip, (L4_Word_t)undefined_here);
	CHECK(!went_on);
	L4_Start_SpIp(thread, sp, (L4_Word_t)return_here);
	thread_end(thread);
	CHECK(went_on);
}

static const struct test tests[] = {
	{ "layout-and-reply", layout_and_reply },
	{ "short-reply", short_reply },
	{ "kinds", kinds },
	{ "bad-addresses", bad_addresses },
	{ "message-registers-kept", message_registers_kept },
	{ "without-handler", without_handler },
	{ },
};

const struct group exceptions_group = { "exceptions", "Exceptions", tests, false };
