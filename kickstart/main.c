/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The order of things: read and check everything, place it, load it, tell the kernel, start it.
 * docs/boot.md describes what kernel and root task get to see.
 */
#include "loader.h"
#include "phys.h"
#include "print.h"
#include "mem.h"

static void report_modules(const struct loader *loader)
{
	for (unsigned int i = 0; i < loader->modules; i++) {
		bool program = i < loader->images;
		struct range at = program ? loader->image[i].at : module_range(&loader->module[i]);

		print("  %s: 0x%llx-0x%llx", loader->name[i], at.lo, at.hi);
		if (program)
			print(" %u-bit, entry 0x%llx", loader->image[i].wide ? 64 : 32,
			      loader->image[i].entry);
		print("  %s\n", loader->module[i].cmdline);
	}
}

static void report_memory(const struct loader *loader)
{
	print("  memory: %u KB, for the kernel 0x%llx-0x%llx, KIP 0x%llx with %u descriptors",
	      (unsigned int)(phys_size(loader) >> 10), loader->kmem.lo, loader->kmem.hi,
	      loader->kip.address, loader->kip.used);
	if (range_size(loader->boot_info))
		print(", boot info 0x%llx", loader->boot_info.lo);
	if (range_size(loader->native))
		print(", firmware info 0x%llx", loader->native.lo);
	print("\n");
}

static void load_images(const struct loader *loader)
{
	for (unsigned int i = 0; i < loader->images; i++)
		elf_load(&loader->image[i], loader_at(loader, loader->module[i].start),
			 loader->env->window);
}

void kickstart(const struct boot_env *env)
{
	static struct loader loader;
	phys_t entry;

	print_init(env);
	print("%s\n", env->banner);
	memset(&loader, 0, sizeof(loader));
	loader.env = env;
	options_parse(&loader.options, env->cmdline);
	phys_init(&loader);
	modules_read(&loader);
	place_images(&loader);
	place_kernel_memory(&loader);
	place_modules(&loader);
	load_images(&loader);
	kip_find(&loader);
	bootinfo_write(&loader);
	memdesc_write(&loader);
	kip_write(&loader);
	report_modules(&loader);
	report_memory(&loader);
	entry = elf_physical_entry(&loader.image[MODULE_KERNEL]);
	print("Starting the kernel at 0x%llx\n", entry);
	env->launch(entry);
}
