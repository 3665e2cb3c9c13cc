/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Registers in control transfer items (kernel/ctrlxfer.h): those of the exception message that its
 * reply loads, in the message's order.  On IA-32 that is EIP EFLAGS EDI ESI EBP ESP EBX EDX ECX EAX,
 * as the interface has it.
 */
#ifndef ARCH_CTRLXFER_H
#define ARCH_CTRLXFER_H

#include <kernel/types.h>
#include <arch/exception.h>
#include <arch/utcb.h>	/* ctrlxfer_mr */

#define CTRLXFER_REGISTERS	(EXCEPTION_WORDS - 2)	/* but number and error code */

/* A thread inside a system call gets a complete frame by that. */
word_t ctrlxfer_register(struct tcb *t, unsigned n);
void ctrlxfer_set_register(struct tcb *t, unsigned n, word_t w);

#endif
