/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Registers in Ipc on MIPS64: what is preserved, and that a receiver finds nothing of the sender's
 * or the kernel's in the others (abi-mips64 sheet 5).
 */
#include "../test.h"

enum {
	V0 = 2, MR0 = 3, TO = 4, FROM = 5, TIMEOUTS = 6, MR1 = 16, GP = 28, FP = 30, RA = 31,
	HI = 32, LO = 33, KEPT = 12, ARRAY = LO + 1 + KEPT,
};

#define WORDS		2
#define PATTERN(side, n)	(0x5ec0000000000000 + ((L4_Word_t)(side) << 32) + (n))

void ipc_with_registers(L4_Word_t *registers);

static L4_ThreadId_t sender, receiver;
static L4_Word_t sender_name, receiver_name;	/* as the other one sees them */
static L4_Word_t sent[ARRAY], received[ARRAY];

static void prepare(L4_Word_t *r, int side, L4_Word_t to, L4_Word_t from)
{
	for (L4_Word_t n = 0; n <= LO; n++)
		r[n] = PATTERN(side, n);
	r[V0] = (L4_Word_t)ABI_CALL_IPC;
	r[MR0] = make_tag(7, WORDS).raw;
	r[TO] = to;
	r[FROM] = from;
	r[TIMEOUTS] = 0;
}

static bool is_preserved(unsigned n)
{
	return n == GP || n == FP || n == RA;
}

/* Some part of the result, or not looked at: 0, the kernel's two, the stack pointer. */
static bool is_output(unsigned n)
{
	return n == 0 || n == V0 || n == MR0 || (n >= MR1 && n < MR1 + ABI_REGISTER_MRS) ||
	       n == 26 || n == 27 || n == 29;
}

/* What Ipc destroys is of neither side, and no address of the kernel's. */
static void check(const L4_Word_t *r, int side, L4_Word_t name)
{
	CHECK_EQ(r[V0], name);
	CHECK_EQ(r[MR0], make_tag(7, WORDS).raw);
	for (unsigned n = MR1; n < MR1 + WORDS; n++)
		CHECK_EQ(r[n], PATTERN(!side, n));
	for (unsigned n = 0; n <= LO; n++)
		if (is_preserved(n))
			CHECK_EQ(r[n], PATTERN(side, n));
		else if (!is_output(n))
			CHECK(r[n] >> 52 != PATTERN(0, 0) >> 52 && r[n] >> 63 == 0);
}

static void send(void)
{
	for (int i = 0; i < 3; i++) {
		prepare(sent, 0, receiver.raw, receiver.raw);
		ipc_with_registers(sent);
		check(sent, 0, receiver_name);
	}
}

static void receive(void)
{
	prepare(received, 1, ABI_NILTHREAD, (L4_Word_t)ABI_ANYTHREAD);
	for (;;) {
		ipc_with_registers(received);
		check(received, 1, sender_name);
		prepare(received, 1, sender.raw, (L4_Word_t)ABI_ANYTHREAD);
	}
}

static void exchange(void)
{
	thread_go(receiver, receive);
	thread_go(sender, send);
	thread_end(sender);
	thread_kill(sender);
	thread_kill(receiver);
}

static void between_spaces(void)
{
	for (int i = 0; i < 3; i++) {
		sender = thread_new(i == 0 ? SAME_SPACE : NEW_SPACE);
		receiver = thread_new(i == 1 ? SAME_SPACE : NEW_SPACE);
		sender_name = sender.raw;
		receiver_name = receiver.raw;
		exchange();
	}
}

static void within_a_space(void)
{
	sender = thread_new(SAME_SPACE);
	receiver = thread_new(SAME_SPACE);
	sender_name = L4_LocalIdOf(sender).raw;
	receiver_name = L4_LocalIdOf(receiver).raw;
	exchange();
}

static const struct test tests[] = {
	{ "between-spaces", between_spaces },
	{ "within-a-space", within_a_space },
	{ },
};

const struct group registers_group = { "registers", "Registers in Ipc", tests, false };
