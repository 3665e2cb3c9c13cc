/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The floating point registers: given to a thread when it first uses them, taken when another one
 * does.  In between nobody else can read them: only the owner's Status has the coprocessor enabled,
 * and this processor executes nothing ahead of what it may.
 */
#include <kernel/kmem.h>
#include <kernel/tcb.h>
#include <arch/cpu.h>
#include <arch/mips64/mips.h>

#define FPU_REGISTERS	32

struct fpu_state {
	uint64_t fpr[FPU_REGISTERS];
	uint64_t control;
};

/* Of the control register: causes, which follow their enable bits by five; one is always enabled. */
#define CONTROL_CAUSES		0x0001f000u
#define CONTROL_CAUSE_SHIFT	5
#define CONTROL_UNIMPLEMENTED	0x00020000u

static struct tcb *fpu_owner;
static KMEM_CACHE(fpu_cache, "fpu", sizeof(struct fpu_state));

#define FPU_EACH(op) \
	op(0) op(1) op(2) op(3) op(4) op(5) op(6) op(7) op(8) op(9) op(10) op(11) op(12) op(13) \
	op(14) op(15) op(16) op(17) op(18) op(19) op(20) op(21) op(22) op(23) op(24) op(25) op(26) \
	op(27) op(28) op(29) op(30) op(31)
#define FPU_STORE(n)	"sdc1 $f" #n ", 8*" #n "(%1)\n\t"
#define FPU_LOAD(n)	"ldc1 $f" #n ", 8*" #n "(%1)\n\t"
#define FPU_CODE(body)	".set push\n\t.set hardfloat\n\t.set fp=64\n\t.set noreorder\n\t" body \
			".set pop"

static void fpu_save(struct fpu_state *s)
{
	uint32_t control;

	__asm__ volatile(FPU_CODE(FPU_EACH(FPU_STORE) "cfc1 %0, $31\n\t")
			 : "=&r" (control) : "r" (s) : "memory");
	s->control = control;
}

/* A cause that is enabled was an exception when it arose.  Loaded it would be one of the kernel's. */
static void fpu_load(const struct fpu_state *s)
{
	uint32_t control = s->control;

	control &= ~(control << CONTROL_CAUSE_SHIFT & CONTROL_CAUSES) & ~CONTROL_UNIMPLEMENTED;
	__asm__ volatile(FPU_CODE(FPU_EACH(FPU_LOAD) "ctc1 %0, $31\n\t")
			 : : "r" (control), "r" (s) : "memory");
}

/* All 32 registers in full, however the thread sees them. */
static void fpu_enable(void)
{
	write_c0_status(STATUS_KERNEL | STATUS_CU1 | STATUS_FR);
	c0_hazard();
}

static void fpu_disable(void)
{
	write_c0_status(STATUS_KERNEL);
	c0_hazard();
}

bool fpu_take(struct tcb *self)
{
	if (!self->arch.fpu) {
		self->arch.fpu = kmem_cache_alloc(&fpu_cache, tcb_kmem(self));
		if (!self->arch.fpu)
			return false;
	}
	if (fpu_owner != self) {
		fpu_enable();
		if (fpu_owner) {
			fpu_save(fpu_owner->arch.fpu);
			fpu_owner->frame.status &= ~(word_t)STATUS_CU1;
		}
		fpu_load(self->arch.fpu);
		fpu_disable();
		fpu_owner = self;
	}
	self->frame.status |= STATUS_CU1;
	return true;
}

void arch_thread_retire(struct tcb *t)
{
	if (fpu_owner == t)
		fpu_owner = NULL;
	if (t->arch.fpu)
		kmem_cache_free(&fpu_cache, t->arch.fpu);
	t->arch.fpu = NULL;
	t->frame.status &= ~(word_t)STATUS_CU1;
}
