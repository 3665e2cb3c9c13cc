/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Interrupt lines in users' hands.  A line that signals by level is closed from its interrupt to
 * the handler's answer.  One that signals by edge stays open, for a controller may forget what
 * comes while it is closed: an interrupt meanwhile is remembered, and only a further one closes it.
 */
#include <kernel/entry.h>
#include <arch/irq.h>
#include "irq.h"

static uint32_t in_use, unanswered, pending;	/* a bit for each line */

bool plat_irq_is_available(unsigned line)
{
	return line < MAX_LINES && irq_line_exists(line);
}

void plat_irq_mask(unsigned line)
{
	uint32_t bit = 1u << line;

	irq_close(line);
	in_use &= ~bit;
	unanswered &= ~bit;
	pending &= ~bit;
}

bool plat_irq_unmask(unsigned line)
{
	uint32_t bit = 1u << line;
	bool came = pending & bit;

	in_use |= bit;
	pending &= ~bit;
	if (!came)
		unanswered &= ~bit;
	irq_open(line);
	return came;
}

bool lines_have_user(unsigned line)
{
	return line < MAX_LINES && (in_use & 1u << line);
}

struct tcb *lines_interrupt(struct tcb *self, unsigned line)
{
	uint32_t bit = 1u << line;

	if (unanswered & bit) {
		pending |= bit;
		irq_close(line);
		return self;
	}
	unanswered |= bit;
	if (irq_is_level(line))
		irq_close(line);
	return on_interrupt(self, line);
}
