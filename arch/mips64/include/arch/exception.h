/* SPDX-License-Identifier: BSD-2-Clause */
/* Exception messages: how long they are, and what the handler's answer does. */
#ifndef ARCH_EXCEPTION_H
#define ARCH_EXCEPTION_H

#include <kernel/types.h>

struct tcb;

/* Untyped words of the longer of the two messages, that of an unknown system call. */
#define exception_message_words	13
/* Where the number stands; the error code follows. */
#define exception_number_word	4

/* Load MR1 .. MRu of the reply in t->kmsg into the frame; the rest keeps its values. */
void exception_apply_reply(struct tcb *t, unsigned u);

#endif
