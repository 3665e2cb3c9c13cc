/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * SpaceControl, and calls about processors and time that need no room of their own (X.2:
 * SpaceControl, ProcessorControl, SystemClock; syscall sheet 4, 9, 10).
 */
#include <kernel/entry.h>
#include <kernel/space.h>
#include <kernel/thread.h>
#include <arch/clock.h>
#include <arch/utcb.h>

#define THREADS_PER_SLICE	64

static word_t configure(struct space *s, word_t kip_area, word_t utcb_area)
{
	word_t error;

	if (space_is_initialised(s))
		return ABI_ERR_OK;
	error = space_check_areas(kip_area, utcb_area);
	return error ? error : space_init_areas(s, kip_area, utcb_area, KMEM_PRIVILEGED);
}

/*
 * Mark a slice of the space's threads.  They go round in their list: those that have come to the
 * end are marked, threads that join meanwhile are marked when they join.
 */
static struct tcb *mark_threads(struct tcb *self)
{
	struct space *space = thread_find_space(self->space_mark.member);

	for (unsigned n = 0; space && self->space_mark.left > 0; n++, self->space_mark.left--) {
		if (n == THREADS_PER_SLICE) {
			tcb_continue(self, mark_threads);
			return self;
		}
		struct tcb *t = space_first_thread(space);

		if (!t)
			break;
		if (!thread_at_hand(t))
			return travel_after(self, t, mark_threads);
		space_mark_redirected(space, t);
		space_thread_to_end(space, t);
	}
	return self;
}

static struct tcb *set_redirector(struct tcb *self, word_t member, struct space *space,
				  word_t redirector)
{
	space->redirector = redirector;
	self->space_mark.member = member;
	self->space_mark.left = space->thread_count;
	return mark_threads(self);
}

COLD struct tcb *sys_space_control(struct tcb *self, word_t member, word_t control, word_t kip_area,
			      word_t utcb_area, word_t redirector)
{
	struct space *space = thread_find_space(member);
	word_t error = ABI_ERR_OK;

	if (!self->space->privileged)
		error = ABI_ERR_NO_PRIVILEGE;
	else if (id_is_local(member) || !space)
		error = ABI_ERR_INVALID_SPACE;
	else
		error = configure(space, kip_area, utcb_area);
	if (error) {
		utcb_set_error_code(self, error);
		frame_return_space_control(&self->frame, 0, 0);
		return self;
	}
	frame_return_space_control(&self->frame, 1, arch_space_control(space, control));
	if (redirector == NILTHREAD || redirector == space->redirector)
		return self;
	return set_redirector(self, member, space, redirector);
}

static struct tcb *answer(struct tcb *self, word_t error)
{
	if (error)
		utcb_set_error_code(self, error);
	frame_return(&self->frame, error ? 0 : 1);
	return self;
}

/* Frequencies and voltages can't be set on the machines known; the call says it is privileged. */
struct tcb *sys_processor_control(struct tcb *self, word_t processor, word_t internal_khz,
				  word_t external_khz, word_t millivolts)
{
	(void)internal_khz, (void)external_khz, (void)millivolts;
	if (!self->space->privileged)
		return answer(self, ABI_ERR_NO_PRIVILEGE);
	return answer(self, processor == 0 ? ABI_ERR_OK : ABI_ERR_INVALID_PARAM);
}

struct tcb *sys_system_clock(struct tcb *self)
{
	frame_return_clock(&self->frame, clock_now());
	return self;
}
