/* SPDX-License-Identifier: BSD-2-Clause */
/* The tear-down of spaces: see reap.h. */
#include <kernel/cpu.h>
#include <kernel/domain.h>
#include <kernel/reap.h>

void reap_space(struct space *s)
{
	list_add_tail(&this_cpu()->worker.dying_spaces, &s->dying_link);
}

enum slice reap_step(void)
{
	struct link *dying = &this_cpu()->worker.dying_spaces;

	if (mapdb_finish_orphans() == SLICE_MORE)
		return SLICE_MORE;
	if (list_empty(dying))
		return SLICE_DONE;
	struct space *s = list_entry(dying->next, struct space, dying_link);
	struct space *domain = arch_domain(s);

	if (mapdb_reap(s) == SLICE_DONE && (!domain || mapdb_reap(domain) == SLICE_DONE)) {
		list_remove(&s->dying_link);
		if (domain)
			space_free(domain);
		space_free(s);
	}
	return list_empty(dying) ? SLICE_DONE : SLICE_MORE;
}
