/* SPDX-License-Identifier: BSD-2-Clause */
/* What most ports' arch_kip_init says of a machine in the same way. */
#ifndef KERNEL_KIP_MACHINE_H
#define KERNEL_KIP_MACHINE_H

/* Where the stubs lie in the KIP, if they are copied into it. */
#define KIP_STUBS_OFFSET	0x800

#ifndef __ASSEMBLER__
#include <kernel/types.h>

/* The port's stubs of system calls, as they lie in the image; `stub_' and a name begins each. */
extern const char user_stubs[], user_stubs_end[];

void kip_copy_stubs(word_t *page);

/* System call words, where the stubs begin at this address or offset; sizes of pages, and rights they
 * have; memory that is the image's, and users' addresses. */
void kip_add_machine(word_t *page, word_t stubs, word_t page_rights);

#endif
#endif
