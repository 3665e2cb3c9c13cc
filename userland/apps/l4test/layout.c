/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Strings and buffers from their description (layout.h).
 */
#include "layout.h"

static L4_Word_t number(const char **text)
{
	L4_Word_t n = 0;

	while (**text >= '0' && **text <= '9')
		n = n * 10 + (L4_Word_t)(*(*text)++ - '0');
	return n;
}

/* "64x4" or "64"; the text goes on behind it. */
static L4_Word_t pieces(const char **text, L4_Word_t *bytes)
{
	*bytes = number(text);
	if (**text != 'x')
		return 1;
	++*text;
	return number(text);
}

L4_Word_t layout_words(const char *layout, L4_Word_t base, L4_Word_t *words, L4_Word_t max)
{
	L4_Word_t n = 0, first = 0;

	while (*layout) {
		L4_Word_t bytes, count = pieces(&layout, &bytes), at = n;

		if (n + 1 + count > max)
			break;
		words[n++] = bytes << ABI_STRING_LENGTH_SHIFT | (count - 1) << ABI_STRING_J_SHIFT;
		for (L4_Word_t i = 0; i < count; i++, base += bytes)
			words[n++] = base;
		if (*layout == ',') {
			words[at] |= ABI_STRING_COMPOUND;
		} else if (*layout == '|') {
			words[first] |= ABI_ITEM_CONTINUED;
			first = n;
		}
		if (*layout)
			layout++;
	}
	return n;
}

L4_Word_t layout_bytes(const char *layout)
{
	L4_Word_t sum = 0;

	while (*layout) {
		L4_Word_t bytes, count = pieces(&layout, &bytes);

		sum += bytes * count;
		if (*layout)
			layout++;
	}
	return sum;
}

void load_strings(const char *layout, L4_Word_t base, L4_Word_t u)
{
	L4_Word_t words[__L4_NUM_MRS];
	L4_Word_t n = layout_words(layout, base, words, __L4_NUM_MRS - 1 - u);

	load_words(0x57, u, 1000);
	L4_LoadMRs((int)u + 1, (int)n, words);
	L4_MsgTag_t tag = make_tag(0x57, u);

	tag.X.t = n & ABI_TAG_U_MASK;
	L4_Set_MsgTag(tag);
}

void accept_strings(const char *layout, L4_Word_t base)
{
	L4_Word_t words[__L4_NUM_BRS];
	L4_Word_t n = layout_words(layout, base, words, __L4_NUM_BRS - 1);

	L4_Accept(L4_StringItemsAcceptor);
	L4_LoadBRs(1, (int)n, words);
}

void load_string(L4_Word_t base, L4_Word_t bytes)
{
	L4_MsgTag_t tag = make_tag(0x57, 0);

	tag.X.t = 2;
	L4_Set_MsgTag(tag);
	L4_LoadMR(1, bytes << ABI_STRING_LENGTH_SHIFT);
	L4_LoadMR(2, base);
}

void accept_string(L4_Word_t base, L4_Word_t bytes)
{
	L4_Accept(L4_StringItemsAcceptor);
	L4_LoadBR(1, bytes << ABI_STRING_LENGTH_SHIFT);
	L4_LoadBR(2, base);
}

static unsigned char pattern(L4_Word_t i)
{
	return (unsigned char)((i * 7 + (i >> 8)) % 251);
}

void fill_pattern(L4_Word_t base, L4_Word_t bytes)
{
	for (L4_Word_t i = 0; i < bytes; i++)
		((volatile unsigned char *)base)[i] = pattern(i);
}

void check_pattern(L4_Word_t base, L4_Word_t bytes)
{
	for (L4_Word_t i = 0; i < bytes; i++)
		if (((volatile unsigned char *)base)[i] != pattern(i)) {
			test_failed_values(__FILE__, __LINE__, "first byte that is wrong", i, bytes);
			return;
		}
}

void check_untouched(L4_Word_t base, L4_Word_t bytes)
{
	for (L4_Word_t i = 0; i < bytes; i++)
		if (((volatile unsigned char *)base)[i] != 0xff) {
			test_failed_values(__FILE__, __LINE__, "byte that was overwritten", i, bytes);
			return;
		}
}
