/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Fresh pages of system call stubs (syscalls.S) for spaces that have the KIP elsewhere.
 */
#include <l4lib/string.h>
#include <l4/message.h>
#include <l4/ia32/syscalls.h>

/* The stubs, and a copy of them as they were linked (syscalls.S). */
extern L4_Word_t __L4_syscalls_start[];
extern L4_Word_t __L4_syscalls_end[];
extern L4_Word_t __L4_syscalls_copy_start[];

static L4_Size_t stub_bytes(void)
{
	return (L4_Size_t)((char *)__L4_syscalls_end - (char *)__L4_syscalls_start);
}

void __L4_copy_syscalls_out(void)
{
	memcpy(__L4_syscalls_copy_start, __L4_syscalls_start, stub_bytes());
}

void __L4_copy_syscalls_in(L4_Word_t dest)
{
	memcpy((void *)dest, __L4_syscalls_copy_start, stub_bytes());
}

void __L4_init_syscalls(void)
{
	__L4_copy_syscalls_out();
}
