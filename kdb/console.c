/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The debugger's console: reads a line, finds the command, runs it.  It needs nothing of the kernel
 * but console_putc and console_getc, so that it works where nothing else does; it may even be
 * entered again while it runs (an NMI, a fault of its own), some levels deep.
 */
#include <kernel/thread.h>
#include <arch/console.h>
#include <arch/cpu.h>
#include <kdb/kdb.h>
#include <arch/plat.h>

#define KDB_LINE_BYTES	80
#define KDB_DEPTH_MAX	4

/* A console that can't be typed at can't be waited at. */
#if defined(CONFIG_KDB_CONS_COM) || defined(CONFIG_KDB_CONS_KBD)
#define KDB_HAS_OPERATOR	true
#else
#define KDB_HAS_OPERATOR	false
#endif

struct kdb_stop kdb_stop;
static unsigned kdb_depth;

bool kdb_same_text(const char *a, const char *b)
{
	for (; *a == *b; a++, b++)
		if (!*a)
			return true;
	return false;
}

static int kdb_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c |= 0x20;
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

bool kdb_number(const char *text, word_t *number)
{
	const char *at = text[0] == '0' && (text[1] | 0x20) == 'x' ? text + 2 : text;

	*number = 0;
	do {
		int digit = kdb_digit(*at);

		if (digit < 0) {
			print("%s: not a hexadecimal number\n", text);
			return false;
		}
		*number = *number << 4 | (word_t)digit;
	} while (*++at);
	return true;
}

struct tcb *kdb_thread(const char *text)
{
	word_t id;

	if (!kdb_number(text, &id))
		return NULL;
	struct tcb *t = thread_find(id);

	if (!t)
		print("%s: there is no such thread\n", text);
	return t;
}

static char kdb_wait_key(void)
{
	for (;;) {
		int c = console_getc();

		if (c >= 0)
			return (char)c;
		cpu_relax();
	}
}

/* Characters up to the end of the line, which is echoed; backspace and ^U correct. */
static void kdb_read_line(char line[KDB_LINE_BYTES])
{
	unsigned length = 0;

	for (;;) {
		char c = kdb_wait_key();

		if (c == '\r' || c == '\n')
			break;
		if (c == '\b' || c == 0x7f || c == 0x15) {
			unsigned erase = c == 0x15 ? length : length != 0;

			for (length -= erase; erase; erase--)
				print("\b \b");
		} else if (c >= ' ' && c < 0x7f && length < KDB_LINE_BYTES - 1) {
			line[length++] = c;
			print("%c", c);
		}
	}
	line[length] = '\0';
	print("\n");
}

static struct kdb_args kdb_split(char *line)
{
	struct kdb_args args = { 0 };

	while (args.count < KDB_MAX_WORDS) {
		while (*line == ' ')
			*line++ = '\0';
		if (!*line)
			break;
		args.word[args.count++] = line;
		while (*line && *line != ' ')
			line++;
	}
	*line = '\0';
	return args;
}

static enum kdb_next kdb_execute(const struct kdb_args *args)
{
	const struct kdb_command *const *c = kdb_commands_start;

	if (args->count == 0)
		return KDB_STAY;
	for (; c < kdb_commands_end; c++)
		if (kdb_same_text((*c)->name, args->word[0]))
			return (*c)->run(args);
	print("%s: unknown command, ? lists them\n", args->word[0]);
	return KDB_STAY;
}

static void kdb_converse(void)
{
	char line[KDB_LINE_BYTES];
	struct kdb_args args;

	do {
		print("kdb> ");
		kdb_read_line(line);
		args = kdb_split(line);
	} while (kdb_execute(&args) == KDB_STAY);
}

static void kdb_introduce(const struct kdb_stop *stop)
{
	print("\n--- kernel debugger: %s; thread ", stop->why);
	if (stop->self == &this_cpu()->idle)
		print("idle");
	else if (stop->self)
		print("%lx", (unsigned long)stop->self->id);
	else
		print("none");
	print(", %s mode ---\n", stop->in_user ? "user" : "kernel");
}

void kdb_enter(const struct kdb_stop *stop)
{
	static char bt[] = "bt";
	static const struct kdb_args backtrace = { .count = 1, .word = { bt } };
	struct kdb_stop outer;

	kdb_cpus_stop(stop);
	outer = kdb_stop;
	if (++kdb_depth > KDB_DEPTH_MAX)
		plat_poweroff(1);
	kdb_stop = *stop;
	kdb_introduce(stop);
	if (stop->is_final)
		kdb_execute(&backtrace);
	if (KDB_HAS_OPERATOR)
		kdb_converse();
	kdb_stop = outer;
	kdb_depth--;
	kdb_cpus_go();
}
