/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Two senders, one receiver, three CPUs.  A thread's IPC state and the queue at its door belong to
 * its home CPU; other CPUs ask by messages, which go from CPU to CPU in order.
 *
 *	SEND	to the receiver's home: meets it, or stands at its door, or hears that it is gone
 *	GO	the receiver has opened: transfer now
 *	NOPART	there is no such thread
 *	CANCEL	the sender gives up: CANCELED if it stood at the door, else NOTYET
 *	DONE, ABORT	the end of a transfer, to the receiver
 *
 * A sender that gives up, or is deleted, rests until its question has come to an end: until then
 * somebody may know of it.  The ends are CANCELED, NOPART, and a GO, which it answers by ABORT.  On
 * NOTYET it asks again: the receiver migrates, and CANCEL may have overtaken SEND.  Every question
 * has a stamp, which its answers bear.
 */
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include "rendezvous.h"

#define THREADS		3
#define RECEIVER	2
#define CPUS		3
#define MAIL		8

enum { RUN, ASKING, CANCELING, SENDING, WAITING, RECEIVING, FREE };
enum { SEND, GO, NOPART, CANCEL, CANCELED, NOTYET, DONE, ABORT, DELETE, MIGRATE };

struct thread {
	uint8_t state, home, partner;
	uint8_t alive;		/* the id finds it */
	uint8_t condemned;
	uint8_t calls, time;	/* sends or receives left; may still run out of time */
	uint8_t stamp;		/* of the send under way */
	uint8_t sent, refused, received;
};

struct mail {
	uint8_t kind, thread, peer, stamp;
};

struct state {
	struct thread t[THREADS];
	uint8_t door[THREADS], stamps[THREADS], at_door;	/* the queue at the receiver's */
	struct mail mail[CPUS][CPUS][MAIL];		/* from, to: in order */
	uint8_t mails[CPUS][CPUS];
	uint8_t deletes, migrates;		/* still to come */
	uint8_t wrong;
};

enum { OK, TOO_MUCH_MAIL, FOREIGN_HOME, FREED_RECORD, MISUNDERSTOOD };

struct rendezvous_world rendezvous_world;
#define world rendezvous_world

static void post(struct state *s, unsigned from, unsigned to, struct mail m)
{
	if (s->mails[from][to] == MAIL)
		s->wrong = TOO_MUCH_MAIL;
	else
		s->mail[from][to][s->mails[from][to]++] = m;
}

/* CPU c works on this thread's state. */
static struct thread *own(struct state *s, unsigned c, unsigned t)
{
	if (s->t[t].state == FREE)
		s->wrong = FREED_RECORD;
	else if (s->t[t].home != c)
		s->wrong = FOREIGN_HOME;
	return &s->t[t];
}

static void answer(struct state *s, unsigned c, unsigned kind, unsigned sender, unsigned stamp)
{
	/* ids, not pointers: who is gone gets nothing, and needs nothing */
	post(s, c, s->t[sender].home, (struct mail){ kind, sender, RECEIVER, stamp });
}

static void leave_door(struct state *s, unsigned i)
{
	for (s->at_door--; i < s->at_door; i++) {
		s->door[i] = s->door[i + 1];
		s->stamps[i] = s->stamps[i + 1];
	}
	s->door[s->at_door] = s->stamps[s->at_door] = 0;
}

static void free_thread(struct state *s, unsigned t)
{
	s->t[t] = (struct thread){ .state = FREE, .home = s->t[t].home, .sent = s->t[t].sent,
				   .received = s->t[t].received };
}

/* A condemned thread that rests can go. */
static void rest(struct state *s, unsigned t, unsigned state)
{
	s->t[t].state = state;
	s->t[t].partner = 0;
	if (s->t[t].condemned)
		free_thread(s, t);
}

static void meet(struct state *s, unsigned c, unsigned sender, unsigned stamp)
{
	struct thread *r = own(s, c, RECEIVER);

	r->state = RECEIVING;
	r->partner = sender + 1;
	r->stamp = stamp;
	answer(s, c, GO, sender, stamp);
}

/* The receiver waits, or meets the first at its door. */
static void open_door(struct state *s, unsigned c)
{
	struct thread *r = own(s, c, RECEIVER);

	if (r->condemned) {
		rest(s, RECEIVER, RUN);
		return;
	}
	r->state = WAITING;
	r->partner = 0;
	if (!s->at_door)
		return;
	unsigned sender = s->door[0], stamp = s->stamps[0];

	leave_door(s, 0);
	meet(s, c, sender, stamp);
}

/* --- mail ------------------------------------------------------------------------------------- */

static void on_send(struct state *s, unsigned c, struct mail m)
{
	if (!s->t[RECEIVER].alive) {
		answer(s, c, NOPART, m.thread, m.stamp);
		return;
	}
	if (own(s, c, RECEIVER)->state == WAITING) {
		meet(s, c, m.thread, m.stamp);
		return;
	}
	s->door[s->at_door] = m.thread;
	s->stamps[s->at_door++] = m.stamp;
}

static void on_cancel(struct state *s, unsigned c, struct mail m)
{
	for (unsigned i = 0; i < s->at_door; i++)
		if (s->door[i] == m.peer && (world.no_stamps || s->stamps[i] == m.stamp)) {
			(void)own(s, c, RECEIVER);
			leave_door(s, i);
			answer(s, c, CANCELED, m.peer, m.stamp);
			return;
		}
	answer(s, c, NOTYET, m.peer, m.stamp);
}

static void ask_to_cancel(struct state *s, unsigned c, unsigned t)
{
	post(s, c, s->t[RECEIVER].home, (struct mail){ CANCEL, RECEIVER, t, s->t[t].stamp });
}

static void on_go(struct state *s, unsigned c, struct mail m)
{
	struct thread *t = &s->t[m.thread];
	bool mine = world.no_stamps || t->stamp == m.stamp;

	if (t->alive && t->state == ASKING && mine) {
		if (t->stamp != m.stamp)
			s->wrong = MISUNDERSTOOD;
		own(s, c, m.thread)->state = SENDING;
		return;
	}
	if (t->state == CANCELING && mine) {
		own(s, c, m.thread)->refused++;
		rest(s, m.thread, RUN);
	}
	post(s, c, s->t[RECEIVER].home, (struct mail){ ABORT, RECEIVER, m.thread, m.stamp });
}

static void on_answer(struct state *s, unsigned c, struct mail m)
{
	struct thread *t = &s->t[m.thread];

	if (t->state == FREE || (!world.no_stamps && t->stamp != m.stamp))
		return;
	if (t->state == CANCELING && m.kind == NOTYET) {
		ask_to_cancel(s, c, m.thread);
	} else if (t->state == CANCELING || (t->state == ASKING && m.kind == NOPART)) {
		own(s, c, m.thread)->refused++;
		rest(s, m.thread, RUN);
	}
}

static void on_end(struct state *s, unsigned c, struct mail m)
{
	struct thread *r = &s->t[RECEIVER];

	if (r->state != RECEIVING || r->partner != m.peer + 1 ||
	    (!world.no_stamps && r->stamp != m.stamp))
		return;
	(void)own(s, c, RECEIVER);
	if (m.kind == ABORT) {
		open_door(s, c);
		return;
	}
	r->received++;
	rest(s, RECEIVER, RUN);
}

static void give_up(struct state *s, unsigned c, unsigned t)
{
	struct thread *me = own(s, c, t);

	me->state = CANCELING;
	ask_to_cancel(s, c, t);
	if (world.no_cancel_answer) {
		me->refused++;
		rest(s, t, RUN);
	}
}

static void on_delete(struct state *s, unsigned c, unsigned n)
{
	struct thread *t = own(s, c, n);

	t->alive = 0;
	t->condemned = 1;
	while (n == RECEIVER && s->at_door) {
		answer(s, c, NOPART, s->door[0], s->stamps[0]);
		leave_door(s, 0);
	}
	if (world.frees_at_once) {
		free_thread(s, n);
		return;
	}
	switch (t->state) {
	case ASKING:
		give_up(s, c, n);
		break;
	case SENDING:
		post(s, c, s->t[RECEIVER].home, (struct mail){ ABORT, RECEIVER, n, t->stamp });
		rest(s, n, RUN);
		break;
	case CANCELING:
	case RECEIVING:
		break;		/* its partner's CPU knows of it: until that has answered */
	default:
		rest(s, n, RUN);
		break;
	}
}

static void on_migrate(struct state *s, unsigned c, struct mail m)
{
	struct thread *t = own(s, c, m.thread);

	if (t->state == SENDING || t->state == RECEIVING)
		post(s, c, c, m);	/* not in a transfer: later */
	else
		t->home = m.peer;
}

/* Mail for a thread's home: still there?  (The record may be gone: then any CPU will do.) */
static bool forward(struct state *s, unsigned c, struct mail m)
{
	unsigned about = m.kind == SEND || m.kind == CANCEL ? RECEIVER : m.thread;
	const struct thread *t = &s->t[about];

	if (world.no_forwarding || t->state == FREE || t->home == c)
		return false;
	post(s, c, t->home, m);
	return true;
}

static void deliver(struct state *s, unsigned c, struct mail m)
{
	if (forward(s, c, m))
		return;
	switch (m.kind) {
	case SEND:
		on_send(s, c, m);
		break;
	case CANCEL:
		on_cancel(s, c, m);
		break;
	case GO:
		on_go(s, c, m);
		break;
	case NOPART:
	case CANCELED:
	case NOTYET:
		on_answer(s, c, m);
		break;
	case DONE:
	case ABORT:
		on_end(s, c, m);
		break;
	case DELETE:
		if (s->t[m.thread].state != FREE)
			on_delete(s, c, m.thread);
		break;
	case MIGRATE:
		if (s->t[m.thread].state != FREE)
			on_migrate(s, c, m);
		break;
	}
}

/* --- steps ------------------------------------------------------------------------------------ */

static bool take_mail(struct state *s, unsigned from, unsigned to, char *what)
{
	static const char *const kinds[] = { "SEND", "GO", "NOPART", "CANCEL", "CANCELED", "NOTYET",
					     "DONE", "ABORT", "DELETE", "MIGRATE" };
	struct mail m = s->mail[from][to][0], *box = s->mail[from][to];

	if (!s->mails[from][to])
		return false;
	s->mails[from][to]--;
	memmove(box, box + 1, (MAIL - 1) * sizeof(*box));
	memset(box + MAIL - 1, 0, sizeof(*box));
	sprintf(what, "CPU %u takes %s about thread %u (%u) from CPU %u", to, kinds[m.kind],
		m.thread, m.stamp, from);
	deliver(s, to, m);
	return true;
}

static bool send_or_receive(struct state *s, unsigned n, char *what)
{
	struct thread *t = &s->t[n];

	if (t->state != RUN || !t->calls)
		return false;
	t->calls--;
	sprintf(what, "thread %u on CPU %u %s", n, t->home, n == RECEIVER ? "receives" : "sends");
	if (n == RECEIVER) {
		open_door(s, t->home);
		return true;
	}
	t->state = ASKING;
	t->stamp++;
	if (!s->t[RECEIVER].alive)
		answer(s, t->home, NOPART, n, t->stamp);
	else
		post(s, t->home, s->t[RECEIVER].home, (struct mail){ SEND, n, RECEIVER, t->stamp });
	return true;
}

static bool transfer(struct state *s, unsigned n, char *what)
{
	struct thread *t = &s->t[n];

	if (t->state != SENDING)
		return false;
	sprintf(what, "thread %u on CPU %u has transferred", n, t->home);
	t->sent++;
	t->state = RUN;
	post(s, t->home, s->t[RECEIVER].home, (struct mail){ DONE, RECEIVER, n, t->stamp });
	return true;
}

static bool time_out(struct state *s, unsigned n, char *what)
{
	struct thread *t = &s->t[n];

	if (t->state != ASKING || !t->time)
		return false;
	t->time--;
	sprintf(what, "thread %u on CPU %u runs out of time", n, t->home);
	give_up(s, t->home, n);
	return true;
}

static bool manage(struct state *s, unsigned which, char *what)
{
	const unsigned n = which ? RECEIVER : (unsigned)world.deletes;

	if (which == 0) {
		if (!s->deletes)
			return false;
		s->deletes--;
		sprintf(what, "CPU 0 deletes thread %u", n);
		post(s, 0, s->t[n].home, (struct mail){ DELETE, n, 0, 0 });
		return true;
	}
	if (!s->migrates)
		return false;
	s->migrates--;
	sprintf(what, "CPU 0 lets thread %u migrate", n);
	post(s, 0, s->t[n].home, (struct mail){ MIGRATE, n, (s->migrates + 1) % CPUS, 0 });
	return true;
}

static bool step(void *state, unsigned n, char *what)
{
	struct state *s = state;

	if (n < CPUS * CPUS)
		return take_mail(s, n / CPUS, n % CPUS, what);
	n -= CPUS * CPUS;
	if (n < THREADS)
		return send_or_receive(s, n, what);
	n -= THREADS;
	if (n < RECEIVER)
		return transfer(s, n, what);
	n -= RECEIVER;
	if (n < RECEIVER)
		return time_out(s, n, what);
	return manage(s, n - RECEIVER, what);
}

static void start(void *state)
{
	struct state *s = state;

	for (unsigned n = 0; n < THREADS; n++)
		s->t[n] = (struct thread){ .state = RUN, .home = n == RECEIVER ? 1 : 0, .alive = 1,
					   .calls = n == RECEIVER ? 3 : 2 - n,
					   .time = n == 0 && world.timeouts };
	s->t[1].home = 1;
	s->deletes = world.deletes >= 0;
	s->migrates = world.moves;
}

/* --- what must hold --------------------------------------------------------------------------- */

static const char *check(const void *state)
{
	static const char *const words[] = {
		[TOO_MUCH_MAIL] = "more mail than threads can have outstanding",
		[FOREIGN_HOME] = "a CPU changes a thread that isn't its own",
		[FREED_RECORD] = "a freed thread is touched",
		[MISUNDERSTOOD] = "an answer is taken for that to a later question",
	};
	const struct state *s = state;
	unsigned sending = 0;

	if (s->wrong)
		return words[s->wrong];
	for (unsigned i = 0; i < s->at_door; i++) {
		const struct thread *t = &s->t[s->door[i]];

		if (t->state != ASKING && t->state != CANCELING)
			return "somebody stands at the door who doesn't send";
		for (unsigned k = 0; k < i; k++)
			if (s->door[k] == s->door[i])
				return "somebody stands at the door twice";
	}
	for (unsigned n = 0; n < RECEIVER; n++) {
		if (s->t[n].state != SENDING)
			continue;
		sending++;
		if (s->t[RECEIVER].state != RECEIVING || s->t[RECEIVER].partner != n + 1)
			return "a transfer has no receiver";
	}
	return sending > 1 ? "two transfers to one receiver" : NULL;
}

static const char *check_end(const void *state)
{
	const struct state *s = state;
	const struct thread *r = &s->t[RECEIVER];
	unsigned sent = 0;

	for (unsigned n = 0; n < THREADS; n++) {
		const struct thread *t = &s->t[n];
		bool at_door = false;

		for (unsigned i = 0; i < s->at_door; i++)
			at_door |= s->door[i] == n;
		sent += t->sent;
		if (t->condemned)
			return "a deleted thread is never freed";
		if (t->state == CANCELING || t->state == SENDING || t->state == RECEIVING)
			return "a thread waits for an answer that never comes";
		if (t->state == ASKING && (!at_door || !r->alive))
			return "a sender is forgotten";
	}
	if (r->state == WAITING && s->at_door)
		return "the receiver waits while somebody stands at its door";
	if (r->state != FREE && sent != r->received)
		return "a message was lost, or came twice";
	return NULL;
}

const struct model rendezvous = {
	.state_size = sizeof(struct state),
	.steps = CPUS * CPUS + THREADS + 2 * RECEIVER + 2,
	.start = start,
	.step = step,
	.check = check,
	.check_end = check_end,
};
