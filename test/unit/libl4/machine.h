/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A stand-in for the kernel: gives the test a UTCB, and catches its system calls, noting the
 * registers they came with and returning those the test has laid out.
 */
#ifndef LIBL4_MACHINE_H
#define LIBL4_MACHINE_H

#include <l4/thread.h>

struct registers {
	L4_Word_t rax, rbx, rcx, rdx, rsi, rdi, r8, r9, r10, r11, r12, r13, r14, r15;
};

extern struct registers regs_in, regs_out;

/* The UTCB object, zeroed; its MRs begin at mrs. */
extern L4_Word_t utcb_object[ABI_UTCB_BYTES / sizeof(L4_Word_t)];
extern L4_Word_t *const mrs;

/* A word of the UTCB at a byte offset from its pointer. */
L4_Word_t *utcb_word(long offset);

/* Sets all up; before every test. */
int machine_reset(void **state);

#endif
