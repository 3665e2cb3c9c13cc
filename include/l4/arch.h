/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What one architecture offers beyond the common interface.
 */
#ifndef __L4__ARCH_H__
#define __L4__ARCH_H__

#include <l4/types.h>
#include __L4_INC_ARCH(syscalls.h)
#include __L4_INC_ARCH(arch.h)

#endif
