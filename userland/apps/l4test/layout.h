/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the tests of string items share: strings and buffers written as text, and the bytes in them.
 */
#ifndef LAYOUT_H
#define LAYOUT_H

#include "test.h"

/*
 * A layout: "64x4" is four pieces of 64 bytes, "," begins another descriptor of the same string, "|"
 * another string.  The pieces lie one behind the other from `base` on.  Writes the items' words,
 * at most `max`, chained by their C bits; answers with their number.
 */
L4_Word_t layout_words(const char *layout, L4_Word_t base, L4_Word_t *words, L4_Word_t max);
/* Bytes of all its pieces. */
L4_Word_t layout_bytes(const char *layout);

/* The message: `u` untyped words 1000, 1001, ... and the strings. */
void load_strings(const char *layout, L4_Word_t base, L4_Word_t u);
/* The buffers, with an acceptor for strings only. */
void accept_strings(const char *layout, L4_Word_t base);

/* One string, one buffer. */
void load_string(L4_Word_t base, L4_Word_t bytes);
void accept_string(L4_Word_t base, L4_Word_t bytes);

/* Bytes that differ from their neighbours and from 0xff, and whether they have arrived. */
void fill_pattern(L4_Word_t base, L4_Word_t bytes);
void check_pattern(L4_Word_t base, L4_Word_t bytes);
void check_untouched(L4_Word_t base, L4_Word_t bytes);	/* all 0xff */

/* The error word of a transfer that stopped after `offset` bytes. */
#define XFER_ERROR(phase, code, offset)	\
	(IPC_ERROR(phase, code) | (L4_Word_t)(offset) << ABI_IPCERR_OFFSET_SHIFT)

#endif
