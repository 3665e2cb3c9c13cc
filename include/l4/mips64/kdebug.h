/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Kernel debugger calls of MIPS64: a breakpoint with the operation in $1 (abi-mips64 sheet 9).
 * Without a debugger they raise exception 9.
 */
#ifndef __L4__MIPS64__KDEBUG_H__
#define __L4__MIPS64__KDEBUG_H__

#include <l4/types.h>

#define __L4_KDB_OP(op)							\
	".set push\n\t"							\
	".set noat\n\t"							\
	"li $1, " __L4_KDB_STR(op) "\n\t"				\
	"break\n\t"							\
	".set pop"
#define __L4_KDB_STR(x)		__L4_KDB_STR1(x)
#define __L4_KDB_STR1(x)	#x

/* str is a string literal; the debugger prints it and stops. */
#define L4_KDB_Enter(str)						\
	do {								\
		register const char *__kdb_text __asm__("$2") = (str);	\
									\
		__asm__ __volatile__(__L4_KDB_OP(ABI_BREAK_ENTER)	\
				     : "+r" (__kdb_text) : : "$1", "memory");	\
	} while (0)

L4_INLINE void L4_KDB_PrintChar(char c)
{
	register L4_Word_t r_c __asm__("$4") = (L4_Word8_t)c;

	__asm__ __volatile__(__L4_KDB_OP(ABI_BREAK_PRINT_CHAR)
			     : : "r" (r_c) : "$1", "memory");
}

/* -1 if no character is there. */
L4_INLINE int L4_KDB_ReadChar(void)
{
	register L4_Word_t c __asm__("$2");

	__asm__ __volatile__(__L4_KDB_OP(ABI_BREAK_READ_CHAR) : "=r" (c) : : "$1", "memory");
	return (int)c;
}

L4_INLINE int L4_KDB_ReadChar_Blocked(void)
{
	register L4_Word_t c __asm__("$2");

	__asm__ __volatile__(__L4_KDB_OP(ABI_BREAK_READ_CHAR_BLOCKED)
			     : "=r" (c) : : "$1", "memory");
	return (int)c;
}

#endif
