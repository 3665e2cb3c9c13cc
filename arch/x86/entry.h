/* SPDX-License-Identifier: BSD-2-Clause */
/* What entry code in assembly and the C around it know of each other. */
#ifndef ARCH_X86_ENTRY_H
#define ARCH_X86_ENTRY_H

#include <kernel/types.h>

struct tcb;

/* Called from assembly: nothing in C seems to use it. */
#define ASM_CALLED	__attribute__((externally_visible, used))

/* Where the processor comes in: x64/fastpath.S before x64/entry.S, if it is configured. */
void x86_syscall_entry(void);
void x86_syscall_fast(void);
#ifdef CONFIG_IPC_FASTPATH
#define X86_SYSCALL_DOOR	x86_syscall_fast
#else
#define X86_SYSCALL_DOOR	x86_syscall_entry
#endif
/* One entry for each vector, TRAP_ENTRY_BYTES apart. */
extern char x86_trap_entries[];

/* stubs.S of either half: where a thread inside a call goes on. */
extern const char user_stub_return[];

/* frame.c: all registers of a thread inside a system call become meaningful; thread.c of either half:
 * but these, and where the thread goes on. */
#define frame_thread(f)	container_of((void *)(uintptr_t)(f), struct tcb, frame)
struct arch_frame;
void x86_frame_complete(struct arch_frame *f);
void x86_frame_fill(struct arch_frame *f);
word_t x86_return_address(const struct tcb *t);

/* exception.c: exception or interrupt, the complete frame saved. */
struct tcb *x86_user_trap(struct tcb *self, unsigned vector);

/* message.c: the message to the exception handler. */
struct tcb *x86_exception(struct tcb *self, unsigned vector, word_t error);

/* thread.c of either half: where in the frame each word of that is; a protection fault, which may
 * only need some repair. */
extern const uint8_t x86_message_order[];
struct tcb *x86_protection(struct tcb *self);
/* x64/thread.c: the frame's instruction pointer is not an address at all. */
struct tcb *x86_bad_ip(struct tcb *self);

#endif
