/* SPDX-License-Identifier: BSD-2-Clause */
/* The machine's part of the Kernel Interface Page. */
#ifndef ARCH_KIP_H
#define ARCH_KIP_H

#include <kernel/types.h>

void arch_kip_init(word_t *page);
unsigned arch_irq_count(void);

/* Feature strings, each with its comma, for what this port offers. */
#define ARCH_KIP_FEATURES

#endif
