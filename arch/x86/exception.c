/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Exceptions of user programs: page faults and the FPU are served, KernelInterface is answered, the
 * debugger gets its own, and everything else becomes a message to the exception handler
 * (message.c).  Interrupts pass by here on their way to the board.
 */
#include <kernel/entry.h>
#include <kernel/kip.h>
#include <kernel/space.h>
#include <kdb/hook.h>
#include <arch/exception.h>
#include <arch/x86/entry.h>
#include <arch/x86/x86.h>

#define PF_WRITE	0x02u
#define PF_FETCH	0x10u
#define PF_PRESENT	0x01u

static struct tcb *page_fault(struct tcb *self)
{
	word_t addr = read_cr2(), error = self->frame.error;
	unsigned access = error & PF_WRITE ? ABI_RIGHT_W :
			  error & PF_FETCH ? ABI_RIGHT_X : X86_READ_ACCESS;

	/* whether the kernel has something there is not told */
	if (addr >= ABI_USER_AREA_END)
		return x86_exception(self, VEC_PAGE_FAULT, error | PF_PRESENT);
	return on_page_fault(self, addr, access, self->frame.ip);
}

/* "lock; nop" asks for the KIP; every other undefined instruction is an exception. */
static struct tcb *undefined(struct tcb *self)
{
	struct arch_frame *f = &self->frame;
	word_t area = self->space->kip_area;
	uint8_t code[2];

	if (!space_read(self->space, f->ip, code, sizeof(code)) || code[0] != 0xf0 ||
	    code[1] != 0x90)
		return x86_exception(self, VEC_UNDEFINED, 0);
	f->ip += sizeof(code);
	f->ax = area & -((word_t)1 << ABI_FPAGE_LOG2(area));
	f->cx = kip[ABI_KIP_API_VERSION];
	f->dx = kip[ABI_KIP_API_FLAGS];
	f->si = kip[kip[ABI_KIP_KERN_DESC_PTR] / sizeof(word_t) + ABI_KDESC_ID];
	return self;
}

ASM_CALLED struct tcb *x86_user_trap(struct tcb *self, unsigned vector)
{
	if (vector >= VEC_IRQ)
		return plat_interrupt(self, vector);
	switch (vector) {
	case VEC_PAGE_FAULT:
		return page_fault(self);
	case VEC_NO_FPU:
		return fpu_take(self) ? self : x86_exception(self, vector, 0);
	case VEC_UNDEFINED:
		return undefined(self);
	case VEC_PROTECTION:
		return x86_protection(self);
	case VEC_DEBUG:
		if (kdb_user_debug_trap(self))
			return self;
		break;
	case VEC_BREAKPOINT:
		if (kdb_user_breakpoint(self))
			return self;
		break;
	default:
		break;
	}
	return x86_exception(self, vector, self->frame.error);
}
