/* SPDX-License-Identifier: BSD-2-Clause */
/* For the <arch/domain.h> of ports that have no fpages but those of memory. */
#ifndef KERNEL_NO_DOMAIN_H
#define KERNEL_NO_DOMAIN_H

#include <kernel/kmem.h>

struct space;

/* The KIP tells of nothing. */
#define ARCH_KIP_FEATURES

ALWAYS_INLINE bool arch_fpage_is_domain(word_t fpage)
{
	(void)fpage;
	return false;
}

ALWAYS_INLINE word_t arch_domain_pages(word_t fpage)
{
	return fpage;
}

ALWAYS_INLINE struct space *arch_domain(const struct space *s)
{
	(void)s;
	return NULL;
}

ALWAYS_INLINE struct space *arch_domain_make(struct space *s, enum kmem_for who)
{
	(void)s, (void)who;
	return NULL;
}

#endif
