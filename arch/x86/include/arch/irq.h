/* SPDX-License-Identifier: BSD-2-Clause */
/* Interrupt lines that users may have.  The board says which; see arch/README.md. */
#ifndef ARCH_IRQ_H
#define ARCH_IRQ_H

#include <kernel/types.h>

/* Is there such a line, and is it not the kernel's own? */
bool plat_irq_is_available(unsigned line);
/* Close and open it at its controller.  Once open, it ends in on_interrupt, closed again. */
void plat_irq_mask(unsigned line);
void plat_irq_unmask(unsigned line);

#endif
