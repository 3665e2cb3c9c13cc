/* SPDX-License-Identifier: BSD-2-Clause */
/* Fpages of all kinds on their way to the mapping database: see domain.h. */
#include <kernel/domain.h>

bool domain_accepts(word_t window, word_t fpage)
{
	if (arch_fpage_is_domain(fpage))
		return true;
	return window != 0 && (fpage == ABI_FPAGE_NIL || !arch_fpage_is_domain(window));
}

COLD bool domain_prepare(struct space *src, word_t fpage, struct space *dst, enum kmem_for who)
{
	if (likely(!arch_fpage_is_domain(fpage)))
		return false;
	/* sigma0 has everything, even if it has never used it */
	if (src->sigma0 && !arch_domain(src))
		return arch_domain_make(src, KMEM_PRIVILEGED);
	return arch_domain(src) && !arch_domain(dst) && arch_domain_make(dst, who);
}

/* The item's own place in the complete space is where it goes: the send base means nothing. */
bool domain_map_init(struct map_op *op, struct space *src, word_t fpage, word_t base,
		     struct space *dst, word_t window, bool grant, enum kmem_for who)
{
	if (likely(!arch_fpage_is_domain(fpage)))
		return map_op_init(op, src, fpage, base, dst, window, grant, who);
	word_t pages = arch_domain_pages(fpage);

	src = arch_domain(src);
	dst = arch_domain(dst);
	return src && dst && map_op_init(op, src, pages, pages, dst, ABI_FPAGE_COMPLETE, grant, who);
}

bool domain_unmap_init(struct unmap_op *op, struct space *space, word_t fpage, bool flush)
{
	if (likely(!arch_fpage_is_domain(fpage)))
		return unmap_op_init(op, space, fpage, flush);
	space = arch_domain(space);
	return space && unmap_op_init(op, space, arch_domain_pages(fpage), flush);
}

struct space *domain_create(const struct space *s, enum kmem_for who)
{
	struct space *domain = space_create(who);

	if (domain) {
		domain->domain = true;
		domain->sigma0 = s->sigma0;
	}
	return domain;
}
