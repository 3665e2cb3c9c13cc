/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Thread ids as words (X.2: thread ids; overview sheet 2).  Shared by kernel, loader and user
 * library; safe in assembly.  The including port has defined ABI_WORD_BITS (32 or 64) before,
 * in its <l4/ARCH/abi.h>.
 */
#ifndef L4_ABI_ID_H
#define L4_ABI_ID_H

#if ABI_WORD_BITS == 64
#define ABI_ID_VERSION_BITS	32
#else
#define ABI_ID_VERSION_BITS	14
#endif
#define ABI_ID_THREADNO_BITS	(ABI_WORD_BITS - ABI_ID_VERSION_BITS)

/* A word whose low six bits are zero is a local id: a UTCB address. */
#define ABI_ID_LOCAL_BITS	6
#define ABI_ID_LOCAL_MASK	0x3f

#define ABI_NILTHREAD		0
#define ABI_ANYTHREAD		(-1)
#define ABI_ANYLOCALTHREAD	(-64)

/* Sub-ranges of thread numbers: interrupts, then this many kernel threads, then users. */
#define ABI_KERNEL_THREADS	32
#define ABI_SERVER_SIGMA0	0	/* thread number - UserBase */
#define ABI_SERVER_SIGMA1	1
#define ABI_SERVER_ROOT		2
#define ABI_SERVER_VERSION	1

#endif
