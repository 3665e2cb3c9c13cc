/* SPDX-License-Identifier: BSD-2-Clause */
/* With several CPUs: how the port's rooms make them run.  Without, nothing is left of it. */
#ifndef ARCH_X86_SMP_H
#define ARCH_X86_SMP_H

#include <kernel/types.h>
#include <arch/levels.h>
#include <arch/x86/entry.h>

struct cpu;

#ifdef CONFIG_SMP
#define X86_HAS_REQUESTS	true

/* block.c: the tables of all blocks, and that of the first CPU; a further CPU's block.  NULL: no
 * memory for it. */
void blocks_init(void);
struct cpu *block_make(unsigned number);
/* The page table entry of an address in a block. */
pte_t *block_page(uintptr_t at);

/* ap_code.S: what a CPU begins with, in real mode, to be copied to a page below 1 MB. */
extern const char ap_code[], ap_code_end[];

/* ap.c of either half: the tables it goes up by; answers what it has to load into EFER, 0: nothing. */
word_t ap_prepare(void);

/* The board (plat/pc99/cpus.c): which CPUs there are but this, by their interrupt controllers' ids;
 * stop one as at reset; start it at a page below 1 MB; this one has started. */
unsigned plat_cpus(uint32_t *ids, unsigned most);
void plat_cpu_hold(uint32_t id);
void plat_cpu_wake(uint32_t id, phys_t page);
void plat_cpu_init(void);
/* Interrupt another CPU, by its interrupt vector or as an NMI. */
void plat_cpu_interrupt(uint32_t id, bool nmi);
void plat_cpu_send(uint32_t id, unsigned vector);
/* Wait this long. */
void plat_wait(unsigned us);

#else

#define X86_HAS_REQUESTS	false

ALWAYS_INLINE void blocks_init(void)
{
}

#endif
#endif
