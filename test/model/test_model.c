/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * All states of the models for many CPUs: nothing is wrong in any of them; and each of the mistakes
 * that the protocols guard against is found when it is made.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>
#include "grace.h"
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

/* --- threads that travel ---------------------------------------------------------------------- */

static const struct rendezvous_world two_senders = {
	.threads = {
		{ 0, 0, { { SEND, 2, 0 }, { SEND, 2, 0 } } },
		{ 1, 0, { { SEND, 2, 0 } } },
		{ 2, 0, { { RECEIVE, 0, 0 }, { RECEIVE, 0, 0 }, { RECEIVE, 0, 0 } } },
	},
	.all_succeed = true,
};

static const struct rendezvous_world two_clients = {
	.threads = {
		{ 0, 0, { { CALL, 2, 0 } } },
		{ 1, 0, { { CALL, 2, 0 } } },
		{ 2, 0, { { RECEIVE, 0, 0 }, { REPLY, 0, 0 }, { RECEIVE, 0, 0 },
			  { REPLY, 0, 0 } } },
	},
	.all_succeed = true,
};

/* Thread 1 sends while thread 0 may stand at its door, to one that a third of its own moves. */
static const struct rendezvous_world chain = {
	.threads = {
		{ 0, 0, { { SEND, 1, 0 }, { MOVE, 2, 0 }, { SEND, 2, 0 } } },
		{ 1, 0, { { SEND, 2, 0 }, { RECEIVE, 0, 0 } } },
		{ 2, 0, { { RECEIVE, 0, 0 }, { MOVE, 1, 2 }, { RECEIVE, 0, 0 } } },
	},
	.all_succeed = true,
};

static const struct rendezvous_world moving_receiver = {
	.threads = {
		{ 0, 1, { { SEND, 2, 0 } } },
		{ 1, 1, { { MOVE, 2, 0 }, { CALL, 2, 0 } } },
		{ 2, 0, { { RECEIVE, 0, 0 }, { MOVE, 2, 1 }, { RECEIVE, 0, 0 }, { REPLY, 0, 0 } } },
	},
};

static const struct rendezvous_world receiver_deleted = {
	.threads = {
		{ 0, 1, { { CALL, 2, 0 }, { SEND, 2, 0 } } },
		{ 1, 0, { { DELETE, 2, 0 }, { SEND, 2, 0 } } },
		{ 2, 0, { { RECEIVE, 0, 0 }, { REPLY, 0, 0 }, { SEND, 0, 0 } } },
	},
};

static const struct rendezvous_world sender_deleted = {
	.threads = {
		{ 0, 1, { { SEND, 2, 0 }, { CALL, 2, 0 } } },
		{ 1, 0, { { DELETE, 0, 0 }, { CALL, 2, 0 } } },
		{ 2, 0, { { RECEIVE, 0, 0 }, { REPLY, 0, 0 }, { RECEIVE, 0, 0 },
			  { REPLY, 0, 0 } } },
	},
};

/* All that delete are on their way themselves. */
static const struct rendezvous_world all_against_all = {
	.threads = {
		{ 0, 0, { { DELETE, 1, 0 }, { SEND, 2, 0 } } },
		{ 1, 0, { { DELETE, 2, 0 }, { SEND, 0, 0 } } },
		{ 2, 0, { { DELETE, 0, 0 }, { SEND, 1, 0 } } },
	},
};

static void of_world(const struct rendezvous_world *w, const char *name)
{
	rendezvous_world = *w;
	all_is_well(&rendezvous, name);
}

static void messages_come_to_the_receiver(void **state)
{
	(void)state;
	of_world(&two_senders, "two senders");
	of_world(&two_clients, "two clients of a server");
}

static void who_leaves_is_followed(void **state)
{
	(void)state;
	of_world(&chain, "senders after a sender");
	of_world(&moving_receiver, "a receiver that migrates, timeouts");
}

static void threads_are_deleted(void **state)
{
	(void)state;
	of_world(&receiver_deleted, "receiver deleted");
	of_world(&sender_deleted, "sender deleted");
	of_world(&all_against_all, "each deletes another");
}

/* With this mistake (a member of `m`, which is set). */
static void mistake(const struct rendezvous_world *w, struct rendezvous_world m, const char *name)
{
	memcpy(m.threads, w->threads, sizeof(m.threads));
	m.all_succeed = w->all_succeed;
	rendezvous_world = m;
	is_found(&rendezvous, name);
}

#define MISTAKE(world, which)	\
	mistake(&(world), (struct rendezvous_world){ .which = true }, #which)

static void mistakes_of_rendezvous_are_found(void **state)
{
	(void)state;
	MISTAKE(two_clients, cpu_after_push);
	MISTAKE(two_clients, flag_after_cpu);
	MISTAKE(two_clients, flag_read_first);
	MISTAKE(two_clients, no_lobby);
	MISTAKE(two_clients, deaf_lobby);
	MISTAKE(chain, leaves_door);
	MISTAKE(receiver_deleted, frees_at_once);
	MISTAKE(receiver_deleted, frees_before_door);
	MISTAKE(two_clients, home_later);
	MISTAKE(two_clients, runs_later);
	MISTAKE(receiver_deleted, no_orphans);
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
	shootdown_world = (struct shootdown_world){ .copying_not_published = true };
	is_found(&shootdown, "copying not published");
	shootdown_world = (struct shootdown_world){ .answers_in_copy = true };
	is_found(&shootdown, "answers in a copy");
}

static void nobody_looks_at_what_is_freed(void **state)
{
	(void)state;
	grace_world = (struct grace_world){ 0 };
	all_is_well(&grace, "grace");
}

static void mistakes_of_grace_are_found(void **state)
{
	(void)state;
	grace_world = (struct grace_world){ .asks_first = true };
	is_found(&grace, "idle CPUs looked at first");
	grace_world = (struct grace_world){ .late_awake = true };
	is_found(&grace, "awake, and said so later");
	grace_world = (struct grace_world){ .served_inside = true };
	is_found(&grace, "token passed on in a slice");
	grace_world = (struct grace_world){ .skips_others = true };
	is_found(&grace, "token given back past others");
	grace_world = (struct grace_world){ .joins_round = true };
	is_found(&grace, "joins a round under way");
	grace_world = (struct grace_world){ .stays_waiting = true };
	is_found(&grace, "no next round");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(messages_come_to_the_receiver),
		cmocka_unit_test(who_leaves_is_followed),
		cmocka_unit_test(threads_are_deleted),
		cmocka_unit_test(mistakes_of_rendezvous_are_found),
		cmocka_unit_test(nobody_keeps_what_was_unmapped),
		cmocka_unit_test(mistakes_of_shootdown_are_found),
		cmocka_unit_test(nobody_looks_at_what_is_freed),
		cmocka_unit_test(mistakes_of_grace_are_found),
	};

	return cmocka_run_group_tests_name("models", tests, NULL, NULL);
}
