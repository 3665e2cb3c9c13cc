/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The thread table's window: 2^18 pointers, 256 pages of the last page table.  What nobody uses
 * shows one read-only page full of &nobody.
 */
#include <kernel/thread.h>
#include <arch/memory.h>
#include <arch/table.h>
#include <arch/x86/x32/tables.h>
#include <arch/x86/x86.h>

#define PER_PAGE	(KMEM_PAGE_SIZE / sizeof(struct tcb *))
#define TABLE_PAGES	(THREAD_NUMBERS / PER_PAGE)

static struct tcb *table_shared[PER_PAGE] __attribute__((aligned(4096)));
static uint16_t table_threads[TABLE_PAGES];	/* in each page */

static uintptr_t table_page(word_t number)
{
	return VIRT_THREADS + (number / PER_PAGE) * KMEM_PAGE_SIZE;
}

static uint16_t *threads_beside(word_t number)
{
	return &table_threads[number / PER_PAGE % TABLE_PAGES];
}

void thread_table_init(void)
{
	for (unsigned i = 0; i < PER_PAGE; i++)
		table_shared[i] = &nobody;
	for (word_t page = 0; page < TABLE_PAGES; page++)
		*kernel_last_slot(table_page(page * PER_PAGE)) = virt_to_phys(table_shared) | PG_READ;
}

static void table_show(word_t number, struct tcb **page, pte_t rights)
{
	uintptr_t at = table_page(number);

	*kernel_last_slot(at) = virt_to_phys(page) | rights;
	paging_flush(at);
}

bool thread_table_populate(word_t number, enum kmem_for who)
{
	number &= THREAD_NUMBERS - 1;
	if (*threads_beside(number) == 0) {
		struct tcb **page = kmem_alloc_pages(0, who);

		if (!page)
			return false;
		for (unsigned i = 0; i < PER_PAGE; i++)
			page[i] = &nobody;
		table_show(number, page, PG_DATA);
	}
	++*threads_beside(number);
	return true;
}

void thread_table_release(word_t number)
{
	number &= THREAD_NUMBERS - 1;
	if (--*threads_beside(number))
		return;
	void *page = phys_to_virt(pte_phys(*kernel_last_slot(table_page(number))));

	table_show(number, table_shared, PG_READ);
	table_page_free(page, 0);
}
