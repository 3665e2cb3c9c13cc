/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The configuration of the host port: the core's options at their defaults, whatever product the
 * tests are built beside, and no debugger.  Included before everything else, after autoconf.h.
 */
#ifndef HOST_CONFIG_H
#define HOST_CONFIG_H

#undef CONFIG_KDB
#undef CONFIG_KASSERT
#define CONFIG_KASSERT 1
#undef CONFIG_VERBOSE_INIT
#define CONFIG_VERBOSE_INIT 1
#undef CONFIG_KMEM_RESERVE_KB
#define CONFIG_KMEM_RESERVE_KB 64
#undef CONFIG_TIMER_TICK_US
#define CONFIG_TIMER_TICK_US 1953

#endif
