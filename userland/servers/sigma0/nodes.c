/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A free list of map nodes, linked by their left pointers.
 */
#include "nodes.h"

static struct range *list;
static unsigned long count;

unsigned long nodes_free(void)
{
	return count;
}

void node_put(struct range *node)
{
	node->left = list;
	list = node;
	count++;
}

struct range *node_get(void)
{
	struct range *node = list;

	list = node->left;
	count--;
	return node;
}

void nodes_add(void *memory, size_t bytes)
{
	struct range *node = memory;

	for (; bytes >= sizeof(*node); bytes -= sizeof(*node))
		node_put(node++);
}
