/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A root task that goes into the kernel debugger, by the door that its command line names; the tests
 * in test/boot/kdb.toml type at the prompt.  Lines that begin with "kdbtest:" are for them.
 */
#include <l4/ipc.h>
#include <l4/kdebug.h>
#include <l4/schedule.h>
#include <l4io.h>
#include <l4lib/cmdline.h>
#include <l4lib/console.h>
#include <l4lib/end.h>

/* No program is linked there, and nobody maps anything to it. */
#define NOWHERE		((const char *)0x12345000)

#define SCREEN		((volatile const unsigned short *)0xb8000)
#define SCREEN_CELLS	(80 * 25)

/* Printing and reading through the debugger, without stopping. */
static int calls(void)
{
	int c;

	L4_KDB_PrintString("kdbtest: a string\n");
	L4_KDB_PrintString("kdbtest: characters ");
	for (const char *s = "xyz\n"; *s; s++)
		L4_KDB_PrintChar(*s);
	L4_KDB_PrintString("kdbtest: ");
	L4_KDB_PrintString(NOWHERE);
	L4_KDB_ClearPage();
	printf("\nkdbtest: no key is %d\n", L4_KDB_ReadChar());
	printf("kdbtest: waiting for a key\n");
	c = L4_KDB_ReadChar_Blocked();
	printf("kdbtest: got key %c\n", c);
	printf("kdbtest: looking for a key\n");
	do
		c = L4_KDB_ReadChar();
	while (c == -1);
	printf("kdbtest: found key %c\n", c);
	return 0;
}

/* Stopping by a call, twice, with registers that have to survive it. */
static int enter(void)
{
	register L4_Word_t kept = 0x5ca1ab1e;

	__asm__ __volatile__("" : "+r" (kept));
	L4_KDB_Enter("kdbtest: first door");
	__asm__ __volatile__("" : "+r" (kept));
	L4_KDB_Enter("kdbtest: second door");
	__asm__ __volatile__("" : "+r" (kept));
	printf("kdbtest: back, register %lx\n", kept);
	return 0;
}

/* Waits for a key as most programs do, by looking at the device again and again. */
static int poll(void)
{
	printf("kdbtest: polling\n");
	while (getc() != 'e')
		;
	printf("kdbtest: got e\n");
	return 0;
}

/* Computes for ever; the operator has to stop it. */
static int spin(void)
{
	printf("kdbtest: spinning\n");
	for (;;)
		__asm__ __volatile__("");
	return 1;
}

/* Leaves the machine idle. */
static int sleep(void)
{
	printf("kdbtest: sleeping\n");
	L4_Sleep(L4_Never);
	return 1;
}

/* A system call that the test's kernel does not survive. */
static int kernel(void)
{
	L4_Word_t old;

	printf("kdbtest: into the kernel\n");
	L4_Schedule(L4_Myself(), ~0ul, ~0ul, ~0ul, ~0ul, &old);
	printf("kdbtest: out of the kernel\n");
	return 1;
}

/* Whether the text stands on the screen. */
static int on_screen(const char *text)
{
	for (unsigned at = 0; at < SCREEN_CELLS; at++) {
		unsigned n = 0;

		while (text[n] && at + n < SCREEN_CELLS &&
		       (SCREEN[at + n] & 0xff) == (unsigned char)text[n])
			n++;
		if (!text[n])
			return 1;
	}
	return 0;
}

/* The debugger on screen and keyboard, this program on the serial port. */
static int screen(void)
{
	printf("kdbtest: stopping\n");
	console_flush();
	L4_KDB_Enter("kdbtest: door");
	printf("kdbtest: prompt %s\n", on_screen("kdb> ") ? "seen" : "missing");
	printf("kdbtest: list %s\n", on_screen("user ip") ? "seen" : "missing");
	return spin();
}

static const struct {
	const char *word;
	int (*run)(void);
} doors[] = {
	{ "calls", calls }, { "enter", enter }, { "poll", poll }, { "spin", spin },
	{ "sleep", sleep }, { "kernel", kernel }, { "screen", screen },
};

int main(void)
{
	const char *line = root_cmdline();

	for (unsigned i = 0; i < sizeof(doors) / sizeof(doors[0]); i++)
		if (cmdline_has(line, doors[i].word))
			end_machine(doors[i].run());
	printf("kdbtest: which door?\n");
	end_machine(2);
}
