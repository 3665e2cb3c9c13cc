/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * User halves written as C functions: each thread whose instruction pointer names a program runs it
 * as a coroutine.  These are the program's instructions: system calls, message registers, memory.
 * Changing a thread's instruction pointer from outside makes it jump, as on any machine.
 */
#ifndef ARCH_HOST_USER_H
#define ARCH_HOST_USER_H

#include <kernel/entry.h>
#include <arch/host/machine.h>

typedef void (*host_program)(word_t sp);

/* The instruction pointer at which this program starts. */
word_t user_program(host_program program);

/* Called by programs only. */
word_t user_self(void);			/* MyGlobalId, from the UTCB */
word_t user_local_id(void);
word_t user_mr(unsigned n);
void user_set_mr(unsigned n, word_t w);
void user_set_br(unsigned n, word_t w);
word_t user_br(unsigned n);
word_t user_tcr(long offset);
void user_set_tcr(long offset, word_t w);
word_t user_error(void);

/* Ipc: answers with the tag; the sender's id goes to *sender if wanted. */
word_t user_ipc(word_t to, word_t from, word_t timeouts, word_t tag, word_t *sender);
word_t user_send(word_t to, word_t tag);
word_t user_receive(word_t from, word_t *sender);
word_t user_call(word_t to, word_t tag);
void user_sleep(word_t time);

word_t user_thread_control(word_t dest, word_t space, word_t scheduler, word_t pager,
			   word_t utcb_location);
word_t user_space_control(word_t space, word_t control, word_t kip_area, word_t utcb_area,
			  word_t redirector);
/* `regs` in and out; a local dest is told by its bits. */
void user_exchange_registers(struct exregs *regs);
void user_start(word_t dest, word_t sp, word_t ip);
void user_thread_switch(word_t dest);
/* The time control that was, in *old if wanted. */
word_t user_schedule(word_t dest, word_t time, word_t processor, word_t prio, word_t preemption,
		     word_t *old);
/* One fpage; answers with it and its status bits. */
word_t user_unmap(word_t fpage, bool flush);
/* Those in MR0 .. MRlast, which hold the answers after. */
void user_unmap_all(unsigned last);
usec_t user_clock(void);
word_t user_processor_control(word_t processor);
word_t user_memory_control(word_t control, word_t attribute);
/* Memory, by pages present or faulted in. */
word_t user_load(word_t va);
void user_store(word_t va, word_t w);
void user_fetch(word_t va);
void user_exception(word_t number, word_t error);
void user_compute(void);

#endif
