/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Exceptions on MIPS64: the messages' layout, what a reply changes, and threads without handler
 * (abi-mips64 sheet 7).
 */
#include <l4/schedule.h>
#include "../test.h"

#define WORDS		6
#define CALL_WORDS	13

/* places in the message; in that of a system call, $2 to $11 follow FLAGS */
enum { IP = 1, SP, FLAGS, CODE, ERROR, LOCAL_ID, CALL_V0 = 4 };

/* exception codes */
enum {
	ADDRESS_LOAD = 4, ADDRESS_STORE = 5, BREAKPOINT = 9, RESERVED = 10, COPROCESSOR = 11,
	OVERFLOW = 12, TRAP = 13,
};

#define UNDEFINED		0x7000003e	/* the instruction in exception_code.S */
#define UNALIGNED		((L4_Word_t)registers_before)
#define KERNEL_ADDRESS		0xffffffff80010000
#define IN_DELAY_SLOT		1
#define STATUS_PRIVILEGED	0xff1f	/* interrupts, mode */

/* $1 to $25, $28, $30, $31; then $29 */
#define REGISTERS	28
#define REGISTER(n)	((n) - 1)

L4_Word_t registers_before[REGISTERS + 1], registers_after[REGISTERS + 1];
void undefined_with_registers(void);
void syscall_with_registers(void);
extern const char undefined_with_registers_here[], undefined_with_registers_after[];
extern const char syscall_with_registers_here[], syscall_with_registers_after[];

static L4_ThreadId_t thread;
static L4_Word_t message[CALL_WORDS + 1];

static void wait_for_exception(L4_Word_t words)
{
	L4_MsgTag_t tag = L4_Receive_Timeout(thread, MILLISECONDS(1000));

	CHECK(L4_IpcSucceeded(tag));
	CHECK_EQ(tag.raw, (L4_Word_t)ABI_PROTO_LABEL(ABI_PROTO_EXCEPTION) << 16 | words);
	L4_StoreMRs(0, CALL_WORDS + 1, message);
}

static void reply(L4_Word_t words)
{
	L4_LoadMRs(1, CALL_WORDS, &message[1]);
	L4_Set_MsgTag(make_tag(0, words));
	CHECK(L4_IpcSucceeded(L4_Reply(thread)));
}

/* ---- registers ------------------------------------------------------------------------------------ */

static void set_registers(void)
{
	L4_Set_ExceptionHandler(main_id);
	for (L4_Word_t i = 0; i < REGISTERS; i++) {
		registers_before[i] = 0x1111111111111111 * (i + 1);
		registers_after[i] = 0;
	}
}

static void undefined(void)
{
	set_registers();
	undefined_with_registers();
}

static void layout_and_reply(void)
{
	thread = thread_start(NEW_SPACE, undefined);
	wait_for_exception(WORDS);
	CHECK_EQ(message[IP], (L4_Word_t)undefined_with_registers_here);
	CHECK_EQ(message[SP], (L4_Word_t)registers_before);
	CHECK_EQ(message[FLAGS] & IN_DELAY_SLOT, 0);
	CHECK_EQ(message[CODE], RESERVED);
	CHECK_EQ(message[ERROR], UNDEFINED);
	CHECK((message[LOCAL_ID] & ABI_ID_LOCAL_MASK) == 0 && message[LOCAL_ID] != 0);
	message[IP] = (L4_Word_t)undefined_with_registers_after;
	message[SP] = (L4_Word_t)registers_after;
	message[FLAGS] = ~0xffffffffUL | (message[FLAGS] ^ STATUS_PRIVILEGED);
	message[CODE] = message[ERROR] = 0xdead;
	reply(WORDS);
	thread_end(thread);
	for (L4_Word_t i = 0; i < REGISTERS; i++)
		CHECK_EQ(registers_after[i], registers_before[i]);
	CHECK_EQ(registers_after[REGISTERS], (L4_Word_t)registers_after);
}

/* A reply of two words changes IP and SP and nothing else. */
static void short_reply(void)
{
	thread = thread_start(SAME_SPACE, undefined);
	wait_for_exception(WORDS);
	message[IP] = (L4_Word_t)undefined_with_registers_after;
	message[SP] = (L4_Word_t)registers_after;
	message[FLAGS] = 0xdead;
	reply(2);
	thread_end(thread);
	for (L4_Word_t i = 0; i < REGISTERS; i++)
		CHECK_EQ(registers_after[i], registers_before[i]);
}

/* ---- kinds ---------------------------------------------------------------------------------------- */

/* Code that faults at its first instruction, with addresses and a number to fault with. */
typedef void fault_t(L4_Word_t unaligned, L4_Word_t kernel_address, L4_Word_t large);
fault_t undefined_here, break_here, trap_here, coprocessor0_here, load_here, store_here,
	kernel_here, overflow_here, slot_here;
extern const char return_here[];

static fault_t *faulting;

static void run_faulting(void)
{
	L4_Set_ExceptionHandler(main_id);
	faulting(UNALIGNED, KERNEL_ADDRESS, 0x7fffffff);
}

static void expect(fault_t *code, L4_Word_t number, L4_Word_t error, L4_Word_t slot)
{
	faulting = code;
	thread = thread_start(NEW_SPACE, run_faulting);
	wait_for_exception(WORDS);
	CHECK_EQ(message[IP], (L4_Word_t)code);
	CHECK_EQ(message[CODE], number);
	CHECK_EQ(message[ERROR], error);
	CHECK_EQ(message[FLAGS] & IN_DELAY_SLOT, slot);
	message[IP] = (L4_Word_t)return_here;
	reply(WORDS);
	thread_end(thread);
	thread_kill(thread);
}

static void kinds(void)
{
	expect(undefined_here, RESERVED, UNDEFINED, 0);
	expect(break_here, BREAKPOINT, 0, 0);
	expect(trap_here, TRAP, 0, 0);
	expect(overflow_here, OVERFLOW, 0, 0);
	expect(coprocessor0_here, COPROCESSOR, 0, 0);
	expect(load_here, ADDRESS_LOAD, UNALIGNED + 1, 0);
	expect(store_here, ADDRESS_STORE, UNALIGNED + 2, 0);
	expect(kernel_here, ADDRESS_LOAD, KERNEL_ADDRESS, 0);
}

static void delay_slot(void)
{
	expect(slot_here, TRAP, 0, IN_DELAY_SLOT);
}

/* ---- system calls that are not the kernel's --------------------------------------------------------- */

static L4_Word_t number;

static void foreign_call(void)
{
	set_registers();
	registers_before[REGISTER(2)] = number;
	syscall_with_registers();
}

static void call_of_number(L4_Word_t n)
{
	number = n;
	thread = thread_start(NEW_SPACE, foreign_call);
	wait_for_exception(CALL_WORDS);
	CHECK_EQ(message[IP], (L4_Word_t)syscall_with_registers_here);
	CHECK_EQ(message[SP], (L4_Word_t)registers_before);
	for (int i = 0; i < 10; i++) {
		CHECK_EQ(message[CALL_V0 + i], registers_before[REGISTER(2 + i)]);
		message[CALL_V0 + i] = 0x0102030405060708 + (L4_Word_t)i;
	}
	message[IP] += 4;
	message[SP] = (L4_Word_t)registers_after;
	reply(CALL_WORDS);
	thread_end(thread);
	thread_kill(thread);
	for (L4_Word_t i = 0; i < REGISTERS; i++)
		CHECK_EQ(registers_after[i], i >= REGISTER(2) && i <= REGISTER(11) ?
			 0x0102030405060708 + i - REGISTER(2) : registers_before[i]);
}

static void foreign_calls(void)
{
	call_of_number(0);
	call_of_number(4001);
	call_of_number(0x7fffffffffffffff);
	call_of_number((L4_Word_t)-1);
	call_of_number((L4_Word_t)-100);
	call_of_number((L4_Word_t)-111);
	call_of_number(0x8000000000000000);
}

/* ---- bad replies, message registers, and no handler -------------------------------------------------- */

/* A reply can lead nowhere good; the kernel does not mind. */
static void bad_addresses(void)
{
	static const L4_Word_t targets[] = {
		0x0000010000000000, 0x4000000000000000, 0x8000000000000000, 0x9800000000000000,
		0xc000000000000000, 0xffffffff80010000, 0xfffffffffffffffc, 0x0000000000180001,
	};

	for (unsigned i = 0; i < sizeof(targets) / sizeof(targets[0]); i++) {
		thread = thread_start(NEW_SPACE, undefined);
		wait_for_exception(WORDS);
		message[IP] = targets[i];
		message[SP] = targets[i];
		pager_at(targets[i], IGNORE);
		reply(2);
		pause_for(20);
		thread_kill(thread);
	}
}

static void undefined_with_full_mrs(void)
{
	L4_Word_t w;

	L4_Set_ExceptionHandler(main_id);
	for (int i = 0; i < __L4_NUM_MRS; i++)
		L4_LoadMR(i, 0x500 + (L4_Word_t)i);
	undefined_here(0, 0, 0);
	for (int i = 0; i < __L4_NUM_MRS; i++) {
		L4_StoreMR(i, &w);
		CHECK_EQ(w, 0x500 + (L4_Word_t)i);
	}
}

static void message_registers_kept(void)
{
	thread = thread_start(NEW_SPACE, undefined_with_full_mrs);
	wait_for_exception(WORDS);
	message[IP] = (L4_Word_t)return_here;
	reply(WORDS);
	thread_end(thread);
	/* ... and when the exception's IPC is ended instead of answered. */
	thread = thread_start(SAME_SPACE, undefined_with_full_mrs);
	pause_for(20);
	L4_ExchangeRegisters(thread, __L4_EXREGS_ABORT | ABI_EXREGS_IP, 0, (L4_Word_t)return_here,
			     0, 0, L4_nilthread, 0, 0, 0, 0, 0, 0);
	thread_end(thread);
}

static volatile bool went_on;

static void undefined_without_handler(void)
{
	undefined_here(0, 0, 0);
	went_on = true;
}

static void without_handler(void)
{
	L4_Word_t sp, ip, flags;

	went_on = false;
	thread = thread_start(SAME_SPACE, undefined_without_handler);
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
	{ "delay-slot", delay_slot },
	{ "foreign-calls", foreign_calls },
	{ "bad-addresses", bad_addresses },
	{ "message-registers-kept", message_registers_kept },
	{ "without-handler", without_handler },
	{ },
};

const struct group exceptions_group = { "exceptions", "Exceptions", tests, false };
