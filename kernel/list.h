/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Circular doubly linked lists with the links inside the members.  A list head is a struct link of
 * its own; an unlinked member points at itself, so removing twice is harmless and testable.
 */
#ifndef KERNEL_LIST_H
#define KERNEL_LIST_H

#include <kernel/types.h>

struct link {
	struct link *next, *prev;
};

#define list_entry(p, type, member)	container_of(p, type, member)

ALWAYS_INLINE void link_init(struct link *l)
{
	l->next = l->prev = l;
}

ALWAYS_INLINE bool list_empty(const struct link *head)
{
	return head->next == head;
}

ALWAYS_INLINE bool link_is_queued(const struct link *l)
{
	return l->next != l;
}

ALWAYS_INLINE void list_insert_before(struct link *at, struct link *l)
{
	l->next = at;
	l->prev = at->prev;
	at->prev->next = l;
	at->prev = l;
}

ALWAYS_INLINE void list_add_tail(struct link *head, struct link *l)
{
	list_insert_before(head, l);
}

ALWAYS_INLINE void list_add_head(struct link *head, struct link *l)
{
	list_insert_before(head->next, l);
}

ALWAYS_INLINE void list_remove(struct link *l)
{
	l->prev->next = l->next;
	l->next->prev = l->prev;
	link_init(l);
}

#endif
