/* SPDX-License-Identifier: BSD-2-Clause */
/* Most memory tests are about one CPU, whatever is configured; behind autoconf.h. */
#undef CONFIG_SMP
#undef CONFIG_LOCK_DEBUG
