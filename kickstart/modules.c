/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The list of modules: by position kernel, sigma0, root task, sigma1 if asked for, then what the
 * root task makes use of.  Checks that the list is complete and that the files are what they should be.
 */
#include "loader.h"
#include "phys.h"
#include "print.h"
#include "mem.h"

static void name_module(char *name, unsigned int index, unsigned int images)
{
	static const char names[LOADER_MAX_IMAGES + 1][12] = {
		"kernel", "sigma0", "root task", "sigma1", "module ",
	};

	memcpy(name, names[index < images ? index : LOADER_MAX_IMAGES], 12);
	if (index < images)
		return;
	name += strlen(name);
	if (index >= 10)
		*name++ = (char)('0' + index / 10);
	*name++ = (char)('0' + index % 10);
	*name = 0;
}

static void check_count(const struct boot_env *env, bool sigma1)
{
	switch (env->module_count) {
	case 0:
		die("no modules: expected kernel, sigma0, root task, in this order");
	case 1:
		die("no sigma0: the only module is the kernel; expected kernel, sigma0, root task");
	case 2:
		die("no root task: only two modules; expected kernel, sigma0, root task");
	}
	if (sigma1 && env->module_count == MODULE_SIGMA1)
		die("no sigma1: it was asked for, but no module follows the root task");
	if (env->module_count > LOADER_MAX_MODULES)
		die("%u modules, at most %u are possible", env->module_count, LOADER_MAX_MODULES);
}

static void check_place(const struct loader *loader, unsigned int index)
{
	struct range at = module_range(&loader->module[index]);
	const struct claim *claim = phys_claim_at(loader, at);

	if (at.hi < at.lo || at.hi > loader->env->reach)
		die("the file of %s at 0x%llx-0x%llx is out of the loader's reach",
		    loader->name[index], at.lo, at.hi);
	if (claim)
		die("the file of %s at 0x%llx-0x%llx overlaps %s at 0x%llx-0x%llx",
		    loader->name[index], at.lo, at.hi, claim->owner, claim->at.lo, claim->at.hi);
	for (unsigned int i = 0; i < index; i++) {
		struct range other = module_range(&loader->module[i]);

		if (ranges_meet(at, other))
			die("the files of %s at 0x%llx-0x%llx and %s at 0x%llx-0x%llx overlap",
			    loader->name[i], other.lo, other.hi, loader->name[index], at.lo,
			    at.hi);
	}
}

/* Read a program's ELF headers; what follows in the file (symbols, debug data) isn't needed. */
static void read_image(struct loader *loader, unsigned int index)
{
	struct boot_module *module = &loader->module[index];
	struct image *image = &loader->image[index];
	enum elf_status status = elf_read(image, loader_at(loader, module->start), module->size,
					  loader->env);

	if (status != ELF_OK)
		elf_fail(status, image, loader->name[index], module->size, loader->env);
	module->size = image->file_end;
	if (image->wide && !loader->image[MODULE_KERNEL].wide)
		die("%s is a 64-bit program, the kernel has 32-bit words", loader->name[index]);
}

void modules_read(struct loader *loader)
{
	check_count(loader->env, loader->options.sigma1);
	loader->modules = loader->env->module_count;
	loader->images = loader->options.sigma1 ? MODULE_SIGMA1 + 1 : MODULE_ROOT + 1;
	for (unsigned int i = 0; i < loader->modules; i++) {
		loader->module[i] = loader->env->modules[i];
		name_module(loader->name[i], i, loader->images);
		check_place(loader, i);
	}
	for (unsigned int i = 0; i < loader->images; i++)
		read_image(loader, i);
}
