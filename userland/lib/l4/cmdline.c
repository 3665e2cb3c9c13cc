/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Finding the root task's command line: in its own record of the generic boot info, or, if the
 * loader was told not to write one, in the multiboot info, where the loader put the same line.
 * Both lie in memory that sigma0 gives only on request.
 */
#include <l4/bootinfo.h>
#include <l4/sigma0.h>
#include <l4lib/cmdline.h>
#include <l4lib/string.h>

extern void _start(void);

/* Multiboot info: 32-bit fields at these offsets, of which flag 2 says that there is a line. */
#define MBI_FLAGS		0
#define MBI_FLAG_CMDLINE	0x4
#define MBI_CMDLINE		16

static bool get_memory(L4_Word_t address, L4_Word_t bytes)
{
	L4_Word_t page = (L4_Word_t)1 << __L4_Lsb(L4_PageSizeMask(L4_GetKernelInterface()));
	L4_Word_t end = address + bytes;

	for (address &= ~(page - 1); address < end; address += page)
		if (L4_IsNilFpage(L4_Sigma0_GetPage(L4_nilthread, L4_Fpage(address, page))))
			return false;
	return true;
}

static const char *multiboot_cmdline(L4_Word_t mbi)
{
	L4_Word_t line;

	if (!get_memory(mbi, MBI_CMDLINE + sizeof(L4_Word32_t)) ||
	    !(*(L4_Word32_t *)(mbi + MBI_FLAGS) & MBI_FLAG_CMDLINE))
		return "";
	line = *(L4_Word32_t *)(mbi + MBI_CMDLINE);
	return get_memory(line, 1) ? (const char *)line : "";
}

/* Whether a record is that of the running program: where its text lies tells. */
static bool is_mine(const L4_BootRec_t *record)
{
	return L4_BootRec_Type(record) == L4_BootInfo_SimpleExec &&
	       (L4_Word_t)_start - L4_SimpleExec_TextVstart(record) <
	       L4_SimpleExec_TextSize(record);
}

const char *root_cmdline(void)
{
	L4_Word_t info = L4_BootInfo(L4_GetKernelInterface());
	const L4_BootRec_t *record;
	const char *line;
	L4_Word_t n;

	if (info == 0 || !get_memory(info, sizeof(L4_BootInfo_t)))
		return "";
	if (!L4_BootInfo_Valid((void *)info))
		return multiboot_cmdline(info);
	if (!get_memory(info, L4_BootInfo_Size((void *)info)))
		return "";
	record = L4_BootInfo_FirstEntry((void *)info);
	for (n = L4_BootInfo_Entries((void *)info); n > 0; n--) {
		if (is_mine(record)) {
			line = L4_SimpleExec_Cmdline(record);
			return line ? line : "";
		}
		record = L4_BootRec_Next(record);
	}
	return "";
}

const char *cmdline_word(const char *line, unsigned n, size_t *length)
{
	for (;;) {
		const char *end;

		while (*line == ' ')
			line++;
		if (*line == 0)
			return NULL;
		for (end = line; *end && *end != ' '; end++)
			;
		if (n-- == 0) {
			*length = (size_t)(end - line);
			return line;
		}
		line = end;
	}
}

bool cmdline_has(const char *line, const char *word)
{
	size_t length;
	const char *w;
	unsigned n;

	for (n = 0; (w = cmdline_word(line, n, &length)) != NULL; n++)
		if (length == strlen(word) && strncmp(w, word, length) == 0)
			return true;
	return false;
}
