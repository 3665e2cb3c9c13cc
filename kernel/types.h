/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The words and small helpers every room of the kernel uses.  word_t is the word of the ABI, never
 * assumed to be a pointer's size; kernel pointers are pointers, physical addresses are phys_t.
 */
#ifndef KERNEL_TYPES_H
#define KERNEL_TYPES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <arch/types.h>		/* word_t, sword_t, phys_t, and <l4/ARCH/abi.h> */
#include <l4/abi/fpage.h>
#include <l4/abi/id.h>
#include <l4/abi/kip.h>
#include <l4/abi/msg.h>
#include <l4/abi/syscall.h>
#include <l4/abi/time.h>

#define ALWAYS_INLINE	static inline __attribute__((always_inline))
#define NOINLINE	__attribute__((noinline))
#define COLD		__attribute__((cold, noinline))
#define NORETURN	_Noreturn
#define CACHE_ALIGNED	__attribute__((aligned(64)))
#define likely(x)	__builtin_expect(!!(x), 1)
#define unlikely(x)	__builtin_expect(!!(x), 0)
#define ARRAY_SIZE(a)	(sizeof(a) / sizeof((a)[0]))
#define container_of(p, type, member) \
	((type *)((char *)(p) - offsetof(type, member)))

#define NILTHREAD	((word_t)ABI_NILTHREAD)
#define ANYTHREAD	((word_t)ABI_ANYTHREAD)
#define ANYLOCALTHREAD	((word_t)ABI_ANYLOCALTHREAD)

/* Microseconds since boot. */
typedef uint64_t usec_t;
#define USEC_NEVER	UINT64_MAX

ALWAYS_INLINE word_t id_make(word_t number, word_t version)
{
	return (number << ABI_ID_VERSION_BITS) | version;
}

ALWAYS_INLINE word_t id_number(word_t id)
{
	return id >> ABI_ID_VERSION_BITS;
}

ALWAYS_INLINE word_t id_version(word_t id)
{
	return id & (((word_t)1 << ABI_ID_VERSION_BITS) - 1);
}

/* Low six bits zero: a UTCB address, anylocalthread or nilthread. */
ALWAYS_INLINE bool id_is_local(word_t id)
{
	return (id & ABI_ID_LOCAL_MASK) == 0;
}

#endif
