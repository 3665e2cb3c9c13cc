/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Reading and loading ELF executables.  Nothing in a file is believed before it is checked:
 * every offset against the file's size, every address against wrapping round.
 */
#include "elf.h"
#include "elf_format.h"
#include "mem.h"

static bool runs_here(const struct image *image, const struct boot_env *env)
{
	for (unsigned int i = 0; i < env->kind_count; i++)
		if (env->kinds[i].machine == image->machine && env->kinds[i].wide == image->wide)
			return true;
	return false;
}

/* Where the program headers lie. */
struct phdr_table {
	phys_t offset;
	unsigned int count;
	unsigned int entry_size;
};

static enum elf_status read_header(struct image *image, struct phdr_table *table,
				   const uint8_t *file, phys_t size, const struct boot_env *env)
{
	size_t smallest;

	if (size < 4 || memcmp(file, ELF_MAGIC, 4))
		return ELF_NOT_ELF;
	if (size < sizeof(struct elf32_header))
		return ELF_TRUNCATED;
	image->wide = file[ELF_CLASS] == ELF_CLASS_64;
	if (file[ELF_DATA] != ELF_DATA_OWN) {
		memcpy(&image->machine, file + ELF_MACHINE_OFFSET, 2);
		image->machine = (uint16_t)(image->machine << 8 | image->machine >> 8);
		return ELF_MACHINE;
	}
	if (image->wide) {
		struct elf64_header h;

		if (size < sizeof(h))
			return ELF_TRUNCATED;
		memcpy(&h, file, sizeof(h));
		image->type = h.type;
		image->machine = h.machine;
		image->entry = h.entry;
		*table = (struct phdr_table){ h.phoff, h.phnum, h.phentsize };
	} else {
		struct elf32_header h;

		memcpy(&h, file, sizeof(h));
		image->type = h.type;
		image->machine = h.machine;
		image->entry = h.entry;
		*table = (struct phdr_table){ h.phoff, h.phnum, h.phentsize };
	}
	if (!runs_here(image, env))
		return ELF_MACHINE;
	if (image->type != ELF_TYPE_EXEC)
		return ELF_TYPE;
	smallest = image->wide ? sizeof(struct elf64_phdr) : sizeof(struct elf32_phdr);
	if (table->entry_size < smallest)
		return ELF_HEADERS;
	image->file_end = table->offset + (phys_t)table->count * table->entry_size;
	if (table->offset > size || image->file_end > size)
		return ELF_TRUNCATED;
	return ELF_OK;
}

/* Read one program header; false if it is nothing to load. */
static bool read_segment(struct segment *s, const uint8_t *phdr, bool wide)
{
	if (wide) {
		struct elf64_phdr p;

		memcpy(&p, phdr, sizeof(p));
		*s = (struct segment){ p.offset, p.vaddr, p.paddr, p.filesz, p.memsz,
				       p.flags & ELF_FLAG_WRITE };
		return p.type == ELF_PT_LOAD && p.memsz;
	} else {
		struct elf32_phdr p;

		memcpy(&p, phdr, sizeof(p));
		*s = (struct segment){ p.offset, p.vaddr, p.paddr, p.filesz, p.memsz,
				       p.flags & ELF_FLAG_WRITE };
		return p.type == ELF_PT_LOAD && p.memsz;
	}
}

/* Kernels for machines that show memory at fixed addresses give those as physical ones. */
static phys_t resolve_alias(phys_t address, const struct boot_env *env)
{
	for (unsigned int i = 0; i < env->alias_count; i++) {
		const struct phys_alias *alias = &env->aliases[i];

		if (address >= alias->at.lo && address < alias->at.hi)
			return address - alias->at.lo + alias->to;
	}
	return address;
}

static enum elf_status check_segment(const struct image *image, const struct segment *s,
				     phys_t size)
{
	if (s->filesz > s->memsz)
		return ELF_FILE_SIZE;
	if (s->offset > size || s->filesz > size - s->offset)
		return ELF_TRUNCATED;
	if (s->paddr + s->memsz < s->paddr || s->vaddr + s->memsz < s->vaddr)
		return ELF_RANGE;
	for (const struct segment *o = image->segment; o < s; o++)
		if (s->paddr < o->paddr + o->memsz && o->paddr < s->paddr + s->memsz)
			return ELF_OVERLAP;
	return ELF_OK;
}

static void include_segment(struct image *image, const struct segment *s)
{
	phys_t end = s->paddr + s->memsz;

	if (image->segments == 0 || s->paddr < image->at.lo)
		image->at.lo = s->paddr;
	if (end > image->at.hi)
		image->at.hi = end;
	if (s->filesz && s->offset + s->filesz > image->file_end)
		image->file_end = s->offset + s->filesz;
	image->segments++;
}

enum elf_status elf_read(struct image *image, const void *file, phys_t size,
			 const struct boot_env *env)
{
	struct phdr_table table;
	enum elf_status status;
	const uint8_t *phdr;
	phys_t entry;

	memset(image, 0, sizeof(*image));
	status = read_header(image, &table, file, size, env);
	if (status != ELF_OK)
		return status;
	phdr = (const uint8_t *)file + (size_t)table.offset;
	for (; table.count; table.count--, phdr += table.entry_size) {
		struct segment segment;

		if (!read_segment(&segment, phdr, image->wide))
			continue;
		segment.paddr = resolve_alias(segment.paddr, env);
		if (image->segments == ELF_MAX_SEGMENTS)
			return ELF_MANY_SEGMENTS;
		image->segment[image->segments] = segment;
		status = check_segment(image, &image->segment[image->segments], size);
		if (status != ELF_OK)
			return status;
		include_segment(image, &segment);
	}
	if (!image->segments)
		return ELF_NO_SEGMENTS;
	entry = elf_physical_entry(image);
	return entry >= image->at.lo && entry < image->at.hi ? ELF_OK : ELF_ENTRY;
}

/*
 * Kernels linked high name their entry by its virtual address or, like L4Ka's, by its physical
 * one; no segment's virtual addresses are another's physical ones in either.
 */
phys_t elf_physical_entry(const struct image *image)
{
	for (unsigned int i = 0; i < image->segments; i++) {
		const struct segment *s = &image->segment[i];

		if (image->entry >= s->vaddr && image->entry - s->vaddr < s->memsz)
			return image->entry - s->vaddr + s->paddr;
	}
	return image->entry;
}

void elf_load(const struct image *image, const void *file, uintptr_t window)
{
	for (unsigned int i = 0; i < image->segments; i++) {
		const struct segment *s = &image->segment[i];
		char *to = (char *)(window + (uintptr_t)s->paddr);

		memcpy(to, (const char *)file + (size_t)s->offset, (size_t)s->filesz);
		memset(to + (size_t)s->filesz, 0, (size_t)(s->memsz - s->filesz));
	}
}
