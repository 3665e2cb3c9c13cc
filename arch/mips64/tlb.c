/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The TLB and its address space ids.  A space gets one of 255 ids when it is switched to without
 * having one; when they are used up, all spaces lose theirs and the TLB is emptied.  A space that
 * drops its id drops all its entries with it: that is how more than one page is flushed.
 */
#include <kernel/pgtable.h>
#include <arch/mips64/mips.h>

#define ASIDS			256u
#define INDEX_NOT_FOUND		0x80000000u

/* The page table that the refill walks, which is the current space's; 0: the exit loads anew. */
word_t mips_root __attribute__((externally_visible));

static struct space *asid_owner[ASIDS];		/* 0 is nobody's */
static unsigned asid_next = 1;

/* An entry that no address matches: none is looked up for the kernel's unmapped ones. */
static void write_empty(unsigned index)
{
	write_c0_entryhi(VIRT_IMAGE + ((word_t)index << 13));
	write_c0_entrylo0(0);
	write_c0_entrylo1(0);
	write_c0_index(index);
	c0_hazard();
	__asm__ volatile("tlbwi" : : : "memory");
	c0_hazard();
}

static void tlb_empty(void)
{
	for (unsigned i = 0; i < TLB_ENTRIES; i++)
		write_empty(i);
}

void tlb_init(void)
{
	__asm__ volatile("mtc0 $0, $5; mtc0 $0, $6");	/* PageMask, Wired */
	tlb_empty();
	write_c0_entryhi(0);
}

static void drop_asid(struct space *s)
{
	asid_owner[s->arch.asid] = NULL;
	s->arch.asid = 0;
	if (mips_root == (word_t)(uintptr_t)s->root)
		mips_root = 0;
}

/* On the way to a thread of this space: the id it has from now on.  The exit has set mips_root. */
ASM_CALLED word_t tlb_give_asid(struct space *s);
word_t tlb_give_asid(struct space *s)
{
	if (asid_next == ASIDS) {
		for (unsigned i = 1; i < ASIDS; i++)
			if (asid_owner[i])
				drop_asid(asid_owner[i]);
		tlb_empty();
		asid_next = 1;
	}
	asid_owner[asid_next] = s;
	s->arch.asid = asid_next++;
	return s->arch.asid;
}

void pt_flush_page(struct space *s, word_t va, unsigned level)
{
	word_t asid = s->arch.asid, old;
	uint32_t index;

	if (!asid)
		return;
	if (level > 0) {
		drop_asid(s);
		return;
	}
	old = read_c0_entryhi();
	write_c0_entryhi((va & ~(word_t)0x1fff) | asid);
	c0_hazard();
	__asm__ volatile("tlbp" : : : "memory");
	c0_hazard();
	index = read_c0_index();
	if (!(index & INDEX_NOT_FOUND))
		write_empty(index);
	write_c0_entryhi(old);
}

/*
 * A page is touched for the first time since it was mapped, or since somebody asked.  What others
 * have written at addresses of another colour goes to memory, and so does code, past the cache that
 * instructions come from.
 */
static void page_hand_over(pte_t pte)
{
	bool code = pte_rights(pte) & ABI_RIGHT_X;

	if ((pte & PTE_CACHED) != PTE_CACHED)
		return;
	if (code || cache_colour_mask)
		cache_flush_data();
	if (code)
		cache_flush_code();
}

bool tlb_serve(struct space *s, word_t va, bool write)
{
	struct pt_spot at = pt_find(s, va);
	pte_t old = *at.slot;

	if (!pte_is_leaf(old, at.level) ||
	    !(pte_rights(old) & (write ? ABI_RIGHT_W : ABI_RIGHTS_MASK)))
		return false;
	if (!(old & PTE_VALID))
		page_hand_over(old);
	*at.slot = old | PTE_REFERENCED | PTE_VALID | (write ? PTE_WRITTEN | PTE_DIRTY : 0);
	/* entries of small pages that were here before would overlap that of a large one */
	if (at.level > 0 && !(old & PTE_VALID))
		drop_asid(s);
	else
		pt_flush_page(s, va, 0);
	return true;
}

void arch_space_init(struct space *s)
{
	(void)s;
}

void arch_space_destroy(struct space *s)
{
	if (s->arch.asid)
		drop_asid(s);
	if (mips_root == (word_t)(uintptr_t)s->root)
		mips_root = 0;
}
