/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * <l4/types.h> against the encodings of the interface: fpages, ids, clock, times.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <l4/arch.h>
#include <l4/schedule.h>
#include <l4/amd64/compat.h>
#include "machine.h"

static void fpage_fields(void **state)
{
	L4_Fpage_t f = L4_FpageLog2(0x12345000, 12);

	assert_int_equal(f.raw, 0x12345000 | 12 << 4);
	assert_int_equal(L4_FpageAddRights(f, L4_ReadeXecOnly).raw, 0x123450c5);
	assert_int_equal(L4_Rights(L4_FpageAddRights(f, L4_FullyAccessible)), 7);
	assert_int_equal(L4_Set_Rights(&f, L4_Writable).raw, 0x123450c2);
	assert_int_equal(L4_FpageAddRightsTo(&f, L4_Readable).raw, 0x123450c6);
	assert_int_equal(L4_FpageRemoveRights(f, L4_Readable).raw, 0x123450c2);
	assert_int_equal(L4_FpageRemoveRightsFrom(&f, L4_FullyAccessible).raw, 0x123450c0);
	assert_int_equal(L4_Address(f), 0x12345000);
	assert_int_equal(L4_Size(f), 4096);
	assert_int_equal(L4_SizeLog2(f), 12);
	assert_int_equal(L4_CompleteAddressSpace.raw, 0x10);
	assert_true(L4_IsNilFpage(L4_Nilpage));
	assert_int_equal(L4_Size(L4_Nilpage), 0);
}

static void fpage_rounding(void **state)
{
	assert_int_equal(L4_SizeLog2(L4_Fpage(0, 4096)), 12);
	assert_int_equal(L4_SizeLog2(L4_Fpage(0, 4097)), 13);
	assert_int_equal(L4_SizeLog2(L4_Fpage(0, 8191)), 13);
	assert_int_equal(L4_SizeLog2(L4_Fpage(0, 1)), 0);
	/* The base is not aligned; bit 3 leaks; the address is aligned when it is asked for. */
	assert_int_equal(L4_Fpage(0x12345fff, 0x10000).raw, 0x12345c08 | 16 << 4);
	assert_int_equal(L4_Address(L4_Fpage(0x12345fff, 0x10000)), 0x12340000);
}

static void io_fpages(void **state)
{
	L4_Fpage_t f = L4_IoFpageLog2(0x3f8, 3);

	assert_int_equal(f.raw, 0x3f8 << 16 | 3 << 10 | 2 << 4);
	assert_true(L4_IsIoFpage(f));
	assert_false(L4_IsIoFpage(L4_FpageLog2(0, 12)));
	assert_int_equal(L4_IoFpagePort(f), 0x3f8);
	assert_int_equal(L4_IoFpageSize(f), 8);
	assert_int_equal(L4_IoFpageSizeLog2(f), 3);
	assert_int_equal(L4_IoFpageSizeLog2(L4_IoFpage(0, 5)), 3);
	assert_int_equal(L4_IoFpage(0, 65536).raw, 16 << 10 | 2 << 4);
}

static void thread_ids(void **state)
{
	L4_ThreadId_t t = L4_GlobalId(0x12345678, 0x9abcdef1);

	assert_int_equal(t.raw, 0x123456789abcdef1);
	assert_int_equal(L4_ThreadNo(t), 0x12345678);
	assert_int_equal(L4_Version(t), 0x9abcdef1);
	assert_true(L4_IsGlobalId(t));
	assert_true(L4_IsGlobalId(L4_anythread));
	assert_true(L4_IsLocalId(L4_nilthread));
	assert_true(L4_IsLocalId(L4_anylocalthread));
	assert_true(L4_IsNilThread(L4_nilthread));
	assert_int_equal(L4_anythread.raw, ~0UL);
	assert_int_equal(L4_anylocalthread.raw, ~0x3fUL);
	assert_true(L4_IsThreadEqual(t, t));
	assert_true(L4_IsThreadNotEqual(t, L4_anythread));
}

static void compat_ids(void **state)
{
	L4_ThreadId32_t t = L4_GlobalId32(0x3ffff, 1);

	assert_int_equal(t.raw, 0xffffc001);
	assert_int_equal(L4_ThreadIdFrom32(t).raw, L4_GlobalId(0x3ffff, 1).raw);
	assert_int_equal(L4_ThreadId32(L4_GlobalId(5, 7)).raw, 5 << 14 | 7);
	assert_int_equal(L4_ThreadId32(L4_anythread).raw, ~0U);
	assert_int_equal(L4_ThreadIdFrom32(L4_anythread32).raw, ~0UL);
	assert_int_equal(L4_ThreadIdFrom32(L4_anylocalthread32).raw, L4_anylocalthread.raw);
	assert_int_equal(L4_ThreadIdFrom32((L4_ThreadId32_t){ 0xb0000240 }).raw, 0xb0000240);
}

/* The value a period stands for. */
static L4_Word64_t length_of(L4_Time_t t)
{
	return (L4_Word64_t)t.period.m << t.period.e;
}

static void periods(void **state)
{
	volatile L4_Word64_t usec;

	assert_int_equal(L4_Never.raw, 0);
	assert_int_equal(L4_ZeroTime.raw, 0x400);
	assert_int_equal(L4_TimePeriod(0).raw, 0);
	assert_int_equal(L4_TimePeriod(1023).raw, 1023);
	assert_int_equal(L4_TimePeriod(1024).raw, 1 << 10 | 512);
	assert_int_equal(L4_TimePeriod(10000).raw, 4 << 10 | 625);
	/* Constants and variables are computed on two ways. */
	for (usec = 1; usec < 1ULL << 41; usec = usec * 9 / 7 + 1) {
		L4_Time_t t = L4_TimePeriod(usec);

		assert_true(length_of(t) <= usec);
		assert_true(usec - length_of(t) <= usec / 512);
		assert_int_equal(t.period.a, 0);
	}
	usec = 10000;
	assert_int_equal(L4_TimePeriod(usec).raw, L4_TimePeriod(10000).raw);
	usec = 1ULL << 41;
	assert_int_equal(L4_TimePeriod(usec).raw, 0);
	assert_int_equal(L4_TimePeriod(1ULL << 41).raw, 0);
}

/* The instant a point stands for when read at `now`. */
static L4_Word64_t meaning(L4_Time_t t, L4_Word64_t now)
{
	unsigned e = t.point.e;
	L4_Word64_t at = (now >> (e + 10)) << (e + 10) | (L4_Word64_t)t.point.m << e;

	return ((now >> (e + 10)) & 1) == t.point.c ? at : at + (1ULL << (e + 10));
}

static void points(void **state)
{
	for (L4_Word64_t now = 12345; now < 1ULL << 50; now = now * 3 + 17) {
		for (L4_Word64_t ahead = 1; ahead < 1 << 25; ahead = ahead * 2 + 3) {
			L4_Clock_t from = { now }, at = { now + ahead };
			L4_Time_t t = __L4_TimePointFrom(from, at);
			L4_Word64_t got = meaning(t, now);

			assert_int_equal(t.point.a, 1);
			assert_true(got <= at.raw);
			assert_true(at.raw - got <= ahead / 256);
		}
	}
	/* too far */
	assert_int_equal(__L4_TimePointFrom((L4_Clock_t){ 0 }, (L4_Clock_t){ 1 << 25 }).raw, 0);
}

static void clocks(void **state)
{
	L4_Clock_t a = { 0x100000002 }, b = L4_ClockAddUsec(a, 5);

	assert_int_equal(a.X.low, 2);
	assert_int_equal(a.X.high, 1);
	assert_true(L4_IsClockEarlier(a, b) && L4_IsClockLater(b, a) && L4_IsClockNotEqual(a, b));
	assert_true(L4_IsClockEqual(L4_ClockSubUsec(b, 5), a));
}

static void bits(void **state)
{
	L4_Word_t w = 41;

	assert_int_equal(__L4_Msb(0), 64);
	assert_int_equal(__L4_Lsb(0), 64);
	assert_int_equal(__L4_Msb(0x8000000000000001), 63);
	assert_int_equal(__L4_Lsb(0x50), 4);
	__L4_Inc_Atomic(&w);
	assert_int_equal(w, 42);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(fpage_fields), cmocka_unit_test(fpage_rounding),
		cmocka_unit_test(io_fpages), cmocka_unit_test(thread_ids),
		cmocka_unit_test(compat_ids), cmocka_unit_test(periods),
		cmocka_unit_test(points), cmocka_unit_test(clocks), cmocka_unit_test(bits),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
