/* SPDX-License-Identifier: BSD-2-Clause */
/* Before paging: physical addresses of what is linked high.  For assembly. */
#ifndef ARCH_X86_EARLY_H
#define ARCH_X86_EARLY_H

#define PHYS(x)		((x) - VIRT_IMAGE)

#endif
