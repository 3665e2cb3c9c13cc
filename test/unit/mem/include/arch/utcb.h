/* SPDX-License-Identifier: BSD-2-Clause */
/* UTCBs of the memory tests: nothing but who they belong to. */
#ifndef ARCH_UTCB_H
#define ARCH_UTCB_H

#include <kernel/types.h>

ALWAYS_INLINE word_t utcb_object_id(const void *utcb)
{
	return *(const word_t *)((const char *)utcb + ABI_UTCB_GLOBAL_ID);
}

/* Users see the page, and may look just then. */
ALWAYS_INLINE void utcb_object_set_id(void *utcb, word_t id)
{
	__atomic_store_n((word_t *)((char *)utcb + ABI_UTCB_GLOBAL_ID), id, __ATOMIC_RELAXED);
}

#endif
