/* SPDX-License-Identifier: BSD-2-Clause */
/* Interrupt lines for users: the board hands none out yet, so that none can be associated. */
#include <arch/irq.h>

bool plat_irq_is_available(unsigned line)
{
	(void)line;
	return false;
}

void plat_irq_mask(unsigned line)
{
	(void)line;
}

void plat_irq_unmask(unsigned line)
{
	(void)line;
}
