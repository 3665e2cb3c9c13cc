/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * <l4/kip.h>, <l4/kcp.h>, <l4/bootinfo.h>: reading pages made by hand.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>
#include <l4/bootinfo.h>
#include <l4/kcp.h>
#include <l4/kip.h>
#include "machine.h"

static L4_Word_t page[512];

static int make_page(void **state)
{
	memset(page, 0, sizeof(page));
	memcpy(page, "L4\346K", 4);
	page[ABI_KIP_API_VERSION] = ABI_KIP_API_VERSION_X2;
	page[ABI_KIP_API_FLAGS] = 4;
	page[ABI_KIP_KERN_DESC_PTR] = 0x300;
	page[ABI_KIP_SIGMA0 + 1] = 0xf00010;
	page[ABI_KIP_MEMORY_INFO] = 2 | 0x400UL << 32;
	page[ABI_KIP_UTCB_INFO] = ABI_KIP_UTCB_INFO_WORD(1, 10, 12);
	page[ABI_KIP_KIP_AREA_INFO] = 12;
	page[ABI_KIP_PROC_DESC_PTR] = 0x240;
	page[ABI_KIP_THREAD_INFO] = ABI_KIP_THREAD_INFO_WORD(32, 24, 56);
	page[ABI_KIP_PAGE_INFO] = 0x201007;
	page[ABI_KIP_PROCESSOR_INFO] = 1 | 5UL << 60;
	page[ABI_KIP_CLOCK_INFO] = ABI_KIP_CLOCK_INFO_WORD(1, 1953);
	page[0x240 / 8 + 4] = 100000;
	page[0x240 / 8 + 5] = 2000000;
	page[0x300 / 8] = 0x04020000;
	page[0x300 / 8 + 1] = ABI_KDESC_GEN_DATE_WORD(2026, 11, 22);
	page[0x300 / 8 + 2] = 1 << 24 | 2 << 16 | 3;
	memcpy(&page[0x300 / 8 + 3], "UKa ", 4);
	memcpy(&page[0x300 / 8 + 4], "version\0one\0second", 19);
	page[0x400 / 8] = 0x1234400 | 0x100 | 1;
	page[0x400 / 8 + 1] = 0x2345400 | 0x123;
	page[0x400 / 8 + 2] = 0x200 | 0x3e;
	page[0x400 / 8 + 3] = 0xfffffc00;
	return 0;
}

static void info_words(void **state)
{
	L4_KernelInterfacePage_t *kip = (L4_KernelInterfacePage_t *)page;

	assert_int_equal(kip->magic, L4_MAGIC);
	assert_int_equal(kip->ApiVersion.x.version, L4_APIVERSION_X2);
	assert_int_equal(kip->ApiVersion.x.subversion, 5);
	assert_int_equal(kip->ApiFlags.x.ww, L4_APIFLAG_64BIT);
	assert_int_equal(kip->ApiFlags.x.ee, L4_APIFLAG_LE);
	assert_int_equal(L4_UtcbSize(page), 1024);
	assert_int_equal(L4_UtcbAlignmentLog2(page), 10);
	assert_int_equal(L4_UtcbAreaSize(page), 4096);
	assert_int_equal(L4_KipAreaSize(page), 4096);
	assert_int_equal(L4_ThreadIdBits(page), 32);
	assert_int_equal(L4_ThreadIdSystemBase(page), 24);
	assert_int_equal(L4_ThreadIdUserBase(page), 56);
	assert_int_equal(L4_PageSizeMask(page), 0x201000);
	assert_int_equal(L4_PageRights(page), 7);
	assert_int_equal(L4_ReadPrecision(page), 1);
	assert_int_equal(L4_SchedulePrecision(page), 1953);
	assert_int_equal(((L4_KernelConfigurationPage_t *)page)->sigma0.ip, 0xf00010);
}

static void descriptors(void **state)
{
	L4_Word_t year, month, day;
	L4_MemoryDesc_t *m = L4_MemoryDesc(page, 0);

	assert_int_equal(L4_NumProcessors(page), 2);
	assert_int_equal(L4_ProcDescExternalFreq(L4_ProcDesc(page, 1)), 100000);
	assert_int_equal(L4_ProcDescInternalFreq(L4_ProcDesc(page, 1)), 2000000);
	assert_null(L4_ProcDesc(page, 2));
	L4_KernelGenDate(page, &year, &month, &day);
	assert_int_equal(year * 10000 + month * 100 + day, 20261122);
	assert_int_equal(L4_KernelVersion(page), 0x01020003);
	assert_int_equal(L4_KernelSupplier(page), L4_SUPL_UKA);
	assert_string_equal(L4_KernelVersionString(page), "version");
	assert_string_equal(L4_Feature(page, 0), "one");
	assert_string_equal(L4_Feature(page, 1), "second");
	assert_null(L4_Feature(page, 2));
	/* Bits that no field names may hold anything. */
	assert_int_equal(L4_MemoryDescLow(m), 0x1234400);
	assert_int_equal(L4_MemoryDescHigh(m), 0x23457ff);
	assert_int_equal(L4_MemoryDescType(m), L4_ConventionalMemoryType);
	assert_false(L4_IsMemoryDescVirtual(m));
	assert_int_equal(L4_MemoryDescType(L4_MemoryDesc(page, 1)), 0x3e);
	assert_true(L4_IsMemoryDescVirtual(L4_MemoryDesc(page, 1)));
	assert_null(L4_MemoryDesc(page, 2));
}

static void boot_info(void **state)
{
	static L4_Word_t info[64] = {
		L4_BOOTINFO_MAGIC, 1, sizeof(info), 64, 2, 0, 0, 0,
		L4_BootInfo_SimpleExec, 1, 20 * 8, 11, 12, 13, 21, 22, 23, 31, 32, 33, 41, 51,
		52, 16 * 8, 0, 0, 0, 0,
		L4_BootInfo_Module, 1, 8 * 8, 0x5000, 0x600, 0,
	};
	L4_BootRec_t *r = L4_BootInfo_FirstEntry(info);

	memcpy(&info[24], "root auto", 10);
	assert_true(L4_BootInfo_Valid(info));
	assert_int_equal(L4_BootInfo_Size(info), sizeof(info));
	assert_int_equal(L4_BootInfo_Entries(info), 2);
	assert_int_equal(L4_BootRec_Type(r), L4_BootInfo_SimpleExec);
	assert_int_equal(L4_SimpleExec_TextPstart(r), 11);
	assert_int_equal(L4_SimpleExec_TextVstart(r), 12);
	assert_int_equal(L4_SimpleExec_DataSize(r), 23);
	assert_int_equal(L4_SimpleExec_BssVstart(r), 32);
	assert_int_equal(L4_SimpleExec_InitialIP(r), 41);
	assert_string_equal(L4_SimpleExec_Cmdline(r), "root auto");
	L4_SimpleExec_Set_Label(r, 99);
	assert_int_equal(L4_SimpleExec_Label(r), 99);
	r = L4_BootRec_Next(r);
	assert_int_equal(L4_BootRec_Type(r), L4_BootInfo_Module);
	assert_int_equal(L4_Module_Start(r), 0x5000);
	assert_int_equal(L4_Module_Size(r), 0x600);
	assert_null(L4_Module_Cmdline(r));
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(info_words), cmocka_unit_test(descriptors),
		cmocka_unit_test(boot_info),
	};

	return cmocka_run_group_tests(tests, make_page, NULL);
}
