/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the rooms of the MIPS64 port share among themselves: coprocessor 0, and the calls from one
 * room to the next.  The core never includes this.
 */
#ifndef ARCH_MIPS64_MIPS_H
#define ARCH_MIPS64_MIPS_H

#include <kernel/types.h>
#include <arch/memory.h>
#include <arch/mips64/regs.h>

struct space;
struct tcb;
struct trap_frame;

/* Called from assembly: nothing in C seems to use it. */
#define ASM_CALLED	__attribute__((externally_visible, used))

/* --- coprocessor 0 ---------------------------------------------------------------------------- */

#define MIPS_C0_ACCESS(name, number, type, move) \
	ALWAYS_INLINE type read_c0_##name(void) \
	{ \
		type w; \
		__asm__ volatile(move "mfc0 %0, $" #number : "=r" (w)); \
		return w; \
	} \
	ALWAYS_INLINE void write_c0_##name(type w) \
	{ \
		__asm__ volatile(move "mtc0 %0, $" #number : : "r" (w) : "memory"); \
	}

MIPS_C0_ACCESS(index, 0, uint32_t, "")
MIPS_C0_ACCESS(entrylo0, 2, word_t, "d")
MIPS_C0_ACCESS(entrylo1, 3, word_t, "d")
MIPS_C0_ACCESS(count, 9, uint32_t, "")
MIPS_C0_ACCESS(entryhi, 10, word_t, "d")
MIPS_C0_ACCESS(compare, 11, uint32_t, "")
MIPS_C0_ACCESS(status, 12, uint32_t, "")
MIPS_C0_ACCESS(cause, 13, uint32_t, "")
MIPS_C0_ACCESS(prid, 15, uint32_t, "")
MIPS_C0_ACCESS(config, 16, uint32_t, "")

/* Until a write to coprocessor 0 has arrived wherever it is looked at: an R4000 does not wait. */
ALWAYS_INLINE void c0_hazard(void)
{
	__asm__ volatile("nop; nop; nop; nop" : : : "memory");
}

/* --- caches (cache.c) ------------------------------------------------------------------------- */

void cache_init(void);
/* Code or data was written through the kernel's alias [at, at + bytes): memory and I-cache see it. */
void cache_publish(const void *at, size_t bytes);
/* Everything written goes to memory, everything cached is forgotten. */
void cache_flush_data(void);
void cache_flush_code(void);

/* --- TLB and address space ids (tlb.c) -------------------------------------------------------- */

void tlb_init(void);
/* The TLB had nothing usable for this address.  True: the page table says it may have it now. */
bool tlb_serve(struct space *space, word_t va, bool write);

/* --- FPU (fpu.c) ------------------------------------------------------------------------------ */

/* The thread has met a disabled FPU: its registers are loaded.  False when out of memory. */
bool fpu_take(struct tcb *self);

/* --- other rooms ------------------------------------------------------------------------------ */

struct tcb *mips_interrupt(struct tcb *self);
/* Kernel memory from the KIP's descriptors to the allocator. */
void memory_init(void);

/* --- the board (plat/) ------------------------------------------------------------------------ */

void plat_console_init(void);
/* Measure the clock, start the tick. */
void plat_init(void);
/* The timer's interrupt: acknowledge it, do what is to be done, answer with the thread to resume. */
struct tcb *plat_tick(struct tcb *self);
/* A trap in the kernel that was to be expected (semihosting without anybody there)? */
bool plat_expects_trap(word_t ip);

#endif
