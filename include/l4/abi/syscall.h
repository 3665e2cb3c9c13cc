/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Error codes and parameter bits of the system calls other than IPC (X.2: system calls; overview
 * sheet 5, syscall sheet).  Macros only, safe in assembly.
 */
#ifndef L4_ABI_SYSCALL_H
#define L4_ABI_SYSCALL_H

/* ErrorCode TCR */
#define ABI_ERR_OK			0
#define ABI_ERR_NO_PRIVILEGE		1
#define ABI_ERR_INVALID_THREAD		2
#define ABI_ERR_INVALID_SPACE		3
#define ABI_ERR_INVALID_SCHEDULER	4
#define ABI_ERR_INVALID_PARAM		5
#define ABI_ERR_UTCB_AREA		6
#define ABI_ERR_KIP_AREA		7
#define ABI_ERR_NO_MEM			8

/* ExchangeRegisters: control in */
#define ABI_EXREGS_HALT			0x001	/* H: the state bit 8 applies */
#define ABI_EXREGS_ABORT_RECEIVE	0x002
#define ABI_EXREGS_ABORT_SEND		0x004
#define ABI_EXREGS_SP			0x008
#define ABI_EXREGS_IP			0x010
#define ABI_EXREGS_FLAGS		0x020
#define ABI_EXREGS_HANDLE		0x040
#define ABI_EXREGS_PAGER		0x080
#define ABI_EXREGS_APPLY_HALT		0x100
#define ABI_EXREGS_DELIVER		0x200	/* "d"; ctrlxfer configuration with that feature */
#define ABI_EXREGS_CTRLXFER_READ	0x400
#define ABI_EXREGS_CTRLXFER_WRITE	0x800
/* ... and out */
#define ABI_EXREGS_WAS_HALTED		0x1
#define ABI_EXREGS_WAS_RECEIVING	0x2
#define ABI_EXREGS_WAS_SENDING		0x4

/* Schedule */
#define ABI_SCHED_UNCHANGED		(-1)
#define ABI_SCHED_PRIO_MASK		0xff
#define ABI_SCHED_PRIO_UNCHANGED	0x1ff	/* nine-bit field all ones */
#define ABI_SCHED_PROCESSOR_MASK	0xffff
#define ABI_SCHED_DELAY_MASK		0xffff
#define ABI_SCHED_SENSITIVE_SHIFT	16

#define ABI_TSTATE_ERROR		0
#define ABI_TSTATE_DEAD			1
#define ABI_TSTATE_INACTIVE		2
#define ABI_TSTATE_RUNNING		3
#define ABI_TSTATE_PENDING_SEND		4
#define ABI_TSTATE_SENDING		5
#define ABI_TSTATE_WAITING		6
#define ABI_TSTATE_RECEIVING		7

/* preempt flags byte of the UTCB */
#define ABI_PREEMPT_SIGNAL		0x20
#define ABI_PREEMPT_DELAY		0x40
#define ABI_PREEMPT_PENDING		0x80

/* default scheduling values (overview sheet 8) */
#define ABI_PRIO_MAX			255
#define ABI_PRIO_DEFAULT		100
#define ABI_TIMESLICE_DEFAULT_US	10000

/* debugger operations of the "cmp $op, %al" kind (protocols sheet 9) */
#define ABI_KDB_PRINT_CHAR		0x00
#define ABI_KDB_PRINT_STRING		0x01
#define ABI_KDB_CLEAR_PAGE		0x02
#define ABI_KDB_TOGGLE_BREAKIN		0x03
#define ABI_KDB_READ_CHAR		0x08
#define ABI_KDB_READ_CHAR_BLOCKED	0x0d

#endif
