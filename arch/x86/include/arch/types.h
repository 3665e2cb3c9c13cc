/* SPDX-License-Identifier: BSD-2-Clause */
/* The ABI's word on x86; physical addresses may be longer, with PAE. */
#ifndef ARCH_TYPES_H
#define ARCH_TYPES_H

#include <stdint.h>

#ifdef CONFIG_X86_X64
#include <l4/amd64/abi.h>
typedef uint64_t word_t;
typedef int64_t sword_t;
#else
#include <l4/ia32/abi.h>
typedef uint32_t word_t;
typedef int32_t sword_t;
#endif

#if defined(CONFIG_X86_X64) || defined(CONFIG_X86_PAE)
typedef uint64_t phys_t;
#else
typedef uint32_t phys_t;
#endif

#endif
