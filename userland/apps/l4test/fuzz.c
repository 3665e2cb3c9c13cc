/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The system call instruction with random registers, from a thread without privileges: nothing may
 * come of it that others notice.  The numbers are the same in every run.
 */
#include "raw.h"
#include "stuck.h"

#define TIMES		20000

static L4_Word64_t seed;

static L4_Word_t random_word(void)
{
	seed = seed * 6364136223846793005ULL + 1442695040888963407ULL;
	return (L4_Word_t)(seed >> 32 ^ seed << 17);
}

/* Half of them small, special, or nearly meaningful. */
static L4_Word_t random_value(void)
{
	L4_Word_t r = random_word();

	switch (r >> 4 & 15) {
	case 0:		return 0;
	case 1:		return r >> 8 & 0xff;
	case 2:		return ~(L4_Word_t)0 - (r >> 8 & 0x7f);
	case 3:		return L4_Myself().raw;
	case 4:		return L4_MyLocalId().raw + (r >> 8 & 0x100 ? 8 : 0);
	case 5:		return (L4_Word_t)1 << (r >> 8 & 63);
	case 6:		return pager_id.raw;
	case 7:		return ABI_USER_AREA_END - 0x200 + (r >> 8 & 0x3ff);
	case 8:		return ABI_TIME_ZERO << 16 | ABI_TIME_ZERO;
	default:	return random_word();
	}
}

static bool one_call(L4_Word_t n)
{
	L4_Word_t registers[RAW_MAX];

	if (n == TIMES)
		return false;
	seed = n * 2654435761UL + 12345;
	for (L4_Word_t i = 0; i < raw_count; i++)
		registers[i] = random_value();
	/* Where the kernel looks for the call's number, it shall often find one, or always. */
	if (raw_calls_only || (n & 1))
		registers[raw_number_at] = raw_first_call + random_word() % raw_calls;
	raw_syscall(registers);
	return true;
}

static void raw_registers(void)
{
	L4_Word_t page;

	stuck_run(NEW_SPACE, one_call, 10);
	/* All is as it was: the pager serves, sigma0 gives, IPC goes. */
	page = scratch((L4_Word_t)page_order);
	CHECK(page != 0);
	if (page)
		*(volatile L4_Word_t *)page = 1;
}

static const struct test tests[] = {
	{ "raw-registers", raw_registers },
	{ },
};

const struct group fuzz_group = { "fuzz", "System calls with random registers", tests, false };
