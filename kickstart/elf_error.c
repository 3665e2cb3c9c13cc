/* SPDX-License-Identifier: BSD-2-Clause */
/* What is wrong with an ELF file, in a sentence for whoever made the boot medium. */
#include "elf.h"
#include "elf_format.h"
#include "print.h"

static const char *machine_name(unsigned int machine, bool wide)
{
	static const struct {
		unsigned int machine;
		const char *name;
	} names[] = {
		{ 2, "SPARC" }, { ELF_MACHINE_386, "x86 (32-bit)" }, { ELF_MACHINE_MIPS, "MIPS" },
		{ 20, "PowerPC" }, { 21, "PowerPC64" }, { 40, "ARM" }, { 43, "SPARC64" },
		{ 50, "IA-64" }, { ELF_MACHINE_X86_64, "x86-64" }, { 183, "AArch64" },
		{ 243, "RISC-V" }, { 0x9026, "Alpha" },
	};

	if (machine == ELF_MACHINE_X86_64 && !wide)
		return "x32 on x86-64";
	for (unsigned int i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (names[i].machine == machine)
			return names[i].name;
	return "unknown";
}

static _Noreturn void fail_machine(const struct image *image, const char *name,
				   const struct boot_env *env)
{
	print("kickstart: %s is for the machine %s (ELF machine %u); this loader starts", name,
	      machine_name(image->machine, image->wide), image->machine);
	for (unsigned int i = 0; i < env->kind_count; i++)
		print("%s %s", i ? " or" : "",
		      machine_name(env->kinds[i].machine, env->kinds[i].wide));
	print("\n");
	die("cannot load %s", name);
}

void elf_fail(enum elf_status status, const struct image *image, const char *name, phys_t size,
	      const struct boot_env *env)
{
	unsigned int number = image->segments;
	const struct segment *s = &image->segment[number < ELF_MAX_SEGMENTS ? number : 0];

	switch (status) {
	case ELF_NOT_ELF:
		die("%s is not an ELF file (0x%llx bytes, no ELF magic)", name, size);
	case ELF_MACHINE:
		fail_machine(image, name, env);
	case ELF_TYPE:
		die("%s is not an executable: ELF type %u, expected %u (linked statically)", name,
		    image->type, ELF_TYPE_EXEC);
	case ELF_HEADERS:
		die("%s is damaged: its ELF program headers are too small", name);
	case ELF_NO_SEGMENTS:
		die("%s holds nothing to load: no ELF segment of type LOAD", name);
	case ELF_MANY_SEGMENTS:
		die("%s has more than %u segments to load", name, ELF_MAX_SEGMENTS);
	case ELF_FILE_SIZE:
		die("%s is damaged: segment %u has 0x%llx bytes in the file, 0x%llx in memory",
		    name, number, s->filesz, s->memsz);
	case ELF_RANGE:
		die("%s is damaged: segment %u at 0x%llx wraps round the address space", name,
		    number, s->paddr);
	case ELF_OVERLAP:
		die("%s: segment %u at 0x%llx-0x%llx overlaps an earlier one", name, number,
		    s->paddr, s->paddr + s->memsz);
	case ELF_ENTRY:
		die("%s: entry point 0x%llx lies outside its image 0x%llx-0x%llx", name,
		    image->entry, image->at.lo, image->at.hi);
	case ELF_TRUNCATED:
	case ELF_OK:
		break;
	}
	if (image->segments || s->memsz)
		die("%s is truncated: the file has 0x%llx bytes, segment %u needs 0x%llx", name,
		    size, number, s->offset + s->filesz);
	die("%s is truncated: the file has 0x%llx bytes, its ELF headers need 0x%llx", name, size,
	    image->file_end);
}
