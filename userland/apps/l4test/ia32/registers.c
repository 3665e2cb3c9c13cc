/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The register interface of the system calls on x86-x32: what each gives back where, and that all
 * other registers stay as they are (abi-x86-x32 sheet 3, 4).
 */
#include <l4/schedule.h>
#include "../test.h"

enum { EAX, ECX, EDX, EBX, ESI, EDI, EBP, REGISTERS };

#define BIT(reg)	(1u << (reg))

L4_Word_t call_with_registers(L4_Word_t routine, L4_Word_t *registers);
extern const char kernel_interface[];

static L4_Word_t in[REGISTERS], out[REGISTERS];

static void prepare(void)
{
	for (unsigned i = 0; i < REGISTERS; i++)
		in[i] = 0x1010101 * (i + 1) + 1;
}

/* Calls a routine; registers that are in no output mask must not have changed. */
static void call(L4_Word_t routine, unsigned outputs)
{
	for (unsigned i = 0; i < REGISTERS; i++)
		out[i] = in[i];
	CHECK_EQ(call_with_registers(routine, out), 0);
	for (unsigned i = 0; i < REGISTERS; i++)
		if (!(outputs & BIT(i)))
			CHECK_EQ(out[i], in[i]);
}

/* System call words are offsets from the page. */
static void system_call(L4_Word_t offset, unsigned outputs)
{
	CHECK(offset < L4_KipAreaSize(kip));
	call((L4_Word_t)kip + offset, outputs);
}

static const L4_KernelInterfacePage_t *page(void)
{
	return __L4_Kip(kip);
}

static void interface_page(void)
{
	prepare();
	call((L4_Word_t)kernel_interface, BIT(EAX) | BIT(ECX) | BIT(EDX) | BIT(ESI));
	CHECK_EQ(out[EAX], (L4_Word_t)kip);
	CHECK_EQ(out[ECX], L4_ApiVersion());
	CHECK_EQ(out[EDX], L4_ApiFlags());
	CHECK_EQ(out[ESI], L4_KernelId());
}

/* MR0 comes in ESI; MR1 and MR2 come back in EBX and EBP whatever the call was. */
static void ipc_registers(L4_Word_t to, L4_Word_t from, L4_Word_t timeouts, bool fails)
{
	L4_Word_t *mr = (L4_Word_t *)__L4_Utcb();
	L4_Word_t tag = make_tag(0x33, 2).raw;

	prepare();
	in[EAX] = to;
	in[ECX] = timeouts;
	in[EDX] = from;
	in[ESI] = tag;
	in[EDI] = (L4_Word_t)mr;
	mr[0] = 0;
	mr[1] = 0x1234;
	mr[2] = 0x5678;
	system_call(page()->Ipc, BIT(EAX) | BIT(ECX) | BIT(EDX) | BIT(EBX) | BIT(ESI) | BIT(EBP));
	CHECK_EQ((out[ESI] & ABI_TAG_ERROR) != 0, fails);
	CHECK_EQ(out[EBX], 0x1234);
	CHECK_EQ(out[EBP], 0x5678);
	CHECK_EQ(mr[0], out[ESI]);
}

static void echo(void)
{
	L4_ThreadId_t from;
	L4_MsgTag_t tag = L4_Wait(&from);

	for (;;) {
		L4_Set_MsgTag(tag);
		tag = L4_ReplyWait(from, &from);
	}
}

static void ipc(void)
{
	L4_ThreadId_t partner = thread_start(NEW_SPACE, echo);

	ipc_registers(0, 0, 0, false);
	ipc_registers(partner.raw, partner.raw, 0, false);
	CHECK_EQ(out[EAX], partner.raw);
	CHECK_EQ(out[ESI], make_tag(0x33, 2).raw);
	ipc_registers(partner.raw, 0, 0, false);
	ipc_registers(0, L4_anylocalthread.raw, ABI_TIME_ZERO, true);
	ipc_registers(unused_id().raw, 0, 0, true);
}

static void exchange_registers(void)
{
	const unsigned all = BIT(REGISTERS) - 1;

	prepare();
	in[EAX] = L4_Myself().raw;
	in[ECX] = ABI_EXREGS_HANDLE;
	in[EBX] = 0xabcd;
	system_call(page()->ExchangeRegisters, all);
	CHECK_EQ(out[EAX], L4_MyLocalId().raw);
	CHECK_EQ(out[EBP], L4_Pager().raw);
	in[EAX] = L4_MyLocalId().raw;
	in[ECX] = 0;
	system_call(page()->ExchangeRegisters, all);
	CHECK_EQ(out[EAX], L4_Myself().raw);
	CHECK_EQ(out[EBX], 0xabcd);
	CHECK(out[ESI] - (L4_Word_t)kip < L4_KipAreaSize(kip));
	in[EAX] = unused_id().raw;
	system_call(page()->ExchangeRegisters, all);
	for (unsigned i = 0; i < REGISTERS; i++)
		CHECK_EQ(out[i], 0);
}

static void others(void)
{
	L4_Clock_t before = L4_SystemClock(), clock;

	prepare();
	in[EAX] = in[ECX] = in[EDX] = in[ESI] = in[EDI] = unused_id().raw;
	system_call(page()->ThreadControl, BIT(EAX));
	CHECK_EQ(out[EAX], 0);
	system_call(page()->SpaceControl, BIT(EAX) | BIT(ECX));
	CHECK_EQ(out[EAX], 0);
	prepare();
	in[EAX] = L4_Myself().raw;
	in[ECX] = in[EDX] = in[ESI] = in[EDI] = ~0UL;
	system_call(page()->Schedule, BIT(EAX) | BIT(EDX));
	CHECK_EQ(out[EAX], L4_SCHEDRESULT_RUNNING);
	CHECK_EQ(out[EDX] & 0xffff, 0);			/* the quantum is without end */
	prepare();
	in[EAX] = 0;
	system_call(page()->ThreadSwitch, 0);
	system_call(page()->ProcessorControl, BIT(EAX));
	system_call(page()->SystemClock, BIT(EAX) | BIT(EDX));
	clock.X.low = (L4_Word32_t)out[EAX];
	clock.X.high = (L4_Word32_t)out[EDX];
	CHECK(!L4_IsClockEarlier(clock, before));
	CHECK(!L4_IsClockLater(clock, L4_SystemClock()));
}

/* MR0 in ESI; EDI is the UTCB. */
static void memory(void)
{
	L4_Word_t *mr = (L4_Word_t *)__L4_Utcb();

	prepare();
	in[EAX] = ABI_UNMAP_FLUSH;	/* of no rights: asks how the page was used */
	in[ESI] = scratch((L4_Word_t)page_order) | (L4_Word_t)page_order << ABI_FPAGE_SIZE_SHIFT;
	in[EDI] = (L4_Word_t)mr;
	*(volatile L4_Word_t *)L4_Address((L4_Fpage_t){ in[ESI] }) = 1;
	system_call(page()->Unmap, BIT(ESI));
	CHECK_EQ(out[ESI] & ~(L4_Word_t)ABI_RIGHTS_MASK, in[ESI]);
	CHECK_EQ(out[ESI] & ABI_STATUS_WRITTEN, ABI_STATUS_WRITTEN);
	in[EAX] = 0;
	in[ECX] = in[EDX] = in[EBX] = in[EBP] = 0;
	system_call(page()->MemoryControl, BIT(EAX));
	CHECK_EQ(out[EAX], 1);
}

/*
 * The library's stubs have been used and lead to the KIP; a program's pager can have fresh ones for a
 * space that has the KIP elsewhere.  A stub begins with a jump, which in a fresh one stays within the
 * page.
 */
static void fresh_stubs(void)
{
	static char fresh[4096] __attribute__((aligned(4096)));
	const char *used = (const char *)(L4_Word_t)&__L4_ThreadControl;
	unsigned at = (unsigned)used % sizeof(fresh);
	L4_Word_t distance;

	__L4_init_syscalls();
	__L4_copy_syscalls_out();
	__L4_copy_syscalls_in((L4_Word_t)fresh);
	CHECK_EQ((unsigned char)fresh[at], 0xe9);
	__builtin_memcpy(&distance, &fresh[at + 1], sizeof(distance));
	CHECK(at + 5 + distance < sizeof(fresh));
	__builtin_memcpy(&distance, used + 1, sizeof(distance));
	CHECK_EQ((L4_Word_t)used + 5 + distance, (L4_Word_t)kip + page()->ThreadControl);
}

/* The kernel writes nothing on the user's stack, not even for the moment of a trap at its entry. */
void step_into_kernel(L4_Word_t *stack);

static void step(void)
{
	enum { CANARY = 0x5a5aa5a5, SIZE = 64, USED = 2 };
	static L4_Word_t area[SIZE];

	for (int i = 0; i < SIZE; i++)
		area[i] = CANARY;
	step_into_kernel(&area[SIZE]);
	for (int i = 0; i < SIZE - USED; i++)
		CHECK_EQ(area[i], CANARY);
}

static const struct test tests[] = {
	{ "interface-page", interface_page },
	{ "ipc", ipc },
	{ "exchange-registers", exchange_registers },
	{ "others", others },
	{ "fresh-stubs", fresh_stubs },
	{ "step", step },
	{ "memory", memory },
	{ },
};

const struct group registers_group = { "registers", "Registers of system calls", tests, false };
