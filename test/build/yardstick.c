/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A yardstick for what building costs: building.py compiles it beside each build, and says how many
 * times that the build took. It does nothing of use, needs no header, and has some of each thing
 * that compilers work on. Whoever changes it changes what a second is: YARDSTICK_SECONDS there.
 */

typedef unsigned char byte;
typedef unsigned int half;
typedef unsigned long word;

/* ---- lists, queues and trees of any kind */

#define SORTER(name, type)							\
struct name##_node {								\
	struct name##_node *left, *right;					\
	type key;								\
	half weight;								\
};										\
										\
static struct name##_node *name##_insert(struct name##_node *root, struct name##_node *new)	\
{										\
	struct name##_node **at = &root;					\
	while (*at && (*at)->weight >= new->weight)				\
		at = new->key < (*at)->key ? &(*at)->left : &(*at)->right;	\
	struct name##_node *rest = *at, **low = &new->left, **high = &new->right;	\
	*at = new;								\
	while (rest) {								\
		if (rest->key < new->key) {					\
			*low = rest;						\
			low = &rest->right;					\
			rest = rest->right;					\
		} else {							\
			*high = rest;						\
			high = &rest->left;					\
			rest = rest->left;					\
		}								\
	}									\
	*low = *high = 0;							\
	return root;								\
}										\
										\
static void name##_sift(type *a, word at, word count)				\
{										\
	type moved = a[at];							\
	for (word child; (child = 2 * at + 1) < count; at = child) {		\
		if (child + 1 < count && a[child] < a[child + 1])		\
			child++;						\
		if (!(moved < a[child]))					\
			break;							\
		a[at] = a[child];						\
	}									\
	a[at] = moved;								\
}										\
										\
void name##_sort(type *a, word count)						\
{										\
	for (word i = count / 2; i-- > 0;)					\
		name##_sift(a, i, count);					\
	while (count-- > 1) {							\
		type last = a[count];						\
		a[count] = a[0];						\
		a[0] = last;							\
		name##_sift(a, 0, count);					\
	}									\
}										\
										\
word name##_search(const type *a, word count, type key)			\
{										\
	word from = 0;								\
	while (count > 0) {							\
		word middle = count / 2;					\
		if (a[from + middle] < key) {					\
			from += middle + 1;					\
			count -= middle + 1;					\
		} else {							\
			count = middle;						\
		}								\
	}									\
	return from;								\
}										\
										\
type name##_sum(struct name##_node *nodes, const type *keys, word count)	\
{										\
	struct name##_node *root = 0;						\
	type sum = 0;								\
	for (word i = 0; i < count; i++) {					\
		nodes[i].key = keys[i];						\
		nodes[i].weight = (half)(i * 2654435761u);			\
		root = name##_insert(root, &nodes[i]);				\
	}									\
	while (root) {								\
		if (root->left) {						\
			struct name##_node *up = root->left;			\
			root->left = up->right;					\
			up->right = root;					\
			root = up;						\
		} else {							\
			sum = (type)(sum * 31 + root->key);			\
			root = root->right;					\
		}								\
	}									\
	return sum;								\
}

SORTER(bytes, byte)
SORTER(shorts, short)
SORTER(halves, half)
SORTER(words, word)

/* ---- text */

struct out {
	char *at, *end;
};

static void put(struct out *out, char c)
{
	if (out->at < out->end)
		*out->at++ = c;
}

static void put_number(struct out *out, word value, half base, int width, char pad)
{
	char digits[24];
	int n = 0;
	do {
		half digit = (half)(value % base);
		digits[n++] = (char)(digit < 10 ? '0' + digit : 'a' + digit - 10);
		value /= base;
	} while (value);
	for (; width > n; width--)
		put(out, pad);
	while (n)
		put(out, digits[--n]);
}

char *format(char *buffer, word size, const char *text, __builtin_va_list args)
{
	struct out out = { buffer, buffer + size };
	for (; *text; text++) {
		if (*text != '%') {
			put(&out, *text);
			continue;
		}
		char pad = ' ';
		int width = 0;
		if (*++text == '0')
			pad = *text++;
		for (; *text >= '0' && *text <= '9'; text++)
			width = 10 * width + (*text - '0');
		switch (*text) {
		case 'c':
			put(&out, (char)__builtin_va_arg(args, int));
			break;
		case 's':
			for (const char *s = __builtin_va_arg(args, const char *); *s; s++, width--)
				put(&out, *s);
			for (; width > 0; width--)
				put(&out, ' ');
			break;
		case 'd': {
			long value = __builtin_va_arg(args, long);
			if (value < 0)
				put(&out, '-');
			put_number(&out, value < 0 ? -(word)value : (word)value, 10, width, pad);
			break;
		}
		case 'u':
			put_number(&out, __builtin_va_arg(args, word), 10, width, pad);
			break;
		case 'x':
			put_number(&out, __builtin_va_arg(args, word), 16, width, pad);
			break;
		case 'o':
			put_number(&out, __builtin_va_arg(args, half), 8, width, pad);
			break;
		default:
			put(&out, *text);
		}
	}
	put(&out, 0);
	return out.at;
}

/* ---- a machine that reads its program from memory */

enum { SET, ADD, SUB, MUL, AND, OR, XOR, SHL, SHR, LOAD, STORE, JUMP, LESS, CALL, RETURN, STOP };

struct machine {
	word r[16];
	word stack[64];
	word memory[1024];
	half depth, pc;
	byte flags[8];
};

static inline word *cell(struct machine *m, word at)
{
	return &m->memory[at % 1024];
}

static int step(struct machine *m)
{
	word code = *cell(m, m->pc++);
	word *a = &m->r[code >> 8 & 15], b = m->r[code >> 12 & 15], c = m->r[code >> 16 & 15];
	switch (code & 255) {
	case SET: *a = code >> 20; break;
	case ADD: *a = b + c; break;
	case SUB: *a = b - c; m->flags[0] = b < c; break;
	case MUL: *a = b * c; m->flags[1] = c && *a / c != b; break;
	case AND: *a = b & c; break;
	case OR: *a = b | c; break;
	case XOR: *a = b ^ c; break;
	case SHL: *a = c < 64 ? b << c : 0; break;
	case SHR: *a = c < 64 ? b >> c : 0; break;
	case LOAD: *a = *cell(m, b + c); break;
	case STORE: *cell(m, b + c) = *a; break;
	case JUMP: if (*a) m->pc = (half)(code >> 20); break;
	case LESS: *a = b < c; break;
	case CALL:
		if (m->depth == 64)
			return -1;
		m->stack[m->depth++] = m->pc;
		m->pc = (half)(code >> 20);
		break;
	case RETURN:
		if (!m->depth)
			return -2;
		m->pc = (half)m->stack[--m->depth];
		break;
	case STOP:
		return 1;
	default:
		return -3;
	}
	return 0;
}

int execute(struct machine *m, word steps)
{
	int result = 0;
	while (steps-- && !result)
		result = step(m);
	return result;
}

/* ---- tables with levels, walked up and down */

#define LEVELS 4
#define BITS 9

struct walk {
	word *table[LEVELS];
	word at, end;
	int level;
};

static word *entry(struct walk *w)
{
	int shift = 12 + BITS * (LEVELS - 1 - w->level);
	return &w->table[w->level][w->at >> shift & ((1 << BITS) - 1)];
}

static int next(struct walk *w)
{
	for (;;) {
		word size = 1ul << (12 + BITS * (LEVELS - 1 - w->level));
		w->at = (w->at | (size - 1)) + 1;
		if (w->at >= w->end || !w->at)
			return 0;
		if ((w->at >> (12 + BITS * (LEVELS - 1 - w->level)) & ((1 << BITS) - 1)) || !w->level)
			return 1;
		w->level--;
	}
}

word visit(word *root, word from, word end, word (*see)(word at, word *entry, int level))
{
	struct walk w = { .table = { root }, .at = from, .end = end };
	word found = 0;
	do {
		word *e = entry(&w), value = *e;
		while ((value & 1) && !(value & 128) && w.level < LEVELS - 1) {
			w.table[++w.level] = (word *)(value & ~4095ul);
			e = entry(&w);
			value = *e;
		}
		if (value & 1)
			found += see(w.at, e, w.level);
	} while (next(&w));
	return found;
}
