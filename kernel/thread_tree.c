/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The thread table as a tree: what nobody uses shows the shared tables.  A table of its own counts what
 * lies behind it (threads, tables), so the last one to leave gives the memory back.
 */
#include <kernel/thread.h>
#include <kernel/thread_tree.h>

#define TOP_ENTRIES	(1u << TABLE_TOP_BITS)
#define ENTRIES		(1u << TABLE_BITS)

/* Pointers first: that is all that a lookup sees of it. */
struct table_middle {
	struct tcb **lowest[ENTRIES];
	uint16_t threads[ENTRIES];	/* in each of the lowest tables */
	uint16_t tables;
};

#define MIDDLE_ORDER	2u
#define LOWEST_ORDER	1u

_Static_assert(sizeof(struct table_middle) <= KMEM_PAGE_SIZE << MIDDLE_ORDER, "order of a middle");
_Static_assert(sizeof(struct tcb *) * ENTRIES <= KMEM_PAGE_SIZE << LOWEST_ORDER, "of a lowest");

struct tcb ***thread_table_top[TOP_ENTRIES];
static struct tcb **shared_middle[ENTRIES];
static struct tcb *shared_lowest[ENTRIES];

/* All entries of a table, eight at once: interrupts are off. */
static void fill(void *table, void *with)
{
	for (void **e = table, **end = e + ENTRIES; e != end; e += 8)
		e[0] = e[1] = e[2] = e[3] = e[4] = e[5] = e[6] = e[7] = with;
}

void thread_table_init(void)
{
	fill(shared_lowest, &nobody);
	fill(shared_middle, shared_lowest);
	for (unsigned i = 0; i < TOP_ENTRIES; i++)
		thread_table_top[i] = shared_middle;
}

static struct tcb ****top_slot(word_t number)
{
	return &thread_table_top[number >> 2 * TABLE_BITS & (TOP_ENTRIES - 1)];
}

static unsigned middle_index(word_t number)
{
	return number >> TABLE_BITS & (ENTRIES - 1);
}

static void drop_middle_if_empty(word_t number)
{
	struct table_middle *middle = (struct table_middle *)*top_slot(number);

	if (middle->tables)
		return;
	*top_slot(number) = shared_middle;
	table_page_free(middle, MIDDLE_ORDER);
}

static struct table_middle *own_middle(word_t number, enum kmem_for who)
{
	struct tcb ****slot = top_slot(number);
	struct table_middle *middle = (struct table_middle *)*slot;

	if (*slot != shared_middle)
		return middle;
	middle = kmem_take_pages(MIDDLE_ORDER, who);
	if (!middle)
		return NULL;
	fill(middle->lowest, shared_lowest);
	__builtin_memset(middle->threads, 0, sizeof(middle->threads));
	middle->tables = 0;
	*slot = middle->lowest;
	return middle;
}

COLD bool thread_table_populate(word_t number, enum kmem_for who)
{
	struct table_middle *middle = own_middle(number, who);
	unsigned at = middle_index(number);

	if (!middle)
		return false;
	if (middle->lowest[at] == shared_lowest) {
		struct tcb **lowest = kmem_take_pages(LOWEST_ORDER, who);

		if (!lowest) {
			drop_middle_if_empty(number);
			return false;
		}
		fill(lowest, &nobody);
		middle->lowest[at] = lowest;
		middle->tables++;
	}
	middle->threads[at]++;
	return true;
}

void thread_table_release(word_t number)
{
	struct table_middle *middle = (struct table_middle *)*top_slot(number);
	unsigned at = middle_index(number);
	struct tcb **lowest = middle->lowest[at];

	if (--middle->threads[at])
		return;
	middle->lowest[at] = shared_lowest;
	middle->tables--;
	table_page_free(lowest, LOWEST_ORDER);
	drop_middle_if_empty(number);
}
