/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The memory management unit: a table walker of its own, which sets reference bits as hardware
 * does, and a TLB that forgets nothing it isn't told to forget.  User frames have two views: the
 * hardware's, and the kernel's, which is unreachable but between user_open and user_close.
 */
#define _GNU_SOURCE
#include <sys/mman.h>
#include <unistd.h>
#include <kernel/cpu.h>
#include <kernel/space.h>
#include <arch/memory.h>
#include <arch/pgtable.h>
#include "host.h"

#define PAGE		((phys_t)4096)
#define TLB_ENTRIES	256
#define WINDOWS		4	/* of each CPU */
#ifdef CONFIG_SMP
#define TLBS		CONFIG_SMP_MAX_PROCS
#else
#define TLBS		1
#endif

struct tlb_entry {
	const struct space *space;	/* NULL: empty */
	word_t page;
	phys_t phys;
	word_t mask;			/* of the page's address: entries of large pages go together */
	uint8_t rights, status;
};

static struct tlb_entry tlbs[TLBS][TLB_ENTRIES];
static char *frames_hardware, *frames_kernel;
static struct {
	char *at;		/* NULL: not open */
	bool write;
	unsigned cpu;
} windows[WINDOWS * TLBS];

void host_mmu_init(void)
{
	int fd = memfd_create("frames", 0);

	if (fd < 0 || ftruncate(fd, HOST_USER_END))
		host_fail("no memory for user frames");
	frames_hardware = mmap(NULL, HOST_USER_END, PROT_READ | PROT_WRITE,
			       MAP_SHARED | MAP_NORESERVE, fd, 0);
	frames_kernel = mmap(NULL, HOST_USER_END, PROT_NONE, MAP_SHARED | MAP_NORESERVE, fd, 0);
	if (frames_hardware == MAP_FAILED || frames_kernel == MAP_FAILED)
		host_fail("no memory for user frames");
	close(fd);
}

void host_bad_phys(phys_t phys)
{
	host_fail("the kernel asks for the alias of a user frame at %lx", (unsigned long)phys);
}

void *host_frame(phys_t phys)
{
	return phys < HOST_USER_END ? frames_hardware + phys : phys_to_virt(phys);
}

/* --- translation ------------------------------------------------------------------------------ */

static pte_t *walk(const struct space *s, word_t va, unsigned *level)
{
	pte_t *slot = s->root + pt_index(va, *level = PT_LEVELS - 1);

	while (pte_is_present(*slot) && !pte_is_leaf(*slot, *level)) {
		--*level;
		slot = (pte_t *)phys_to_virt(pte_phys(*slot)) + pt_index(va, *level);
	}
	return slot;
}

static struct tlb_entry *tlb_slot(const struct space *s, word_t va)
{
	return &tlbs[this_cpu()->number][(((uintptr_t)s >> 6) * 7 + (va >> 12)) % TLB_ENTRIES];
}

void *host_translate(const struct space *s, word_t va, unsigned access)
{
	struct tlb_entry *e = tlb_slot(s, va);
	const word_t page = va & ~(word_t)(PAGE - 1);
	unsigned level, status = access | ABI_STATUS_REFERENCED;
	word_t user;

	if (!pt_user_next(va, &user) || user != va)
		return NULL;
	if (e->space != s || e->page != page || (access & ~e->rights) || (status & ~e->status)) {
		pte_t *slot = walk(s, va, &level);

		if (!pte_is_present(*slot) || (access & ~pte_rights(*slot)))
			return NULL;
		*slot |= (pte_t)status << HOST_PTE_STATUS_SHIFT;	/* nobody comes in between */
		*e = (struct tlb_entry){
			.space = s, .page = page, .rights = pte_rights(*slot),
			.status = pte_status(*slot),
			.mask = ~(((word_t)1 << pt_shift(level)) - 1),
			.phys = pte_phys(*slot) + (page & (((word_t)1 << pt_shift(level)) - 1)),
		};
	}
	return (char *)host_frame(e->phys) + (va & (PAGE - 1));
}

#ifdef CONFIG_SMP

void arch_flush_pages(const struct flush *f)
{
	struct tlb_entry *tlb = tlbs[this_cpu()->number];
	struct smp_cpu *me = &this_cpu()->smp;

	for (unsigned i = 0; i < TLB_ENTRIES; i++) {
		bool goes = f->pages > FLUSH_PAGES;

		for (unsigned n = 0; n < f->pages && !goes; n++)
			goes = ((tlb[i].page ^ f->va[n]) & tlb[i].mask) == 0;
		if (goes && (!f->space || tlb[i].space == f->space))
			tlb[i].space = NULL;
	}
	if (f->leave && me->loaded == f->space) {
		me->loaded = NULL;
		host_tlb_forget(NULL);
	}
}

#else

void pt_flush_page(const struct space *space, word_t va, unsigned level)
{
	word_t mask = ~(((word_t)1 << pt_shift(level)) - 1);

	for (unsigned i = 0; i < TLB_ENTRIES; i++)
		if (tlbs[0][i].space == space && ((tlbs[0][i].page ^ va) & mask) == 0)
			tlbs[0][i].space = NULL;
}

#endif

void host_tlb_forget(const struct space *s)
{
	struct tlb_entry *tlb = tlbs[this_cpu()->number];

	for (unsigned i = 0; i < TLB_ENTRIES; i++)
		if (!s || tlb[i].space == s)
			tlb[i].space = NULL;
}

static void check_entry(const struct tlb_entry *e)
{
	unsigned level;

	if (!e->space->arch.alive)
		host_fail("the TLB knows a space that is gone");
	pte_t pte = *walk(e->space, e->page, &level);

	if (!pte_is_present(pte))
		host_fail("the TLB still has page %lx, which was unmapped",
			  (unsigned long)e->page);
	if (pte_phys(pte) + (e->page & (((word_t)1 << pt_shift(level)) - 1)) != e->phys)
		host_fail("the TLB has another frame at %lx", (unsigned long)e->page);
	if (e->rights & ~pte_rights(pte))
		host_fail("the TLB gives rights at %lx that were taken", (unsigned long)e->page);
	if (e->status & ~pte_status(pte))
		host_fail("reference bits at %lx were reset behind the TLB",
			  (unsigned long)e->page);
}

void host_tlb_check(void)
{
	for (unsigned n = 0; n < TLBS; n++)
		for (unsigned i = 0; i < TLB_ENTRIES; i++)
			if (tlbs[n][i].space)
				check_entry(&tlbs[n][i]);
}

/* --- the kernel's windows --------------------------------------------------------------------- */

/* The page may be what its windows together ask for. */
static void protect(phys_t frame)
{
	phys_t page = frame & ~(PAGE - 1);
	int protection = PROT_NONE;

	for (unsigned i = 0; i < WINDOWS * TLBS; i++)
		if (windows[i].at && (phys_t)(windows[i].at - frames_kernel) - page < PAGE)
			protection |= PROT_READ | (windows[i].write ? PROT_WRITE : 0);
	mprotect(frames_kernel + page, PAGE, protection);
}

void *user_open(const struct space *space, word_t va, phys_t frame, bool write)
{
	unsigned level, i = 0;
	pte_t pte = *walk(space, va, &level);
	word_t in_page = va & (((word_t)1 << pt_shift(level)) - 1);

	/* another CPU may have taken it out just now: it will ask us before it gives it to anybody */
	if (TLBS == 1 && (!pte_is_present(pte) || pte_phys(pte) + in_page != frame))
		host_fail("user_open(%lx): that frame isn't there", (unsigned long)va);
	if (TLBS == 1 && write && !(pte_rights(pte) & ABI_RIGHT_W))
		host_fail("user_open(%lx): not writable", (unsigned long)va);
	if (frame >= HOST_USER_END)
		return phys_to_virt(frame);
	while (windows[i].at)
		if (++i == WINDOWS * TLBS)
			host_fail("user_open: too many windows");
	windows[i].at = frames_kernel + frame;
	windows[i].write = write;
	windows[i].cpu = this_cpu()->number;
	protect(frame);
	return windows[i].at;
}

void user_close(void *p)
{
	phys_t frame = (char *)p - frames_kernel;

	if (frame >= HOST_USER_END)
		return;
	for (unsigned i = 0; i < WINDOWS * TLBS; i++)
		if (windows[i].at == p && windows[i].cpu == this_cpu()->number) {
			windows[i].at = NULL;
			protect(frame);
			return;
		}
	host_fail("user_close without user_open");
}

void host_windows_check(void)
{
	for (unsigned i = 0; i < WINDOWS * TLBS; i++)
		if (windows[i].at && windows[i].cpu == this_cpu()->number)
			host_fail("the kernel left a window to user memory open");
}
