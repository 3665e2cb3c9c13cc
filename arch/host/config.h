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

#undef CONFIG_SMP
#undef CONFIG_SMP_MAX_PROCS
#undef CONFIG_LOCK_DEBUG
#ifdef HOST_SMP

#define CONFIG_SMP 1
#define CONFIG_SMP_MAX_PROCS 4
#define CONFIG_LOCK_DEBUG 1

/* Another CPU may go on before each atomic operation (cpus.c). */
void host_slice(void);
#define __atomic_load_n(...)		(host_slice(), __atomic_load_n(__VA_ARGS__))
#define __atomic_store_n(...)		(host_slice(), __atomic_store_n(__VA_ARGS__))
#define __atomic_exchange_n(...)	(host_slice(), __atomic_exchange_n(__VA_ARGS__))
#define __atomic_compare_exchange_n(...) \
	(host_slice(), __atomic_compare_exchange_n(__VA_ARGS__))
#define __atomic_fetch_add(...)		(host_slice(), __atomic_fetch_add(__VA_ARGS__))
#define __atomic_fetch_sub(...)		(host_slice(), __atomic_fetch_sub(__VA_ARGS__))
#define __atomic_fetch_or(...)		(host_slice(), __atomic_fetch_or(__VA_ARGS__))
#define __atomic_fetch_and(...)		(host_slice(), __atomic_fetch_and(__VA_ARGS__))
#define __atomic_thread_fence(...)	(host_slice(), __atomic_thread_fence(__VA_ARGS__))

#endif

#endif
