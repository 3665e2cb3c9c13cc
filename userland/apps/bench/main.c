/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * bench, a root task: what mapping, faults, threads, copies and interrupts cost, and with the word
 * "growth" on its command line how costs grow (that needs 1 GB of memory, half of it the
 * kernel's), with "cpus" what mapping costs on all processors at once.  Prints lines for programs to
 * read, and ends the machine.
 */
#include <l4lib/cmdline.h>
#include <l4lib/end.h>
#include "bench.h"

static volatile L4_Word64_t begun, ended;
static L4_Word_t stretches;
static L4_Word64_t overhead;	/* a stretch of nothing */
static bool failed;

void stretch_begin(void)
{
	stretches++;
	begun = read_ticks();
}

void stretch_end(void)
{
	ended = read_ticks();
}

void report(const char *metric, const char *keys, L4_Word_t rounds)
{
	L4_Word64_t ticks = ended - begun - overhead;
	L4_Word_t hundredths = (L4_Word_t)((ticks * 100 + rounds / 2) / rounds);

	printf("BENCH metric=%s%s rounds=%lu stretch=%lu", metric, keys, rounds, stretches - 1);
	if (tick_precision > 1)
		printf(" precision=%lu", tick_precision);
	printf(" insns=%lu.%02lu\n", hundredths / 100, hundredths % 100);
}

void report_figure(const char *metric, const char *keys, L4_Word_t tenths)
{
	printf("BENCH metric=%s%s insns=%lu.%lu\n", metric, keys, tenths / 10, tenths % 10);
}

const char *key(const char *name, L4_Word_t value)
{
	static char text[4][48];
	static unsigned next;
	char *t = text[next++ % 4];

	snprintf(t, sizeof text[0], " %s=%lu", name, value);
	return t;
}

void complain(const char *what)
{
	printf("bench: %s (error %s)\n", what, L4_ErrorCode_String(L4_ErrorCode()));
	failed = true;
}

int main(void)
{
	const char *line = root_cmdline();

	printf("bench started %t\n", L4_Myself());
	if (!threads_init()) {
		complain("no pager");
		end_machine(1);
	}
	stretch_begin();
	stretch_end();
	overhead = ended - begun;
	if (cmdline_has(line, "growth")) {
		bench_growth();
	} else if (cmdline_has(line, "cpus")) {
		bench_cpus();
	} else {
		bench_calls();
		bench_mapping();
		bench_copy();
		bench_interrupt();
	}
	printf("bench: %s\n", failed ? "FAILED" : "done");
	end_machine(failed);
}
