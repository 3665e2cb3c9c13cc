/* SPDX-License-Identifier: BSD-2-Clause */
/* The memory tests use the levels of x86-x64. */
#include "../../../../../arch/x86/x64/include/arch/levels.h"
