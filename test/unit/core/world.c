/* SPDX-License-Identifier: BSD-2-Clause */
/* See world.h. */
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>
#include "world.h"

#define STEPS_MOST	1000000
#define SLICES_MOST	20000000

const char *__asan_default_options(void);
const char *__asan_default_options(void)
{
	return "detect_leaks=0";
}

int child_status(void (*body)(void))
{
	int status;

	fflush(stdout);
	fflush(stderr);
	pid_t child = fork();

	if (child == 0) {
		body();
		exit(0);
	}
	assert_true(child > 0);
	assert_int_equal(waitpid(child, &status, 0), child);
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

void in_child(void (*body)(void))
{
	assert_int_equal(child_status(body), 0);
}

static void (*root_body)(void);
static uint64_t world_seed;

static void root_program(word_t sp)
{
	(void)sp;
	root_body();
	host_stop();
	user_compute();
}

static void world_child(void)
{
	host.seed = world_seed;
	if (!host.entry_us)
		host.entry_us = 20;
	host.sigma0_ip = user_program(sigma0_program);
	host.root_ip = user_program(root_program);
	host.before = inside_before;
	host.after = inside_check;
	host_boot();
	if (!host_run(host.slice ? SLICES_MOST : STEPS_MOST))
		host_fail("the root program does not end");
}

void run_world(void (*root)(void), uint64_t seed)
{
	root_body = root;
	world_seed = seed;
	in_child(world_child);
}

void run_worlds(void (*root)(void), unsigned count)
{
	static const unsigned slices[] = { 0, 40, 0, 300 };

	for (unsigned n = 0; n < count; n++) {
		host.slice = slices[n % ARRAY_SIZE(slices)];
		host.calm_every = host.slice ? 10 : 1;
		run_world(root, n);
	}
}

/* X.2: sigma0 protocol, as much of it as tests need. */
void sigma0_program(word_t sp)
{
	word_t sender, tag = user_receive(ANYTHREAD, &sender);

	(void)sp;
	for (;;) {
		word_t page = FPAGE(user_mr(1) & ~(word_t)0xfff, 12, 7);
		sword_t label = (sword_t)tag >> (ABI_TAG_LABEL_SHIFT + 4);

		if (label == -ABI_PROTO_SIGMA0)
			page = user_mr(1) | 7;
		user_set_mr(1, (page & ~(word_t)0x3ff) | ABI_ITEM_MAP << 1);
		user_set_mr(2, page);
		tag = user_ipc(sender, ANYTHREAD, TIMEOUTS(ABI_TIME_ZERO, 0), 2 << 6, &sender);
		if (tag & ABI_TAG_ERROR)
			tag = user_receive(ANYTHREAD, &sender);
	}
}

void idle_for_ever(word_t sp)
{
	(void)sp;
	user_sleep(ABI_TIME_NEVER);
}

/* --- threads ---------------------------------------------------------------------------------- */

void set_prio(word_t thread, unsigned prio)
{
	check_is(user_schedule(thread, -1, -1, prio, -1, NULL) != 0, 1);
}

void spawn_go(word_t id, host_program program, word_t arg, unsigned prio)
{
	set_prio(id, prio);
	user_set_mr(1, user_program(program));
	user_set_mr(2, arg);
	check_is(user_send(id, 2), 2);
}

void spawn_in(unsigned n, word_t of, host_program program, word_t arg, unsigned prio)
{
	check_is(user_thread_control(THREAD(n), of, ROOT_ID, ROOT_ID, UTCB_AT(n + 1)), 1);
	spawn_go(THREAD(n), program, arg, prio);
}

void spawn(unsigned n, host_program program, word_t arg, unsigned prio)
{
	spawn_in(n, ROOT_ID, program, arg, prio);
}

void spawn_space(unsigned n, host_program program, word_t arg, unsigned prio)
{
	word_t id = THREAD(n);

	check_is(user_thread_control(id, id, ROOT_ID, NILTHREAD, -1), 1);
	check_is(user_space_control(id, 0, KIP_FPAGE, UTCB_FPAGE, NILTHREAD), 1);
	check_is(user_thread_control(id, id, ROOT_ID, ROOT_ID, UTCB_AT(n + 1)), 1);
	spawn_go(id, program, arg, prio);
}

void destroy(unsigned n)
{
	check_is(user_thread_control(THREAD(n), NILTHREAD, NILTHREAD, NILTHREAD, -1), 1);
}

void destroy_all(unsigned count)
{
	for (unsigned n = 0; n < count; n++)
		destroy(n);
}

void place(word_t thread, unsigned cpu)
{
	check(user_schedule(thread, -1, cpu, -1, -1, NULL) != ABI_TSTATE_ERROR);
}

bool thread_is_at(const struct tcb *t, unsigned cpu)
{
	return t->cpu == cpu_of(cpu) && !(t->flags & TCB_TRAVELLING);
}

void serve_fault(word_t thread)
{
	word_t page;

	(void)user_receive(thread, NULL);
	page = user_mr(1) & ~(word_t)0xfff;
	(void)user_load(page);
	user_set_mr(1, page | ABI_ITEM_MAP << 1);
	user_set_mr(2, FPAGE(page, 12, 7));
	(void)user_send(thread, 2 << 6);
}

/* Answers faults of others with pages got from sigma0, 1:1, until a message that is none. */
void serve_pager(void)
{
	word_t sender, tag = user_receive(ANYTHREAD, &sender);

	while ((sword_t)tag >> (ABI_TAG_LABEL_SHIFT + 4) == -ABI_PROTO_PAGEFAULT) {
		word_t page = user_mr(1) & ~(word_t)0xfff;

		(void)user_load(page);
		user_set_mr(1, page | ABI_ITEM_MAP << 1);
		user_set_mr(2, FPAGE(page, 12, 7));
		tag = user_ipc(sender, ANYTHREAD, 0, 2 << 6, &sender);
	}
}
