/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Kernel debugger calls of x86-x32: INT3, and behind it an instruction that says what is wanted and
 * does no harm when it runs (abi-x86-x32 sheet 10).  Without a debugger they raise an exception.
 */
#ifndef __L4__IA32__KDEBUG_H__
#define __L4__IA32__KDEBUG_H__

#include <l4/types.h>

#define __L4_KDB_OP(op)		"int3\n\tcmpb $" __L4_KDB_STR(op) ", %%al"
#define __L4_KDB_STR(x)		__L4_KDB_STR1(x)
#define __L4_KDB_STR1(x)	#x

/* str is a string literal; the debugger prints it and stops. */
#define L4_KDB_Enter(str)							\
	__asm__ __volatile__("int3\n\t"						\
			     "jmp 2f\n\t"					\
			     "movl $1f, %%eax\n\t"				\
			     ".pushsection .rodata\n"				\
			     "1:\t.asciz \"" str "\"\n\t"			\
			     ".popsection\n"					\
			     "2:" : : : "memory")

L4_INLINE void L4_KDB_PrintChar(char c)
{
	__asm__ __volatile__(__L4_KDB_OP(ABI_KDB_PRINT_CHAR) : : "a" (c) : "memory", "cc");
}

L4_INLINE void L4_KDB_PrintString(const char *s)
{
	__asm__ __volatile__(__L4_KDB_OP(ABI_KDB_PRINT_STRING) : : "a" (s) : "memory", "cc");
}

L4_INLINE void L4_KDB_ClearPage(void)
{
	__asm__ __volatile__(__L4_KDB_OP(ABI_KDB_CLEAR_PAGE) : : : "eax", "memory", "cc");
}

/* Whether a key stops in the debugger. */
L4_INLINE void L4_KDB_ToggleBreakin(void)
{
	__asm__ __volatile__(__L4_KDB_OP(ABI_KDB_TOGGLE_BREAKIN) : : : "eax", "memory", "cc");
}

/* -1 if no character is there. */
L4_INLINE int L4_KDB_ReadChar(void)
{
	int c;

	__asm__ __volatile__(__L4_KDB_OP(ABI_KDB_READ_CHAR) : "=a" (c) : : "memory", "cc");
	return c;
}

L4_INLINE int L4_KDB_ReadChar_Blocked(void)
{
	int c;

	__asm__ __volatile__(__L4_KDB_OP(ABI_KDB_READ_CHAR_BLOCKED) : "=a" (c) : : "memory", "cc");
	return c;
}

#endif
