/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The nodes maps are made of.  Some come with the program; when they become few, main.c turns a
 * page of conventional memory into more.
 */
#ifndef SIGMA0_NODES_H
#define SIGMA0_NODES_H

#include <stddef.h>
#include "ranges.h"

/* Nodes at hand. */
unsigned long nodes_free(void);

/* Adds memory to make nodes of. */
void nodes_add(void *memory, size_t bytes);

/* There must be one: callers see to nodes_free() beforehand. */
struct range *node_get(void);
void node_put(struct range *node);

#endif
