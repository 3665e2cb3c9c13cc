/* SPDX-License-Identifier: BSD-2-Clause */
/* For the memory tests in which threads of the host are CPUs; behind autoconf.h. */
#undef CONFIG_SMP
#undef CONFIG_SMP_MAX_PROCS
#undef CONFIG_LOCK_DEBUG
#define CONFIG_SMP		1
#define CONFIG_SMP_MAX_PROCS	8
#define CONFIG_LOCK_DEBUG	1
