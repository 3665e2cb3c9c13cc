/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * System call numbers between our stubs and our entry (in EBP, or by vector), nobody else's business.
 * Ipc is 0.
 * Macros only, safe in assembly.
 */
#ifndef ARCH_X86_CALLS_H
#define ARCH_X86_CALLS_H

#define CALL_IPC			0
#define CALL_EXCHANGE_REGISTERS		1
#define CALL_EXCHANGE_REGISTERS_LOCAL	2	/* dest came as a local id */
#define CALL_THREAD_CONTROL		3
#define CALL_SYSTEM_CLOCK		4
#define CALL_THREAD_SWITCH		5
#define CALL_SCHEDULE			6
#define CALL_UNMAP			7
#define CALL_SPACE_CONTROL		8
#define CALL_PROCESSOR_CONTROL		9
#define CALL_MEMORY_CONTROL		10
#define CALLS				11

/* 32 bits: their vectors, behind those of exceptions and interrupts. */
#define VEC_CALLS			64

#endif
