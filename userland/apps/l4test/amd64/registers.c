/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The registers of Ipc and KernelInterface on x86-x64 (abi-x86-x64 sheets 2, 3.1).  MR0 to MR7 travel
 * in registers, further ones in the UTCB.
 */
#include "../x86/calls.h"
#include "registers.h"

#define WORDS		10
#define IN_REGISTERS	7

static const unsigned mr_register[IN_REGISTERS + 1] = { R9, RAX, RBX, R10, R12, R13, R14, R15 };

static L4_Word_t r[MAX_REGISTERS];

static L4_Word_t pattern(unsigned i)
{
	return 0x1010101010101010UL * (i + 1) + 1;
}

static void fill(void)
{
	for (unsigned i = 0; i < REGISTERS; i++)
		r[i] = pattern(i);
}

static void interface_page(void)
{
	fill();
	CHECK_EQ(call_with_registers((L4_Word_t)kernel_interface, r), 0);
	CHECK_EQ(r[RAX], (L4_Word_t)kip);
	CHECK_EQ(r[RCX], L4_ApiVersion());
	CHECK_EQ(r[RDX], L4_ApiFlags());
	CHECK_EQ(r[RSI], L4_KernelId());
	for (unsigned i = 0; i < REGISTERS; i++)
		if (i != RAX && i != RCX && i != RDX && i != RSI)
			CHECK_EQ(r[i], pattern(i));
}

/* No register comes back with an address in the kernel, but for the stub's. */
static void look_for_secrets(L4_Word_t routine)
{
	for (unsigned i = 0; i < REGISTERS; i++)
		if (r[i] != pattern(i) && r[i] >> 12 != routine >> 12)
			CHECK(r[i] < ABI_USER_AREA_END);
}

/* Calls with ten words, whose registers differ from what the UTCB has of them. */
static void ipc(L4_Word_t routine, L4_Word_t to, L4_Word_t from, L4_Word_t timeouts)
{
	L4_Word_t *mr = (L4_Word_t *)__L4_Utcb();

	fill();
	for (unsigned i = 1; i <= WORDS; i++)
		mr[i] = i <= IN_REGISTERS ? 0xbad : 0x700 + i;
	for (unsigned i = 1; i <= IN_REGISTERS; i++)
		r[mr_register[i]] = 0x700 + i;
	r[R9] = make_tag(0x33, WORDS).raw;
	r[RSI] = to;
	r[RDX] = from;
	r[R8] = timeouts;
	r[RDI] = (L4_Word_t)mr;
	CHECK_EQ(call_with_registers(routine, r), 0);
	CHECK_EQ(r[RDI], (L4_Word_t)mr);
	look_for_secrets(routine);
}

/* The words are the caller's own, or came back from one that echoes them changed by `change`. */
static void check_words(L4_Word_t change)
{
	L4_Word_t *mr = (L4_Word_t *)__L4_Utcb();

	for (unsigned i = 1; i <= WORDS; i++)
		CHECK_EQ(i <= IN_REGISTERS ? r[mr_register[i]] : mr[i], (0x700 + i) ^ change);
}

/*
 * ... after a wait without end that was ended from outside: those in registers are the caller's own
 * as it had them there or in the UTCB, which the library keeps equal.
 */
static void check_own_words(void)
{
	for (unsigned i = 1; i <= IN_REGISTERS; i++)
		if (r[mr_register[i]] != 0xbad)
			CHECK_EQ(r[mr_register[i]], 0x700 + i);
}

#define CHANGE		0xf0000

static void echo(void)
{
	L4_ThreadId_t from;
	L4_MsgTag_t tag = L4_Wait(&from);

	for (;;) {
		L4_Word_t words[WORDS];

		L4_StoreMRs(1, WORDS, words);
		for (unsigned i = 0; i < WORDS; i++)
			words[i] ^= CHANGE;
		L4_LoadMRs(1, WORDS, words);
		L4_Set_MsgTag(tag);
		tag = L4_ReplyWait(from, &from);
	}
}

static void exchange(enum where where, L4_Word_t routine)
{
	L4_ThreadId_t partner = thread_start(where, echo);
	L4_ThreadId_t name = where == SAME_SPACE ? L4_LocalIdOf(partner) : partner;

	ipc(routine, partner.raw, partner.raw, 0);
	CHECK_EQ(r[RSI], name.raw);
	CHECK_EQ(r[R9], make_tag(0x33, WORDS).raw);
	check_words(CHANGE);
	if (where == SAME_SPACE) {
		ipc(routine, name.raw, name.raw, 0);
		CHECK_EQ(r[RSI], name.raw);
		check_words(CHANGE);
	}
	/* Only sent: nothing of the sender's changes. */
	ipc(routine, name.raw, 0, 0);
	CHECK_EQ(r[RSI], 0);
	CHECK_EQ(r[R9], make_tag(0x33, WORDS).raw);
	check_words(0);
	thread_kill(partner);
}

static void messages(void)
{
	exchange(NEW_SPACE, __L4_Kip(kip)->Ipc);
	exchange(SAME_SPACE, __L4_Kip(kip)->Ipc);
	exchange(NEW_SPACE, __L4_Kip(kip)->Lipc);
	exchange(SAME_SPACE, __L4_Kip(kip)->Lipc);
}

static void without_phases(void)
{
	ipc(__L4_Kip(kip)->Ipc, 0, 0, 0);
	CHECK_EQ(r[RSI], 0);
	CHECK_EQ(r[R9], make_tag(0x33, WORDS).raw);
	check_words(0);
}

static void failure(L4_Word_t to, L4_Word_t from, L4_Word_t timeouts, L4_Word_t error)
{
	ipc(__L4_Kip(kip)->Ipc, to, from, timeouts);
	CHECK(r[R9] & ABI_TAG_ERROR);
	CHECK_EQ(r[RSI], 0);
	CHECK_EQ(L4_ErrorCode(), error);
	if (error >> ABI_IPCERR_CODE_SHIFT == ABI_IPCERR_CANCELED)
		check_own_words();
	else
		check_words(0);
}

static volatile L4_Word_t stop_what;

static void stop_main(void)
{
	L4_Word_t old;

	pause_for(20);
	L4_ExchangeRegisters(main_id, stop_what, 0, 0, 0, 0, L4_nilthread, &old, 0, 0, 0, 0, 0);
}

static void failures(void)
{
	L4_Word_t nobody = unused_id().raw, soon = MILLISECONDS(5).raw;
	L4_ThreadId_t deaf = thread_new(NEW_SPACE), stopper;
	const L4_Word_t zero = ABI_TIME_ZERO;

	failure(nobody, 0, 0, IPC_ERROR(IN_SEND, ABI_IPCERR_NOPARTNER));
	failure(0, nobody, 0, IPC_ERROR(IN_RECEIVE, ABI_IPCERR_NOPARTNER));
	failure(deaf.raw, 0, zero << 16, IPC_ERROR(IN_SEND, ABI_IPCERR_TIMEOUT));
	failure(0, deaf.raw, zero, IPC_ERROR(IN_RECEIVE, ABI_IPCERR_TIMEOUT));
	failure(deaf.raw, 0, soon << 16, IPC_ERROR(IN_SEND, ABI_IPCERR_TIMEOUT));
	failure(0, deaf.raw, soon, IPC_ERROR(IN_RECEIVE, ABI_IPCERR_TIMEOUT));
	for (unsigned phase = IN_SEND; phase <= IN_RECEIVE; phase++) {
		stop_what = phase == IN_SEND ? ABI_EXREGS_ABORT_SEND : ABI_EXREGS_ABORT_RECEIVE;
		stopper = thread_start(SAME_SPACE, stop_main);
		failure(phase == IN_SEND ? deaf.raw : 0, phase == IN_SEND ? 0 : deaf.raw, 0,
			IPC_ERROR(phase, ABI_IPCERR_CANCELED));
		thread_end(stopper);
	}
}

static const struct test tests[] = {
	{ "interface-page", interface_page },
	{ "without-phases", without_phases },
	{ "messages", messages },
	{ "failures", failures },
	{ },
};

const struct group registers_group = { "registers", "Registers of messages", tests, false };
