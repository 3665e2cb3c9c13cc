/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The smallest root task: says hello, tells what it runs on, and sleeps.  With the word "exit" (or
 * "auto", which all programs here know) on its command line it ends the machine instead.  Copy this
 * folder to start a program of your own.
 */
#include <l4/ipc.h>
#include <l4/kip.h>
#include <l4io.h>
#include <l4lib/cmdline.h>
#include <l4lib/end.h>

static void print_kernel(void *kip)
{
	L4_Word_t year, month, day;
	const char *feature;

	L4_KernelGenDate(kip, &year, &month, &day);
	printf("kernel:     %s\n", L4_KernelVersionString(kip));
	printf("built:      %lu-%02lu-%02lu\n", year, month, day);
	printf("features:  ");
	for (L4_Word_t n = 0; (feature = L4_Feature(kip, n)) != NULL; n++)
		printf(" %s", feature);
	printf("\n");
}

static void print_machine(void *kip)
{
	L4_Word_t pages = L4_PageSizeMask(kip);

	printf("processors: %lu at %lu MHz\n", L4_NumProcessors(kip),
	       L4_ProcDescInternalFreq(L4_ProcDesc(kip, 0)) / 1000);
	printf("page sizes:");
	for (L4_Word_t bit = 0; bit < L4_BITS_PER_WORD; bit++)
		if (pages >> bit & 1)
			printf(" 2^%lu", bit);
	printf("\n");
	for (L4_Word_t n = 0; n < L4_NumMemoryDescriptors(kip); n++) {
		L4_MemoryDesc_t *m = L4_MemoryDesc(kip, n);

		printf("memory:     %p - %p type 0x%02lx%s\n", (void *)L4_MemoryDescLow(m),
		       (void *)L4_MemoryDescHigh(m), L4_MemoryDescType(m),
		       L4_IsMemoryDescVirtual(m) ? " virtual" : "");
	}
}

int main(void)
{
	void *kip = L4_GetKernelInterface();
	const char *line = root_cmdline();

	printf("Hello, I am thread %lu, version %lu.\n", L4_ThreadNo(L4_Myself()),
	       L4_Version(L4_Myself()));
	print_kernel(kip);
	print_machine(kip);
	printf("command line: %s\n", line);
	if (cmdline_has(line, "exit") || cmdline_has(line, "auto"))
		end_machine(0);
	return 0;
}
