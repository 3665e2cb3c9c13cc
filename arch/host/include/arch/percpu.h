/* SPDX-License-Identifier: BSD-2-Clause */
/* What the port keeps for each CPU, in struct cpu: nothing here. */
#ifndef ARCH_PERCPU_H
#define ARCH_PERCPU_H

struct arch_cpu {
};

#ifdef CONFIG_SMP

struct cpu;

/* The CPU whose turn it is (cpus.c). */
extern struct cpu *host_cpu;

#define arch_this_cpu()	host_cpu

void arch_cpu_interrupt(const struct cpu *cpu);

#endif

#endif
