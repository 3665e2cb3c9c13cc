/* SPDX-License-Identifier: BSD-2-Clause */
/* Memory that may not be there: read page by page, after asking the page table. */
#include <kernel/pgtable.h>
#include <kernel/string.h>
#include <kdb/kdb.h>

#define KDB_PAGE_BYTES	((uintptr_t)1 << 12)	/* no page is smaller, on any machine */

static size_t within_page(uintptr_t at, size_t bytes)
{
	uintptr_t rest = KDB_PAGE_BYTES - (at & (KDB_PAGE_BYTES - 1));

	return bytes < rest ? bytes : rest;
}

size_t kdb_read_kernel(uintptr_t at, void *to, size_t bytes)
{
	size_t done = 0;

	while (done < bytes && debug_readable(at + done)) {
		size_t part = within_page(at + done, bytes - done);

		memcpy((char *)to + done, (const char *)(at + done), part);
		done += part;
	}
	return done;
}

static size_t read_frame(const struct space *space, word_t va, phys_t phys, void *to, size_t bytes)
{
	char *from = user_open(space, va, phys, false);

	if (!from)
		return 0;
	bytes = kdb_read_kernel((uintptr_t)from, to, bytes);
	user_close(from);
	return bytes;
}

size_t kdb_read_user(const struct space *space, word_t va, void *to, size_t bytes)
{
	size_t done = 0;
	word_t next;

	while (space && done < bytes && pt_user_next(va + done, &next) && next == va + done) {
		struct pt_spot spot = pt_find(space, next);

		if (!pte_is_leaf(*spot.slot, spot.level))
			break;
		phys_t phys = pt_frame(spot) + (next & (pt_size(spot.level) - 1));
		size_t want = within_page((uintptr_t)next, bytes - done);
		size_t got = read_frame(space, next, phys, (char *)to + done, want);

		done += got;
		if (got < want)
			break;
	}
	return done;
}
