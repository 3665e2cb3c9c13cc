/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * FPU and vector registers: loaded when a thread first uses them after it was switched to (#NM),
 * saved and wiped as soon as another one is switched to.  So threads without floating point pay
 * nothing, and no register of one thread ever stands in the processor while another one runs, not
 * even where only speculation could see it.
 *
 * cpu.arch.switch_key is what the exit path compares the next thread's page table with: the loaded one
 * while the FPU is disabled, 0 while it is live, so that every exit then comes by fpu_leave.
 */
#include <kernel/cpu.h>
#include <kernel/kmem.h>
#include <kernel/string.h>
#include <kernel/tcb.h>
#include <arch/cpu.h>
#include <arch/x86/entry.h>
#include <arch/x86/x86.h>

#define FNSAVE_BYTES	108u
#define FXSAVE_BYTES	512u
#define FPU_ALIGN	64u
#define FCW_INITIAL	0x37fu
#define MXCSR_INITIAL	0x1f80u
#define FXSAVE_MXCSR	24

static struct kmem_cache fpu_cache = {
	.name = "fpu", .partial = { &fpu_cache.partial, &fpu_cache.partial },
};
/* How the registers are saved; FNSAVE, which clears them, on processors without the others. */
static enum { FPU_NONE, FPU_FNSAVE, FPU_FXSAVE, FPU_XSAVE } fpu_kind;
static uint32_t xsave_mask;

/* What an FPU nobody has used yet looks like; room for the largest state we enable. */
static uint8_t fpu_clean_state[1024] __attribute__((aligned(64)));

static void *fpu_area(const struct tcb *t)
{
	return (void *)(((uintptr_t)t->arch.fpu + FPU_ALIGN - 1) & ~(uintptr_t)(FPU_ALIGN - 1));
}

static void fpu_clean(uint8_t *state)
{
	*(uint16_t *)state = FCW_INITIAL;
	*(uint32_t *)(state + FXSAVE_MXCSR) = MXCSR_INITIAL;
}

#define FPU_ACCESS(name, constness, by_xsave, by_fxsave, by_fnsave) \
	static void name(constness void *state) \
	{ \
		if (fpu_kind == FPU_XSAVE) \
			__asm__ volatile(by_xsave FPU_WIDE " (%0)" \
					 : : "r" (state), "a" (xsave_mask), "d" (0) : "memory"); \
		else if (fpu_kind == FPU_FXSAVE) \
			__asm__ volatile(by_fxsave FPU_WIDE " (%0)" : : "r" (state) : "memory"); \
		else \
			__asm__ volatile(by_fnsave " (%0)" : : "r" (state) : "memory"); \
	}
FPU_ACCESS(fpu_save, , "xsave", "fxsave", "fnsave")
FPU_ACCESS(fpu_load, const, "xrstor", "fxrstor", "frstor")

/* x87, SSE and, where there is, AVX: all that the clean state has room for. */
static unsigned enable_xsave(void)
{
	struct cpuid main_leaf = cpuid(0xd, 0);

	xsave_mask = main_leaf.eax & 7;
	write_cr4(read_cr4() | CR4_OSXSAVE);
	__asm__ volatile("xsetbv" : : "c" (0), "a" (xsave_mask), "d" (0));
	fpu_kind = FPU_XSAVE;
	return cpuid(0xd, 0).ebx;	/* bytes for what is enabled now */
}

/* Is there one?  Its status word says so, once it has been told to begin. */
static bool fpu_is_there(void)
{
	uint16_t status = 0x5a5a;

	__asm__ volatile("fninit; fnstsw %0" : "+m" (status));
	return (status & 0xff) == 0;
}

static unsigned fpu_choose(void)
{
	if (cpuid(1, 0).ecx & 1u << 26)
		return enable_xsave();
	if (cpuid(1, 0).edx & 1u << 24) {
		fpu_kind = FPU_FXSAVE;
		return FXSAVE_BYTES;
	}
	fpu_kind = FPU_FNSAVE;
	return FNSAVE_BYTES;
}

COLD void fpu_init(void)
{
	if (!fpu_is_there()) {		/* its instructions trap, and stay the user's matter */
		write_cr0(read_cr0() | CR0_EM);
		return;
	}
	fpu_cache.size = (fpu_choose() + FPU_ALIGN + 7) & ~7u;
	if (fpu_kind == FPU_FNSAVE)
		fpu_save(fpu_clean_state);
	else
		fpu_clean(fpu_clean_state);
	fpu_load(fpu_clean_state);
	write_cr0(read_cr0() | CR0_TS);
}

/* A new thread's registers. */
static void fpu_begin(void *area)
{
	if (fpu_kind == FPU_FNSAVE)
		memcpy(area, fpu_clean_state, FNSAVE_BYTES);
	else
		fpu_clean(area);
}

bool fpu_take(struct tcb *self)
{
	if (fpu_kind == FPU_NONE)
		return false;
	if (!self->arch.fpu) {
		self->arch.fpu = kmem_cache_alloc(&fpu_cache, tcb_kmem(self));
		if (!self->arch.fpu)
			return false;
		fpu_begin(fpu_area(self));
	}
	struct arch_cpu *cpu = &this_cpu()->arch;

	__asm__ volatile("clts");
	if (cpu->fpu_owner != self)
		fpu_load(fpu_area(self));
	cpu->fpu_owner = self;
	self->flags |= TCB_X86_FPU;
	cpu->switch_key = 0;
	return true;
}

/* It is live, but a trap that was a task of its own may have switched it off (x32/tasks.c). */
static void fpu_wake(void)
{
	__asm__ volatile("clts");
}

static void fpu_disable(void)
{
	static const uint32_t zero;
	struct arch_cpu *cpu = &this_cpu()->arch;

	/* some processors restore the last instruction's address only after an FPU error: make
	 * it one of ours */
	if (fpu_kind != FPU_FNSAVE)
		__asm__ volatile("fnclex; emms; fildl %0" : : "m" (zero));
	fpu_load(fpu_clean_state);
	cpu->fpu_owner->flags &= ~TCB_X86_FPU;
	cpu->fpu_owner = NULL;
	cpu->switch_key = read_cr3();
	write_cr0(read_cr0() | CR0_TS);
}

void fpu_leave(void)
{
	fpu_wake();
	fpu_save(fpu_area(this_cpu()->arch.fpu_owner));
	fpu_disable();
}

void arch_thread_leave(const struct tcb *t)
{
	if (this_cpu()->arch.fpu_owner == t)
		fpu_leave();
}

void arch_thread_retire(struct tcb *t)
{
	if (this_cpu()->arch.fpu_owner == t) {
		fpu_wake();
		fpu_disable();
	}
	if (t->arch.fpu)
		kmem_cache_free(&fpu_cache, t->arch.fpu);
	t->arch.fpu = NULL;
}
