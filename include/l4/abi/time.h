/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * X.2 times (16 bits) and the two words made of them: IPC timeouts and Schedule's time control
 * (overview sheet 4).  Macros only.
 */
#ifndef L4_ABI_TIME_H
#define L4_ABI_TIME_H

#define ABI_TIME_NEVER		0
#define ABI_TIME_ZERO		0x0400
#define ABI_TIME_POINT		0x8000	/* bit a: an absolute time point */

#define ABI_TIME_M_MASK		0x3ff
#define ABI_TIME_M_BITS		10
#define ABI_TIME_E_SHIFT	10
#define ABI_TIME_E_MASK		0x1f	/* periods: value = m << e microseconds */
#define ABI_TIME_POINT_C_SHIFT	10	/* points: bit c, then a four-bit exponent */
#define ABI_TIME_POINT_E_SHIFT	11
#define ABI_TIME_POINT_E_MASK	0xf

/* Timeouts word and the XferTimeouts TCR: receive low, send high. */
#define ABI_TIMEOUT_RCV(word)	((word) & 0xffff)
#define ABI_TIMEOUT_SND(word)	(((word) >> 16) & 0xffff)

/* Schedule: time control. */
#define ABI_SCHED_QUANTUM(word)		((word) & 0xffff)
#define ABI_SCHED_TIMESLICE(word)	(((word) >> 16) & 0xffff)

#endif
