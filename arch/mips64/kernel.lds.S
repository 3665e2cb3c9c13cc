/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The kernel image: linked where kseg0 shows it.  The processor has no rights on kernel addresses,
 * so sections needn't be page aligned; the KIP is, users see it.
 */
#include <arch/layout.h>
#include <arch/sections.h>

ENTRY(start)

PHDRS
{
	text PT_LOAD FLAGS(5);
	data PT_LOAD FLAGS(6);
}

SECTIONS
{
	. = VIRT_IMAGE + IMAGE_PHYS;
	image_start = . ;

	.text : AT(ADDR(.text) - VIRT_IMAGE) {
		SECTIONS_TEXT
	} :text

	.rodata : AT(ADDR(.rodata) - VIRT_IMAGE) {
		SECTIONS_RODATA
	} :text

	.data : AT(ADDR(.data) - VIRT_IMAGE) {
		KEEP(*(.kip))
		*(.data .data.*)
		*(.sdata .sdata.*)
	} :data

	.bss : AT(ADDR(.bss) - VIRT_IMAGE) {
		KEEP(*(.bss.stacks))
		*(.sbss .sbss.* .bss .bss.* COMMON)
		. = ALIGN(4096);
	} :data
	image_end = . ;

	/DISCARD/ : {
		*(.comment) *(.note*) *(.eh_frame*) *(.pdr) *(.reginfo) *(.MIPS.options)
		*(.MIPS.abiflags) *(.gnu.attributes) *(.mdebug*)
	}
}

ASSERT(image_end <= VIRT_IMAGE + IMAGE_END_MAX, "the kernel image reaches into the servers'")
