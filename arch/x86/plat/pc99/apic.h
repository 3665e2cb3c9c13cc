/* SPDX-License-Identifier: BSD-2-Clause */
/* The local APIC: registers in memory, at the same address for every CPU its own. */
#ifndef ARCH_X86_PC99_APIC_H
#define ARCH_X86_PC99_APIC_H

#include <kernel/types.h>
#include <arch/layout.h>

#define LAPIC_ID		0x020
#define LAPIC_VERSION		0x030
#define LAPIC_TASK_PRIORITY	0x080
#define LAPIC_EOI		0x0b0
#define LAPIC_SPURIOUS		0x0f0
#define LAPIC_ICR		0x300	/* written last, sends */
#define LAPIC_ICR_TO		0x310
#define LAPIC_LVT_TIMER		0x320
#define LAPIC_LVT_THERMAL	0x330	/* from six local sources on */
#define LAPIC_LVT_COUNTERS	0x340	/* from five on */
#define LAPIC_LVT_LINT0		0x350
#define LAPIC_LVT_LINT1		0x360
#define LAPIC_LVT_ERROR		0x370
#define LAPIC_TIMER_INITIAL	0x380
#define LAPIC_TIMER_CURRENT	0x390
#define LAPIC_TIMER_DIVIDE	0x3e0
#define SPURIOUS_ENABLE		0x100u
#define LVT_MASKED		0x10000u
#define LVT_NMI			0x400u
#define TIMER_PERIODIC		0x20000u
#define TIMER_BY_16		0x3u

ALWAYS_INLINE volatile uint32_t *lapic(unsigned reg)
{
	return (volatile uint32_t *)(VIRT_LAPIC + reg);
}

/* apic.c: this CPU's, nothing let in yet but what comes from other CPUs. */
void lapic_init(void);

#endif
