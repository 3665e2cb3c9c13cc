/* SPDX-License-Identifier: BSD-2-Clause */
/* What the rooms of the x86 front end share. */
#ifndef KICKSTART_X86_H
#define KICKSTART_X86_H

#include "boot_env.h"
#include "multiboot.h"

#define X86_MAX_MODULES	33		/* one too many, for the loader to complain of */
#define X86_MAX_REGIONS	96
#define X86_STRINGS	4096		/* bytes for all command lines together */

static inline void outb(uint16_t port, uint8_t value)
{
	__asm__ volatile("outb %0, %1" : : "a"(value), "Nd"(port));
}

static inline uint8_t inb(uint16_t port)
{
	uint8_t value;

	__asm__ volatile("inb %1, %0" : "=a"(value) : "Nd"(port));
	return value;
}

/* start.S: where multiboot enters, and the jump out */
_Noreturn void multiboot_main(uint32_t magic, const struct multiboot_info *info);
_Noreturn void enter_kernel(uint32_t entry);

/* screen.c; empty where configured out */
#ifdef CONFIG_KICKSTART_CONS_SCREEN
void screen_init(void);
void screen_put(char c);
#else
static inline void screen_init(void) { }
static inline void screen_put(char c) { (void)c; }
#endif

/* memmap.c: read the BIOS memory map, or what there is instead; answers the number of regions */
unsigned int memmap_read(struct mem_region *map, unsigned int room,
			 const struct multiboot_info *info);

/* mbi.c: the relocated copy of the multiboot information for the root task */
void mbi_init(struct native_info *native, const struct multiboot_info *info, unsigned int count,
	      const struct boot_module *modules);

#endif
