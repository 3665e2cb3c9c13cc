/* SPDX-License-Identifier: BSD-2-Clause */
/* The ABI's word on x86; the word size is the configuration's. */
#ifndef ARCH_TYPES_H
#define ARCH_TYPES_H

#include <stdint.h>
#include <l4/amd64/abi.h>

typedef uint64_t word_t;
typedef int64_t sword_t;
typedef uint64_t phys_t;

#define PRIxWORD "lx"

#endif
