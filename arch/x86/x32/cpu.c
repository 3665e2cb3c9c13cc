/* SPDX-License-Identifier: BSD-2-Clause */
/* start.S has seen all that is needed. */
#include <arch/x86/x86.h>

void cpu_require(void)
{
}
