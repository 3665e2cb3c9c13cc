/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Printing what was measured.  A call and its answer are two IPCs.
 */
#include <l4/kip.h>
#include <l4io.h>
#include "pingpong.h"

#define IPCS		(2 * CALLS)

/* A quotient with `digits` decimal places, as two numbers. */
static void print_ratio(L4_Word64_t value, unsigned divisor, int width, int digits)
{
	L4_Word64_t scale = 1;

	for (int i = 0; i < digits; i++)
		scale *= 10;
	value = (value * scale + divisor / 2) / divisor;
	printf("%*lu.%0*lu", width, (L4_Word_t)(value / scale), digits, (L4_Word_t)(value % scale));
}

void report_table(void)
{
	printf("MRs | instructions or cycles | time (us)\n");
	printf("----+------------------------+----------\n");
	for (unsigned n = 0; n <= MAX_WORDS; n++) {
		printf("%3u |", n);
		print_ratio(results[n].ticks, IPCS, 19, 2);
		printf("  |");
		print_ratio(results[n].usec, IPCS, 5, 3);
		printf("\n");
	}
	printf("The loop alone takes ");
	print_ratio(loop_ticks, CALLS, 0, 2);
	printf(" of these.\n");
}

bool report_failures(void)
{
	bool any = false;

	for (unsigned n = 0; n <= MAX_WORDS; n++) {
		if (!results[n].failed)
			continue;
		printf("pingpong: messages of %u words did not all arrive\n", n);
		any = true;
	}
	return any;
}

static const char *name_of(enum pairing pairing)
{
	switch (pairing) {
	case BETWEEN_SPACES:	return "inter";
	case BETWEEN_CPUS:	return "xcpu";
	default:		return "intra";
	}
}

void report_lines(enum pairing pairing)
{
	const char *path = L4_HasFeature("fastpath") ? "fast" : "c";

	for (unsigned n = 0; n <= MAX_WORDS; n++) {
		printf("BENCH metric=%s spaces=%s path=%s abi=%s words=%u rounds=%u insns=",
		       pairing == WITHIN_SPACE_LIPC ? "lipc" : "ipc", name_of(pairing), path,
		       abi_name, n, IPCS);
		print_ratio(results[n].ticks, IPCS, 0, 1);
		printf("\n");
	}
}
