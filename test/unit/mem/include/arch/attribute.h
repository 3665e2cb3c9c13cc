/* SPDX-License-Identifier: BSD-2-Clause */
/* How pages are cached, for the memory tests: as on x86 with its page tables, else as on the host. */
#ifdef MEM_TINY
#include "../../../../../arch/host/include/arch/attribute.h"
#else
#include "../../../../../arch/x86/include/arch/attribute.h"
#endif
