/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Registers of 32-bit threads: what Ipc leaves of them, the order of the exception message
 * (abi-x86-x32 sheet 6), and the repair of segment registers, which hold what the kernel put there and
 * nothing else (sheet 1).
 */
#include <kernel/cpu.h>
#include <kernel/entry.h>
#include <kernel/kip_machine.h>
#include <kernel/space.h>
#include <arch/exception.h>
#include <arch/utcb.h>
#include <arch/x86/entry.h>
#include <arch/x86/ports.h>
#include <arch/x86/x32/x32.h>
#include <arch/x86/x86.h>

#define PLACE(field)	offsetof(struct arch_frame, field)

const uint8_t x86_message_order[EXCEPTION_WORDS] = {
	PLACE(ip), PLACE(flags), PLACE(vector), PLACE(error), PLACE(di), PLACE(si),
	PLACE(bp), PLACE(sp), PLACE(bx), PLACE(dx), PLACE(cx), PLACE(ax),
};

/* What Ipc destroys reads as zero; all other entries save a complete frame. */
void x86_frame_fill(struct arch_frame *f)
{
	const struct tcb *t = frame_thread(f);

	f->cx = f->dx = 0;
	f->bx = utcb_mr(t, 1);
	f->bp = utcb_mr(t, 2);
	f->di = t->local_id;
}

/* A thread in Ipc goes on in its space's KIP. */
word_t x86_return_address(const struct tcb *t)
{
	word_t page = t->space->kip_area & -(word_t)4096;

	return page + KIP_STUBS_OFFSET + (word_t)(user_stub_return - user_stubs);
}

/* --- segment registers --------------------------------------------------------------------------- */

#define OPERAND_SIZE	0x66u
#define MOV_TO_SEGMENT	0x8eu
#define POP_ES		0x07u
#define POP_SS		0x17u
#define POP_DS		0x1fu
#define TWO_BYTES	0x0fu
#define POP_FS		0xa1u
#define POP_GS		0xa9u

static bool is_null(unsigned selector)
{
	return (selector & ~3u) == 0;
}

/* DS and ES have been loaded at the entry.  Was a register null? */
static bool reload_segments(void)
{
	const uint16_t *user = this_cpu()->arch.user_segments;
	unsigned fs, gs;

	__asm__ volatile("mov %%fs, %0; mov %%gs, %1" : "=r" (fs), "=r" (gs));
	__asm__ volatile("mov %0, %%fs; mov %1, %%gs" : : "r" (ABI_SEL_UDS), "r" (ABI_SEL_UTCB));
	return is_null(fs & 0xffff) || is_null(gs & 0xffff) || is_null(user[0]) ||
	       is_null(user[1]);
}

/* Bytes of a ModRM operand, that byte included. */
static unsigned operand_length(const uint8_t *code)
{
	unsigned mod = code[0] >> 6, base = code[0] & 7, length = 1;

	if (mod == 3)
		return length;
	if (base == 4) {
		length++;
		base = code[1] & 7;
	}
	return length + (mod == 1 ? 1 : mod == 2 || base == 5 ? 4 : 0);
}

/* Skip an instruction that loads a segment register; false if it is none. */
static bool skip_segment_load(struct arch_frame *f, const uint8_t *code)
{
	bool narrow = code[0] == OPERAND_SIZE;
	const uint8_t *at = code + narrow;
	bool pops = at[0] == POP_ES || at[0] == POP_SS || at[0] == POP_DS ||
		    (at[0] == TWO_BYTES && (at[1] == POP_FS || at[1] == POP_GS));

	if (pops) {
		f->sp += narrow ? 2 : 4;
		at += at[0] == TWO_BYTES ? 2 : 1;
	} else if (at[0] == MOV_TO_SEGMENT) {
		at += 1 + operand_length(at + 1);
	} else {
		return false;
	}
	f->ip += (word_t)(at - code);
	return true;
}

/*
 * A selector that doesn't exist is never loaded, and the program doesn't notice; a null one that
 * got in is replaced when it is used.  Everything else is the handler's matter.
 */
COLD struct tcb *x86_protection(struct tcb *self)
{
	struct arch_frame *f = &self->frame;
	uint8_t code[4] = { 0, 0, 0, 0 };

	if (f->error == 0) {
		struct tcb *next = reload_segments() ? self : x86_port_fault(self);

		return next ? next : x86_exception(self, VEC_PROTECTION, 0);
	}
	space_read(self->space, f->ip, code, sizeof(code));
	if (!skip_segment_load(f, code))
		return x86_exception(self, VEC_PROTECTION, f->error);
	reload_segments();
	return self;
}
