/* SPDX-License-Identifier: BSD-2-Clause */
/* Registers in control transfer items (kernel/ctrlxfer.h): IP, SP, FLAGS. */
#ifndef ARCH_CTRLXFER_H
#define ARCH_CTRLXFER_H

#include <kernel/types.h>
#include <kernel/tcb.h>
#include <arch/utcb.h>	/* ctrlxfer_mr */

#define CTRLXFER_REGISTERS	3

ALWAYS_INLINE word_t ctrlxfer_register(struct tcb *t, unsigned n)
{
	return n == 0 ? frame_ip(&t->frame) : n == 1 ? frame_sp(&t->frame) : frame_flags(&t->frame);
}

ALWAYS_INLINE void ctrlxfer_set_register(struct tcb *t, unsigned n, word_t w)
{
	if (n == 0)
		frame_set_ip(&t->frame, w);
	else if (n == 1)
		frame_set_sp(&t->frame, w);
	else
		frame_set_flags(&t->frame, w);
}

#endif
