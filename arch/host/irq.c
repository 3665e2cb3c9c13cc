/* SPDX-License-Identifier: BSD-2-Clause */
/* The interrupt controller as data: lines are active until they are delivered, open or closed. */
#include <kernel/entry.h>
#include <arch/irq.h>
#include "host.h"

static uint32_t open_lines, active_lines;
#ifdef CONFIG_SMP
static uint32_t forwarded[CONFIG_SMP_MAX_PROCS];
static uint16_t routes[HOST_IRQS];
#endif

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

#ifdef CONFIG_SMP

void plat_irq_route(unsigned line, struct cpu *cpu)
{
	if (open_lines & bit_of(line))
		host_fail("interrupt line %u goes to another CPU while it is open", line);
	routes[line] = cpu->number;
}

void plat_irq_forward(unsigned line, struct cpu *cpu)
{
	forwarded[cpu->number] |= bit_of(line);
}

void host_raise_at(unsigned line, unsigned cpu)
{
	open_lines &= ~bit_of(line);
	forwarded[cpu] |= bit_of(line);
}

static uint32_t lines_of(const struct cpu *cpu)
{
	uint32_t lines = 0;

	for (unsigned line = 0; line < HOST_IRQS; line++)
		if (routes[line] == cpu->number)
			lines |= (uint32_t)1 << line;
	return lines & open_lines & active_lines;
}

static struct tcb *deliver_forwarded(struct tcb *self)
{
	uint32_t *lines = &forwarded[this_cpu()->number];
	unsigned line = __builtin_ctz(*lines);

	*lines &= ~bit_of(line);
	return on_interrupt(self, line);
}

bool host_interrupt_is_due(const struct cpu *cpu)
{
	return lines_of(cpu) || forwarded[cpu->number];
}

#else

/* Another processor's interrupt: there is no other. */
void plat_irq_forward(unsigned line, struct cpu *cpu)
{
	host_fail("interrupt %u is to go to a processor at %p", line, (void *)cpu);
}

static uint32_t lines_of(const struct cpu *cpu)
{
	(void)cpu;
	return open_lines & active_lines;
}

bool host_interrupt_is_due(const struct cpu *cpu)
{
	return lines_of(cpu);
}

#endif

struct tcb *host_deliver(struct tcb *self)
{
#ifdef CONFIG_SMP
	if (forwarded[this_cpu()->number])
		return deliver_forwarded(self);
#endif
	unsigned line = __builtin_ctz(lines_of(this_cpu()));

	active_lines &= ~bit_of(line);
	open_lines &= ~bit_of(line);
	return on_interrupt(self, line);
}
