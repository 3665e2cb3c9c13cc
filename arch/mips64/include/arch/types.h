/* SPDX-License-Identifier: BSD-2-Clause */
/* The ABI's word on MIPS64. */
#ifndef ARCH_TYPES_H
#define ARCH_TYPES_H

#include <stdint.h>
#include <l4/mips64/abi.h>

typedef uint64_t word_t;
typedef int64_t sword_t;
typedef uint64_t phys_t;

#endif
