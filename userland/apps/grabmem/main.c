/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Asks sigma0 for all memory there is, the largest pages first, and prints what came.  With the word
 * "auto" on its command line it also looks at every page it got, and ends the machine.
 */
#include <l4/kip.h>
#include <l4/sigma0.h>
#include <l4io.h>
#include <l4lib/cmdline.h>
#include <l4lib/end.h>
#include <stdbool.h>

#define SMALLEST	10	/* log2: no fpage is smaller */
#define REMEMBERED	4096

static L4_Fpage_t pages[REMEMBERED];
static unsigned count;

static const char units[] = { 'B', 'K', 'M', 'G', 'T', 'P', 'E' };

/* The unit in which 2^size is a small number. */
static L4_Word_t unit_of(L4_Word_t size)
{
	return size / 10;
}

static void remember(L4_Fpage_t f)
{
	if (count < REMEMBERED)
		pages[count++] = f;
}

static L4_Word_t take_all(L4_Word_t size)
{
	L4_Word_t n = 0;
	L4_Fpage_t f;

	for (;;) {
		f = L4_Sigma0_GetAny(L4_nilthread, size, L4_CompleteAddressSpace);
		if (L4_IsNilFpage(f))
			return n;
		remember(f);
		n++;
	}
}

static void print_line(L4_Word_t n, L4_Word_t size)
{
	L4_Word_t unit = unit_of(size), shift = size - unit * 10;

	printf("Allocated %lu pages of %3lu%cB (log2size %2lu) [%lu%cB]\n", n,
	       (L4_Word_t)1 << shift, units[unit], size, n << shift, units[unit]);
}

/* A number of kilobytes with two decimals of the unit above. */
static void print_in(L4_Word64_t kilobytes, unsigned shift, const char *unit)
{
	L4_Word64_t hundredths = (kilobytes * 100) >> shift;

	printf("%lu.%02lu%s | ", (L4_Word_t)(hundredths / 100), (L4_Word_t)(hundredths % 100),
	       unit);
}

static bool overlap(L4_Fpage_t a, L4_Fpage_t b)
{
	return L4_Address(a) < L4_Address(b) + L4_Size(b) &&
	       L4_Address(b) < L4_Address(a) + L4_Size(a);
}

/* Is every page there, writable, and apart from all others?  Both ends of each hold its number. */
static bool look_at_pages(void)
{
	for (unsigned i = 0; i < count; i++) {
		volatile L4_Word_t *first = (L4_Word_t *)L4_Address(pages[i]);

		for (unsigned k = 0; k < i; k++)
			if (overlap(pages[i], pages[k]))
				return false;
		first[0] = first[L4_Size(pages[i]) / sizeof(L4_Word_t) - 1] = i;
	}
	for (unsigned i = 0; i < count; i++)
		if (*(volatile L4_Word_t *)L4_Address(pages[i]) != i)
			return false;
	return true;
}

int main(void)
{
	bool is_auto = cmdline_has(root_cmdline(), "auto");
	L4_Word64_t kilobytes = 0;

	printf("Hello world, I will now allocate all available memory.\n\n");
	for (L4_Word_t size = L4_BITS_PER_WORD - 1; size >= SMALLEST; size--) {
		L4_Word_t n = take_all(size);

		if (n)
			print_line(n, size);
		kilobytes += (L4_Word64_t)n << (size - SMALLEST);
	}
	printf("\nTotal memory: ");
	print_in(kilobytes, 20, "GB");
	print_in(kilobytes, 10, "MB");
	printf("%luKB\n", (L4_Word_t)kilobytes);
	if (is_auto) {
		bool ok = look_at_pages();

		printf("grabmem: %u pages, %s\n", count,
		       ok ? "each there and apart from the others" : "not all of them good");
		end_machine(!ok);
	}
	for (;;)
		L4_Sleep(L4_Never);
}
