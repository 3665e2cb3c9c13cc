/* SPDX-License-Identifier: BSD-2-Clause */
/* d: memory by words, of the kernel or of a thread's space; what isn't mapped is left out. */
#include <kernel/tcb.h>
#include <kdb/kdb.h>

#define KDB_WORDS_PER_LINE	4u
#define KDB_WORDS_DEFAULT	16u
#define KDB_WORDS_MAX		1024u

static size_t read_words(const struct space *space, word_t at, word_t *words)
{
	size_t bytes = KDB_WORDS_PER_LINE * sizeof(word_t);

	if (at < ABI_USER_AREA_END)
		return kdb_read_user(space, at, words, bytes);
	return kdb_read_kernel((uintptr_t)at, words, bytes);
}

static void dump(const struct space *space, word_t at, word_t count)
{
	for (word_t n = 0; n < count; n += KDB_WORDS_PER_LINE) {
		word_t words[KDB_WORDS_PER_LINE] = { 0 }, addr = at + n * sizeof(word_t);
		size_t got = read_words(space, addr, words) / sizeof(word_t);

		print("%16lx:", (unsigned long)addr);
		for (unsigned i = 0; i < KDB_WORDS_PER_LINE && n + i < count; i++) {
			if (i < got)
				print(ABI_WORD_BITS == 64 ? " %016lx" : " %08lx",
				      (unsigned long)words[i]);
			else
				print(" -");
		}
		print("\n");
	}
}

KDB_COMMAND(d, "d", "addr [words [thread]]", "dump memory, user's in the current space")
{
	const struct tcb *t = kdb_stop.self;
	word_t at, count = KDB_WORDS_DEFAULT;

	if (args->count < 2) {
		print("d wants an address\n");
		return KDB_STAY;
	}
	if (!kdb_number(args->word[1], &at) ||
	    (args->count > 2 && !kdb_number(args->word[2], &count)))
		return KDB_STAY;
	if (args->count > 3) {
		t = kdb_thread(args->word[3]);
		if (!t)
			return KDB_STAY;
	}
	dump(t ? t->space : NULL, at & -(word_t)sizeof(word_t),
	     count < KDB_WORDS_MAX ? count : KDB_WORDS_MAX);
	return KDB_STAY;
}
