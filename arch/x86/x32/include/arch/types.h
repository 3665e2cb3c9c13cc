/* SPDX-License-Identifier: BSD-2-Clause */
/* The ABI's word on x86-x32; physical addresses are longer with PAE. */
#ifndef ARCH_TYPES_H
#define ARCH_TYPES_H

#include <stdint.h>
#include <l4/ia32/abi.h>

typedef uint32_t word_t;
typedef int32_t sword_t;
#ifdef CONFIG_X86_PAE
typedef uint64_t phys_t;
#else
typedef uint32_t phys_t;
#endif

#define PRIxWORD "x"

#endif
