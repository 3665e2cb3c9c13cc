/* SPDX-License-Identifier: BSD-2-Clause */
/* How long interrupts are held off: see latency.c.  Also for assembly. */
#ifndef ARCH_X86_LATENCY_H
#define ARCH_X86_LATENCY_H

/* Places: numbers of calls, then of vectors; what is larger is the address of a continuation. */
#define LATENCY_VECTOR	0x100
#define LATENCY_END	0x200

#ifdef __ASSEMBLER__

	/* An entry or a continuation begins: what it is, as an instruction loads it; the registers that
	 * are to be kept. */
	.macro	LATENCY_ENTER load, place, keep:vararg
#ifdef CONFIG_KIRQ_LATENCY
	sub	$48, %rsp
	STORE_EACH	0, %rsp, \keep
	\load	\place, %rdi
	call	latency_enter
	LOAD_EACH	0, %rsp, \keep
	add	$48, %rsp
#endif
	.endm

	/* It ends, RAX stays; RBX is used. */
	.macro	LATENCY_LEAVE
#ifdef CONFIG_KIRQ_LATENCY
	mov	%rax, %rbx
	call	latency_leave
	mov	%rbx, %rax
#endif
	.endm

#else

#ifdef CONFIG_KIRQ_LATENCY
#include <stdint.h>

/* Called by the entries. */
void latency_enter(uintptr_t place);
void latency_leave(void);
void latency_report(void);
#else
static inline void latency_report(void)
{
}
#endif

#endif

#endif
