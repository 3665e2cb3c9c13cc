/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * String items (X.2: string items, message buffers; ipc sheet 3.2).  A string is a chain of
 * descriptors, each with up to 32 pieces of equal length, on either side; bytes go from piece to
 * piece, a page at a time, so that sender and receiver are cut independently.  Descriptors lie in
 * memory that users write: each word is read once, into the sender's transfer record.
 */
#include <kernel/ipc_ends.h>
#include <kernel/pgtable.h>
#include <kernel/space.h>
#include <kernel/string.h>
#include <arch/memory.h>
#include <arch/utcb.h>

/* What a slice may cost, in instructions, about; a chunk costs its words and this much. */
#define SLICE_COST	2900
#define CHUNK_COST	300
#ifdef ARCH_COPY_COST
#define WORD_COST	ARCH_COPY_COST
#else
#define WORD_COST	1
#endif
/* What memmove copies one by one: so many bytes at once, at so much for each byte or word. */
#define SLOW_BYTES	192
#define SLOW_COST	6
#define LAST_BR		(ABI_NUM_BRS - 1)

/* A descriptor's first word, at register `at`. */
static void read_descriptor(struct string_side *s, word_t word, unsigned at)
{
	s->at = at;
	s->piece = 0;
	s->pieces = (word >> ABI_STRING_J_SHIFT & ABI_STRING_J_MASK) + 1;
	s->compound = (word & ABI_STRING_COMPOUND) != 0;
	s->length = word >> ABI_STRING_LENGTH_SHIFT;
	s->left = 0;
}

static bool is_string(word_t word)
{
	return ABI_ITEM_TYPE(word) <= ABI_ITEM_STRING_MAX;
}

/* The register behind a descriptor. */
static unsigned behind(const struct string_side *s)
{
	return s->at + 1u + s->pieces;
}

/* The register to read next, for a piece's address or a further descriptor; 0 when it has ended. */
static unsigned next_register(const struct string_side *s)
{
	if (s->piece < s->pieces)
		return s->at + 1u + s->piece;
	return s->compound ? behind(s) : 0;
}

/* Take in what that register says; false if it should be a descriptor and isn't. */
static bool take_register(struct string_side *s, unsigned at, word_t word)
{
	if (s->piece < s->pieces) {
		s->piece++;
		s->addr = word;
		s->left = s->length;
		return true;
	}
	read_descriptor(s, word, at);
	return is_string(word);
}

/* To the sender's next byte; its words go to the receiver as they are used.  STRING_MORE: there it
 * is, STRING_DONE: there is none. */
static enum string_end next_source(struct tcb *self, struct tcb *dest)
{
	struct string_side *s = &self->xfer.from;

	while (s->left == 0) {
		unsigned at = next_register(s);

		if (at == 0)
			return STRING_DONE;
		if (at >= self->xfer.end)
			return STRING_OVERFLOW;
		word_t word = utcb_mr(self, at);

		utcb_set_mr(dest, at, word);
		if (!take_register(s, at, word))
			return STRING_OVERFLOW;
	}
	return STRING_MORE;
}

/* To the next byte of the receiver's buffer; false if there is none. */
static bool next_place(struct tcb *self, struct tcb *dest)
{
	struct string_side *s = &self->xfer.to;

	while (s->left == 0) {
		unsigned at = next_register(s);

		if (at == 0 || at > LAST_BR || !take_register(s, at, utcb_br(dest, at)))
			return false;
	}
	return true;
}

enum string_end ipc_string_begin(struct tcb *self, struct tcb *dest, word_t item)
{
	struct transfer *x = &self->xfer;

	utcb_set_mr(dest, x->item, item);
	if (!(utcb_br(dest, 0) & ABI_ACCEPT_STRINGS) || !x->buffers_left ||
	    x->next_buffer > LAST_BR)
		return STRING_OVERFLOW;
	word_t buffer = utcb_br(dest, x->next_buffer);

	if (!is_string(buffer))
		return STRING_OVERFLOW;
	x->buffers_left = buffer & ABI_ITEM_CONTINUED;
	read_descriptor(&x->from, item, x->item);
	read_descriptor(&x->to, buffer, x->next_buffer);
	x->string_active = true;
	return STRING_DONE;
}

/* The string is copied: on to the next item, and behind all of the buffer that it went to. */
static void string_finish(struct tcb *self, struct tcb *dest)
{
	struct transfer *x = &self->xfer;

	x->string_active = false;
	x->item = behind(&x->from);
	while (x->to.compound && behind(&x->to) <= LAST_BR)
		read_descriptor(&x->to, utcb_br(dest, behind(&x->to)), behind(&x->to));
	x->next_buffer = behind(&x->to);
}

/* Where in the page tables a side of the copy is.  Good for a slice: others change them in between. */
struct copy_place {
	struct pt_spot at;	/* slot NULL: nowhere yet */
	word_t base;		/* of the page */
};

/* The entry of an address, which often is the one after the last one or the same again. */
ALWAYS_INLINE void place_find(struct copy_place *p, const struct space *space, word_t addr)
{
	if (likely(p->at.slot && p->at.level == 0 && addr - p->base < 2 * pt_size(0) &&
		   pt_index(addr, 0) != 0)) {
		p->at.slot += addr - p->base >= pt_size(0);
		p->base = addr & ~(pt_size(0) - 1);
		return;
	}
	p->at = pt_find(space, addr);
	p->base = addr & ~(pt_size(p->at.level) - 1);
}

/* Whoever takes the entry away asks this CPU before he gives the frame to anybody (smp_copy_begin);
 * but the entry that is marked must be the one that was read. */
ALWAYS_INLINE bool still_shows(const pte_t *slot, pte_t pte)
{
#ifdef CONFIG_SMP
	pte_t now = pt_read(slot);

	return pte_is_present(now) && pte_phys(now) == pte_phys(pte) &&
	       pte_rights(now) == pte_rights(pte);
#else
	(void)slot, (void)pte;
	return true;
#endif
}

/* The page of an address, accessible in this way, marked as used; false if it isn't there. */
ALWAYS_INLINE bool find_page(const struct space *space, word_t addr, bool write, struct copy_place *p,
		      phys_t *frame)
{
	unsigned needed = write ? ABI_RIGHT_W : ABI_RIGHT_R;

	pte_t pte;

	do {
		place_find(p, space, addr);
		pte = pt_entry(p->at);
		if (!pte_is_present(pte) || !(pte_rights(pte) & needed))
			return false;
		pte_mark_used(p->at.slot, write);
	} while (unlikely(!still_shows(p->at.slot, pte)));
	if (likely(p->at.level == 0))
		*frame = pte_phys(pte) + (addr - p->base);
	else
		*frame = pte_frame(pte, p->at.level) + (addr - p->base);
	return true;
}

static bool is_user_address(word_t addr)
{
	word_t user;

	return pt_user_next(addr, &user) && user == addr;
}

static word_t least(word_t a, word_t b)
{
	return a < b ? a : b;
}

/* Both sides may show the same frame. */
ALWAYS_INLINE bool overlap(const void *to, const void *from, word_t bytes)
{
	uintptr_t d = (uintptr_t)to, s = (uintptr_t)from;

	return (d > s ? d - s : s - d) < bytes;
}

/* A slice of the copy. */
struct string_slice {
	word_t cost;
	struct copy_place from, to;
};

/* What memcpy is not for: word by word, or not many bytes one by one.  Answers how many. */
static COLD word_t copy_slowly(void *to, const void *from, word_t bytes, word_t *cost)
{
	bool words = (((uintptr_t)to | (uintptr_t)from | bytes) & (sizeof(word_t) - 1)) == 0;

	if (!words)
		bytes = least(bytes, SLOW_BYTES);
	memmove(to, from, bytes);
	*cost += CHUNK_COST + (words ? bytes / sizeof(word_t) : bytes) * SLOW_COST;
	return bytes;
}

/*
 * Copy to the end of a piece or of a page, whichever is first, or less if that would take long;
 * STRING_MORE if that went well.  The cost is added up.
 */
static enum string_end copy_chunk(struct tcb *self, struct tcb *dest, struct string_slice *slice,
				  word_t *bytes, struct string_fault *fault)
{
	struct string_side *from = &self->xfer.from, *to = &self->xfer.to;
	phys_t source, place;

	if (!is_user_address(from->addr) || !is_user_address(to->addr))
		return STRING_OVERFLOW;
	*fault = (struct string_fault){ false, from->addr };
	if (!find_page(self->space, from->addr, false, &slice->from, &source))
		return STRING_FAULT;
	*fault = (struct string_fault){ true, to->addr };
	if (!find_page(dest->space, to->addr, true, &slice->to, &place))
		return STRING_FAULT;
	void *s = user_open(self->space, from->addr, source, false);
	void *d = user_open(dest->space, to->addr, place, true);

	if (s && d) {
		if (unlikely(overlap(d, s, *bytes) || !memcpy_is_fast(d, s))) {
			*bytes = copy_slowly(d, s, *bytes, &slice->cost);
		} else {
			memcpy(d, s, *bytes);
			slice->cost += CHUNK_COST + *bytes / sizeof(word_t) * WORD_COST;
		}
	}
	user_close(d);
	user_close(s);
	return s && d ? STRING_MORE : STRING_OVERFLOW;
}

static word_t bytes_in_page(word_t addr)
{
	return pt_size(0) - (addr & (pt_size(0) - 1));
}

static enum string_end copy_slice(struct tcb *self, struct tcb *dest, struct string_fault *fault)
{
	struct string_side *from = &self->xfer.from, *to = &self->xfer.to;
	struct string_slice slice;
	enum string_end end;

	slice.cost = 0;
	slice.from.at.slot = slice.to.at.slot = NULL;
	while (slice.cost < SLICE_COST) {
		end = next_source(self, dest);
		if (end == STRING_DONE)
			string_finish(self, dest);
		if (end != STRING_MORE)
			return end;
		if (!next_place(self, dest))
			return STRING_OVERFLOW;
		word_t bytes = least(least(from->left, to->left),
				     least(bytes_in_page(from->addr), bytes_in_page(to->addr)));

		end = copy_chunk(self, dest, &slice, &bytes, fault);
		if (end != STRING_MORE)
			return end;
		from->addr += bytes;
		from->left -= bytes;
		to->addr += bytes;
		to->left -= bytes;
		self->xfer.offset += bytes;
	}
	return STRING_MORE;
}

enum string_end ipc_string_copy(struct tcb *self, struct tcb *dest, struct string_fault *fault)
{
	enum string_end end;

	smp_copy_begin(self->space, dest->space);
	end = copy_slice(self, dest, fault);
	smp_copy_end();
	return end;
}
