/* SPDX-License-Identifier: BSD-2-Clause */
/* What the port keeps for each CPU, in struct cpu: nothing here. */
#ifndef ARCH_PERCPU_H
#define ARCH_PERCPU_H

struct arch_cpu {
};

#endif
