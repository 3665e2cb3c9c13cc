/* SPDX-License-Identifier: BSD-2-Clause */
/* A program as boot info's SimpleExec record sees it: text, data and bss, one piece each. */
#ifndef KICKSTART_EXEC_H
#define KICKSTART_EXEC_H

#include "elf.h"

struct exec_part {
	phys_t physical;
	phys_t virtual;
	phys_t size;
};

struct exec {
	struct exec_part text;
	struct exec_part data;
	struct exec_part bss;		/* physical 0: its memory is still to be found */
	phys_t entry;
};

/* Describe a loaded image; false if it isn't that simple. */
bool exec_loaded(struct exec *exec, const struct image *image);

/* Describe a program still lying in its ELF file at address file. */
bool exec_in_file(struct exec *exec, const struct image *image, phys_t file);

#endif
