/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The debugger's machine half: what a user's INT3 asks for, how stack frames are linked, what can be
 * read.  Compiled with the debugger only.
 */
#include <arch/debug.h>
#include <arch/memory.h>
#include <arch/pgtable.h>
#include <arch/x86/paging.h>
#include <arch/x86/x86.h>

#define X86_FLAG_TRAP	0x100u

#define CODE_NOP	0x90u
#define CODE_JMP	0xebu		/* and a byte: over the next instruction */
#define CODE_CMP_AL	0x3cu		/* and a byte: the operation */
#define CODE_REX_W	0x48u
#define CODE_MOV_AX	0xb8u		/* and an immediate */
#define CODE_MOV_C7	0xc7u		/* and c0 and a signed 32-bit immediate */
#define CODE_MOV_C0	0xc0u

void debug_end_step(struct arch_frame *f)
{
	f->flags &= ~(word_t)X86_FLAG_TRAP;
}

static word_t immediate(const uint8_t *at, unsigned bytes)
{
	word_t w = 0;

	for (unsigned i = 0; i < bytes; i++)
		w |= (word_t)at[i] << 8 * i;
	return w;
}

/* The operand of the move that a jump over `length` bytes hides; false if it is none. */
static bool decode_move(const uint8_t *code, unsigned length, word_t *operand)
{
	unsigned at = code[0] == CODE_REX_W;

	if (code[at] == CODE_MOV_AX) {
		unsigned bytes = length - at - 1;

		if (bytes > sizeof(word_t) || (bytes != 4 && bytes != 8))
			return false;
		*operand = immediate(code + at + 1, bytes);
		return true;
	}
	if (code[at] != CODE_MOV_C7 || code[at + 1] != CODE_MOV_C0)
		return false;
	*operand = (word_t)(sword_t)(int32_t)immediate(code + at + 2, 4);
	return true;
}

/* INT3 and then: a jump over a move, which is Enter; a comparison of AL, which is an operation.  A
 * no-operation in front says that stopping isn't meant. */
void debug_decode(const struct arch_frame *f, const uint8_t code[DEBUG_CODE_BYTES],
		  struct debug_request *r)
{
	*r = (struct debug_request){ .kind = DEBUG_BREAKPOINT, .stop = true };
	if (code[0] == CODE_NOP) {
		r->stop = false;
		code++;
	}
	if (code[0] == CODE_JMP && decode_move(code + 2, code[1], &r->arg)) {
		r->kind = DEBUG_ENTER;
	} else if (code[0] == CODE_CMP_AL) {
		r->kind = DEBUG_OPERATION;
		r->op = code[1];
		r->arg = f->ax;
	}
}

bool debug_readable(uintptr_t at)
{
	if (at < VIRT_KERNEL)
		return false;
	pte_t pte = paging_kernel_entry(at);

	for (unsigned level = PT_LEVELS - 1; pte_is_present(pte); level--) {
		if (pte_is_leaf(pte, level))
			return true;
		pte = ((const pte_t *)phys_to_virt(pte_phys(pte)))[pt_index(at, level - 1)];
	}
	return false;
}

/* A frame begins with the caller's frame pointer and the return address. */
bool debug_unwind(struct debug_point *p)
{
	const uintptr_t *frame = (const uintptr_t *)p->fp;

	if (p->fp % sizeof(uintptr_t) || !debug_readable(p->fp) ||
	    !debug_readable(p->fp + sizeof(uintptr_t)))
		return false;
	p->ip = frame[1];
	p->fp = frame[0];
	return true;
}
