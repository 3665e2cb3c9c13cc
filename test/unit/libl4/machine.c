/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The stand-in kernel of machine.h, for an x86-64 Linux process: the word at gs:0 is the UTCB
 * pointer, and the entry pointers lead to a routine that swaps registers with memory.
 */
#include <asm/prctl.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>
#include "machine.h"

struct registers regs_in, regs_out;
L4_Word_t utcb_object[ABI_UTCB_BYTES / sizeof(L4_Word_t)] __attribute__((aligned(64)));
L4_Word_t *const mrs = &utcb_object[ABI_UTCB_POINTER / sizeof(L4_Word_t)];
static L4_Word_t gs_area[1];

void fake_entry(void);

__asm__(".macro each_register op\n"
	"	\\op rax 0\n	\\op rbx 8\n	\\op rcx 16\n	\\op rdx 24\n"
	"	\\op rsi 32\n	\\op rdi 40\n	\\op r8 48\n	\\op r9 56\n"
	"	\\op r10 64\n	\\op r11 72\n	\\op r12 80\n	\\op r13 88\n"
	"	\\op r14 96\n	\\op r15 104\n"
	".endm\n"
	".macro note reg at\n	movq %\\reg, regs_in+\\at(%rip)\n.endm\n"
	".macro give reg at\n	movq regs_out+\\at(%rip), %\\reg\n.endm\n"
	".globl fake_entry\n"
	"fake_entry:\n"
	"	each_register note\n"
	"	each_register give\n"
	"	movq $-1, %rbp\n"
	"	ret\n");

#define ENTRY(name)	__L4_Entry_t *name = fake_entry
ENTRY(__L4_Ipc);
ENTRY(__L4_Lipc);
ENTRY(__L4_Unmap);
ENTRY(__L4_ExchangeRegisters);
ENTRY(__L4_ThreadControl);
ENTRY(__L4_SystemClock);
ENTRY(__L4_ThreadSwitch);
ENTRY(__L4_Schedule);
ENTRY(__L4_SpaceControl);
ENTRY(__L4_ProcessorControl);
ENTRY(__L4_MemoryControl);

L4_Word_t *utcb_word(long offset)
{
	return (L4_Word_t *)((char *)mrs + offset);
}

int machine_reset(void **state)
{
	memset(utcb_object, 0, sizeof(utcb_object));
	memset(&regs_in, 0, sizeof(regs_in));
	regs_out = (struct registers){
		.rax = 0xa0, .rbx = 0xb0, .rcx = 0xc0, .rdx = 0xd0, .rsi = 0x51,
		.rdi = (L4_Word_t)mrs, .r8 = 0x80, .r9 = 0x90, .r10 = 0x100, .r11 = 0x110,
		.r12 = 0x120, .r13 = 0x130, .r14 = 0x140, .r15 = 0x150,
	};
	gs_area[0] = (L4_Word_t)mrs;
	return (int)syscall(SYS_arch_prctl, ARCH_SET_GS, gs_area);
}
