/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The Kernel Interface Page: a page of the kernel image that the loader patches before the kernel
 * runs and that every space shows read-only (X.2: KIP; overview sheet 6).
 */
#ifndef KERNEL_KIP_H
#define KERNEL_KIP_H

#include <kernel/types.h>

#define KIP_BYTES		4096
#define KIP_WORDS		(KIP_BYTES / sizeof(word_t))
#define KIP_MEMDESC_OFFSET	0xc00
#define KIP_MEMDESC_SLOTS	((KIP_BYTES - KIP_MEMDESC_OFFSET) / (2 * sizeof(word_t)))

extern word_t kip[KIP_WORDS];

/* Fill in what the loader doesn't know. */
void kip_init(void);

/* A decoded memory descriptor: bytes [low, high], inclusive. */
struct memory_desc {
	word_t low, high;
	uint8_t type, subtype;
	bool is_virtual;
};

unsigned kip_memory_descs(void);
struct memory_desc kip_memory_desc(unsigned n);
/* Append one, [low, high) of this type; a full table panics (boot only). */
void kip_add_memory(word_t low, word_t high, unsigned type, bool is_virtual);

#endif
