/* SPDX-License-Identifier: BSD-2-Clause */
/* What entry code in assembly and the C around it know of each other. */
#ifndef ARCH_X86_ENTRY_H
#define ARCH_X86_ENTRY_H

#include <kernel/types.h>

struct tcb;

/* Called from assembly: nothing in C seems to use it. */
#define ASM_CALLED	__attribute__((externally_visible, used))

/* The page table the CPU uses, or 0 while the FPU is live (fpu.c). */
extern word_t x86_switch_key;

/* The one kernel stack's end. */
extern char kernel_stack_top[];

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
/* Resume this thread. */
NORETURN void x86_exit_to(struct tcb *t);

/* stubs.S of either half: the system call stubs, and where a thread inside a call goes on. */
extern char user_stubs[], user_stub_return[];

/* The system call words of the KIP. */
void x86_kip_stubs(word_t *page);

/* space.c: bytes of a program's text; false where it has no page. */
struct space;
bool x86_user_text(const struct space *space, word_t ip, uint8_t *code, unsigned bytes);

/* exception.c: exception or interrupt, the complete frame saved. */
struct tcb *x86_user_trap(struct tcb *self, unsigned vector);

/* message.c of either half: the message to the exception handler; a protection fault, which may
 * only need some repair. */
struct tcb *x86_exception(struct tcb *self, unsigned vector, word_t error);
struct tcb *x86_protection(struct tcb *self);
/* x64/message.c: the frame's instruction pointer is not an address at all. */
struct tcb *x86_bad_ip(struct tcb *self);

#endif
