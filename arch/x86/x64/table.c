/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The thread table's window: 2^32 pointers, three levels of tables below kernel_pdpt.  What nobody
 * uses shows one chain of tables that ends in one read-only page full of &nobody.  An entry that
 * has a table or page of its own counts what lies behind it (threads, pages, tables) in bits that
 * the processor ignores, so the last one to leave gives the memory back.
 */
#include <kernel/string.h>
#include <kernel/thread.h>
#include <arch/memory.h>
#include <arch/table.h>
#include <arch/x86/x86.h>
#include <arch/x86/x64/tables.h>

#define FIRST_PDPT	256u		/* of VIRT_THREADS in kernel_pdpt */
#define SHARE_SHIFT	52
#define SHARE_ONE	(1ul << SHARE_SHIFT)
#define SHARE_MASK	(0x3fful << SHARE_SHIFT)
#define TABLE_LEVELS		3u
#define LEVEL_BITS	9u

/* What unpopulated entries show: of the top level a table, ..., of the lowest a page. */
static uint64_t table_shared[TABLE_LEVELS][PG_ENTRIES] __attribute__((aligned(4096)));

static uint64_t table_entry(unsigned level, uint64_t *table)
{
	return virt_to_phys(table) | (level == TABLE_LEVELS - 1 ? PG_READ : PG_TABLE);
}

static unsigned table_index(word_t number, unsigned level)
{
	word_t index = number >> (LEVEL_BITS * (TABLE_LEVELS - level));

	return level == 0 ? FIRST_PDPT + index : index & (PG_ENTRIES - 1);
}

static uint64_t *table_behind(uint64_t entry)
{
	return phys_to_virt(entry & PG_PHYS_MASK);
}

void thread_table_init(void)
{
	for (unsigned i = 0; i < PG_ENTRIES; i++) {
		table_shared[0][i] = table_entry(1, table_shared[1]);
		table_shared[1][i] = table_entry(2, table_shared[2]);
		table_shared[2][i] = (uintptr_t)&nobody;
	}
	for (unsigned i = 0; i < THREAD_NUMBERS >> (LEVEL_BITS * TABLE_LEVELS); i++)
		kernel_pdpt[FIRST_PDPT + i] = table_entry(0, table_shared[0]);
}

static bool table_is_shared(uint64_t entry)
{
	return !(entry & SHARE_MASK);
}

/* Put a private copy in place of the shared table or page. */
static bool table_make_own(uint64_t *slot, unsigned level, enum kmem_for who)
{
	uint64_t *own = kmem_take_pages(0, who);

	if (!own)
		return false;
	memcpy(own, table_shared[level], sizeof(table_shared[level]));
	*slot = virt_to_phys(own) | (level == TABLE_LEVELS - 1 ? PG_DATA : PG_TABLE);
	return true;
}

static void table_flush(word_t number)
{
	paging_flush((uintptr_t)&thread_table[number]);
}

/* Show the shared table again and give the private one back. */
static void table_drop(uint64_t *slot, unsigned level, word_t number)
{
	uint64_t *own = table_behind(*slot);

	*slot = table_entry(level, table_shared[level]);
	table_flush(number);
	table_page_free(own, 0);
}

/* One less behind slot[levels - 1]; what becomes empty goes, from the bottom up. */
static void table_leave(uint64_t **slot, unsigned levels, word_t number)
{
	while (levels-- > 0) {
		*slot[levels] -= SHARE_ONE;
		if (!table_is_shared(*slot[levels]))
			return;
		table_drop(slot[levels], levels, number);
	}
}

bool thread_table_populate(word_t number, enum kmem_for who)
{
	uint64_t *table = kernel_pdpt, *slot[TABLE_LEVELS];
	bool fresh = false;

	for (unsigned level = 0; level < TABLE_LEVELS; level++) {
		slot[level] = &table[table_index(number, level)];
		if (table_is_shared(*slot[level])) {
			if (!table_make_own(slot[level], level, who)) {
				if (fresh) {	/* the one above is empty */
					table_drop(slot[level - 1], level - 1, number);
					table_leave(slot, level - 1, number);
				}
				return false;
			}
			if (level > 0)
				*slot[level - 1] += SHARE_ONE;
			fresh = true;
		}
		table = table_behind(*slot[level]);
	}
	*slot[TABLE_LEVELS - 1] += SHARE_ONE;
	if (fresh)
		table_flush(number);
	return true;
}

void thread_table_release(word_t number)
{
	uint64_t *table = kernel_pdpt, *slot[TABLE_LEVELS];

	for (unsigned level = 0; level < TABLE_LEVELS; level++) {
		slot[level] = &table[table_index(number, level)];
		table = table_behind(*slot[level]);
	}
	table_leave(slot, TABLE_LEVELS, number);
}
