/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The debugger calls of user programs (protocols sheet 9): print, read a key, enter.  What the
 * program wants stands at its breakpoint; the port decodes it.  Strings are the user's, so they are
 * read only where they are mapped and only up to a length.
 */
#include <kernel/tcb.h>
#include <arch/console.h>
#include <arch/cpu.h>
#include <kdb/hook.h>
#include <kdb/kdb.h>

#define KDB_STRING_MAX	4096u

static void print_user_string(const struct tcb *self, word_t at)
{
	char part[64];

	for (unsigned done = 0; done < KDB_STRING_MAX; done += sizeof(part)) {
		size_t got = kdb_read_user(self->space, at + done, part, sizeof(part));

		for (size_t i = 0; i < got; i++) {
			if (!part[i])
				return;
			print("%c", part[i]);
		}
		if (got < sizeof(part)) {
			print("<not mapped>");
			return;
		}
	}
}

static void stop_for(struct tcb *self, const char *why)
{
	struct kdb_stop stop = { .why = why, .self = self, .in_user = true };

	kdb_enter(&stop);
}

/* A key, or -1; with nobody there who could type, waiting would be for ever. */
static word_t read_key(bool wait)
{
	int c = console_getc();

#if defined(CONFIG_KDB_CONS_COM) || defined(CONFIG_KDB_CONS_KBD)
	while (wait && c < 0) {
		cpu_relax();
		c = console_getc();
	}
#else
	(void)wait;
#endif
	return (word_t)(sword_t)c;
}

static void serve(struct tcb *self, const struct debug_request *r)
{
	switch (r->op) {
	case ABI_KDB_PRINT_CHAR:
		print("%c", (char)r->arg);
		break;
	case ABI_KDB_PRINT_STRING:
		print_user_string(self, r->arg);
		break;
	case ABI_KDB_CLEAR_PAGE:
	case ABI_KDB_TOGGLE_BREAKIN:	/* break-in is always possible */
		break;
	case ABI_KDB_READ_CHAR:
		frame_return(&self->frame, read_key(false));
		break;
	case ABI_KDB_READ_CHAR_BLOCKED:
		frame_return(&self->frame, read_key(true));
		break;
	default:
		print("\nthread %lx: unknown debugger operation %x\n", (unsigned long)self->id,
		      r->op);
		stop_for(self, "breakpoint");
	}
}

bool kdb_user_breakpoint(struct tcb *self)
{
	uint8_t code[DEBUG_CODE_BYTES] = { 0 };
	struct debug_request r;

	kdb_read_user(self->space, frame_ip(&self->frame), code, sizeof(code));
	debug_decode(&self->frame, code, &r);
	switch (r.kind) {
	case DEBUG_OPERATION:
		serve(self, &r);
		break;
	case DEBUG_ENTER:
		print_user_string(self, r.arg);
		if (r.stop)
			stop_for(self, "called by the user");
		else
			print("\n");
		break;
	case DEBUG_BREAKPOINT:
		if (r.stop)
			stop_for(self, "breakpoint");
		break;
	}
	return true;
}

bool kdb_user_debug_trap(struct tcb *self)
{
	stop_for(self, "debug trap");
	debug_end_step(&self->frame);
	return true;
}
