/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The generic boot info: a header and a record for each module but the kernel, in words of the
 * root task's size.  It is built twice, the first time to nowhere, to know its size.
 */
#include <l4/abi/bootinfo.h>
#include "exec.h"
#include "phys.h"
#include "print.h"
#include "mem.h"
#include "word.h"

struct writer {
	char *base;			/* NULL: only count */
	bool wide;
	unsigned int at;		/* where the current record begins */
	unsigned int records;
};

static void put(const struct writer *w, unsigned int index, uint64_t value)
{
	if (w->base)
		word_put(w->base + w->at, w->wide, index, value);
}

/* Finish a record of so many words; text follows it, its offset goes into word text_index. */
static void finish(struct writer *w, unsigned int type, unsigned int words, const char *text,
		   unsigned int text_index)
{
	unsigned int bytes = words * word_bytes(w->wide);
	unsigned int length = text ? (unsigned int)strlen(text) : 0;

	put(w, ABI_BOOTREC_TYPE, type);
	put(w, ABI_BOOTREC_VERSION, 1);
	if (text)
		put(w, text_index, length ? bytes : 0);
	if (length) {
		if (w->base)
			memcpy(w->base + w->at + bytes, text, length + 1);
		bytes += (length + word_bytes(w->wide)) & ~(word_bytes(w->wide) - 1);
	}
	put(w, ABI_BOOTREC_NEXT, bytes);
	w->at += bytes;
	w->records++;
}

static void put_module(struct writer *w, struct range at, const char *cmdline)
{
	put(w, ABI_BOOTMOD_START, at.lo);
	put(w, ABI_BOOTMOD_SIZE, range_size(at));
	finish(w, ABI_BOOTREC_MODULE, ABI_BOOTMOD_WORDS, cmdline, ABI_BOOTMOD_CMDLINE);
}

static void put_exec(struct writer *w, const struct exec *exec, const char *cmdline)
{
	put(w, ABI_BOOTEXEC_TEXT_PSTART, exec->text.physical);
	put(w, ABI_BOOTEXEC_TEXT_VSTART, exec->text.virtual);
	put(w, ABI_BOOTEXEC_TEXT_SIZE, exec->text.size);
	put(w, ABI_BOOTEXEC_DATA_PSTART, exec->data.physical);
	put(w, ABI_BOOTEXEC_DATA_VSTART, exec->data.virtual);
	put(w, ABI_BOOTEXEC_DATA_SIZE, exec->data.size);
	put(w, ABI_BOOTEXEC_BSS_PSTART, exec->bss.physical);
	put(w, ABI_BOOTEXEC_BSS_VSTART, exec->bss.virtual);
	put(w, ABI_BOOTEXEC_BSS_SIZE, exec->bss.size);
	put(w, ABI_BOOTEXEC_IP, exec->entry);
	put(w, ABI_BOOTEXEC_FLAGS, 0);
	put(w, ABI_BOOTEXEC_LABEL, 0);
	finish(w, ABI_BOOTREC_SIMPLE_EXEC, ABI_BOOTEXEC_WORDS, cmdline, ABI_BOOTEXEC_CMDLINE);
}

/* A loaded server, or with decode-all any ELF file, is described as a program if it is simple. */
static void put_record(struct writer *w, const struct loader *loader, unsigned int index)
{
	const struct boot_module *module = &loader->module[index];
	struct range at = module_range(module);
	const void *file = loader_at(loader, module->start);
	struct image image;
	struct exec exec;

	if (index < loader->images) {
		at = loader->image[index].at;
		if (exec_loaded(&exec, &loader->image[index])) {
			put_exec(w, &exec, module->cmdline);
			return;
		}
	} else if (loader->options.decode_all &&
		   elf_read(&image, file, module->size, loader->env) == ELF_OK &&
		   exec_in_file(&exec, &image, at.lo)) {
		put_exec(w, &exec, module->cmdline);
		return;
	}
	put_module(w, at, module->cmdline);
}

/* Write the boot info to base, or nowhere, and answer its size. */
static unsigned int build(const struct loader *loader, void *base)
{
	struct writer w = { base, loader->image[MODULE_ROOT].wide, 0, 0 };
	unsigned int header = ABI_BOOTINFO_H_WORDS * word_bytes(w.wide), size;

	w.at = header;
	for (unsigned int i = MODULE_SIGMA0; i < loader->modules; i++)
		put_record(&w, loader, i);
	if (range_size(loader->native)) {
		put(&w, ABI_BOOTMBI_ADDRESS, loader->native.lo);
		finish(&w, loader->env->native->record, ABI_BOOTMBI_WORDS, NULL, 0);
	}
	size = w.at;
	w.at = 0;
	put(&w, ABI_BOOTINFO_H_MAGIC, ABI_BOOTINFO_MAGIC);
	put(&w, ABI_BOOTINFO_H_VERSION, ABI_BOOTINFO_VERSION);
	put(&w, ABI_BOOTINFO_H_SIZE, size);
	put(&w, ABI_BOOTINFO_H_FIRST, header);
	put(&w, ABI_BOOTINFO_H_ENTRIES, w.records);
	return size;
}

/* The copy of the firmware's information comes with the root task's command line. */
static void write_native(struct loader *loader)
{
	const struct native_info *native = loader->env->native;

	loader->native = phys_take(loader, native->size, "the firmware's boot information");
	native->write(loader_at(loader, loader->native.lo), loader->native.lo, loader->module,
		      loader->module[MODULE_ROOT].cmdline);
}

void bootinfo_write(struct loader *loader)
{
	void *base;

	if (loader->options.native && loader->env->native)
		write_native(loader);
	if (!loader->options.bootinfo)
		return;
	loader->boot_info = phys_take(loader, build(loader, NULL), "the boot info");
	base = loader_at(loader, loader->boot_info.lo);
	memset(base, 0, (size_t)range_size(loader->boot_info));
	build(loader, base);
}
