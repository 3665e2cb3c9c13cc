/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Saved user registers of the host: the user halves of threads work on the frame itself.  The
 * results of system calls have registers of their own, so that a test sees what was returned.
 */
#ifndef ARCH_FRAME_H
#define ARCH_FRAME_H

#include <kernel/types.h>

#define HOST_FLAGS_INITIAL	0x200u
#define HOST_FLAGS_MASK		0x0ffu	/* what users may change */

struct arch_frame {
	word_t mr[ABI_REGISTER_MRS + 1];
	word_t ip, sp, flags;
	word_t result[7];	/* result[0] is the call's own, the rest by call */
};

struct host_user;

struct arch_tcb {
	struct host_user *user;		/* the coroutine that is the user half, if any */
};

struct exregs;

void frame_init(struct arch_frame *f);
void frame_return_exregs(struct arch_frame *f, const struct exregs *regs);

ALWAYS_INLINE void frame_start(struct arch_frame *f, word_t ip, word_t sp)
{
	f->ip = ip;
	f->sp = sp;
}

ALWAYS_INLINE word_t frame_ip(const struct arch_frame *f)
{
	return f->ip;
}

ALWAYS_INLINE word_t frame_sp(const struct arch_frame *f)
{
	return f->sp;
}

ALWAYS_INLINE word_t frame_flags(const struct arch_frame *f)
{
	return f->flags;
}

ALWAYS_INLINE void frame_set_ip(struct arch_frame *f, word_t ip)
{
	f->ip = ip;
}

ALWAYS_INLINE void frame_set_sp(struct arch_frame *f, word_t sp)
{
	f->sp = sp;
}

ALWAYS_INLINE void frame_set_flags(struct arch_frame *f, word_t flags)
{
	f->flags = (f->flags & ~(word_t)HOST_FLAGS_MASK) | (flags & HOST_FLAGS_MASK);
}

ALWAYS_INLINE word_t frame_mr(const struct arch_frame *f, unsigned n)
{
	return f->mr[n];
}

ALWAYS_INLINE void frame_set_mr(struct arch_frame *f, unsigned n, word_t w)
{
	f->mr[n] = w;
}

ALWAYS_INLINE void frame_return(struct arch_frame *f, word_t result)
{
	f->result[0] = result;
}

ALWAYS_INLINE void frame_return_ipc(struct arch_frame *f, word_t from, word_t tag)
{
	f->result[0] = from;
	f->mr[0] = tag;
}

ALWAYS_INLINE void frame_return_clock(struct arch_frame *f, uint64_t usec)
{
	f->result[0] = (word_t)usec;
	f->result[1] = (word_t)(usec >> 32);
}

ALWAYS_INLINE void frame_return_schedule(struct arch_frame *f, word_t result, word_t time_control)
{
	f->result[0] = result;
	f->result[1] = time_control;
}

ALWAYS_INLINE void frame_return_space_control(struct arch_frame *f, word_t result,
					      word_t old_control)
{
	f->result[0] = result;
	f->result[1] = old_control;
}

#endif
