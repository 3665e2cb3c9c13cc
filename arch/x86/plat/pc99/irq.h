/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The board's interrupt controllers and timers.  One of apic.c and pic_tick.c is compiled; both
 * answer the irq_* functions.
 */
#ifndef ARCH_X86_PC99_IRQ_H
#define ARCH_X86_PC99_IRQ_H

#include <kernel/types.h>
#include <arch/dev/pit.h>

struct tcb;

/* Find the controllers, take everything off. */
void irq_init(void);
/* Begin and end of the time over which clocks are compared, `us` microseconds. */
#ifdef CONFIG_X86_APIC
void irq_calibrate_begin(void);
void irq_calibrate_end(unsigned us);
#else
#define irq_calibrate_begin()	((void)0)
#define irq_calibrate_end(us)	((void)(us))
#endif
/* Start the tick. */
void irq_start_tick(void);

/* This CPU, as the controllers name it. */
uint32_t plat_cpu_id(void);

/* Lines.  Is there one that isn't the kernel's own; open and close it; does it signal by level? */
#ifdef CONFIG_SMP
#define MAX_LINES	29u		/* as many as have a vector */
#else
#define MAX_LINES	30u
#endif
bool irq_line_exists(unsigned line);
void irq_open(unsigned line, uint32_t cpu);	/* to which CPU, with APICs */
unsigned irq_vector(unsigned line);
void irq_close(unsigned line);
bool irq_is_level(unsigned line);

/* lines.c: those that users have. */
bool lines_have_user(unsigned line);
struct tcb *lines_interrupt(struct tcb *self, unsigned line);

/* pic.c: the two 8259s. */
void pic_init(void);
void pic_unmask(unsigned irq);
void pic_mask(unsigned irq);
/* Acknowledge; false: it was spurious. */
bool pic_acknowledge(unsigned irq);

/* tsc.c or ticks.c: the clock; measures the timers, too, where it needs that. */
void clock_init(void);

/* acpi.c: what the firmware's tables name. */
struct ioapic {
	phys_t address;
	unsigned first;		/* global number of its input 0 */
	unsigned inputs;
};

#define MAX_IOAPICS	8
#ifdef CONFIG_SMP
#define MAX_CPUS	CONFIG_SMP_MAX_PROCS
#else
#define MAX_CPUS	1
#endif

struct machine {
	unsigned ioapics, cpus;
	struct ioapic ioapic[MAX_IOAPICS];
	uint32_t cpu[MAX_CPUS];		/* ids of the local APICs of those that may be used */
};
extern struct machine machine;		/* apic.c */

void acpi_read(struct machine *m);

#endif
