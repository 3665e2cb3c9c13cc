/* SPDX-License-Identifier: BSD-2-Clause */
/* The loader lies at 1 MB, its multiboot header in front (it must lie in the first 8 KB). */
OUTPUT_FORMAT("elf32-i386")
ENTRY(_start)
PHDRS
{
	text PT_LOAD FLAGS(5);
	data PT_LOAD FLAGS(6);
}
SECTIONS
{
	. = 0x00100000;
	_self_start = .;
	.text : { KEEP(*(.multiboot)) *(.text .text.*) } :text
	.rodata : { *(.rodata .rodata.*) } :text
	. = ALIGN(0x1000);
	.data : { *(.data .data.*) } :data
	.bss : {
		. = ALIGN(4);
		_bss_start = . ;
		*(.bss .bss.* COMMON)
		. = ALIGN(4);
		_bss_end = . ;
	} :data
	_self_end = . ;
	/DISCARD/ : { *(.eh_frame .note.* .comment) }
}
