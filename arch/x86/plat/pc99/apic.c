/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Interrupts by APICs: the local one brings the tick, the I/O APICs are found and all their inputs
 * masked.  The 8259s are switched off.
 */
#include <kernel/entry.h>
#include <kernel/print.h>
#include <arch/kip.h>
#include <arch/layout.h>
#include <arch/x86/smp.h>
#include <arch/x86/x86.h>
#include <arch/x86/paging.h>
#include "apic.h"
#include "console.h"
#include "irq.h"

#define APIC_BASE_X2APIC	(1ul << 10)
#define APIC_BASE_ENABLE	(1ul << 11)

#define IOAPIC_INDEX		0x00
#define IOAPIC_DATA		0x10
#define IOAPIC_VERSION		1
#define IOAPIC_REDIRECTION	0x10
#define IOAPIC_ACTIVE_LOW	0x2000u
#define IOAPIC_LEVEL		0x8000u
#define ISA_LINES		16u

static unsigned inputs;			/* of all I/O APICs */
struct machine machine;
static uint32_t timer_khz;

static volatile uint32_t *ioapic_register(unsigned index)
{
	*(volatile uint32_t *)(VIRT_IOAPIC + IOAPIC_INDEX) = index;
	return (volatile uint32_t *)(VIRT_IOAPIC + IOAPIC_DATA);
}

uint32_t plat_cpu_id(void)
{
	return *lapic(LAPIC_ID) >> 24;
}

unsigned arch_irq_count(void)
{
	return inputs;
}

COLD void lapic_init(void)
{
	uint64_t base = rdmsr(MSR_APIC_BASE);

	if (base & APIC_BASE_X2APIC) {	/* back to registers in memory */
		base &= ~(APIC_BASE_X2APIC | APIC_BASE_ENABLE);
		wrmsr(MSR_APIC_BASE, base);
	}
	wrmsr(MSR_APIC_BASE, base | APIC_BASE_ENABLE);
	paging_map_device(VIRT_LAPIC, base);
	unsigned sources = (*lapic(LAPIC_VERSION) >> 16 & 0xff) + 1;

	if (sources >= 5)
		*lapic(LAPIC_LVT_COUNTERS) = LVT_MASKED;
	if (sources >= 6)
		*lapic(LAPIC_LVT_THERMAL) = LVT_MASKED;
	*lapic(LAPIC_TASK_PRIORITY) = 0;
	*lapic(LAPIC_LVT_TIMER) = LVT_MASKED;
	*lapic(LAPIC_LVT_LINT0) = LVT_MASKED;
	*lapic(LAPIC_LVT_LINT1) = LVT_NMI;
	*lapic(LAPIC_LVT_ERROR) = LVT_MASKED;
	*lapic(LAPIC_SPURIOUS) = SPURIOUS_ENABLE | VEC_APIC_SPURIOUS;
	*lapic(LAPIC_EOI) = 0;		/* whatever the firmware has left */
}

/* Mask all inputs; answers how many there are.  Zero or all ones: nothing is there. */
static unsigned ioapic_silence(phys_t address)
{
	paging_map_device(VIRT_IOAPIC, address);
	uint32_t version = *ioapic_register(IOAPIC_VERSION);
	unsigned count = (version >> 16 & 0xff) + 1;

	if (version == 0 || version == 0xffffffffu)
		return 0;
	for (unsigned i = 0; i < count; i++)
		*ioapic_register(IOAPIC_REDIRECTION + 2 * i) = LVT_MASKED;
	return count;
}

COLD void irq_init(void)
{
	acpi_read(&machine);
	pic_init();
	lapic_init();
	for (unsigned i = 0; i < machine.ioapics; i++) {
		struct ioapic *io = &machine.ioapic[i];

		io->inputs = ioapic_silence(io->address);
		if (io->inputs == 0)
			continue;
		print_init("I/O APIC at %lx: inputs %u to %u\n", (unsigned long)io->address,
			   io->first, io->first + io->inputs - 1);
		if (io->first + io->inputs > inputs)
			inputs = io->first + io->inputs;
	}
	if (inputs < ISA_LINES)
		inputs = ISA_LINES;
}

/* The I/O APIC on which a line ends, made the one that ioapic_register shows; NULL: none. */
static const struct ioapic *ioapic_of(unsigned line)
{
	for (unsigned i = 0; i < machine.ioapics; i++) {
		const struct ioapic *io = &machine.ioapic[i];

		if (line >= io->first && line - io->first < io->inputs) {
			paging_map_device(VIRT_IOAPIC, io->address);
			return io;
		}
	}
	return NULL;
}

bool irq_line_exists(unsigned line)
{
	return ioapic_of(line) != NULL;
}

/* The ISA bus signals by edges; PCI, whose lines come behind, by a low level. */
bool irq_is_level(unsigned line)
{
	return line >= ISA_LINES;
}

unsigned irq_vector(unsigned line)
{
	return line < ISA_LINES ? VEC_IRQ + line : VEC_APIC_TIMER + 1 + (line - ISA_LINES);
}

void irq_open(unsigned line, uint32_t cpu)
{
	const struct ioapic *io = ioapic_of(line);
	unsigned at;

	if (!io)
		return;
	at = IOAPIC_REDIRECTION + 2 * (line - io->first);
	*ioapic_register(at + 1) = cpu << 24;
	*ioapic_register(at) = irq_vector(line) |
			       (irq_is_level(line) ? IOAPIC_LEVEL | IOAPIC_ACTIVE_LOW : 0);
}

void irq_close(unsigned line)
{
	const struct ioapic *io = ioapic_of(line);

	if (io)
		*ioapic_register(IOAPIC_REDIRECTION + 2 * (line - io->first)) |= LVT_MASKED;
}

void irq_calibrate_begin(void)
{
	*lapic(LAPIC_TIMER_DIVIDE) = TIMER_BY_16;
	*lapic(LAPIC_TIMER_INITIAL) = 0xffffffffu;
}

void irq_calibrate_end(unsigned us)
{
	uint32_t passed = 0xffffffffu - *lapic(LAPIC_TIMER_CURRENT);

	timer_khz = (uint32_t)((uint64_t)passed * 1000 / us);
}

void irq_start_tick(void)
{
	uint32_t count = (uint32_t)((uint64_t)timer_khz * CONFIG_TIMER_TICK_US / 1000);

	*lapic(LAPIC_TIMER_DIVIDE) = TIMER_BY_16;
	*lapic(LAPIC_LVT_TIMER) = TIMER_PERIODIC | VEC_APIC_TIMER;
	*lapic(LAPIC_TIMER_INITIAL) = count ? count : 1;
}

/*
 * Spurious ones want no acknowledgement, the 8259s' least of all.  A level must be closed before
 * the acknowledgement, or it is there again.
 */
struct tcb *plat_interrupt(struct tcb *self, unsigned vector)
{
	unsigned line = vector < VEC_APIC_TIMER ? vector - VEC_IRQ :
						  vector - VEC_APIC_TIMER - 1 + ISA_LINES;

	if (vector == VEC_APIC_SPURIOUS)
		return self;
	if (X86_HAS_REQUESTS && vector == VEC_REQUEST) {
		*lapic(LAPIC_EOI) = 0;
		return on_request(self);
	}
	if (vector == VEC_APIC_TIMER) {
		*lapic(LAPIC_EOI) = 0;
		return on_timer(self);
	}
	if (lines_have_user(line))
		self = lines_interrupt(self, line);
	else
		console_interrupt(line);
	*lapic(LAPIC_EOI) = 0;
	return self;
}
