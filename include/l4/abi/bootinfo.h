/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Generic boot info, written by the loader, read by root tasks (protocols sheet 8.1).  Word
 * indices; the word size is that of the root task.  Macros only.
 */
#ifndef L4_ABI_BOOTINFO_H
#define L4_ABI_BOOTINFO_H

#define ABI_BOOTINFO_MAGIC		0x14b0021d
#define ABI_BOOTINFO_VERSION		1

/* header */
#define ABI_BOOTINFO_H_MAGIC		0
#define ABI_BOOTINFO_H_VERSION		1
#define ABI_BOOTINFO_H_SIZE		2
#define ABI_BOOTINFO_H_FIRST		3
#define ABI_BOOTINFO_H_ENTRIES		4
#define ABI_BOOTINFO_H_WORDS		8

/* every record begins with: */
#define ABI_BOOTREC_TYPE		0
#define ABI_BOOTREC_VERSION		1
#define ABI_BOOTREC_NEXT		2	/* bytes from this record to the next */

#define ABI_BOOTREC_MODULE		0x0001
#define ABI_BOOTREC_SIMPLE_EXEC		0x0002
#define ABI_BOOTREC_EFI			0x0101
#define ABI_BOOTREC_MULTIBOOT		0x0102

#define ABI_BOOTMOD_START		3
#define ABI_BOOTMOD_SIZE		4
#define ABI_BOOTMOD_CMDLINE		5	/* bytes from the record, 0 = none */
#define ABI_BOOTMOD_WORDS		6

#define ABI_BOOTEXEC_TEXT_PSTART	3
#define ABI_BOOTEXEC_TEXT_VSTART	4
#define ABI_BOOTEXEC_TEXT_SIZE		5
#define ABI_BOOTEXEC_DATA_PSTART	6
#define ABI_BOOTEXEC_DATA_VSTART	7
#define ABI_BOOTEXEC_DATA_SIZE		8
#define ABI_BOOTEXEC_BSS_PSTART		9
#define ABI_BOOTEXEC_BSS_VSTART		10
#define ABI_BOOTEXEC_BSS_SIZE		11
#define ABI_BOOTEXEC_IP			12
#define ABI_BOOTEXEC_FLAGS		13
#define ABI_BOOTEXEC_LABEL		14
#define ABI_BOOTEXEC_CMDLINE		15
#define ABI_BOOTEXEC_WORDS		16

#define ABI_BOOTEFI_SYSTAB		3
#define ABI_BOOTEFI_MEMMAP		4
#define ABI_BOOTEFI_MEMMAP_SIZE		5
#define ABI_BOOTEFI_MEMDESC_SIZE	6
#define ABI_BOOTEFI_MEMDESC_VERSION	7
#define ABI_BOOTEFI_WORDS		8

#define ABI_BOOTMBI_ADDRESS		3
#define ABI_BOOTMBI_WORDS		4

#endif
