/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Generic boot info (protocols sheet 8.1): what the boot loader tells the root task about the
 * modules it loaded.  The KIP's BootInfo word has its physical address; sigma0 maps it on a fault.
 */
#ifndef __L4__BOOTINFO_H__
#define __L4__BOOTINFO_H__

#include <l4/types.h>
#include <l4/abi/bootinfo.h>

#define L4_BOOTINFO_MAGIC		((L4_Word_t)ABI_BOOTINFO_MAGIC)
#define L4_BOOTINFO_VERSION		ABI_BOOTINFO_VERSION
#define L4_BootInfo_Module		ABI_BOOTREC_MODULE
#define L4_BootInfo_SimpleExec		ABI_BOOTREC_SIMPLE_EXEC
#define L4_BootInfo_EFITables		ABI_BOOTREC_EFI
#define L4_BootInfo_Multiboot		ABI_BOOTREC_MULTIBOOT

typedef struct {
	L4_Word_t	magic;
	L4_Word_t	version;
	L4_Word_t	size;
	L4_Word_t	first_entry;	/* bytes from here */
	L4_Word_t	num_entries;
	L4_Word_t	__reserved[3];
} L4_BootInfo_t;

typedef struct {
	L4_Word_t	type;
	L4_Word_t	version;
	L4_Word_t	offset_next;	/* bytes from here */
} L4_BootRec_t;

typedef struct {
	L4_BootRec_t	head;
	L4_Word_t	start;
	L4_Word_t	size;
	L4_Word_t	cmdline_offset;	/* bytes from here, 0 for none; so below */
} L4_Boot_Module_t;

typedef struct {
	L4_BootRec_t	head;
	L4_Word_t	text_pstart;
	L4_Word_t	text_vstart;
	L4_Word_t	text_size;
	L4_Word_t	data_pstart;
	L4_Word_t	data_vstart;
	L4_Word_t	data_size;
	L4_Word_t	bss_pstart;
	L4_Word_t	bss_vstart;
	L4_Word_t	bss_size;
	L4_Word_t	initial_ip;
	L4_Word_t	flags;
	L4_Word_t	label;
	L4_Word_t	cmdline_offset;
} L4_Boot_SimpleExec_t;

typedef struct {
	L4_BootRec_t	head;
	L4_Word_t	systab;
	L4_Word_t	memmap;
	L4_Word_t	memmap_size;
	L4_Word_t	memdesc_size;
	L4_Word_t	memdesc_version;
} L4_Boot_EFI_t;

typedef struct {
	L4_BootRec_t	head;
	L4_Word_t	address;
} L4_Boot_MBI_t;

__L4_STATIC_ASSERT(sizeof(L4_BootInfo_t) == ABI_BOOTINFO_H_WORDS * sizeof(L4_Word_t));
__L4_STATIC_ASSERT(sizeof(L4_Boot_Module_t) == ABI_BOOTMOD_WORDS * sizeof(L4_Word_t));
__L4_STATIC_ASSERT(sizeof(L4_Boot_SimpleExec_t) == ABI_BOOTEXEC_WORDS * sizeof(L4_Word_t));
__L4_STATIC_ASSERT(sizeof(L4_Boot_EFI_t) == ABI_BOOTEFI_WORDS * sizeof(L4_Word_t));
__L4_STATIC_ASSERT(sizeof(L4_Boot_MBI_t) == ABI_BOOTMBI_WORDS * sizeof(L4_Word_t));

/* ---- the whole ---------------------------------------------------------------------------- */

L4_INLINE L4_Bool_t L4_BootInfo_Valid(const void *bootinfo)
{
	const L4_BootInfo_t *b = (const L4_BootInfo_t *)bootinfo;

	return b->magic == L4_BOOTINFO_MAGIC && b->version == L4_BOOTINFO_VERSION;
}

L4_INLINE L4_Word_t L4_BootInfo_Size(const void *bootinfo)
{
	return ((const L4_BootInfo_t *)bootinfo)->size;
}

L4_INLINE L4_BootRec_t *L4_BootInfo_FirstEntry(const void *bootinfo)
{
	const L4_BootInfo_t *b = (const L4_BootInfo_t *)bootinfo;

	return (L4_BootRec_t *)((L4_Word_t)b + b->first_entry);
}

L4_INLINE L4_Word_t L4_BootInfo_Entries(const void *bootinfo)
{
	return ((const L4_BootInfo_t *)bootinfo)->num_entries;
}

/* ---- records ------------------------------------------------------------------------------ */

L4_INLINE L4_Word_t L4_BootRec_Type(const L4_BootRec_t *r)
{
	return r->type;
}

L4_INLINE L4_BootRec_t *L4_BootRec_Next(const L4_BootRec_t *r)
{
	return (L4_BootRec_t *)((L4_Word_t)r + r->offset_next);
}

L4_INLINE char *__L4_BootCmdline(const L4_BootRec_t *r, L4_Word_t offset)
{
	return offset ? (char *)((L4_Word_t)r + offset) : (char *)0;
}

#define __L4_BOOT_FIELD(name, record, field)					\
L4_INLINE L4_Word_t name(const L4_BootRec_t *r)					\
{										\
	return ((const record *)r)->field;					\
}
#define __L4_BOOT_CMDLINE(name, record)						\
L4_INLINE char *name(const L4_BootRec_t *r)					\
{										\
	return __L4_BootCmdline(r, ((const record *)r)->cmdline_offset);	\
}
__L4_BOOT_FIELD(L4_Module_Start, L4_Boot_Module_t, start)
__L4_BOOT_FIELD(L4_Module_Size, L4_Boot_Module_t, size)
__L4_BOOT_CMDLINE(L4_Module_Cmdline, L4_Boot_Module_t)

__L4_BOOT_FIELD(L4_SimpleExec_TextVstart, L4_Boot_SimpleExec_t, text_vstart)
__L4_BOOT_FIELD(L4_SimpleExec_TextPstart, L4_Boot_SimpleExec_t, text_pstart)
__L4_BOOT_FIELD(L4_SimpleExec_TextSize, L4_Boot_SimpleExec_t, text_size)
__L4_BOOT_FIELD(L4_SimpleExec_DataVstart, L4_Boot_SimpleExec_t, data_vstart)
__L4_BOOT_FIELD(L4_SimpleExec_DataPstart, L4_Boot_SimpleExec_t, data_pstart)
__L4_BOOT_FIELD(L4_SimpleExec_DataSize, L4_Boot_SimpleExec_t, data_size)
__L4_BOOT_FIELD(L4_SimpleExec_BssVstart, L4_Boot_SimpleExec_t, bss_vstart)
__L4_BOOT_FIELD(L4_SimpleExec_BssPstart, L4_Boot_SimpleExec_t, bss_pstart)
__L4_BOOT_FIELD(L4_SimpleExec_BssSize, L4_Boot_SimpleExec_t, bss_size)
__L4_BOOT_FIELD(L4_SimpleExec_InitialIP, L4_Boot_SimpleExec_t, initial_ip)
__L4_BOOT_FIELD(L4_SimpleExec_Flags, L4_Boot_SimpleExec_t, flags)
__L4_BOOT_FIELD(L4_SimpleExec_Label, L4_Boot_SimpleExec_t, label)
__L4_BOOT_CMDLINE(L4_SimpleExec_Cmdline, L4_Boot_SimpleExec_t)

__L4_BOOT_FIELD(L4_EFI_Systab, L4_Boot_EFI_t, systab)
__L4_BOOT_FIELD(L4_EFI_Memmap, L4_Boot_EFI_t, memmap)
__L4_BOOT_FIELD(L4_EFI_MemmapSize, L4_Boot_EFI_t, memmap_size)
__L4_BOOT_FIELD(L4_EFI_MemdescSize, L4_Boot_EFI_t, memdesc_size)
__L4_BOOT_FIELD(L4_EFI_MemdescVersion, L4_Boot_EFI_t, memdesc_version)

__L4_BOOT_FIELD(L4_MBI_Address, L4_Boot_MBI_t, address)
#undef __L4_BOOT_FIELD
#undef __L4_BOOT_CMDLINE

L4_INLINE void L4_SimpleExec_Set_Flags(L4_BootRec_t *r, L4_Word_t flags)
{
	((L4_Boot_SimpleExec_t *)r)->flags = flags;
}

L4_INLINE void L4_SimpleExec_Set_Label(L4_BootRec_t *r, L4_Word_t label)
{
	((L4_Boot_SimpleExec_t *)r)->label = label;
}

#if defined(__cplusplus)
static inline L4_Word_t L4_Type(const L4_BootRec_t *r)
{
	return L4_BootRec_Type(r);
}

static inline L4_BootRec_t *L4_Next(const L4_BootRec_t *r)
{
	return L4_BootRec_Next(r);
}
#endif

#endif
