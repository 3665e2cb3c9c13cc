/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The ownership map (ranges.h) as a treap.  split and join go down one path from the root, whose
 * length is logarithmic; recursion depth is theirs.
 */
#include <l4/types.h>
#include "nodes.h"
#include "ranges.h"

#define WORD_BITS	((int)(8 * sizeof(addr_t)))

/* The heap order: a hash, so that no order of requests makes the tree a list. */
static addr_t rank(const struct range *r)
{
	addr_t h = r->low;

	h ^= h >> (WORD_BITS / 2);
	h *= (addr_t)0x9e3779b97f4a7c15ULL;
	h ^= h >> (WORD_BITS / 2 - 3);
	h *= (addr_t)0xbf58476d1ce4e5b9ULL;
	return h ^ h >> (WORD_BITS / 2);
}

/* Whether [low, high] has an aligned block of 2^order bytes; the highest one's address. */
static bool block_in(addr_t low, addr_t high, int order, addr_t *address)
{
	addr_t mask = ((addr_t)1 << order) - 1;

	if (high < mask)
		return false;
	*address = (high - mask) & ~mask;
	return *address >= low;
}

static int best_of(const struct range *r)
{
	addr_t address;
	int order;

	if (r->owner != OWNER_CONVENTIONAL)
		return -1;
	/* Half of the largest power of two that fits somehow always fits aligned. */
	order = r->high - r->low == ~(addr_t)0 ? WORD_BITS - 1
					       : (int)__L4_Msb(r->high - r->low + 1);
	return block_in(r->low, r->high, order, &address) ? order : order - 1;
}

static void update(struct range *r)
{
	int best = best_of(r);

	if (r->left && r->left->best > best)
		best = r->left->best;
	if (r->right && r->right->best > best)
		best = r->right->best;
	r->best = best;
}

/* Parts a tree into nodes that begin below the address and the others. */
static void split(struct range *tree, addr_t address, struct range **below, struct range **above)
{
	if (!tree) {
		*below = *above = NULL;
	} else if (tree->low < address) {
		split(tree->right, address, &tree->right, above);
		*below = tree;
		update(tree);
	} else {
		split(tree->left, address, below, &tree->left);
		*above = tree;
		update(tree);
	}
}

/* Makes one tree of two, of which all of one lies below the other. */
static struct range *join(struct range *below, struct range *above)
{
	if (!below)
		return above;
	if (!above)
		return below;
	if (rank(below) > rank(above)) {
		below->right = join(below->right, above);
		update(below);
		return below;
	}
	above->left = join(below, above->left);
	update(above);
	return above;
}

static struct range *new_range(addr_t low, addr_t high, addr_t owner)
{
	struct range *r = node_get();

	*r = (struct range){ .low = low, .high = high, .owner = owner };
	update(r);
	return r;
}

void ranges_init(struct map *map, addr_t low, addr_t high, addr_t owner)
{
	map->root = new_range(low, high, owner);
}

/* Takes the last node out of a tree. */
static struct range *take_last(struct range **tree)
{
	struct range *last = *tree;

	while (last->right)
		last = last->right;
	split(*tree, last->low, tree, &last);
	return last;
}

static struct range *take_first(struct range **tree)
{
	struct range *first = *tree;
	struct range *rest;

	while (first->left)
		first = first->left;
	split(*tree, first->low + 1, &first, &rest);
	*tree = rest;
	return first;
}

static void drop(struct range *tree)
{
	while (tree) {
		struct range *node = take_first(&tree);

		node_put(node);
	}
}

/*
 * Everything below `low` and above `high` is kept; what lies between becomes one range, which takes
 * neighbours of the same owner in.
 */
void ranges_set(struct map *map, addr_t low, addr_t high, addr_t owner)
{
	struct range *below, *middle, *above = NULL;

	split(map->root, low, &below, &middle);
	if (high != ~(addr_t)0)
		split(middle, high + 1, &middle, &above);

	/* The last range that begins inside may reach beyond, and so may the one before. */
	if (middle) {
		struct range *last = take_last(&middle);

		if (last->high > high)
			above = join(new_range(high + 1, last->high, last->owner), above);
		node_put(last);
		drop(middle);
	}
	if (below) {
		struct range *last = take_last(&below);

		if (last->high > high)
			above = join(new_range(high + 1, last->high, last->owner), above);
		if (last->high >= low)
			last->high = low - 1;
		if (last->owner == owner) {
			low = last->low;
			node_put(last);
		} else {
			update(last);
			below = join(below, last);
		}
	}
	if (above) {
		struct range *first = take_first(&above);

		if (first->owner == owner) {
			high = first->high;
			node_put(first);
		} else {
			above = join(first, above);
		}
	}
	map->root = join(join(below, new_range(low, high, owner)), above);
}

const struct range *ranges_find(const struct map *map, addr_t address)
{
	const struct range *r = map->root;

	while (r && (address < r->low || address > r->high))
		r = address < r->low ? r->left : r->right;
	return r;
}

bool ranges_find_any(const struct map *map, int order, addr_t *address)
{
	const struct range *r = map->root;

	if (!r || r->best < order)
		return false;
	for (;;) {
		if (r->right && r->right->best >= order)
			r = r->right;
		else if (best_of(r) >= order)
			return block_in(r->low, r->high, order, address);
		else
			r = r->left;
	}
}

static void walk(const struct range *r, void (*visit)(const struct range *range))
{
	for (; r; r = r->right) {
		walk(r->left, visit);
		visit(r);
	}
}

void ranges_walk(const struct map *map, void (*visit)(const struct range *range))
{
	walk(map->root, visit);
}
