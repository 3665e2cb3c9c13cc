/* SPDX-License-Identifier: BSD-2-Clause */
/* Names for kernel addresses, from the table that scripts/link-kernel puts into the image. */
#include <kdb/kdb.h>

/* Code has no gaps this large; beyond the last function a name would mislead. */
#define KDB_SYMBOL_REACH	0x10000u

extern const word_t kdb_sym_base;
extern const uint32_t kdb_sym_count;
extern const uint32_t kdb_sym_addr[], kdb_sym_name[];
extern const char kdb_sym_names[];

/* The function at or before an offset from kdb_sym_base, or NULL. */
static const char *find_symbol(uintptr_t offset, uintptr_t *within)
{
	uint32_t low = 0, high = kdb_sym_count;

	while (low < high) {
		uint32_t middle = low + (high - low) / 2;

		if (kdb_sym_addr[middle] <= offset)
			low = middle + 1;
		else
			high = middle;
	}
	if (low == 0 || offset - kdb_sym_addr[low - 1] >= KDB_SYMBOL_REACH)
		return NULL;
	*within = offset - kdb_sym_addr[low - 1];
	return kdb_sym_names + kdb_sym_name[low - 1];
}

static void print_symbol(uintptr_t addr, unsigned back)
{
	uintptr_t base = (uintptr_t)kdb_sym_base, within;
	const char *name = addr < base + back ? NULL : find_symbol(addr - base - back, &within);

	if (name)
		print("%s+%lx", name, (unsigned long)(within + back));
	else
		print("%lx", (unsigned long)addr);
}

void kdb_print_symbol(uintptr_t addr)
{
	print_symbol(addr, 0);
}

void kdb_print_caller(uintptr_t addr)
{
	print_symbol(addr, 1);
}
