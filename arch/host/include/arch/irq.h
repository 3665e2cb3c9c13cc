/* SPDX-License-Identifier: BSD-2-Clause */
/* Interrupt lines of the host: host_raise (machine.h) makes one active. */
#ifndef ARCH_IRQ_H
#define ARCH_IRQ_H

#include <kernel/types.h>

#define HOST_IRQS		16
#define HOST_TIMER_LINE		0	/* the kernel's own */

bool plat_irq_is_available(unsigned line);
void plat_irq_mask(unsigned line);
bool plat_irq_unmask(unsigned line);

struct cpu;
void plat_irq_route(unsigned line, struct cpu *cpu);
void plat_irq_forward(unsigned line, struct cpu *cpu);

#endif
