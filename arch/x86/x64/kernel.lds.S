/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The kernel image: linked at VIRT_IMAGE + physical address, one page table's worth at most.
 * Sections are page aligned, because paging.c gives each its rights: text executes, data is
 * written, nothing is both.  The stubs are a page that users see.
 */
#include <arch/layout.h>

OUTPUT_FORMAT(elf64-x86-64)
OUTPUT_ARCH(i386:x86-64)
ENTRY(start_phys)

PHDRS
{
	text PT_LOAD FLAGS(5);
	rodata PT_LOAD FLAGS(4);
	data PT_LOAD FLAGS(6);
	stack PT_GNU_STACK FLAGS(6);
}

SECTIONS
{
	. = VIRT_IMAGE + IMAGE_PHYS;
	image_start = . ;

	.text : AT(ADDR(.text) - VIRT_IMAGE) {
		KEEP(*(.text.start))
		*(.text.hot .text.hot.*)
		*(.text .text.*)
	} :text

	/* a page of their own, which users see */
	.stubs ALIGN(4096) : AT(ADDR(.stubs) - VIRT_IMAGE) {
		image_stubs = . ;
		KEEP(*(.user_stubs))
		KEEP(*(.user_stubs_2))
	} :text
	. = ALIGN(4096);
	image_stubs_end = . ;

	.rodata : AT(ADDR(.rodata) - VIRT_IMAGE) {
		*(.rodata .rodata.*)
		. = ALIGN(8);
		kdb_commands_start = . ;
		KEEP(*(SORT(.kdb_commands*)))
		kdb_commands_end = . ;
	} :rodata
	. = ALIGN(4096);
	image_data = . ;

	.data : AT(ADDR(.data) - VIRT_IMAGE) {
		KEEP(*(.kip))
		. = ALIGN(4096);
		*(.data.page_tables)
		*(.data .data.*)
	} :data

	.bss : AT(ADDR(.bss) - VIRT_IMAGE) {
		. = ALIGN(4096);
		KEEP(*(.bss.stacks))
		*(.bss .bss.* COMMON)
		. = ALIGN(4096);
	} :data
	image_end = . ;

	start_phys = start - VIRT_IMAGE;

	/DISCARD/ : { *(.comment) *(.note*) *(.eh_frame*) }
}

ASSERT(image_end <= VIRT_IMAGE_END, "the kernel image does not fit into its window")
ASSERT(image_stubs_end - image_stubs == 4096, "the stubs fill one page")
