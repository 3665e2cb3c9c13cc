/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Interrupt lines in users' hands.  A line that signals by level is closed from its interrupt to
 * the handler's answer.  One that signals by edge stays open, for a controller may forget what
 * comes while it is closed: an interrupt meanwhile is remembered, and only a further one closes it.
 */
#include <kernel/cpu.h>
#include <kernel/entry.h>
#include <kernel/lock.h>
#include <arch/irq.h>
#include <arch/x86/smp.h>
#include "irq.h"

static struct lock lines_lock = LOCK(LOCK_IRQ);
static uint32_t in_use, unanswered, pending;	/* a bit for each line */

#ifdef CONFIG_SMP
static uint32_t forwarded;			/* came to the wrong CPU */
static uint32_t routes[MAX_LINES];		/* which is the right one */

static uint32_t line_route(unsigned line)
{
	return routes[line];
}

void plat_irq_route(unsigned line, struct cpu *cpu)
{
	routes[line] = cpu->arch.apic_id;
}

void plat_irq_forward(unsigned line, struct cpu *cpu)
{
	lock_take(&lines_lock);
	forwarded |= 1u << line;
	lock_drop(&lines_lock);
	plat_cpu_send(cpu->arch.apic_id, irq_vector(line));
}

static bool line_was_forwarded(uint32_t bit)
{
	bool was = forwarded & bit;

	forwarded &= ~bit;
	return was;
}
#else
#define line_route(line)	((void)(line), plat_cpu_id())
#define line_was_forwarded(bit)	((void)(bit), false)
#endif

bool plat_irq_is_available(unsigned line)
{
	return line < MAX_LINES && irq_line_exists(line);
}

void plat_irq_mask(unsigned line)
{
	uint32_t bit = 1u << line;

	lock_take(&lines_lock);
	irq_close(line);
	in_use &= ~bit;
	unanswered &= ~bit;
	pending &= ~bit;
	lock_drop(&lines_lock);
}

bool plat_irq_unmask(unsigned line)
{
	uint32_t bit = 1u << line;
	bool came;

	lock_take(&lines_lock);
	came = pending & bit;
	in_use |= bit;
	pending &= ~bit;
	if (!came)
		unanswered &= ~bit;
	irq_open(line, line_route(line));
	lock_drop(&lines_lock);
	return came;
}

bool lines_have_user(unsigned line)
{
	return line < MAX_LINES && (in_use & 1u << line);
}

struct tcb *lines_interrupt(struct tcb *self, unsigned line)
{
	uint32_t bit = 1u << line;
	bool again;

	lock_take(&lines_lock);
	again = (unanswered & bit) && !line_was_forwarded(bit);
	if (again)
		pending |= bit;
	unanswered |= bit;
	if (again || irq_is_level(line))
		irq_close(line);
	lock_drop(&lines_lock);
	return again ? self : on_interrupt(self, line);
}
