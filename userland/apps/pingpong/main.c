/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * pingpong, a root task: two threads exchange messages of all sizes, and it says what that costs.
 * With the word "auto" on the command line it measures between and within spaces, prints a table
 * and lines for programs to read, and ends the machine; with "cpus" it measures between processors and
 * on all of them at once, for an emulator that counts what each does; otherwise there is a menu.
 */
#include <l4/kdebug.h>
#include <l4/kip.h>
#include <l4io.h>
#include <l4lib/cmdline.h>
#include <l4lib/end.h>
#include "pingpong.h"

#define ESCAPE	27

static bool measure_and_report(enum pairing pairing, const char *title)
{
	printf("\nBenchmarking %s IPC...\n", title);
	if (!measure(pairing)) {
		printf("pingpong: no measurement\n");
		return false;
	}
	report_table();
	return !report_failures();
}

static bool run_all(void)
{
	bool ok;

	ok = measure_and_report(BETWEEN_SPACES, "Inter-AS");
	if (ok)
		report_lines(BETWEEN_SPACES);
	ok = ok && measure_and_report(WITHIN_SPACE, "Intra-AS");
	if (ok)
		report_lines(WITHIN_SPACE);
	printf("pingpong: %s\n", ok ? "done" : "FAILED");
	return ok;
}

static void print_menu(bool many_cpus)
{
	printf("\nPlease select ipc type:\n"
	       "  1: INTER-AS\n"
	       "  2: INTRA-AS (IPC)\n"
	       "  3: INTRA-AS (LIPC)\n");
	if (many_cpus)
		printf("  4: XCPU\n");
	printf("  q: end\n"
	       "ESC: kernel debugger\n");
}

static void menu(void)
{
	bool many_cpus = L4_NumProcessors(L4_GetKernelInterface()) > 1;

	for (;;) {
		print_menu(many_cpus);
		switch (getc()) {
		case '1':
			measure_and_report(BETWEEN_SPACES, "Inter-AS");
			break;
		case '2':
			measure_and_report(WITHIN_SPACE, "Intra-AS");
			break;
		case '3':
			measure_and_report(WITHIN_SPACE_LIPC, "Intra-AS local");
			break;
		case '4':
			if (many_cpus)
				measure_and_report(BETWEEN_CPUS, "XCPU");
			break;
		case 'q':
			end_machine(0);
		case ESCAPE:
			L4_KDB_Enter("pingpong");
			break;
		}
	}
}

int main(void)
{
	bool several = cmdline_has(root_cmdline(), "cpus");
	bool automatic = cmdline_has(root_cmdline(), "auto");
	bool ok;

	printf("Pingpong started %t\n", L4_Myself());
	ok = partners_init();
	if (several)
		end_machine(ok && measure_several() ? 0 : 1);
	if (automatic)
		end_machine(ok && run_all() ? 0 : 1);
	if (ok)
		menu();
	return 1;
}
