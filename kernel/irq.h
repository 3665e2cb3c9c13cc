/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Interrupts as IPC (X.2: interrupt protocol; protocols sheet 4).  An interrupt that has a handler
 * is a thread: it sends the handler a message and waits for the answer, which opens the line again.
 */
#ifndef KERNEL_IRQ_H
#define KERNEL_IRQ_H

#include <kernel/tcb.h>

/*
 * ThreadControl of an interrupt thread: `pager` becomes the handler, or, if it is the interrupt
 * thread itself, nobody is.  0 or an ABI error.
 */
word_t irq_control(word_t dest, word_t pager);

#endif
