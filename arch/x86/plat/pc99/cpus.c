/* SPDX-License-Identifier: BSD-2-Clause */
/* The PC's processors: found in the firmware's tables, started and interrupted by local APICs. */
#include <arch/x86/smp.h>
#include <arch/x86/x86.h>
#include "apic.h"
#include "irq.h"

#define ICR_INIT	0x00000500u
#define ICR_STARTUP	0x00000600u
#define ICR_NMI		0x00000400u
#define ICR_PENDING	0x00001000u
#define ICR_ASSERT	0x00004000u
#define ICR_LEVEL	0x00008000u

#define INIT_US		10000u		/* before a CPU takes another message */
#define STARTUP_US	200u

void plat_wait(unsigned us)
{
	pit_wait(us);
}

static void apic_send(uint32_t id, uint32_t what)
{
	while (*lapic(LAPIC_ICR) & ICR_PENDING)
		__asm__ volatile("pause");
	*lapic(LAPIC_ICR_TO) = id << 24;
	*lapic(LAPIC_ICR) = what;
}

void plat_cpu_send(uint32_t id, unsigned vector)
{
	apic_send(id, vector | ICR_ASSERT);
}

unsigned plat_cpus(uint32_t *ids, unsigned most)
{
	unsigned count = 0;

	for (unsigned i = 0; i < machine.cpus && count < most; i++)
		if (machine.cpu[i] != plat_cpu_id())
			ids[count++] = machine.cpu[i];
	return count;
}

void plat_cpu_hold(uint32_t id)
{
	apic_send(id, ICR_INIT | ICR_ASSERT | ICR_LEVEL);
	apic_send(id, ICR_INIT | ICR_LEVEL);
	plat_wait(INIT_US);
}

void plat_cpu_wake(uint32_t id, phys_t page)
{
	plat_cpu_hold(id);
	for (unsigned n = 0; n < 2; n++) {
		apic_send(id, ICR_STARTUP | ICR_ASSERT | (uint32_t)(page >> 12));
		plat_wait(STARTUP_US);
	}
}

void plat_cpu_init(void)
{
	lapic_init();
	*lapic(LAPIC_LVT_LINT1) = LVT_MASKED;	/* the board's NMI is the first CPU's */
	irq_start_tick();
}

void plat_cpu_interrupt(uint32_t id, bool nmi)
{
	uint32_t to = *lapic(LAPIC_ICR_TO);

	apic_send(id, (nmi ? ICR_NMI : VEC_REQUEST) | ICR_ASSERT);
	*lapic(LAPIC_ICR_TO) = to;	/* an NMI may have come in the middle of this */
}
