/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The front end for multiboot 1, entered from start.S.  Everything the boot loader passed lies
 * somewhere in free memory, where images are about to be put: it is copied first, all of it, into
 * the loader's own.
 */
#include <generated/version.h>
#include <l4/abi/kip.h>
#include "elf_format.h"
#include "mem.h"
#include "print.h"
#include "serial.h"
#include "x86.h"

#define MB			(1ull << 20)
#define GB4			(1ull << 32)
#define QEMU_EXIT_PORT		0xf4	/* isa-debug-exit; nothing listens there on a real PC */
#define QEMU_EXIT_FAILED	1

static struct mem_region map[X86_MAX_REGIONS];
static struct boot_module modules[X86_MAX_MODULES];
static struct native_info mbi;

/* The symbols of the linker script. */
extern char _self_start[], _self_end[];

static void put(char c)
{
	serial_put(c);
	screen_put(c);
}

static _Noreturn void stop(void)
{
	outb(QEMU_EXIT_PORT, QEMU_EXIT_FAILED);
	for (;;)
		__asm__ volatile("cli; hlt");
}

static _Noreturn void launch(phys_t entry)
{
	enter_kernel((uint32_t)entry);
}

static const struct cpu_kind kinds[] = {
	{ ELF_MACHINE_386, false },
	{ ELF_MACHINE_X86_64, true },
};

/* The text screen's memory; ROMs and what else lies above it. */
static const struct mem_region devices[] = {
	{ { 0xa0000, 0xc0000 }, ABI_MEMDESC_SHARED, 0 },
	{ { 0xc0000, 0xf0000 }, ABI_MEMDESC_SHARED, 0 },
};

static struct boot_env env = {
	.banner = "Pecan kickstart " PECAN_VERSION " for x86",
	.cmdline = "",
	.floor = 1 * MB,
	.reach = GB4,
	.map = map,
	.devices = devices,
	.device_count = 2,
	.modules = modules,
	.kinds = kinds,
	.kind_count = 2,
	.kmem = {
		/* a 32-bit kernel reaches no more than this at any time */
		{ .below = { 240 * MB }, .align = 4096 },
		/* a 64-bit one could lie anywhere; what only maps the usual is served first */
		{ .below = { 240 * MB, GB4, 64 * GB4 }, .align = 2 * MB, .after_devices = true },
	},
	.narrow_server_sp = 1ull << 63,
	.put = put,
	.stop = stop,
	.launch = launch,
};

/* Copy text to the loader's own memory. */
static const char *keep_string(uint32_t address)
{
	static char strings[X86_STRINGS];
	static unsigned int used;
	const char *text = (const char *)address;
	unsigned int length;
	char *kept = strings + used;

	if (!address)
		return "";
	length = (unsigned int)strlen(text) + 1;
	if (length > sizeof(strings) - used)
		die("command lines of all modules together exceed %u bytes", X86_STRINGS);
	memcpy(kept, text, length);
	used += length;
	return kept;
}

static void keep_modules(const struct multiboot_info *info)
{
	const struct multiboot_module *from = (const struct multiboot_module *)info->mods_addr;
	unsigned int count = info->flags & MULTIBOOT_MODULES ? info->mods_count : 0;

	if (count > X86_MAX_MODULES)
		count = X86_MAX_MODULES;
	for (unsigned int i = 0; i < count; i++) {
		modules[i].start = from[i].start;
		modules[i].size = from[i].end < from[i].start ? 0 : from[i].end - from[i].start;
		modules[i].cmdline = keep_string(from[i].string);
	}
	env.module_count = count;
}

void multiboot_main(uint32_t magic, const struct multiboot_info *info)
{
	serial_init();
	screen_init();
	print_init(&env);
	if (magic != MULTIBOOT_BOOT_MAGIC)
		die("not started by a multiboot loader (EAX 0x%x, expected 0x%x)", magic,
		    MULTIBOOT_BOOT_MAGIC);
	env.self = (struct range){ (uintptr_t)_self_start, (uintptr_t)_self_end };
	if (info->flags & MULTIBOOT_CMDLINE)
		env.cmdline = keep_string(info->cmdline);
	keep_modules(info);
	env.map_count = memmap_read(map, X86_MAX_REGIONS, info);
	mbi_init(&mbi, info, env.module_count, modules);
	env.native = &mbi;
	kickstart(&env);
}
