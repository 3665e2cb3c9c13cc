/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The FPU's registers from and to memory, for both word sizes; the vector registers as far as the
 * processor has them.  Eight 64-bit integers for the stack of x87, the control word of SSE, and the
 * vector registers at 32 bytes each (struct fpu_values).
 */
#ifdef __x86_64__
# define VALUES		%rdi
# define VECTORS	16
# define FROM_STACK(n)
#else
# define VALUES		%eax
# define VECTORS	8
# define FROM_STACK(n)	movl	4(%esp), %eax
#endif

#define MXCSR		64
#define VECTOR(n)	96 + 32 * (n)

	.text

	.macro	FUNCTION name
	.globl	\name
	.type	\name, @function
\name:
	FROM_STACK()
	.endm

/* The last integer is on top of the stack. */
	FUNCTION x87_load
	fninit
	.irp	n, 0, 1, 2, 3, 4, 5, 6, 7
	fildll	8 * \n(VALUES)
	.endr
	ret

/* ... and stays there. */
	FUNCTION x87_store
	.irp	n, 7, 6, 5, 4, 3, 2, 1, 0
	fistpll	8 * \n(VALUES)
	.endr
	.irp	n, 0, 1, 2, 3, 4, 5, 6, 7
	fildll	8 * \n(VALUES)
	.endr
	ret

/* Control, status and tag word, and the registers even if they are empty: 108 bytes. */
	FUNCTION x87_image
	fnsave	(VALUES)
	ret

	.macro	EACH_VECTOR instruction, register, to_memory
	.set	vector, 0
	.rept	VECTORS
	ONE_VECTOR \instruction, \register, \to_memory, %vector
	.set	vector, vector + 1
	.endr
	.endm

	.altmacro
	.macro	ONE_VECTOR instruction, register, to_memory, n
	.if	\to_memory
	\instruction	%\register\n, VECTOR(\n)(VALUES)
	.else
	\instruction	VECTOR(\n)(VALUES), %\register\n
	.endif
	.endm

	FUNCTION sse_load
	ldmxcsr	MXCSR(VALUES)
	EACH_VECTOR movups, xmm, 0
	ret

	FUNCTION sse_store
	stmxcsr	MXCSR(VALUES)
	EACH_VECTOR movups, xmm, 1
	ret

	FUNCTION avx_load
	ldmxcsr	MXCSR(VALUES)
	EACH_VECTOR vmovups, ymm, 0
	ret

	FUNCTION avx_store
	stmxcsr	MXCSR(VALUES)
	EACH_VECTOR vmovups, ymm, 1
	ret

	.section .note.GNU-stack, "", @progbits
