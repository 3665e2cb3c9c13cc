/* SPDX-License-Identifier: BSD-2-Clause */
/* CPUs of the memory tests are threads of the host. */
#ifndef ARCH_PERCPU_H
#define ARCH_PERCPU_H

struct arch_cpu {
	unsigned nothing;
};

#ifdef CONFIG_SMP

struct cpu;
extern _Thread_local struct cpu *cpu_here;

#define arch_this_cpu()	cpu_here

#endif
#endif
