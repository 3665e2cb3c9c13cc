/* SPDX-License-Identifier: BSD-2-Clause */
/* Between the rooms of arch/host. */
#ifndef HOST_HOST_H
#define HOST_HOST_H

#include <arch/host/machine.h>

void host_mmu_init(void);
void thread_table_init(void);

/* An exception of `self`: lays out the message. */
struct tcb *host_exception(struct tcb *self, word_t number, word_t error);

/* An interrupt is active and its line open: deliver it, in the name of `self`. */
bool host_interrupt_is_due(void);
struct tcb *host_deliver(struct tcb *self);

/* Run the coroutine of `self` until it traps; false if its ip names no program. */
bool user_resume(struct tcb *self, struct host_trap *trap);

#endif
