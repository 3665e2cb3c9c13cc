/* SPDX-License-Identifier: BSD-2-Clause */
/* The ELF file format, as far as a loader of executables needs it (System V ABI, chapters 4, 5). */
#ifndef KICKSTART_ELF_FORMAT_H
#define KICKSTART_ELF_FORMAT_H

#include <stdint.h>

#define ELF_MAGIC		"\177ELF"
#define ELF_CLASS		4	/* index of the class byte */
#define ELF_CLASS_32		1
#define ELF_CLASS_64		2
#define ELF_MACHINE_OFFSET	18
#define ELF_DATA		5	/* index of the byte order byte */
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
#define ELF_DATA_OWN		2
#else
#define ELF_DATA_OWN		1
#endif

#define ELF_TYPE_EXEC		2
#define ELF_PT_LOAD		1
#define ELF_FLAG_WRITE		2

#define ELF_MACHINE_386		3
#define ELF_MACHINE_MIPS	8
#define ELF_MACHINE_X86_64	62

struct elf32_header {
	uint8_t ident[16];
	uint16_t type;
	uint16_t machine;
	uint32_t version;
	uint32_t entry;
	uint32_t phoff;
	uint32_t shoff;
	uint32_t flags;
	uint16_t ehsize;
	uint16_t phentsize;
	uint16_t phnum;
	uint16_t shentsize;
	uint16_t shnum;
	uint16_t shstrndx;
};

struct elf64_header {
	uint8_t ident[16];
	uint16_t type;
	uint16_t machine;
	uint32_t version;
	uint64_t entry;
	uint64_t phoff;
	uint64_t shoff;
	uint32_t flags;
	uint16_t ehsize;
	uint16_t phentsize;
	uint16_t phnum;
	uint16_t shentsize;
	uint16_t shnum;
	uint16_t shstrndx;
};

struct elf32_phdr {
	uint32_t type;
	uint32_t offset;
	uint32_t vaddr;
	uint32_t paddr;
	uint32_t filesz;
	uint32_t memsz;
	uint32_t flags;
	uint32_t align;
};

struct elf64_phdr {
	uint32_t type;
	uint32_t flags;
	uint64_t offset;
	uint64_t vaddr;
	uint64_t paddr;
	uint64_t filesz;
	uint64_t memsz;
	uint64_t align;
};

#endif
