/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Sorts an ELF image's segments into text (what isn't written), data and bss.  Called by
 * bootinfo.c.
 */
#include "exec.h"
#include "mem.h"

/*
 * Lengthen part by size bytes at virtual and physical.  Gaps are included; the distance between
 * the two addresses must stay the same.
 */
static bool extend(struct exec_part *part, phys_t virtual, phys_t physical, phys_t size)
{
	if (!size)
		return true;
	if (!part->size) {
		*part = (struct exec_part){ physical, virtual, size };
		return true;
	}
	if (virtual < part->virtual + part->size ||
	    virtual - part->virtual != physical - part->physical)
		return false;
	part->size = virtual - part->virtual + size;
	return true;
}

static bool sort(struct exec *exec, const struct image *image, bool in_file, phys_t file)
{
	memset(exec, 0, sizeof(*exec));
	exec->entry = image->entry;
	for (unsigned int i = 0; i < image->segments; i++) {
		const struct segment *s = &image->segment[i];
		phys_t physical = in_file ? file + s->offset : s->paddr;
		phys_t cleared = s->memsz - s->filesz;

		if (!s->writable) {
			if (!extend(&exec->text, s->vaddr, physical, s->filesz))
				return false;
			continue;
		}
		/* bss ends the data: after it there is no more of either */
		if (exec->bss.size || !extend(&exec->data, s->vaddr, physical, s->filesz))
			return false;
		if (cleared)
			exec->bss = (struct exec_part){ in_file ? 0 : s->paddr + s->filesz,
							s->vaddr + s->filesz, cleared };
	}
	return true;
}

bool exec_loaded(struct exec *exec, const struct image *image)
{
	return sort(exec, image, false, 0);
}

bool exec_in_file(struct exec *exec, const struct image *image, phys_t file)
{
	return sort(exec, image, true, file);
}
