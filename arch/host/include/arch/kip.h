/* SPDX-License-Identifier: BSD-2-Clause */
/* The machine's part of the Kernel Interface Page. */
#ifndef ARCH_KIP_H
#define ARCH_KIP_H

#include <kernel/types.h>
#include <arch/domain.h>	/* ARCH_KIP_FEATURES */

void arch_kip_init(word_t *page);
unsigned arch_irq_count(void);

#endif
