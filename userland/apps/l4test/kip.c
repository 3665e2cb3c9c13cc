/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The KIP is what the interface says it is, and KernelInterface always finds it.
 */
#include <l4lib/string.h>
#include <l4/schedule.h>
#include "test.h"

static bool within_area(const void *p)
{
	return (L4_Word_t)p - (L4_Word_t)kip < L4_KipAreaSize(kip);
}

static void header(void)
{
	L4_KernelInterfacePage_t *page = kip;
	L4_Word_t version, flags, id;

	CHECK_EQ(L4_KernelInterface(&version, &flags, &id), kip);
	CHECK_EQ((L4_Word_t)kip & (L4_KipAreaSize(kip) - 1), 0);
	CHECK(!memcmp(kip, "L4\346K", 4));
	CHECK_EQ(page->magic, L4_MAGIC);
	CHECK_EQ(page->ApiVersion.raw, version);
	CHECK_EQ(page->ApiFlags.raw, flags);
	CHECK_EQ(__L4_KernelDesc(kip)->KernelId.raw, id);
	CHECK_EQ(page->ApiVersion.x.version, L4_APIVERSION_X2);
	CHECK_EQ(page->ApiVersion.x.subversion, 5);
	CHECK_EQ(page->ApiFlags.x.ww, L4_BITS_PER_WORD == 64 ? L4_APIFLAG_64BIT : L4_APIFLAG_32BIT);
	CHECK_EQ(page->ApiFlags.raw, ABI_API_FLAGS);
}

static void kernel_descriptor(void)
{
	L4_Word_t year, month, day;

	CHECK(within_area(__L4_KernelDesc(kip)));
	CHECK(within_area(L4_KernelVersionString(kip)));
	L4_KernelGenDate(kip, &year, &month, &day);
	CHECK(year >= 2024 && year < 2100 && month >= 1 && month <= 12 && day >= 1 && day <= 31);
	for (L4_Word_t n = 0; L4_Feature(kip, n); n++) {
		CHECK(within_area(L4_Feature(kip, n)));
		CHECK(L4_HasFeature(L4_Feature(kip, n)));
	}
	CHECK(!L4_HasFeature("no such feature"));
}

static void processors(void)
{
	CHECK(L4_NumProcessors(kip) >= 1);
	for (L4_Word_t n = 0; n < L4_NumProcessors(kip); n++) {
		CHECK(within_area(L4_ProcDesc(kip, n) + 1));
		CHECK(L4_ProcDescInternalFreq(L4_ProcDesc(kip, n)) != 0);
	}
}

static void thread_numbers(void)
{
	CHECK(L4_ThreadIdSystemBase(kip) < L4_ThreadIdUserBase(kip));
	CHECK_EQ(L4_ThreadNo(main_id), L4_ThreadIdUserBase(kip) + ABI_SERVER_ROOT);
	CHECK_EQ(L4_Version(main_id), ABI_SERVER_VERSION);
	CHECK(L4_ThreadIdBits(kip) >= 16 && L4_ThreadIdBits(kip) <= ABI_ID_THREADNO_BITS);
}

static void areas(void)
{
	L4_Word_t sizes = L4_PageSizeMask(kip);

	CHECK_EQ(L4_UtcbSize(kip), ABI_UTCB_BYTES);
	CHECK_EQ(L4_UtcbAlignmentLog2(kip), ABI_UTCB_A);
	CHECK_EQ(L4_UtcbAreaSizeLog2(kip), ABI_UTCB_S);
	CHECK_EQ(L4_KipAreaSizeLog2(kip), ABI_KIP_AREA_S);
	CHECK(sizes != 0);
	CHECK((L4_PageRights(kip) & L4_Writable) != 0);
	CHECK_EQ(L4_MyLocalId().raw - (L4_Word_t)utcb_slot(0), ABI_UTCB_POINTER);
}

static void memory_descriptors(void)
{
	bool conventional = false, virtual = false;

	CHECK(L4_NumMemoryDescriptors(kip) > 0);
	for (L4_Word_t n = 0; n < L4_NumMemoryDescriptors(kip); n++) {
		L4_MemoryDesc_t *m = L4_MemoryDesc(kip, n);

		CHECK(within_area((char *)(m + 1) - 1));
		CHECK(L4_MemoryDescLow(m) <= L4_MemoryDescHigh(m));
		if (L4_IsMemoryDescVirtual(m))
			virtual = true;
		else if (L4_MemoryDescType(m) == L4_ConventionalMemoryType ||
			 (L4_MemoryDescType(m) & ABI_MEMDESC_TYPE_MASK) ==
			 L4_ConventionalMemoryType)
			conventional = true;
	}
	CHECK(conventional);
	CHECK(virtual);
	CHECK(!L4_MemoryDesc(kip, L4_NumMemoryDescriptors(kip)));
}

static void thrash_at_depth(int depth)
{
	if (depth > 1)
		thrash_at_depth(depth - 1);
	for (int i = 0; i < 1000; i++)
		CHECK_EQ(L4_GetKernelInterface(), kip);
}

static void thrash(void)
{
	thrash_at_depth(10);
}

static void clock(void)
{
	L4_Clock_t before = L4_SystemClock(), after;

	pause_for(20);
	after = L4_SystemClock();
	CHECK(L4_IsClockLater(after, before));
	CHECK(after.raw - before.raw >= 20000);
}

static const struct test tests[] = {
	{ "header", header },
	{ "kernel-descriptor", kernel_descriptor },
	{ "processors", processors },
	{ "thread-numbers", thread_numbers },
	{ "areas", areas },
	{ "memory-descriptors", memory_descriptors },
	{ "thrash", thrash },
	{ "clock", clock },
	{ },
};

const struct group kip_group = { "kip", "Kernel interface page", tests, false };
