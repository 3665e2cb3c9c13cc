/* SPDX-License-Identifier: BSD-2-Clause */
/* System calls in the KIP: the stubs are copied into it, its words are offsets (abi-x86-x32 sheet 4). */
#include <kernel/assert.h>
#include <kernel/kip.h>
#include <kernel/string.h>
#include <arch/x86/entry.h>
#include <arch/x86/x32/x32.h>

extern const char user_stubs_end[];

void x86_kip_show_stubs(word_t *page)
{
	size_t bytes = (size_t)(user_stubs_end - user_stubs);

	kassert(X32_STUBS_OFFSET + bytes <= KIP_MEMDESC_OFFSET);
	memcpy((char *)page + X32_STUBS_OFFSET, user_stubs, bytes);
}

word_t x86_kip_stub(const char *stub)
{
	return X32_STUBS_OFFSET + (word_t)(stub - user_stubs);
}
