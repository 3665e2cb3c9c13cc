/* SPDX-License-Identifier: BSD-2-Clause */
/* The computer of the loader's unit tests; see world.h. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <cmocka.h>
#include <l4/abi/kip.h>
#include "elf_format.h"
#include "world.h"

#define GUARD	(1u << 20)

static char *ram;
static struct world *current;
static jmp_buf finished;

static void put(char c)
{
	size_t n = strlen(current->console);

	if (n + 1 < sizeof(current->console)) {
		current->console[n] = c;
		current->console[n + 1] = 0;
	}
}

static _Noreturn void stop(void)
{
	current->end = WORLD_STOPPED;
	longjmp(finished, 1);
}

static _Noreturn void launch(phys_t entry)
{
	current->end = WORLD_LAUNCHED;
	current->entry = entry;
	longjmp(finished, 1);
}

static const struct cpu_kind kinds[] = { { ELF_MACHINE_386, false }, { ELF_MACHINE_X86_64, true } };

/* Memory with inaccessible pages around, so that a stray access ends the test. */
static void make_ram(void)
{
	char *all;

	if (ram)
		return;
	all = mmap(NULL, WORLD_RAM + 2 * GUARD, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	assert_ptr_not_equal(all, MAP_FAILED);
	ram = all + GUARD;
	assert_int_equal(mprotect(ram, WORLD_RAM, PROT_READ | PROT_WRITE), 0);
	memset(ram, 0xa5, WORLD_RAM);
}

void world_init(struct world *world)
{
	make_ram();
	memset(world, 0, sizeof(*world));
	memset(ram + WORLD_KERNEL, 0xa5, 0x8000);
	memset(ram + WORLD_SIGMA0, 0xa5, 0x8000);
	memset(ram + WORLD_ROOT, 0xa5, 0x8000);
	world->map[0] = (struct mem_region){ { 0, 0x9fc00 }, ABI_MEMDESC_CONVENTIONAL, 1 };
	world->map[1] = (struct mem_region){ { 0xf0000, 0x100000 }, ABI_MEMDESC_ARCH, 2 };
	world->map[2] = (struct mem_region){ { 0x100000, WORLD_RAM }, ABI_MEMDESC_CONVENTIONAL, 1 };
	world->devices[0] = (struct mem_region){ { 0xa0000, 0xc0000 }, ABI_MEMDESC_SHARED, 0 };
	world->next_file = WORLD_FILES;
	world->env = (struct boot_env){
		.banner = "test",
		.cmdline = "",
		.window = (uintptr_t)ram,
		.floor = 0x100000,
		.reach = WORLD_RAM,
		.self = { WORLD_SELF, WORLD_SELF + 0x8000 },
		.map = world->map,
		.map_count = 3,
		.devices = world->devices,
		.device_count = 1,
		.modules = world->modules,
		.kinds = kinds,
		.kind_count = 2,
		.kmem = { { { 48ull << 20 }, 4096, false },
			  { { 48ull << 20, WORLD_RAM, 1ull << 34 }, 2ull << 20, true } },
		.narrow_server_sp = 1ull << 63,
		.put = put,
		.stop = stop,
		.launch = launch,
	};
}

void *world_at(phys_t address)
{
	assert_true(address < WORLD_RAM);
	return ram + address;
}

struct boot_module *world_add(struct world *world, const void *bytes, size_t size,
			      const char *cmdline)
{
	struct boot_module *module = &world->modules[world->env.module_count++];

	*module = (struct boot_module){ world->next_file, size, cmdline };
	memcpy(world_at(module->start), bytes, size);
	world->next_file = (world->next_file + size + 0xfff) & ~0xfffull;
	return module;
}

static size_t put_headers64(const struct elf_recipe *r, uint8_t *file)
{
	phys_t data = (r->text_size + 0xfffu) & ~0xfffu;
	struct elf64_header h = { .type = ELF_TYPE_EXEC, .machine = r->machine, .version = 1,
				  .entry = r->base + r->virtual_offset, .phoff = sizeof(h),
				  .ehsize = sizeof(h), .phnum = 2,
				  .phentsize = sizeof(struct elf64_phdr) };
	struct elf64_phdr p[2] = {
		{ ELF_PT_LOAD, 5, 0x1000, r->base + r->virtual_offset, r->base, r->text_size,
		  r->text_size, 0x1000 },
		{ ELF_PT_LOAD, 6, 0x1000 + data, r->base + data + r->virtual_offset, r->base + data,
		  r->data_size, r->data_size + r->bss_size, 0x1000 },
	};

	memcpy(h.ident, "\177ELF\2\1\1", 7);
	memcpy(file, &h, sizeof(h));
	memcpy(file + sizeof(h), p, sizeof(p));
	return 0x1000 + data;
}

static size_t put_headers32(const struct elf_recipe *r, uint8_t *file)
{
	uint32_t data = (r->text_size + 0xfffu) & ~0xfffu, base = (uint32_t)r->base;
	uint32_t virtual = base + (uint32_t)r->virtual_offset;
	struct elf32_header h = { .type = ELF_TYPE_EXEC, .machine = r->machine, .version = 1,
				  .entry = virtual, .phoff = sizeof(h), .ehsize = sizeof(h),
				  .phentsize = sizeof(struct elf32_phdr), .phnum = 2 };
	struct elf32_phdr p[2] = {
		{ ELF_PT_LOAD, 0x1000, virtual, base, r->text_size, r->text_size, 5, 0x1000 },
		{ ELF_PT_LOAD, 0x1000 + data, virtual + data, base + data, r->data_size,
		  r->data_size + r->bss_size, 6, 0x1000 },
	};

	memcpy(h.ident, "\177ELF\1\1\1", 7);
	memcpy(file, &h, sizeof(h));
	memcpy(file + sizeof(h), p, sizeof(p));
	return 0x1000 + data;
}

size_t world_elf(const struct elf_recipe *r, uint8_t *file)
{
	size_t data = r->wide ? put_headers64(r, file) : put_headers32(r, file);

	memcpy(file + 0x1000, r->text, r->text_size);
	memset(file + data, 'd', r->data_size);
	return data + r->data_size;
}

/* A kernel: nothing but a KIP on its second page. */
static void make_kernel_text(uint8_t *text, bool wide)
{
	uint64_t info = WORLD_SLOTS | 0x400ull << (wide ? 32 : 16);
	unsigned int bytes = wide ? 8 : 4;

	memset(text, 0, 0x2000);
	memcpy(text + WORLD_KIP, "L4\346K", 4);
	memcpy(text + WORLD_KIP + bytes, "\0\0\5\x84", 4);
	memcpy(text + WORLD_KIP + ABI_KIP_MEMORY_INFO * bytes, &info, bytes);
}

void world_add_usual(struct world *world, bool wide)
{
	static uint8_t file[0x8000], text[0x2000];
	struct elf_recipe r = { .wide = wide, .text = text, .data_size = 100, .bss_size = 500 };

	r.machine = wide ? ELF_MACHINE_X86_64 : ELF_MACHINE_386;
	make_kernel_text(text, wide);
	r.base = WORLD_KERNEL;
	r.text_size = 0x2000;
	world_add(world, file, world_elf(&r, file), "kernel");
	memset(text, 's', sizeof(text));
	r.base = WORLD_SIGMA0;
	r.text_size = 0x1100;
	world_add(world, file, world_elf(&r, file), "sigma0");
	memset(text, 'r', sizeof(text));
	r.base = WORLD_ROOT;
	world_add(world, file, world_elf(&r, file), "root task arguments");
}

void world_boot(struct world *world)
{
	current = world;
	world->console[0] = 0;
	if (!setjmp(finished))
		kickstart(&world->env);
}

static void expect(struct world *world, enum world_end end, const char *text)
{
	world_boot(world);
	if (world->end != end || !strstr(world->console, text))
		fail_msg("expected \"%s\", got: %s", text, world->console);
}

void world_stops(struct world *world, const char *text)
{
	expect(world, WORLD_STOPPED, text);
}

void world_launches(struct world *world, const char *text)
{
	expect(world, WORLD_LAUNCHED, text);
}
