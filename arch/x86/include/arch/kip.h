/* SPDX-License-Identifier: BSD-2-Clause */
/* The machine's part of the Kernel Interface Page. */
#ifndef ARCH_KIP_H
#define ARCH_KIP_H

#include <kernel/types.h>

/* System call words, page and processor info, clock precision, processor descriptors. */
void arch_kip_init(word_t *page);

/* SystemBase: how many interrupt threads there are. */
unsigned arch_irq_count(void);

/* Feature strings, each with its comma, for what this port offers. */
#ifdef CONFIG_X86_IO_FLEXPAGES
#define ARCH_KIP_FEATURES	"ioflexpages",
#else
#define ARCH_KIP_FEATURES
#endif

#endif
