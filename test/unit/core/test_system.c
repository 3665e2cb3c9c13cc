/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the kernel says in threads' names (protocols sheet): start, page faults, exceptions,
 * interrupts, preemption; and the KIP.
 */
#include <string.h>
#include <arch/clock.h>
#include <arch/irq.h>
#include "world.h"

static word_t tag, from, mr[64];
static unsigned ran;

static void get(word_t whom)
{
	tag = user_receive(whom, &from);
	for (unsigned n = 1; n < 64; n++)
		mr[n] = user_mr(n);
}

/* --- page faults ------------------------------------------------------------------------------ */

static void faulter(word_t at)
{
	for (unsigned n = 1; n < 64; n++) {
		user_set_mr(n, n * 3);
		user_set_br(n & 31, n);
	}
	user_store(at, 5);
	for (unsigned n = 1; n < 64; n++)	/* the fault message has left no trace */
		check_is(user_mr(n), n * 3);
	check_is(user_br(3), 35);
	user_fetch(at);
	(void)user_load(at + 0x1000);
	ran++;
}

static word_t label(int protocol, unsigned bits)
{
	return (word_t)((sword_t)-protocol * 16 + bits) << 16 | 2;
}

static void page_faults(void)
{
	const word_t at = 0x600010;

	(void)user_load(0x600000);
	spawn_space(0, faulter, at, 100);
	get(ANYTHREAD);
	check_is(from, THREAD(0));
	check_is(tag, label(ABI_PROTO_PAGEFAULT, ABI_RIGHT_W));
	check_is(mr[1], at);
	check_is(mr[2], thread_find(THREAD(0))->frame.ip);
	user_set_mr(1, 0x600000 | 8);
	user_set_mr(2, FPAGE(0x600000, 12, ABI_RIGHT_R | ABI_RIGHT_W));
	user_send(THREAD(0), 2 << 6);
	get(THREAD(0));
	check_is(tag, label(ABI_PROTO_PAGEFAULT, ABI_RIGHT_X));
	user_set_mr(1, 0x600000 | 8);
	user_set_mr(2, FPAGE(0x600000, 12, 7));
	user_send(THREAD(0), 2 << 6);
	get(THREAD(0));
	check_is(tag, label(ABI_PROTO_PAGEFAULT, ABI_RIGHT_R));
	check_is(mr[1], at + 0x1000);
	user_send(THREAD(0), 0);		/* no page: the same again */
	get(THREAD(0));
	check_is(mr[1], at + 0x1000);
	/* strings in a reply are refused */
	user_set_mr(1, 100 << 10);
	user_set_mr(2, 0x600000);
	check_is(user_send(THREAD(0), 2 << 6), 2 << 6 | ABI_TAG_ERROR);
	check_is(user_error(), ERROR_OF(ABI_IPCERR_OVERFLOW, SND));
	get(THREAD(0));
	ran = 0;
	(void)user_load(0x601000);
	user_set_mr(1, 0x601000 | 8);
	user_set_mr(2, FPAGE(0x601000, 12, 7));
	user_send(THREAD(0), 2 << 6);
	user_sleep(TIME_MS(2));
	check_is(ran, 1);
	destroy(0);
}

/* A pager may be named by its local id; a stale or silly one names nobody. */
static void local_pager(word_t pager)
{
	user_set_tcr(ABI_UTCB_PAGER, pager);
	(void)user_load(0x700000);
	ran++;
}

static void pagers_by_local_id(void)
{
	ran = 0;
	(void)user_load(0x600000);
	spawn(0, local_pager, user_local_id(), 100);
	get(ANYTHREAD);
	check_is(from, UTCB_AT(1) + ABI_UTCB_POINTER);
	check_is(mr[1], 0x700000);
	destroy(0);
	spawn(0, local_pager, UTCB_AT(30) + ABI_UTCB_POINTER, 100);	/* nobody's, nothing's */
	spawn(1, local_pager, UTCB_AT(2) + ABI_UTCB_POINTER + 64, 100);
	spawn(2, local_pager, 0x700000, 100);
	spawn(3, local_pager, ANYTHREAD, 100);
	spawn(4, local_pager, THREAD(0), 100);
	destroy(0);				/* a UTCB that was */
	spawn(0, local_pager, UTCB_AT(1) + ABI_UTCB_POINTER, 100);
	for (unsigned n = 0; n < 5; n++)
		user_sleep(TIME_MS(2));
	check_is(ran, 0);
	check_is(user_ipc(NILTHREAD, ANYTHREAD, TIMEOUTS(0, ABI_TIME_ZERO), 0, NULL),
		 ABI_TAG_ERROR);
	for (unsigned n = 0; n < 5; n++)
		destroy(n);
}

/* sigma0 needs no pager, but it can't have everything. */
static void sigma0_faults(void)
{
	struct tcb *t = thread_find(SIGMA0_ID);

	check(mapdb_sigma0_fault(t->space, 0x222000));
	check(mapdb_sigma0_fault(t->space, 0x222fff));
	check(!mapdb_sigma0_fault(t->space, HOST_HOLE_LOW));
	check(!mapdb_sigma0_fault(t->space, ABI_ROOT_KIP_AREA));
	user_set_mr(1, FPAGE(0x223000, 12, 0));
	user_set_mr(2, 0);
	user_set_br(0, ABI_FPAGE_COMPLETE);
	check_is(user_call(SIGMA0_ID, (word_t)((sword_t)-ABI_PROTO_SIGMA0 * 16) << 16 | 2), 2 << 6);
	check(inside_mapping(t->space, 0x223000) != NULL);
}

/* --- exceptions ------------------------------------------------------------------------------- */

static word_t after_flags;

static void second_life(word_t sp)
{
	check_is(sp, 0x1234);
	after_flags = thread_find(user_self())->frame.flags;
	ran++;
}

static void raiser(word_t handler)
{
	user_set_tcr(ABI_UTCB_EXC_HANDLER, handler);
	user_set_mr(5, 55);
	user_exception(13, 77);
	check_is(user_mr(5), 55);
	ran++;
}

static void exceptions(void)
{
	ran = 0;
	spawn_space(0, raiser, ROOT_ID, 100);
	get(THREAD(0));
	check_is(tag, (word_t)((sword_t)-ABI_PROTO_EXCEPTION * 16) << 16 | 6);
	check_is(mr[4], 13);
	check_is(mr[5], 77);
	check_is(mr[6], UTCB_AT(1) + ABI_UTCB_POINTER);
	user_send(THREAD(0), 0);
	user_sleep(TIME_MS(1));
	check_is(ran, 1);
	destroy(0);
	spawn_space(0, raiser, ROOT_ID, 100);
	get(THREAD(0));
	user_set_mr(1, user_program(second_life));
	user_set_mr(2, 0x1234);
	user_set_mr(3, 0xfff);
	user_send(THREAD(0), 3);
	user_sleep(TIME_MS(1));
	check_is(ran, 2);
	check_is(after_flags, HOST_FLAGS_INITIAL | HOST_FLAGS_MASK);
	destroy(0);
	spawn_space(0, raiser, NILTHREAD, 100);		/* nobody cares: halted */
	spawn_space(1, raiser, THREAD(7), 100);
	user_sleep(TIME_MS(2));
	for (unsigned n = 0; n < 2; n++) {
		check_is(user_schedule(THREAD(n), -1, -1, -1, -1, NULL), ABI_TSTATE_INACTIVE);
		destroy(n);
	}
	check_is(ran, 2);
	/* broken off by ExchangeRegisters: it goes on */
	spawn(0, raiser, ROOT_ID, 100);
	get(THREAD(0));
	user_start(THREAD(0), 0x1234, user_program(second_life));
	user_sleep(TIME_MS(2));
	check_is(ran, 3);
	destroy(0);
}

/* --- start ------------------------------------------------------------------------------------ */

static void start_messages(void)
{
	struct tcb *t;

	check_is(user_thread_control(THREAD(0), ROOT_ID, ROOT_ID, ROOT_ID, UTCB_AT(1)), 1);
	t = thread_find(THREAD(0));
	check_is(user_schedule(THREAD(0), -1, -1, -1, -1, NULL), ABI_TSTATE_WAITING);
	ran = 0;
	user_start(THREAD(0), 0x1234, user_program(second_life));
	user_sleep(TIME_MS(1));
	check_is(ran, 1);
	destroy(0);
	/* its pager goes before it was started: halted */
	spawn_space(1, idle_for_ever, 0, 100);
	check_is(user_thread_control(THREAD(0), ROOT_ID, ROOT_ID, THREAD(1), UTCB_AT(1)), 1);
	destroy(1);
	user_sleep(TIME_MS(2));
	t = thread_find(THREAD(0));
	check_is(t->state, THREAD_HALTED);
	destroy(0);
	/* halted while it waits: starts only when both are over */
	check_is(user_thread_control(THREAD(0), ROOT_ID, ROOT_ID, ROOT_ID, UTCB_AT(1)), 1);
	struct exregs halt = { .dest = THREAD(0),
			       .control = ABI_EXREGS_APPLY_HALT | ABI_EXREGS_HALT };

	user_exchange_registers(&halt);
	user_set_mr(1, user_program(second_life));
	user_set_mr(2, 0x1234);
	user_send(THREAD(0), 2);
	user_sleep(TIME_MS(2));
	check_is(ran, 1);
	halt = (struct exregs){ .dest = THREAD(0), .control = ABI_EXREGS_APPLY_HALT };
	user_exchange_registers(&halt);
	check_is(halt.control, ABI_EXREGS_WAS_HALTED);
	user_sleep(TIME_MS(2));
	check_is(ran, 2);
	destroy(0);
}

/* --- interrupts ------------------------------------------------------------------------------- */

static void driver(word_t irq)
{
	tag = user_receive(irq, &from);
	for (;;) {
		ran++;
		tag = user_ipc(irq, irq, 0, 0, &from);
	}
}

static void interrupts(void)
{
	const word_t irq = id_make(5, 1);

	ran = 0;
	spawn_space(0, driver, irq, 200);		/* too early: no such partner */
	destroy(0);
	ran = 0;
	check_is(user_thread_control(irq, irq, NILTHREAD, THREAD(0), -1), 0);
	check_is(user_error(), ABI_ERR_INVALID_THREAD);
	check_is(user_thread_control(irq, irq, NILTHREAD, irq, -1), 1);
	check_is(user_thread_control(id_make(5, 2), irq, NILTHREAD, ROOT_ID, -1), 0);
	check_is(user_thread_control(id_make(HOST_TIMER_LINE, 1), irq, NILTHREAD, ROOT_ID, -1), 0);
	check_is(user_thread_control(irq, irq, NILTHREAD, ROOT_ID, -1), 1);
	check_is(user_thread_control(irq, irq, NILTHREAD, ROOT_ID, -1), 1);
	spawn_space(0, driver, irq, 200);
	check_is(user_thread_control(irq, irq, NILTHREAD, THREAD(0), -1), 1);
	user_sleep(TIME_MS(1));
	for (unsigned n = 1; n < 6; n++) {
		host_raise(5);
		user_sleep(TIME_MS(2));
		check_is(ran, n);
	}
	check_is(from, irq);
	check_is(tag, (word_t)((sword_t)-ABI_PROTO_INTERRUPT * 16) << 16);
	/* busy: the message waits at the door, once */
	struct tcb *t = thread_find(irq);

	check_is(user_thread_control(irq, irq, NILTHREAD, ROOT_ID, -1), 1);
	host_raise(5);
	user_compute();
	host_raise(5);
	user_sleep(TIME_MS(2));
	check_is(t->state, THREAD_POLLING);
	check(!host_line_is_open(5));
	get(ANYTHREAD);
	check_is(from, irq);
	check_is(user_send(irq, 0), 0);			/* acknowledged: the next comes */
	get(irq);
	check_is(tag, (word_t)((sword_t)-ABI_PROTO_INTERRUPT * 16) << 16);
	check_is(user_send(irq, 0), 0);
	user_sleep(TIME_MS(1));
	check(host_line_is_open(5));
	/* an interrupt can be scheduled once somebody has it */
	check_is(user_schedule(irq, -1, -1, 255, -1, NULL) != 0, 1);
	check_is(user_thread_control(irq, irq, NILTHREAD, irq, -1), 1);
	check_is(user_schedule(irq, -1, -1, 255, -1, NULL), 0);
	/* the handler goes with the message at its door */
	destroy(0);
	spawn_space(0, idle_for_ever, 0, 100);
	check_is(user_thread_control(irq, irq, NILTHREAD, THREAD(0), -1), 1);
	host_raise(5);
	user_sleep(TIME_MS(2));
	destroy(0);
	user_sleep(TIME_MS(2));
	check(thread_find(irq) == NULL);
}

/* --- preemption ------------------------------------------------------------------------------- */

static bool stop;

static void spinner(word_t flags)
{
	if (flags & 0xff)
		thread_find(user_self());
	if (flags & 0xff)
		*((volatile uint8_t *)thread_find(user_self())->utcb + ABI_UTCB_PREEMPT_FLAGS) =
			flags;
	user_set_tcr(ABI_UTCB_EXC_HANDLER, ROOT_ID);
	while (!stop) {
		ran++;
		user_compute();
	}
}

static void used_up_quanta(void)
{
	stop = false;
	spawn_space(0, spinner, 0, 100);
	/* 4 ms slices, 10 ms in all */
	check_is(user_schedule(THREAD(0), TIMEOUTS(TIME_MS(4), TIME_MS(10)), -1, -1, -1, NULL), 3);
	get(THREAD(0));
	check_is(tag, (word_t)((sword_t)-ABI_PROTO_PREEMPTION * 16) << 16 | 2);
	check((word_t)host_now - mr[1] < 2000);
	user_schedule(THREAD(0), TIMEOUTS(TIME_MS(4), TIME_MS(6)), -1, -1, -1, NULL);
	user_send(THREAD(0), 0);
	get(THREAD(0));
	stop = true;
	destroy(0);
}

static void delays(void)
{
	word_t had;

	stop = false;
	spawn_space(0, spinner, ABI_PREEMPT_DELAY | ABI_PREEMPT_SIGNAL, 100);
	spawn_space(1, spinner, 0, 100);
	check(user_schedule(THREAD(0), -1, -1, -1, 5000 | 120 << 16, NULL) != 0);
	for (unsigned n = 0; n < 30; n++)
		user_sleep(TIME_MS(2));
	/* the other one wants to run: it is told that it was preempted all the same */
	tag = user_ipc(NILTHREAD, THREAD(0), TIMEOUTS(0, TIME_MS(30)), 0, &from);
	check_is(tag, (word_t)((sword_t)-ABI_PROTO_PREEMPTION * 16) << 16 | 2);
	had = utcb_preempt_flags(thread_find(THREAD(0)));
	check(had & ABI_PREEMPT_DELAY);
	stop = true;
	destroy(0);
	destroy(1);
}

/* --- the KIP ---------------------------------------------------------------------------------- */

static void kip_says(void)
{
	word_t page = ABI_ROOT_KIP_AREA;
	unsigned conventional = 0, reserved = 0;

	check_is(host_translate(this_cpu()->current->space, page, ABI_RIGHT_W) == NULL, 1);
	check(host_translate(this_cpu()->current->space, page, ABI_RIGHT_R) == kip);
	check_is(kip[ABI_KIP_API_VERSION], ABI_KIP_API_VERSION_X2);
	check_is(kip[ABI_KIP_API_FLAGS], ABI_API_FLAGS);
	check_is(kip[ABI_KIP_THREAD_INFO] & 0xff, THREAD_NUMBER_BITS);
	check_is(kip[ABI_KIP_THREAD_INFO] >> 20 & 0xfff, thread_user_base());
	check_is(1 << (kip[ABI_KIP_UTCB_INFO] >> 10 & 0x3f), ABI_UTCB_BYTES);
	check_is(kip[ABI_KIP_CLOCK_INFO] >> 16, CONFIG_TIMER_TICK_US);
	for (unsigned n = 0; n < kip_memory_descs(); n++) {
		struct memory_desc d = kip_memory_desc(n);

		check_is(d.low & 1023, 0);
		check_is(d.high & 1023, 1023);
		conventional += d.type == ABI_MEMDESC_CONVENTIONAL && !d.is_virtual;
		reserved += d.type == ABI_MEMDESC_RESERVED && d.low == HOST_HOLE_LOW &&
			    d.high == HOST_HOLE_HIGH - 1;
	}
	check(conventional == 1 && reserved == 1);
	const char *strings = (const char *)kip + kip[ABI_KIP_KERN_DESC_PTR] +
			      ABI_KDESC_STRINGS * sizeof(word_t);

	check(strstr(strings, "Pecan"));
	check(strstr(host_console(), "sigma0: image 20000"));
}

#define WORLD(body) static void test_##body(void **state) { (void)state; run_world(body, 5); }
WORLD(page_faults)
WORLD(pagers_by_local_id)
WORLD(sigma0_faults)
WORLD(exceptions)
WORLD(start_messages)
WORLD(interrupts)
WORLD(used_up_quanta)
WORLD(delays)
WORLD(kip_says)

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_page_faults),
		cmocka_unit_test(test_pagers_by_local_id),
		cmocka_unit_test(test_sigma0_faults),
		cmocka_unit_test(test_exceptions),
		cmocka_unit_test(test_start_messages),
		cmocka_unit_test(test_interrupts),
		cmocka_unit_test(test_used_up_quanta),
		cmocka_unit_test(test_delays),
		cmocka_unit_test(test_kip_says),
	};

	return cmocka_run_group_tests_name("system", tests, NULL, NULL);
}
