/* SPDX-License-Identifier: BSD-2-Clause */
/* Arithmetic with 64 bits that the compiler asks for. */
#include <l4/ia32/wide.h>

__L4_DEFINE_WIDE
