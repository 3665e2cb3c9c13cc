/* SPDX-License-Identifier: BSD-2-Clause */
/* The interrupt controller as data: lines are active until they are delivered, open or closed. */
#include <kernel/entry.h>
#include <arch/irq.h>
#include "host.h"

static uint32_t open_lines, active_lines;

bool plat_irq_is_available(unsigned line)
{
	return line < HOST_IRQS && line != HOST_TIMER_LINE;
}

static uint32_t bit_of(unsigned line)
{
	if (!plat_irq_is_available(line))
		host_fail("there is no interrupt line %u to open or close", line);
	return (uint32_t)1 << line;
}

void plat_irq_mask(unsigned line)
{
	open_lines &= ~bit_of(line);
}

/* Another processor's interrupt: there is no other. */
void plat_irq_forward(unsigned line, struct cpu *cpu)
{
	host_fail("interrupt %u is to go to a processor at %p", line, (void *)cpu);
}

/* Boards differ: one that is active already comes by itself soon, or is handed out here. */
bool plat_irq_unmask(unsigned line)
{
	uint32_t bit = bit_of(line);

	if (active_lines & bit && host_random(2)) {
		active_lines &= ~bit;
		return true;
	}
	open_lines |= bit;
	return false;
}

bool host_line_is_open(unsigned line)
{
	return open_lines & bit_of(line);
}

void host_raise(unsigned line)
{
	active_lines |= bit_of(line);
}

bool host_interrupt_is_due(void)
{
	return open_lines & active_lines;
}

struct tcb *host_deliver(struct tcb *self)
{
	unsigned line = __builtin_ctz(open_lines & active_lines);

	active_lines &= ~bit_of(line);
	open_lines &= ~bit_of(line);
	return on_interrupt(self, line);
}
