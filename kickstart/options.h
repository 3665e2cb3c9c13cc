/* SPDX-License-Identifier: BSD-2-Clause */
/* The loader's own command line: what can be asked for there. */
#ifndef KICKSTART_OPTIONS_H
#define KICKSTART_OPTIONS_H

#include "boot_env.h"

#define OPTIONS_KMEM_DEFAULT	(16ull << 20)

struct options {
	phys_t maxmem;			/* conventional memory from here on is not there */
	phys_t kmem;			/* bytes reserved for the kernel */
	bool bootinfo;			/* make a generic boot info */
	bool native;			/* pass the firmware's own information ("mbi=") */
	bool decode_all;		/* describe user modules' ELF structure */
	bool sigma1;			/* the module after the root task is sigma1 */
};

/* Read the options in cmdline over the defaults; stops at a value that makes no sense. */
void options_parse(struct options *opt, const char *cmdline);

#endif
