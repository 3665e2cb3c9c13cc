/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The kernel image: linked at VIRT_IMAGE + physical address.  Sections are page aligned, because
 * paging.c gives each its rights: text executes, data is written, nothing is both.
 */
#include <arch/layout.h>
#include <arch/sections.h>
#include <arch/image.h>

OUTPUT_FORMAT(IMAGE_FORMAT)
OUTPUT_ARCH(IMAGE_ARCH)
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
		SECTIONS_TEXT
	} :text

	IMAGE_STUBS
	. = ALIGN(4096);
	image_text_end = . ;

	.rodata : AT(ADDR(.rodata) - VIRT_IMAGE) {
		SECTIONS_RODATA
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
	IMAGE_SYMBOLS

	/DISCARD/ : { *(.comment) *(.note*) *(.eh_frame*) }
}

ASSERT(image_end <= VIRT_IMAGE_END, "the kernel image does not fit into its window")
IMAGE_CHECKS
