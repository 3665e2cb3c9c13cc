/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A bundle: the modules of a boot in one block of memory, for firmware that loads a single file.
 * scripts/mkbundle puts it behind the loader; bundle.c reads it.  Numbers are of the loader's byte
 * order, places count from the block's start.  The table and the command lines come first, then
 * the files, each on a page of its own.
 */
#ifndef KICKSTART_BUNDLE_H
#define KICKSTART_BUNDLE_H

#define BUNDLE_MAGIC		"PecanBdl"
#define BUNDLE_MAGIC_BYTES	8
#define BUNDLE_HEADER_BYTES	16

#ifndef __ASSEMBLER__
#include "boot_env.h"

struct bundle_file {
	uint32_t start;
	uint32_t size;
	uint32_t cmdline;
	uint32_t reserved;
};

struct bundle {
	char magic[BUNDLE_MAGIC_BYTES];
	uint32_t head_bytes;		/* of all but the files */
	uint32_t files;
	struct bundle_file file[];
};

/* The block behind the loader; empty if nobody filled it (bundle_slot.S). */
extern const struct bundle bundle_slot;

/*
 * Make the list of modules in env from the bundle, which is at physical address at.  What is to
 * stay, table and command lines, is answered: the front end keeps images off it.
 */
struct range bundle_read(struct boot_env *env, const struct bundle *bundle, phys_t at);
#endif

#endif
