/* SPDX-License-Identifier: BSD-2-Clause */
/* Saved registers and UTCBs as the core sees them, away from the hot path. */
#include <kernel/entry.h>
#include <kernel/tcb.h>
#include <arch/utcb.h>

void frame_init(struct arch_frame *f)
{
	struct tcb *t = container_of(f, struct tcb, frame);

	*f = (struct arch_frame){ .status = STATUS_INITIAL };
	t->flags |= TCB_MIPS_FULL;
}

/* As libl4 expects the last two, which Pistachio exchanged. */
void frame_return_exregs(struct arch_frame *f, const struct exregs *regs)
{
	f->gpr[R_V0] = regs->dest;
	f->gpr[R_A0] = regs->control;
	f->gpr[R_A0 + 1] = regs->sp;
	f->gpr[R_A0 + 2] = regs->ip;
	f->gpr[R_A0 + 3] = regs->flags;
	f->gpr[R_A0 + 4] = regs->handle;
	f->gpr[R_A0 + 5] = regs->pager;
}

void utcb_copy_memory(const struct tcb *from, struct tcb *to, unsigned u)
{
	volatile word_t *s = utcb_at(from, ABI_UTCB_MR(ABI_REGISTER_MRS + 1L));
	volatile word_t *d = utcb_at(to, ABI_UTCB_MR(ABI_REGISTER_MRS + 1L));
	unsigned n = u - ABI_REGISTER_MRS;

	for (; n >= 4; n -= 4, s += 4, d += 4) {
		d[0] = s[0];
		d[1] = s[1];
		d[2] = s[2];
		d[3] = s[3];
	}
	while (n--)
		*d++ = *s++;
}
