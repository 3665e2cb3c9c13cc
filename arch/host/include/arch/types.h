/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The ABI's word of the host port: 64 or 32 bits, whatever the process is.  HOST_WORD_BITS and
 * HOST_BIG_ENDIAN choose the variant (docs/host.md).
 */
#ifndef ARCH_TYPES_H
#define ARCH_TYPES_H

#include <stdint.h>
#include <arch/abi.h>

#if HOST_WORD_BITS == 64
typedef uint64_t word_t;
typedef int64_t sword_t;
#define PRIxWORD "lx"
#else
typedef uint32_t word_t;
typedef int32_t sword_t;
#define PRIxWORD "x"
#endif
typedef uint64_t phys_t;

#endif
