/* SPDX-License-Identifier: BSD-2-Clause */
/* Exception messages: ip, sp, flags, number, error code, local id; the first three are loaded. */
#ifndef ARCH_EXCEPTION_H
#define ARCH_EXCEPTION_H

#include <kernel/types.h>

struct tcb;

#define exception_message_words	6
#define exception_number_word	4	/* the error code follows */

void exception_apply_reply(struct tcb *t, unsigned u);

#endif
