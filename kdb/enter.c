/* SPDX-License-Identifier: BSD-2-Clause */
/* The doors: everything that leads into the debugger but a user's own call (user.c). */
#include <kernel/tcb.h>
#include <arch/console.h>
#include <kdb/hook.h>
#include <kdb/kdb.h>

static struct kdb_stop stop_at(const struct trap_frame *frame, const char *why)
{
	return (struct kdb_stop){
		.why = why, .self = this_cpu()->current, .frame = frame,
		.in_user = trap_from_user(frame), .point = debug_trap_point(frame),
	};
}

static NORETURN void kdb_final(struct kdb_stop *stop)
{
	stop->why = "panic";
	stop->is_final = true;
	kdb_enter(stop);
	plat_poweroff(1);
}

void kdb_panic(void)
{
	struct kdb_stop stop = {
		.self = this_cpu()->current,
		.point = debug_here(),
	};

	kdb_final(&stop);
}

void kdb_panic_at(const struct trap_frame *frame)
{
	struct kdb_stop stop = stop_at(frame, "panic");

	kdb_final(&stop);
}

void kdb_nmi(const struct trap_frame *frame)
{
	struct kdb_stop stop = stop_at(frame, "NMI");

	if (kdb_cpus_stand(&stop))
		return;
	kdb_enter(&stop);
}

void kdb_poll_breakin(void)
{
	/* the console is the first CPU's: so it is that one's work that is shown */
	if ((cpu_count > 1 && this_cpu()->number) || likely(!console_break()))
		return;
	struct kdb_stop stop = {
		.why = "break-in", .self = this_cpu()->current,
		.in_user = this_cpu()->current != &this_cpu()->idle,
		.point = debug_here(),
	};

	kdb_enter(&stop);
	console_break();	/* asked for while it was there */
}
