/* SPDX-License-Identifier: BSD-2-Clause */
/* The 64-bit part of offsets.c. */
#ifndef ARCH_HALF_OFFSETS_H
#define ARCH_HALF_OFFSETS_H

ALWAYS_INLINE void half_offsets(void)
{
	FRAME(R9, r9);
	FRAME(RAX, ax);
	FRAME(RBX, bx);
	FRAME(R10, r10);
	FRAME(R12, r12);
	FRAME(R13, r13);
	FRAME(R14, r14);
	FRAME(R15, r15);
	FRAME(SP, sp);
	FRAME(RSI, si);
	FRAME(RDX, dx);
	FRAME(RDI, di);
	FRAME(R8, r8);
	FRAME(RCX, cx);
	FRAME(R11, r11);
	FRAME(RBP, bp);

	VALUE(IST_STACKS, X86_IST_STACKS);
	VALUE(IST_STACK_BYTES, X86_IST_STACK);
}

#endif
