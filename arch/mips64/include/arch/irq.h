/* SPDX-License-Identifier: BSD-2-Clause */
/* Interrupt lines that users may have: the processor's, by their number in Cause (interrupt.c). */
#ifndef ARCH_IRQ_H
#define ARCH_IRQ_H

#include <kernel/types.h>

/* Is there such a line, and is it not the kernel's own? */
bool plat_irq_is_available(unsigned line);
/* Close and open it.  Once open, it ends in on_interrupt, closed again. */
void plat_irq_mask(unsigned line);
bool plat_irq_unmask(unsigned line);

#endif
