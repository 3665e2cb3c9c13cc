/* SPDX-License-Identifier: BSD-2-Clause */
/* The loader's voice: formatted text on the front end's console, and the sentence it dies with. */
#ifndef KICKSTART_PRINT_H
#define KICKSTART_PRINT_H

#include "boot_env.h"

/* Say where text goes and how to stop; to be called first. */
void print_init(const struct boot_env *env);

/* Understands %s %.*s %c %u %x %llx. */
void print(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* Print why the boot cannot go on, and stop. */
_Noreturn void die(const char *format, ...) __attribute__((format(printf, 1, 2)));

#endif
