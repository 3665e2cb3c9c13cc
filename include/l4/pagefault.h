/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * An old name: what pagers need of page fault messages is in <l4/message.h>.
 */
#ifndef __L4__PAGEFAULT_H__
#define __L4__PAGEFAULT_H__

#include <l4/message.h>

#endif
