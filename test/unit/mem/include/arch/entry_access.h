/* SPDX-License-Identifier: BSD-2-Clause */
/* Entries are read and changed as x86-x64 does. */
#include "../../../../../arch/x86/include/arch/entry_access.h"
