/* SPDX-License-Identifier: BSD-2-Clause */
/* Interrupts without APICs: the 8259s, and the 8254 for the tick. */
#include <kernel/entry.h>
#include <arch/clock.h>
#include <arch/kip.h>
#include <arch/x86/x86.h>
#include "console.h"
#include "irq.h"

#define PIC_LINES	16u
#define TIMER_LINE	0u
#define CASCADE_LINE	2u

unsigned arch_irq_count(void)
{
	return PIC_LINES;
}

COLD void irq_init(void)
{
	pic_init();
}

void irq_start_tick(void)
{
	pit_start_tick(CONFIG_TIMER_TICK_US);
	pic_unmask(TIMER_LINE);
}

uint32_t plat_cpu_id(void)
{
	return 0;
}

bool irq_line_exists(unsigned line)
{
	return line < PIC_LINES && line != TIMER_LINE && line != CASCADE_LINE;
}

void irq_open(unsigned line, uint32_t cpu)
{
	(void)cpu;
	pic_unmask(line);
}

void irq_close(unsigned line)
{
	pic_mask(line);
}

/* The 8259 remembers edges while a line is closed, so all may be treated as levels. */
bool irq_is_level(unsigned line)
{
	(void)line;
	return true;
}

struct tcb *plat_interrupt(struct tcb *self, unsigned vector)
{
	unsigned line = vector - VEC_IRQ;

	if (line >= PIC_LINES || !pic_acknowledge(line))
		return self;
	if (line == TIMER_LINE) {
		clock_tick();
		return on_timer(self);
	}
	if (lines_have_user(line))
		return lines_interrupt(self, line);
	console_interrupt(line);
	return self;
}
