/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Runs on the building machine after every compilation. Rewrites the compiler's dependency
 * file: autoconf.h, which holds all options, gives way to one small file for each CONFIG_
 * option that the sources mention, so that changing an option recompiles only its users.
 *
 *	fixdep FILE.d TARGET OBJDIR
 */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MAX_OPTIONS 1024

static char *options[MAX_OPTIONS];
static unsigned option_count;

static void die(const char *what)
{
	perror(what);
	exit(1);
}

static char *read_file(const char *name)
{
	FILE *f = fopen(name, "rb");
	char *text = NULL;
	size_t size = 0, room = 0, got;

	if (!f)
		die(name);
	do {
		if (room - size < 4096)
			text = realloc(text, room = 2 * room + 65536);
		if (!text)
			die(name);
		got = fread(text + size, 1, room - size - 1, f);
		size += got;
	} while (got > 0);
	text[size] = 0;
	fclose(f);
	return text;
}

static void add_option(const char *name, size_t len)
{
	for (unsigned i = 0; i < option_count; i++)
		if (strlen(options[i]) == len && !memcmp(options[i], name, len))
			return;
	if (option_count == MAX_OPTIONS) {
		fprintf(stderr, "fixdep: more than %d options in one object\n", MAX_OPTIONS);
		exit(1);
	}
	options[option_count++] = strndup(name, len);
}

/* Finds CONFIG_NAME wherever it stands, comments included: too much does no harm. */
static void scan(const char *name)
{
	char *text = read_file(name);

	for (char *p = text; (p = strstr(p, "CONFIG_")); ) {
		char *start = p + 7, *end = start;

		while (isalnum((unsigned char)*end) || *end == '_')
			end++;
		if (end > start && (p == text || !(isalnum((unsigned char)p[-1]) || p[-1] == '_')))
			add_option(start, (size_t)(end - start));
		p = end;
	}
	free(text);
}

/* The configuration program names the files in lower case, with / for _. */
static void print_option(FILE *out, const char *objdir, const char *option)
{
	fprintf(out, "$(wildcard %s/include/config/", objdir);
	for (const char *p = option; *p; p++)
		fputc(*p == '_' ? '/' : tolower((unsigned char)*p), out);
	fputs(".h)", out);
}

static int is_autoconf(const char *name)
{
	static const char tail[] = "include/generated/autoconf.h";
	size_t len = strlen(name);

	return len >= sizeof tail - 1 && !strcmp(name + len - (sizeof tail - 1), tail);
}

int main(int argc, char **argv)
{
	char *text, *tok, *save = NULL;
	FILE *out;

	if (argc != 4) {
		fprintf(stderr, "usage: fixdep FILE.d TARGET OBJDIR\n");
		return 1;
	}
	text = read_file(argv[1]);
	tok = strchr(text, ':');
	out = fopen(argv[1], "wb");
	if (!tok || !out)
		die(argv[1]);
	fprintf(out, "deps-%s :=", argv[2]);
	for (tok = strtok_r(tok + 1, " \t\n\\", &save); tok; tok = strtok_r(NULL, " \t\n\\", &save)) {
		if (is_autoconf(tok))
			continue;
		scan(tok);
		fprintf(out, " \\\n\t%s", tok);
	}
	for (unsigned i = 0; i < option_count; i++) {
		fputs(" \\\n\t", out);
		print_option(out, argv[3], options[i]);
	}
	fprintf(out, "\n%s: $(deps-%s)\n$(deps-%s):\n", argv[2], argv[2], argv[2]);
	return fclose(out) ? 1 : 0;
}
