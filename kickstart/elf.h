/* SPDX-License-Identifier: BSD-2-Clause */
/* ELF executables of both word sizes: reading their program headers, loading them. */
#ifndef KICKSTART_ELF_H
#define KICKSTART_ELF_H

#include "boot_env.h"

#define ELF_MAX_SEGMENTS	16

struct segment {
	phys_t offset;			/* in the file */
	phys_t vaddr;
	phys_t paddr;
	phys_t filesz;
	phys_t memsz;
	bool writable;
};

struct image {
	uint16_t type;			/* e_type */
	uint16_t machine;		/* e_machine */
	bool wide;
	phys_t entry;			/* e_entry, usually virtual */
	phys_t file_end;		/* the loader needs no byte of the file from here on */
	struct range at;		/* where it is loaded: lowest to highest physical address */
	unsigned int segments;
	struct segment segment[ELF_MAX_SEGMENTS];
};

enum elf_status {
	ELF_OK,
	ELF_NOT_ELF,
	ELF_TRUNCATED,
	ELF_MACHINE,
	ELF_TYPE,
	ELF_HEADERS,
	ELF_NO_SEGMENTS,
	ELF_MANY_SEGMENTS,
	ELF_FILE_SIZE,
	ELF_RANGE,
	ELF_OVERLAP,
	ELF_ENTRY,
};

/* Read a file of size bytes.  If the answer isn't ELF_OK, image holds what was read so far. */
enum elf_status elf_read(struct image *image, const void *file, phys_t size,
			 const struct boot_env *env);

/* Stop with a sentence saying what is wrong with the file called name. */
_Noreturn void elf_fail(enum elf_status status, const struct image *image, const char *name,
			phys_t size, const struct boot_env *env);

/* The physical address of the entry point. */
phys_t elf_physical_entry(const struct image *image);

/* Copy the segments to their physical addresses, clear what the file doesn't hold. */
void elf_load(const struct image *image, const void *file, uintptr_t window);

#endif
