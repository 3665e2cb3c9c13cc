/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Word types of x86-x64.  Included by <l4/types.h> only.
 */
#ifndef __L4__AMD64__TYPES_H__
#define __L4__AMD64__TYPES_H__

#include <l4/amd64/abi.h>

#define L4_64BIT
#define L4_LITTLE_ENDIAN

typedef unsigned long	L4_Word_t;
typedef unsigned char	L4_Word8_t;
typedef unsigned short	L4_Word16_t;
typedef unsigned int	L4_Word32_t;
typedef unsigned long	L4_Word64_t;

#define L4_HAVE_SIGNED_WORD
typedef signed long	L4_SignedWord_t;
typedef signed char	L4_SignedWord8_t;
typedef signed short	L4_SignedWord16_t;
typedef signed int	L4_SignedWord32_t;
typedef signed long	L4_SignedWord64_t;

typedef __SIZE_TYPE__	L4_Size_t;

/* Where ids of 32-bit programs are described. */
#define L4_COMPAT_H_LOCATION	<l4/amd64/compat.h>

#endif
