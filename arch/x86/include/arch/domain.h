/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The second kind of fpage: I/O ports, with X86_IO_FLEXPAGES (arch/x86/ports.c).  In the space that
 * stands for them a port is a page of 4 KB: port p lies at p << 12.
 */
#ifndef ARCH_DOMAIN_H
#define ARCH_DOMAIN_H

#include <kernel/kmem.h>
#include <kernel/types.h>
#include <arch/space.h>

#define X86_PORT_SHIFT		12
#define X86_PORTS_LOG2		16

#ifdef CONFIG_X86_IO_FLEXPAGES

/* What the KIP says of it: feature strings, each with its comma. */
#define ARCH_KIP_FEATURES	"ioflexpages",

ALWAYS_INLINE bool arch_fpage_is_domain(word_t fpage)
{
	return ABI_FPAGE_LOG2(fpage) == ABI_IOFPAGE_SIZE_FIELD;
}

/* The ports of an fpage as pages.  Rights are not looked at: who has a port may use it. */
ALWAYS_INLINE word_t arch_domain_pages(word_t fpage)
{
	word_t log2size = fpage >> ABI_IOFPAGE_LOG2_SHIFT & ABI_IOFPAGE_LOG2_MASK;
	word_t port = fpage >> ABI_IOFPAGE_PORT_SHIFT & ABI_IOFPAGE_PORT_MASK;

	if (log2size > X86_PORTS_LOG2)
		log2size = X86_PORTS_LOG2;
	port = port >> log2size << log2size;
	return port << X86_PORT_SHIFT | (log2size + X86_PORT_SHIFT) << ABI_FPAGE_SIZE_SHIFT |
	       ABI_RIGHTS_MASK;
}

/* What the space has of ports, or NULL: none; and made if need be, NULL: out of memory. */
struct space *arch_domain(const struct space *s);
struct space *arch_domain_make(struct space *s, enum kmem_for who);

#else
#include <kernel/no_domain.h>
#endif

#endif
