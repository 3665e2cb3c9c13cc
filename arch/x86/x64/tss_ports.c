/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The permission map of I/O ports switches with the page table, at no cost: the task state segment
 * lies in the top-level slot that is each space's own (layout.h), and the map behind it.  Spaces
 * without ports share the tables of that slot, which show a page of ones; one with ports has its own
 * tables and its own map.
 *
 *	page 0		the segment, at its end
 *	pages 1, 2	the map
 *	page 3		ones: the byte after the map must be so
 */
#include <kernel/kmem.h>
#include <kernel/space.h>
#include <kernel/string.h>
#include <arch/memory.h>
#include <arch/pgtable.h>
#include <arch/x86/ports.h>
#include <arch/x86/x86.h>
#include <arch/x86/x64/tables.h>
#include <arch/x86/x64/tss.h>

#define WINDOW_SLOT	(PG_ENTRIES - 2)
#define WINDOW_BASE	0xffffff0000000000ul
#define MAP_PAGES	(X86_PORT_MAP_BYTES / KMEM_PAGE_SIZE)
#define MAP_ORDER	1

/* Tables of the window, in the order in which they are walked. */
enum { PDPT, PD, PT, TABLES };

static char task_page[KMEM_PAGE_SIZE] __attribute__((aligned(4096)));
static char ones[KMEM_PAGE_SIZE] __attribute__((aligned(4096)));
static uint64_t window[TABLES][PG_ENTRIES] __attribute__((aligned(4096)));

/* All of it is the kernel's; what differs between spaces isn't global. */
static void fill_window(uint64_t *const table[TABLES], const void *map, bool is_ones)
{
	table[PDPT][0] = virt_to_phys(table[PD]) | PG_TABLE;
	table[PD][0] = virt_to_phys(table[PT]) | PG_TABLE;
	table[PT][0] = virt_to_phys(task_page) | PG_DATA;
	for (unsigned i = 0; i < MAP_PAGES; i++)
		table[PT][1 + i] = (virt_to_phys(map) + (is_ones ? 0 : i * KMEM_PAGE_SIZE)) |
				   (PG_READ & ~PG_GLOBAL);
	table[PT][1 + MAP_PAGES] = virt_to_phys(ones) | PG_READ;
}

struct tss_place tss_init(void)
{
	uint64_t *const table[TABLES] = { window[PDPT], window[PD], window[PT] };
	struct tss *tss = (struct tss *)(task_page + KMEM_PAGE_SIZE - sizeof(struct tss));

	memset(ones, 0xff, sizeof(ones));
	fill_window(table, ones, true);
	kernel_pml4[WINDOW_SLOT] = virt_to_phys(window[PDPT]) | PG_TABLE;
	tss->io_map = sizeof(struct tss);
	return (struct tss_place){
		tss, WINDOW_BASE + KMEM_PAGE_SIZE - sizeof(struct tss),
		sizeof(struct tss) + X86_PORT_MAP_BYTES,
	};
}

void port_window_show(struct space *space)
{
	space->root[WINDOW_SLOT] = kernel_pml4[WINDOW_SLOT];
}

static void free_tables(uint64_t *const table[TABLES])
{
	for (unsigned i = 0; i < TABLES; i++)
		if (table[i])
			kmem_free_pages(table[i], 0);
}

uint8_t *port_window_make(struct space *space, enum kmem_for who)
{
	uint8_t *map = kmem_take_pages(MAP_ORDER, who);
	uint64_t *table[TABLES];
	bool complete = map != NULL;

	for (unsigned i = 0; i < TABLES; i++) {
		table[i] = complete ? kmem_alloc_pages(0, who) : NULL;
		complete = table[i] != NULL;
	}
	if (!complete) {
		free_tables(table);
		if (map)
			kmem_free_pages(map, MAP_ORDER);
		return NULL;
	}
	memset(map, 0xff, X86_PORT_MAP_BYTES);
	fill_window(table, map, false);
	space->root[WINDOW_SLOT] = virt_to_phys(table[PDPT]) | PG_TABLE;
	if (arch_space_is_loaded(&space->arch))
		write_cr3(read_cr3());
	return map;
}

void port_window_free(struct space *space, uint8_t *map)
{
	uint64_t *table[TABLES];

	table[PDPT] = phys_to_virt(space->root[WINDOW_SLOT] & PG_PHYS_MASK);
	table[PD] = phys_to_virt(table[PDPT][0] & PG_PHYS_MASK);
	table[PT] = phys_to_virt(table[PD][0] & PG_PHYS_MASK);
	port_window_show(space);
	free_tables(table);
	kmem_free_pages(map, MAP_ORDER);
}
