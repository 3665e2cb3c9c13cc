/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * l4test, a root task that tests the kernel interface.  With "auto" on the command line it runs all
 * groups, or those named after it, prints a line for each test and ends the machine with a status;
 * otherwise there is a menu.
 */
#include <l4lib/cmdline.h>
#include <l4lib/end.h>
#include <l4lib/string.h>
#include "test.h"

extern const struct group kip_group, memory_group, ipc_group, partners_group, rules_group,
	sigma0_group, exregs_group, threads_group, states_group, map_group, unmap_group,
	time_group, sched_group, quantum_group, delay_group, errors_group, stress_group,
	strings_group, strings_fault_group, strings_stop_group, strings_more_group, strcopy_group,
	redirect_group, irq_group, greedy_group, late_group, control_group, fastpath_group,
	sigma1_group, rendezvous_group, items_group, smp_group,
	smp_threads_group, smp_memory_group;

/* Groups of the architecture's folder, which may have none. */
extern const struct group exceptions_group __attribute__((weak));
extern const struct group fpu_group __attribute__((weak));
extern const struct group drivers_group __attribute__((weak));
extern const struct group fuzz_group __attribute__((weak));
extern const struct group many_group __attribute__((weak));
extern const struct group ioports_group __attribute__((weak));
extern const struct group memctl_group __attribute__((weak));
extern const struct group clock_group __attribute__((weak));
extern const struct group ctrlxfer_group __attribute__((weak));
extern const struct group registers_group __attribute__((weak));
extern const struct group calls_group __attribute__((weak));
extern const struct group fastpath_more_group __attribute__((weak));
extern const struct group segments_group __attribute__((weak));

static const struct group *const all_groups[] = {
	&kip_group, &memory_group, &ipc_group, &partners_group, &rules_group, &sigma0_group,
	&sigma1_group,
	&exregs_group, &threads_group, &control_group, &states_group, &map_group, &unmap_group,
	&rendezvous_group, &items_group,
	&time_group, &sched_group, &quantum_group, &delay_group, &strings_group,
	&strings_fault_group, &strings_stop_group, &strings_more_group, &strcopy_group,
	&redirect_group, &irq_group, &fastpath_group, &fastpath_more_group,
	&drivers_group, &exceptions_group, &fpu_group, &errors_group, &fuzz_group, &stress_group,
	&late_group, &greedy_group, &many_group, &ioports_group, &memctl_group, &clock_group,
	&ctrlxfer_group, &registers_group, &calls_group, &segments_group,
	&smp_group, &smp_threads_group, &smp_memory_group,
};

#define MAX_GROUPS	(sizeof(all_groups) / sizeof(all_groups[0]))

/* Those that there are, on this machine. */
static const struct group *groups[MAX_GROUPS];
static unsigned group_count;

static bool takes_processors(const struct group *group)
{
	return group == &smp_group || group == &smp_threads_group || group == &smp_memory_group;
}

static void find_groups(void)
{
	for (unsigned i = 0; i < MAX_GROUPS; i++)
		if (all_groups[i] && (!takes_processors(all_groups[i]) || L4_NumProcessors(kip) > 1))
			groups[group_count++] = all_groups[i];
}

#define ATTEMPTS	100
#define SLOW_PACE	8

bool test_patiently;
L4_Word_t test_pace = 1;

L4_Time_t test_time(L4_Word_t n)
{
	return L4_TimePeriod((L4_Word64_t)n * 1000 * test_pace);
}

static char reason[160];
static volatile bool failed;
static unsigned ok_count, failed_count;

bool test_has_failed(void)
{
	return failed;
}

void test_failed(const char *file, int line, const char *what)
{
	const char *base = file;

	if (failed)
		return;
	failed = true;
	for (const char *p = file; *p; p++)
		if (*p == '/')
			base = p + 1;
	snprintf(reason, sizeof(reason), "%s:%d: %s", base, line, what);
}

void test_failed_values(const char *file, int line, const char *what, L4_Word_t got,
			L4_Word_t wanted)
{
	char text[120];

	snprintf(text, sizeof(text), "%s is 0x%lx, not 0x%lx", what, got, wanted);
	test_failed(file, line, text);
}

/* Does it watch how long things take? */
static bool watches_clock(const struct group *group)
{
	return group == &time_group || group == &sched_group || group == &quantum_group ||
	       group == &delay_group || group == &clock_group;
}

static void attempt(const struct test *test)
{
	failed = false;
	L4_Accept(L4_UntypedWordsAcceptor);
	pager_at(0, SERVE);
	test->run();
	threads_kill_all();
}

static void run_test(const struct group *group, const struct test *test)
{
	test_pace = test_patiently && !watches_clock(group) ? SLOW_PACE : 1;
	attempt(test);
	for (int n = 1; failed && n < ATTEMPTS && test_patiently && watches_clock(group); n++) {
		printf("once more, %s\n", reason);
		attempt(test);
	}
	if (failed) {
		failed_count++;
		printf("TEST %s/%s: FAILED %s\n", group->name, test->name, reason);
	} else {
		ok_count++;
		printf("TEST %s/%s: OK\n", group->name, test->name);
	}
}

static void run_group(const struct group *group)
{
	for (const struct test *test = group->tests; test->name; test++)
		run_test(group, test);
}

static void run_standard_groups(void)
{
	for (unsigned i = 0; i < group_count; i++)
		if (!groups[i]->on_request)
			run_group(groups[i]);
}

static const struct group *find_group(const char *name, size_t length)
{
	for (unsigned i = 0; i < group_count; i++)
		if (strlen(groups[i]->name) == length && !strncmp(groups[i]->name, name, length))
			return groups[i];
	return NULL;
}

/* The groups named on the command line, or all; false if one is unknown. */
static bool run_auto(const char *line)
{
	bool any = false, known = true, after_auto = false;
	const char *word;
	size_t length;

	for (unsigned n = 0; (word = cmdline_word(line, n, &length)) != NULL; n++) {
		const struct group *group = find_group(word, length);

		if (after_auto && group) {
			run_group(group);
			any = true;
		} else if (after_auto) {
			printf("l4test: there is no group '");
			for (size_t i = 0; i < length; i++)
				putc(word[i]);
			printf("'\n");
			known = false;
		}
		after_auto |= length == 4 && !strncmp(word, "auto", 4);
	}
	if (!any && known)
		run_standard_groups();
	return known;
}

static void print_done(void)
{
	printf("TESTS DONE %u ok %u failed\n", ok_count, failed_count);
	ok_count = failed_count = 0;
}

/* Its key in the menu: a to z, A to Z. */
static int key_of(unsigned group)
{
	return group < 26 ? 'a' + (int)group : 'A' + (int)group - 26;
}

static void menu(void)
{
	for (;;) {
		int c;

		printf("\n");
		for (unsigned i = 0; i < group_count; i++)
			printf("  %c: %s (%s)\n", key_of(i), groups[i]->about, groups[i]->name);
		printf("  *: all\n  0: end\n");
		c = getc();
		if (c == '0')
			end_machine(0);
		else if (c == '*')
			run_standard_groups();
		for (unsigned i = 0; i < group_count; i++)
			if (c == key_of(i))
				run_group(groups[i]);
		if (ok_count + failed_count)
			print_done();
	}
}

int main(void)
{
	const char *line = root_cmdline();
	bool automatic = cmdline_has(line, "auto");

	printf("l4test started\n");
	if (!threads_init()) {
		printf("l4test: no pager: %s\n", L4_ErrorCode_String(L4_ErrorCode()));
		end_machine(1);
	}
	find_groups();
	if (!automatic)
		menu();
	threads_spread = cmdline_has(line, "spread");
	test_patiently = cmdline_has(line, "patient");
	if (test_patiently && !idlers_start()) {
		printf("l4test: no idlers: %s\n", L4_ErrorCode_String(L4_ErrorCode()));
		end_machine(1);
	}
	bool known = run_auto(line);
	bool bad = failed_count || !known;

	print_done();
	end_machine(bad);
}
