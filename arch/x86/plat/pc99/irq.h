/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The board's interrupt controllers and timers.  One of apic.c and pic_tick.c is compiled; both
 * answer the irq_* functions.
 */
#ifndef ARCH_X86_PC99_IRQ_H
#define ARCH_X86_PC99_IRQ_H

#include <kernel/types.h>

/* Find the controllers, take everything off. */
void irq_init(void);
/* Begin and end of the time over which clocks are compared, `us` microseconds. */
void irq_calibrate_begin(void);
void irq_calibrate_end(unsigned us);
/* Start the tick. */
void irq_start_tick(void);
/* Take the interrupts of an ISA line. */
void irq_open(unsigned line);

/* pic.c: the two 8259s. */
void pic_init(void);
void pic_unmask(unsigned irq);
/* Acknowledge; false: it was spurious. */
bool pic_acknowledge(unsigned irq);

/* pit.c: the 8254. */
#define PIT_HZ	1193182u
/* Count `us` microseconds down (at most 50000) on the channel nobody else uses. */
void pit_start(unsigned us);
bool pit_running(void);
/* Interrupt 0 every `us` microseconds. */
void pit_start_tick(unsigned us);

/* acpi.c: the interrupt controllers that the firmware's tables name. */
struct ioapic {
	phys_t address;
	unsigned first;		/* global number of its input 0 */
};

#define MAX_IOAPICS	8
/* Fills at most MAX_IOAPICS, answers how many there are. */
unsigned acpi_ioapics(struct ioapic *found);

#endif
