/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The processor's interrupt lines: 7 is the tick's, 2 to 6 are wired to whatever the board has and
 * are users' to have.  Which of these are open stands in one word that every exit adds to Status.
 */
#include <kernel/entry.h>
#include <arch/irq.h>
#include <arch/mips64/mips.h>

#define LINE_FIRST	2u
#define LINE_LAST	6u
#define STATUS_IM(line)	(0x100u << (line))

uint32_t mips_open_lines __attribute__((externally_visible));

bool plat_irq_is_available(unsigned line)
{
	return line >= LINE_FIRST && line <= LINE_LAST;
}

void plat_irq_mask(unsigned line)
{
	mips_open_lines &= ~STATUS_IM(line);
}

/* Lines signal by level: what came meanwhile is still there. */
bool plat_irq_unmask(unsigned line)
{
	mips_open_lines |= STATUS_IM(line);
	return false;
}

/* From user mode, idle or the exit window. */
ASM_CALLED struct tcb *mips_interrupt(struct tcb *self)
{
	uint32_t pending = read_c0_cause() & (STATUS_IM_TIMER | mips_open_lines);

	if (pending & STATUS_IM_TIMER)
		return plat_tick(self);
	for (unsigned line = LINE_FIRST; line <= LINE_LAST; line++)
		if (pending & STATUS_IM(line)) {
			plat_irq_mask(line);
			return on_interrupt(self, line);
		}
	return self;
}
