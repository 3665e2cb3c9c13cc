/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The kernel debugger's services to users, where the kernel has one; everything is the machine's.
 */
#ifndef __L4__KDEBUG_H__
#define __L4__KDEBUG_H__

#include <l4/types.h>
#include __L4_INC_ARCH(kdebug.h)

#define enter_kdebug(text)		L4_KDB_Enter(text)
#define kd_inchar()			L4_KDB_ReadChar_Blocked()

#endif
