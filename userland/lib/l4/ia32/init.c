/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Fresh pages of system call stubs (syscalls.S) for spaces that have the KIP elsewhere.
 */
#include <l4lib/string.h>
#include <l4/message.h>
#include <l4/ia32/syscalls.h>

/* Stubs as they were linked (syscalls.S). */
extern const char __L4_syscalls_copy_start[];
extern const char __L4_syscalls_copy_end[];

void __L4_copy_syscalls_in(L4_Word_t dest)
{
	memcpy((void *)dest, __L4_syscalls_copy_start,
	       (L4_Size_t)(__L4_syscalls_copy_end - __L4_syscalls_copy_start));
}

/* Other libraries make the copy at run time. */
void __L4_copy_syscalls_out(void)
{
}

void __L4_init_syscalls(void)
{
}
