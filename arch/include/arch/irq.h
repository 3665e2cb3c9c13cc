/* SPDX-License-Identifier: BSD-2-Clause */
/* Interrupt lines that users may have.  The board says which; see arch/README.md. */
#ifndef ARCH_IRQ_H
#define ARCH_IRQ_H

#include <kernel/types.h>

/* Is there such a line, and is it not the kernel's own? */
bool plat_irq_is_available(unsigned line);
/* Nobody has it any more. */
void plat_irq_mask(unsigned line);
/* The handler is ready for the next interrupt, which ends in on_interrupt.  True: there is one
 * already, it is to be delivered at once. */
bool plat_irq_unmask(unsigned line);

/* With several CPUs: the interrupts of a masked line go to this one from now on; one that has come
 * to a CPU which it does not belong to any more goes on to the one that it does. */
struct cpu;
void plat_irq_route(unsigned line, struct cpu *cpu);
void plat_irq_forward(unsigned line, struct cpu *cpu);

#endif
