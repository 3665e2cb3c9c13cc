/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Options are words "name=value" of the command line.  Its first word may be the loader's file
 * name (QEMU passes it, GRUB doesn't).  Unknown words are named and ignored, so that one line can
 * serve different loaders; a known option with a bad value stops the boot.
 */
#include "options.h"
#include "print.h"
#include "mem.h"

struct word {
	const char *text;
	unsigned int length;
};

static bool word_is(struct word word, const char *text)
{
	return word.length == strlen(text) && !memcmp(word.text, text, word.length);
}

static bool word_has(struct word word, char c)
{
	for (unsigned int i = 0; i < word.length; i++)
		if (word.text[i] == c)
			return true;
	return false;
}

/* Cut the next word off *text. */
static struct word next_word(const char **text)
{
	struct word word;
	const char *p = *text;

	while (*p == ' ' || *p == '\t')
		p++;
	word.text = p;
	while (*p && *p != ' ' && *p != '\t')
		p++;
	word.length = (unsigned int)(p - word.text);
	*text = p;
	return word;
}

static int digit_value(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c |= 0x20;
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : 16;
}

static unsigned int suffix_shift(char c)
{
	switch (c | 0x20) {
	case 'k':
		return 10;
	case 'm':
		return 20;
	case 'g':
		return 30;
	}
	return 0;
}

/* Number, decimal or 0x..., with K, M or G; false if it is none or above 2^52. */
static bool parse_size(struct word word, phys_t *size)
{
	unsigned int base = 10, i = 0;
	phys_t value = 0;

	if (word.length > 2 && word.text[0] == '0' && (word.text[1] | 0x20) == 'x') {
		base = 16;
		i = 2;
	}
	if (i == word.length)
		return false;
	for (; i < word.length; i++) {
		unsigned int digit = (unsigned int)digit_value(word.text[i]);

		if (digit >= base)
			break;
		value = value * base + digit;
		if (value >> 52)
			return false;
	}
	if (i < word.length) {
		unsigned int shift = suffix_shift(word.text[i]);

		if (!shift || i + 1 != word.length || i == 0 || value >> (52 - shift))
			return false;
		value <<= shift;
	}
	*size = value;
	return value != 0;
}

static bool parse_switch(struct word word, bool *on)
{
	*on = word_is(word, "yes") || word_is(word, "on") || word_is(word, "enable");
	return *on || word_is(word, "no") || word_is(word, "off") || word_is(word, "disable");
}

static bool parse_option(struct options *opt, struct word word)
{
	static const char names[][12] = {
		"maxmem", "kmem", "bootinfo", "mbi", "decode-all", "sigma1",
	};
	phys_t *sizes[] = { &opt->maxmem, &opt->kmem };
	bool *switches[] = { &opt->bootinfo, &opt->native, &opt->decode_all, &opt->sigma1 };
	struct word name = { word.text, 0 }, value;

	while (name.length < word.length && word.text[name.length] != '=')
		name.length++;
	if (name.length == word.length)
		return false;
	value.text = word.text + name.length + 1;
	value.length = word.length - name.length - 1;
	for (unsigned int i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		if (!word_is(name, names[i]))
			continue;
		if (i < 2 && !parse_size(value, sizes[i]))
			die("option %.*s: not a size (like 512K, 16M or 1G)", (int)word.length,
			    word.text);
		if (i >= 2 && !parse_switch(value, switches[i - 2]))
			die("option %.*s: say yes or no (on, off, enable, disable)",
			    (int)word.length, word.text);
		return true;
	}
	return false;
}

void options_parse(struct options *opt, const char *cmdline)
{
	bool first = true;

	*opt = (struct options){ ~0ull, OPTIONS_KMEM_DEFAULT, true, true, false, false };
	for (;;) {
		struct word word = next_word(&cmdline);

		if (!word.length)
			return;
		if (!parse_option(opt, word) &&
		    !(first && (word_has(word, '/') || !word_has(word, '='))))
			print("option %.*s: not known, ignored\n", (int)word.length, word.text);
		first = false;
	}
}
