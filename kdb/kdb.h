/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the rooms of the debugger share: the context it stopped in, how a command is made, and
 * reading memory that may not be there.  Nobody outside kdb/ and a port's debugger commands
 * includes it.  Everything here runs with interrupts off while nothing else does.
 */
#ifndef KDB_KDB_H
#define KDB_KDB_H

#include <kernel/cpu.h>
#include <kernel/print.h>
#include <kernel/types.h>
#include <arch/debug.h>

struct space;

/* --- why and where it stopped ------------------------------------------------------------------ */

struct kdb_stop {
	const char *why;
	struct tcb *self;		/* whom the kernel resumed last; may be the idle thread */
	const struct trap_frame *frame;	/* NULL: see in_user */
	bool in_user;			/* in user mode; without frame the registers are self's */
	bool is_final;			/* there is no going on */
	struct debug_point point;	/* where the kernel was, unless in_user */
};

/* The innermost stop: the debugger may be called while it runs. */
extern struct kdb_stop kdb_stop;

/* Say why, then talk to the operator until he lets go. */
COLD void kdb_enter(const struct kdb_stop *stop);

/* --- several CPUs (cpus.c) ---------------------------------------------------------------------- */

#ifdef CONFIG_SMP
/* All others stand still, or go on again.  Calls may nest. */
void kdb_cpus_stop(const struct kdb_stop *stop);
void kdb_cpus_go(void);
/* An NMI: true if it was for that, and is over. */
bool kdb_cpus_stand(const struct kdb_stop *stop);

/* Whom the commands look at. */
extern struct cpu *kdb_view;
#define kdb_cpu()	kdb_view
#else
ALWAYS_INLINE void kdb_cpus_stop(const struct kdb_stop *stop)
{
	(void)stop;
}

ALWAYS_INLINE void kdb_cpus_go(void)
{
}

ALWAYS_INLINE bool kdb_cpus_stand(const struct kdb_stop *stop)
{
	(void)stop;
	return false;
}

#define kdb_cpu()	this_cpu()
#endif

/* --- commands ---------------------------------------------------------------------------------- */

#define KDB_MAX_WORDS	4

/* The words typed, word[0] being the command's name. */
struct kdb_args {
	unsigned count;
	char *word[KDB_MAX_WORDS];
};

enum kdb_next { KDB_STAY, KDB_GO };

struct kdb_command {
	const char *name, *params, *help;
	enum kdb_next (*run)(const struct kdb_args *args);
};

/*
 * Registers a command: its address goes into a section that the linker collects, sorted by
 * `ident`.  The function kdb_cmd_<ident> follows.
 */
#define KDB_COMMAND(ident, typed, parameters, text) \
	static enum kdb_next kdb_cmd_##ident(const struct kdb_args *args); \
	static const struct kdb_command kdb_command_##ident = { \
		.name = (typed), .params = (parameters), .help = (text), \
		.run = kdb_cmd_##ident, \
	}; \
	static const struct kdb_command *const kdb_command_at_##ident \
		__attribute__((section(".kdb_commands." #ident), used)) = &kdb_command_##ident; \
	static enum kdb_next kdb_cmd_##ident(const struct kdb_args *args)

extern const struct kdb_command *const kdb_commands_start[], *const kdb_commands_end[];

bool kdb_same_text(const char *a, const char *b);

/* A hexadecimal number, 0x in front or not; false and a message if it is none. */
bool kdb_number(const char *text, word_t *number);

/* The thread whose global id is written there, or NULL and a message. */
struct tcb *kdb_thread(const char *text);

/* --- symbols ----------------------------------------------------------------------------------- */

/* "name+12" or a bare address, no newline. */
void kdb_print_symbol(uintptr_t addr);
/* The same for a return address, which may lie behind its function's end. */
void kdb_print_caller(uintptr_t addr);

/* --- memory ------------------------------------------------------------------------------------ */

/* As many of `bytes` as can be read without a fault, from user memory of this space (may be NULL). */
size_t kdb_read_user(const struct space *space, word_t va, void *to, size_t bytes);
/* The same from kernel addresses. */
size_t kdb_read_kernel(uintptr_t at, void *to, size_t bytes);

#endif
