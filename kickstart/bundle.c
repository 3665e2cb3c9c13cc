/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The modules of front ends whose firmware knows of none: Open Firmware, device tree and bare
 * boards load one file, and that brings them along.
 */
#include "bundle.h"
#include "loader.h"
#include "print.h"
#include "mem.h"

/* One too many, for the loader to complain of. */
static struct boot_module modules[LOADER_MAX_MODULES + 1];

struct range bundle_read(struct boot_env *env, const struct bundle *bundle, phys_t at)
{
	unsigned int count = bundle->files;

	if (memcmp(bundle->magic, BUNDLE_MAGIC, BUNDLE_MAGIC_BYTES))
		die("the bundle of modules at 0x%llx is damaged", at);
	if (count > LOADER_MAX_MODULES)
		count = LOADER_MAX_MODULES + 1;
	for (unsigned int i = 0; i < count; i++) {
		const struct bundle_file *file = &bundle->file[i];

		modules[i].start = at + file->start;
		modules[i].size = file->size;
		modules[i].cmdline = (const char *)bundle + file->cmdline;
	}
	env->modules = modules;
	env->module_count = count;
	return (struct range){ at, at + bundle->head_bytes };
}
