/* SPDX-License-Identifier: BSD-2-Clause */
/* The 64-bit part of offsets.c. */
#ifndef ARCH_HALF_OFFSETS_H
#define ARCH_HALF_OFFSETS_H

ALWAYS_INLINE void half_offsets(void)
{
	FRAME(R9, mr[MR_R9]);
	FRAME(RAX, mr[MR_RAX]);
	FRAME(RBX, mr[MR_RBX]);
	FRAME(R10, mr[MR_R10]);
	FRAME(R12, mr[MR_R12]);
	FRAME(R13, mr[MR_R13]);
	FRAME(R14, mr[MR_R14]);
	FRAME(R15, mr[MR_R15]);
	FRAME(SP, sp);
	FRAME(RSI, rsi);
	FRAME(RDX, rdx);
	FRAME(RDI, rdi);
	FRAME(R8, r8);
	FRAME(RCX, rcx);
	FRAME(R11, r11);
	FRAME(RBP, rbp);

	VALUE(IST_STACKS, X86_IST_STACKS);
	VALUE(IST_STACK_BYTES, X86_IST_STACK);
}

#endif
