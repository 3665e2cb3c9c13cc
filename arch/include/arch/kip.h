/* SPDX-License-Identifier: BSD-2-Clause */
/* The machine's part of the Kernel Interface Page. */
#ifndef ARCH_KIP_H
#define ARCH_KIP_H

#include <kernel/types.h>
#include <arch/domain.h>	/* ARCH_KIP_FEATURES */

/* System call words, page and processor info, clock precision, processor descriptors. */
void arch_kip_init(word_t *page);

/* SystemBase: how many interrupt threads there are. */
unsigned arch_irq_count(void);

#endif
