/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The front end for YAMON and what starts programs like it (QEMU does).  Its arguments and its
 * environment are tables of 32-bit addresses in ckseg0; they lie in free memory, where images are
 * about to be put, so what is needed of them is copied first.  The modules are in the bundle.
 */
#include <generated/version.h>
#include <l4/abi/kip.h>
#include "bundle.h"
#include "elf_format.h"
#include "malta.h"
#include "mem.h"
#include "mips64.h"
#include "print.h"
#include "serial.h"

#define CMDLINE_BYTES	1024
#define MAX_ARGUMENTS	64
#define VECTORS_BYTES	0x1000		/* the processor's exception vectors, from address 0 */
#define SEMIHOSTING	(-1)		/* the number of arguments, if an emulator listens */
#define UHI_EXIT	1		/* semihosting operation: end the emulator */
#define EXIT_FAILED	3		/* status 1, told from an emulator that ends by itself */

static int arguments;			/* as the firmware counted them */
static char cmdline[CMDLINE_BYTES];
static struct mem_region map[3];

/* The symbols of the linker script. */
extern char _self_start[];

static void put(char c)
{
	serial_put(c);
}

/* An emulator can be asked to end; a board is reset so that it starts its firmware again. */
static _Noreturn void stop(void)
{
	register uintptr_t operation __asm__("$25") = UHI_EXIT;
	register uintptr_t status __asm__("$4") = EXIT_FAILED;

	if (arguments == SEMIHOSTING)
		__asm__ volatile(".word 0x7000007f" : : "r"(operation), "r"(status)); /* sdbbp 1 */
	*(volatile uint32_t *)(CKSEG1 + BOARD_RESET) = BOARD_RESET_VALUE;
	for (;;)
		;
}

static _Noreturn void launch(phys_t entry)
{
	caches_flush();
	enter_kernel(arguments, (uintptr_t)(CKSEG0 + entry));
}

static const struct cpu_kind kinds[] = {
	{ ELF_MACHINE_MIPS, true },
};

/* Programs may be linked to either window's addresses and mean what they show. */
static const struct phys_alias aliases[] = {
	{ { CKSEG0, CKSEG0 + CKSEG_BYTES }, 0 },
	{ { CKSEG1, CKSEG1 + CKSEG_BYTES }, 0 },
};

static struct boot_env env = {
	.banner = "Pecan kickstart " PECAN_VERSION " for MIPS64 (" BOARD_NAME ")",
	.cmdline = cmdline,
	.window = (uintptr_t)CKSEG0,
	.floor = VECTORS_BYTES,
	.reach = CKSEG_BYTES,
	.map = map,
	.kinds = kinds,
	.kind_count = 1,
	.aliases = aliases,
	.alias_count = 2,
	/* all that is in ckseg0 can be kernel memory */
	.kmem = { [1] = { .below = { CKSEG_BYTES }, .align = 4096, .after_devices = true } },
	.put = put,
	.stop = stop,
	.launch = launch,
};

static const char *text_at(int32_t address)
{
	return (const char *)(intptr_t)address;
}

/* All arguments but the program's name, with blanks between. */
static void keep_cmdline(int argc, const int32_t *argv)
{
	unsigned int used = 0;

	/* Two, in that case. */
	if (argc == SEMIHOSTING)
		argc = 2;
	for (int i = 1; i < argc && i < MAX_ARGUMENTS && argv[i]; i++) {
		const char *text = text_at(argv[i]);
		unsigned int length = (unsigned int)strlen(text);

		if (length + 2 > sizeof(cmdline) - used)
			die("the command line exceeds %u bytes", CMDLINE_BYTES);
		if (used)
			cmdline[used++] = ' ';
		memcpy(cmdline + used, text, length);
		used += length;
	}
}

/* Decimal or 0x number; 0 if it is none. */
static phys_t number(const char *text)
{
	phys_t base = 10, value = 0;

	if (text[0] == '0' && text[1] == 'x') {
		base = 16;
		text += 2;
	}
	for (; *text; text++) {
		phys_t digit = *text >= '0' && *text <= '9' ? (phys_t)(*text - '0') :
			       (*text | 0x20) >= 'a' && (*text | 0x20) <= 'f' ?
			       (phys_t)((*text | 0x20) - 'a' + 10) : 16;

		if (digit >= base)
			return 0;
		value = value * base + digit;
	}
	return value;
}

/* A number among the environment's pairs of name and value; 0 if it isn't there. */
static phys_t environment(const int32_t *pairs, const char *name)
{
	unsigned int bytes = (unsigned int)strlen(name) + 1;

	for (; pairs && pairs[0] && pairs[1]; pairs += 2)
		if (!memcmp(text_at(pairs[0]), name, bytes))
			return number(text_at(pairs[1]));
	return 0;
}

/* All memory is "ememsize"; "memsize" and a3 leave out what lies beyond the first window. */
static void read_memory(const int32_t *pairs, uint32_t low)
{
	phys_t all = environment(pairs, "ememsize");

	if (!all)
		all = environment(pairs, "memsize");
	if (!all)
		all = low;
	if (!all)
		die("the firmware did not tell how much memory there is");
	map[0] = (struct mem_region){ { 0, all }, ABI_MEMDESC_CONVENTIONAL, 0 };
	map[1] = (struct mem_region){ { 0, VECTORS_BYTES }, ABI_MEMDESC_RESERVED, 0 };
	env.map_count = 2;
	if (all <= BOARD_LOW_MEMORY)
		return;
	map[0].at.hi = BOARD_LOW_MEMORY;
	map[2] = (struct mem_region){ { BOARD_HIGH_MEMORY + BOARD_LOW_MEMORY,
					BOARD_HIGH_MEMORY + all }, ABI_MEMDESC_CONVENTIONAL, 0 };
	env.map_count = 3;
}

void yamon_main(int argc, const int32_t *argv, const int32_t *pairs, uint32_t memory)
{
	phys_t bundle = (uintptr_t)&bundle_slot - (uintptr_t)CKSEG0;

	arguments = argc;
	serial_init();
	print_init(&env);
	keep_cmdline(argc, argv);
	read_memory(pairs, memory);
	env.self.lo = (uintptr_t)_self_start - (uintptr_t)CKSEG0;
	env.self.hi = bundle_read(&env, &bundle_slot, bundle).hi;
	kickstart(&env);
}
