/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The end of spaces.  A space without threads is invisible already; what is mapped in it and what
 * is derived from that goes in slices, driven by whoever deleted the last thread, by the worker, or
 * by anybody who is short of kernel memory.  No caller's life matters to it.
 */
#ifndef KERNEL_REAP_H
#define KERNEL_REAP_H

#include <kernel/mapdb.h>
#include <kernel/space.h>

/* Nobody can reach this space any more: it is marked as dying. */
void reap_space(struct space *s);

/* One slice of the oldest one's tear-down, or of a revocation that lost its owner; SLICE_DONE if
 * there is nothing to do (or nothing is left now). */
enum slice reap_step(void);

/* The space is empty: give back what it is made of (space.c). */
void space_free(struct space *s);

#endif
