/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The permission map of I/O ports switches with the page table, at no cost: the task state segment
 * lies at addresses of which a space can have tables of its own (layout.h), and the map behind it.
 * Spaces without ports share the kernel's tables, which show a page of ones; one with ports has
 * copies of these that show its own map.
 *
 *	page 0		the segment, at its end (with several CPUs, theirs side by side)
 *	pages 1, 2	the map
 *	page 3		ones: the byte after the map must be so
 */
#include <kernel/kmem.h>
#include <kernel/space.h>
#include <kernel/string.h>
#include <arch/memory.h>
#include <arch/pgtable.h>
#include <arch/window.h>
#include <arch/x86/stacks.h>
#include <arch/x86/paging.h>
#include <arch/x86/ports.h>
#include <arch/x86/x86.h>

#define MAP_PAGES	(X86_PORT_MAP_BYTES / KMEM_PAGE_SIZE)
#define MAP_ORDER	1
#define LAST		(WINDOW_TABLES - 1)

static char task_page[KMEM_PAGE_SIZE] __attribute__((aligned(4096)));
static char ones[KMEM_PAGE_SIZE] __attribute__((aligned(4096)));

/* The entry of a table that leads to the next one. */
static pte_t *way_down(pte_t *table, unsigned n)
{
	return &table[pt_index(VIRT_PORTS, LAST - n) & (PG_ENTRIES - 1)];
}

/* What differs between spaces isn't global. */
static void show_map(pte_t *table, const void *map, size_t step)
{
	for (unsigned i = 0; i < MAP_PAGES; i++)
		table[1 + i] = (virt_to_phys(map) + i * step) | (PG_READ & ~PG_GLOBAL);
}

static void link_tables(pte_t *const table[WINDOW_TABLES])
{
	for (unsigned n = 0; n + 1 < WINDOW_TABLES; n++)
		*way_down(table[n], n) = virt_to_phys(table[n + 1]) | PG_TABLE;
}

COLD struct tss_place tss_init(void)
{
	const unsigned back = (x86_cpu_number() + 1) * sizeof(struct tss);
	struct tss *tss = (struct tss *)(task_page + KMEM_PAGE_SIZE - back);

	memset(ones, 0xff, sizeof(ones));
	tss->io_map = (uint16_t)back;
	x86_window[LAST][0] = virt_to_phys(task_page) | PG_DATA;
	show_map(x86_window[LAST], ones, 0);
	x86_window[LAST][1 + MAP_PAGES] = virt_to_phys(ones) | PG_READ;
	link_tables(x86_window);
	window_init();
	return (struct tss_place){
		tss, VIRT_PORTS + KMEM_PAGE_SIZE - back, back + X86_PORT_MAP_BYTES,
	};
}

void port_window_show(struct space *space)
{
	*window_slot(space) = virt_to_phys(x86_window[0]) | WINDOW_SLOT_BITS;
}

static void free_tables(pte_t *const table[WINDOW_TABLES])
{
	for (unsigned n = 0; n < WINDOW_TABLES; n++)
		if (table[n])
			kmem_free_pages(table[n], 0);
}

static bool copy_tables(pte_t *table[WINDOW_TABLES], enum kmem_for who)
{
	for (unsigned n = 0; n < WINDOW_TABLES; n++) {
		table[n] = kmem_take_pages(0, who);
		if (!table[n])
			return false;
		memcpy(table[n], x86_window[n], KMEM_PAGE_SIZE);
	}
	link_tables(table);
	return true;
}

#ifdef CONFIG_SMP
static void window_flush(const struct space *space)
{
	for (unsigned i = 0; i < MAP_PAGES; i++)
		smp_flush_add(space, VIRT_PORTS + (1 + i) * KMEM_PAGE_SIZE);
	smp_flush_commit();
}
#else
static void window_flush(const struct space *space)
{
	if (arch_space_is_loaded(&space->arch))
		write_cr3(read_cr3());
}
#endif

COLD uint8_t *port_window_make(struct space *space, enum kmem_for who)
{
	uint8_t *map = kmem_take_pages(MAP_ORDER, who);
	pte_t *table[WINDOW_TABLES] = { NULL };

	if (!map)
		return NULL;
	if (!copy_tables(table, who)) {
		free_tables(table);
		kmem_free_pages(map, MAP_ORDER);
		return NULL;
	}
	memset(map, 0xff, X86_PORT_MAP_BYTES);
	show_map(table[LAST], map, KMEM_PAGE_SIZE);
	*window_slot(space) = virt_to_phys(table[0]) | WINDOW_SLOT_BITS;
	window_flush(space);
	return map;
}

COLD void port_window_free(struct space *space, uint8_t *map)
{
	pte_t *table[WINDOW_TABLES];

	table[0] = phys_to_virt(pte_phys(*window_slot(space)));
	for (unsigned n = 0; n + 1 < WINDOW_TABLES; n++)
		table[n + 1] = phys_to_virt(pte_phys(*way_down(table[n], n)));
	port_window_show(space);
	free_tables(table);
	kmem_free_pages(map, MAP_ORDER);
}
