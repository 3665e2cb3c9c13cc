/* SPDX-License-Identifier: BSD-2-Clause */
/* There are no fpages but those of memory here. */
#ifndef ARCH_DOMAIN_H
#define ARCH_DOMAIN_H

#include <kernel/no_domain.h>

#endif
