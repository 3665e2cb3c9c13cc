/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The root task's command line, as the boot loader recorded it.  Library l4; for the root task
 * only, since sigma0 gives the boot info to whoever asks first.
 */
#ifndef L4LIB_CMDLINE_H
#define L4LIB_CMDLINE_H

#include <stdbool.h>
#include <stddef.h>

/* The line, "" if there is none.  It may begin with the program's name, as the loader likes. */
const char *root_cmdline(void);

/* The n-th blank-separated word from 0 on and its length; nil behind the last. */
const char *cmdline_word(const char *line, unsigned n, size_t *length);

/* Whether the line has this word. */
bool cmdline_has(const char *line, const char *word);

#endif
