/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * All states of the models for many CPUs: nothing is wrong in any of them; and each of the mistakes
 * that the protocols guard against is found when it is made.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <cmocka.h>
#include "rendezvous.h"
#include "shootdown.h"

#define MOST	3000000

static void all_is_well(const struct model *m, const char *name)
{
	struct exploration e = explore(m, MOST, true);

	printf("# %s: %lu states, %lu ends\n", name, (unsigned long)e.states,
	       (unsigned long)e.ends);
	assert_null(e.wrong);
	assert_true(e.complete);
	assert_true(e.ends > 0);
}

static void is_found(const struct model *m, const char *name)
{
	struct exploration e = explore(m, MOST, false);

	printf("# %s: %s\n", name, e.wrong ? e.wrong : "not found");
	assert_non_null(e.wrong);
}

static void senders_meet_the_receiver(void **state)
{
	(void)state;
	rendezvous_world = (struct rendezvous_world){ .deletes = -1 };
	all_is_well(&rendezvous, "rendezvous");
}

static void senders_run_out_of_time(void **state)
{
	(void)state;
	rendezvous_world = (struct rendezvous_world){ .deletes = -1, .timeouts = true };
	all_is_well(&rendezvous, "with timeouts");
}

static void the_receiver_migrates(void **state)
{
	(void)state;
	rendezvous_world = (struct rendezvous_world){ .deletes = -1, .moves = 3,
						      .timeouts = true };
	all_is_well(&rendezvous, "with migration and timeouts");
}

static void threads_are_deleted(void **state)
{
	(void)state;
	for (int n = 0; n < 3; n++) {
		rendezvous_world = (struct rendezvous_world){ .deletes = n, .moves = 2,
							      .timeouts = true };
		all_is_well(&rendezvous, n == 2 ? "receiver deleted, migrating" : "sender deleted");
	}
}

static void mistakes_of_rendezvous_are_found(void **state)
{
	(void)state;
	rendezvous_world = (struct rendezvous_world){ .deletes = -1, .moves = 2,
						      .timeouts = true, .no_stamps = true };
	is_found(&rendezvous, "no stamps");
	rendezvous_world = (struct rendezvous_world){ .deletes = -1, .moves = 2,
						      .no_forwarding = true };
	is_found(&rendezvous, "no second look at the home");
	rendezvous_world = (struct rendezvous_world){ .deletes = -1, .timeouts = true,
						      .no_cancel_answer = true };
	is_found(&rendezvous, "no wait for the cancel's answer");
	rendezvous_world = (struct rendezvous_world){ .deletes = 0, .frees_at_once = true };
	is_found(&rendezvous, "freed at once");
}

static void nobody_keeps_what_was_unmapped(void **state)
{
	(void)state;
	shootdown_world = (struct shootdown_world){ 0 };
	all_is_well(&shootdown, "shoot-down");
}

static void mistakes_of_shootdown_are_found(void **state)
{
	(void)state;
	shootdown_world = (struct shootdown_world){ .mask_first = true };
	is_found(&shootdown, "mask before entry");
	shootdown_world = (struct shootdown_world){ .late_mark = true };
	is_found(&shootdown, "mark after load");
	shootdown_world = (struct shootdown_world){ .deaf = true };
	is_found(&shootdown, "deaf while waiting");
	shootdown_world = (struct shootdown_world){ .no_wait = true };
	is_found(&shootdown, "no wait for answers");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(senders_meet_the_receiver),
		cmocka_unit_test(senders_run_out_of_time),
		cmocka_unit_test(the_receiver_migrates),
		cmocka_unit_test(threads_are_deleted),
		cmocka_unit_test(mistakes_of_rendezvous_are_found),
		cmocka_unit_test(nobody_keeps_what_was_unmapped),
		cmocka_unit_test(mistakes_of_shootdown_are_found),
	};

	return cmocka_run_group_tests_name("models", tests, NULL, NULL);
}
