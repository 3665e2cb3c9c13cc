/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Physical memory: what the KIP says there is (protocols sheet 6), and who has got it.  Called by
 * the request loop in main.c.
 */
#include <l4/kcp.h>
#include <l4/kip.h>
#include <l4/thread.h>
#include <l4io.h>
#include "memory.h"
#include "nodes.h"

/* A descriptor adds at most two borders; this many descriptors fit the largest KIP. */
#define MAX_DESCRIPTORS		256
#define SPARE_NODES		16

static struct range first_nodes[2 * MAX_DESCRIPTORS + SPARE_NODES];
static struct map memory;

int min_order;

/* ---- taking stock ------------------------------------------------------------------------- */

/* Whole pages, outwards. */
static void set_pages(addr_t low, addr_t high, addr_t owner)
{
	addr_t mask = ((addr_t)1 << min_order) - 1;

	if (low <= high)
		ranges_set(&memory, low & ~mask, high | mask, owner);
}

static addr_t server_id(void *kip, L4_Word_t number)
{
	return L4_GlobalId(L4_ThreadIdUserBase(kip) + number, ABI_SERVER_VERSION).raw;
}

static addr_t kernel_id(void *kip)
{
	return L4_GlobalId(L4_ThreadIdSystemBase(kip), ABI_SERVER_VERSION).raw;
}

static addr_t owner_of_type(void *kip, L4_Word_t type)
{
	switch (type & ABI_MEMDESC_TYPE_MASK) {
	case L4_ConventionalMemoryType:		return OWNER_CONVENTIONAL;
	case L4_ReservedMemoryType:		return kernel_id(kip);
	case L4_SharedMemoryType:		return OWNER_ALL;
	case L4_DedicatedMemoryType:
	case L4_BootLoaderSpecificMemoryType:
	case L4_ArchitectureSpecificMemoryType:	return OWNER_GENERAL;
	default:				return OWNER_NONE;
	}
}

/* The loader's type is in the low bits of L4_MemoryDescType(), a subtype above. */
static void add_descriptors(void *kip)
{
	for (L4_Word_t n = 0; n < L4_NumMemoryDescriptors(kip); n++) {
		L4_MemoryDesc_t *m = L4_MemoryDesc(kip, n);

		if (!L4_IsMemoryDescVirtual(m))
			set_pages(L4_MemoryDescLow(m), L4_MemoryDescHigh(m),
				  owner_of_type(kip, L4_MemoryDescType(m)));
	}
}

/* Who asks for any memory gets none of this. */
static void give_by_address(addr_t low, addr_t high)
{
	for (addr_t at = low, last;; at = last + 1) {
		const struct range *r = ranges_find(&memory, at);

		last = r->high < high ? r->high : high;
		if (r->owner == OWNER_CONVENTIONAL)
			set_pages(at, last, OWNER_GENERAL);
		if (last == high)
			return;
	}
}

/* The last address that programs can have. */
static addr_t last_virtual(void *kip)
{
	addr_t last = 0;

	for (L4_Word_t n = 0; n < L4_NumMemoryDescriptors(kip); n++) {
		L4_MemoryDesc_t *m = L4_MemoryDesc(kip, n);

		if (L4_IsMemoryDescVirtual(m) && L4_MemoryDescHigh(m) > last)
			last = L4_MemoryDescHigh(m);
	}
	return last;
}

/*
 * Memory is given at its own address, where the root task and this program have their UTCBs and the
 * KIP, or where there is no user's memory at all: nothing can be mapped there.
 */
static void keep_areas_free(void *kip)
{
	addr_t last = last_virtual(kip);

	give_by_address(ABI_ROOT_UTCB_AREA,
			ABI_ROOT_UTCB_AREA + (((addr_t)1 << ABI_ROOT_UTCB_AREA_LOG2) - 1));
	give_by_address(ABI_ROOT_KIP_AREA, ABI_ROOT_KIP_AREA + (L4_KipAreaSize(kip) - 1));
	if (last && last != ~(addr_t)0)
		give_by_address(last + 1, ~(addr_t)0);
}

static void add_server(const L4_KernelRootServer_t *server, addr_t owner)
{
	if (server->low != server->high)
		set_pages(server->low, server->high - 1, owner);
}

bool memory_init(void *kip)
{
	const L4_KernelConfigurationPage_t *kcp = kip;

	if (L4_NumMemoryDescriptors(kip) > MAX_DESCRIPTORS)
		return false;
	min_order = (int)__L4_Lsb(L4_PageSizeMask(kip));
	nodes_add(first_nodes, sizeof(first_nodes));
	ranges_init(&memory, 0, ~(addr_t)0, OWNER_GENERAL);
	add_descriptors(kip);
	keep_areas_free(kip);
	add_server(&kcp->Kdebug, kernel_id(kip));
	add_server(&kcp->sigma0, server_id(kip, ABI_SERVER_SIGMA0));
	add_server(&kcp->sigma1, server_id(kip, ABI_SERVER_SIGMA1));
	add_server(&kcp->root_server, server_id(kip, ABI_SERVER_ROOT));
	return true;
}

/* ---- giving away -------------------------------------------------------------------------- */

/*
 * Sees to it that one change of a map is possible.  A page of conventional memory becomes nodes in
 * time, while there still are the nodes that taking it needs.
 */
static bool have_nodes(void)
{
	addr_t page;

	if (nodes_free() >= 2 * RANGE_NODES_NEEDED)
		return true;
	if (nodes_free() >= RANGE_NODES_NEEDED && ranges_find_any(&memory, min_order, &page)) {
		set_pages(page, page, L4_Myself().raw);
		nodes_add((void *)page, (size_t)1 << min_order);
	}
	return nodes_free() >= RANGE_NODES_NEEDED;
}

static bool is_free(addr_t owner)
{
	return owner == OWNER_CONVENTIONAL || owner == OWNER_GENERAL;
}

static bool is_available(addr_t owner, L4_ThreadId_t who)
{
	return is_free(owner) || owner == who.raw || owner == OWNER_ALL;
}

bool claim(struct map *map, L4_ThreadId_t who, addr_t low, addr_t high)
{
	addr_t at = low;

	for (;;) {
		const struct range *r = ranges_find(map, at);

		if (!r || !is_available(r->owner, who))
			return false;
		if (r->high >= high)
			break;
		at = r->high + 1;
	}
	for (at = low;;) {
		const struct range *r = ranges_find(map, at);
		addr_t last = r->high < high ? r->high : high;

		if (is_free(r->owner)) {
			if (!have_nodes())
				return false;
			/* have_nodes() may have taken a page of this very range. */
			if (!is_free(ranges_find(map, at)->owner) ||
			    ranges_find(map, at)->high < last)
				return false;
			ranges_set(map, at, last, who.raw);
		}
		if (last == high)
			return true;
		at = last + 1;
	}
}

bool memory_claim(L4_ThreadId_t who, addr_t address, int order)
{
	addr_t mask = ((addr_t)1 << order) - 1;

	return order >= min_order && claim(&memory, who, address & ~mask, address | mask);
}

bool memory_fault(L4_ThreadId_t who, addr_t address)
{
	const struct range *r = ranges_find(&memory, address);

	return r->owner != OWNER_GENERAL && memory_claim(who, address, min_order);
}

bool memory_claim_any(L4_ThreadId_t who, int order, addr_t *address)
{
	if (order < min_order || !have_nodes() || !ranges_find_any(&memory, order, address))
		return false;
	return memory_claim(who, *address, order);
}

/* ---- showing ------------------------------------------------------------------------------ */

static void show_range(const struct range *r)
{
	L4_ThreadId_t owner = { r->owner };

	printf("  %p - %p: ", (void *)r->low, (void *)r->high);
	switch (r->owner) {
	case OWNER_NONE:		printf("nobody's\n"); break;
	case OWNER_GENERAL:		printf("free, by address\n"); break;
	case OWNER_CONVENTIONAL:	printf("free\n"); break;
	case OWNER_ALL:			printf("everybody's\n"); break;
	default:			printf("%t\n", owner); break;
	}
}

void map_dump(const struct map *map)
{
	ranges_walk(map, show_range);
}

void memory_dump(void)
{
	printf("sigma0: memory, %lu nodes free\n", nodes_free());
	map_dump(&memory);
}
