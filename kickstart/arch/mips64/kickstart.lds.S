/* SPDX-License-Identifier: BSD-2-Clause */
/* The loader lies in ckseg0, behind it the bundle, which scripts/mkbundle fills. */
ENTRY(_start)
PHDRS
{
	text PT_LOAD FLAGS(5);
	data PT_LOAD FLAGS(6);
	bundle PT_LOAD FLAGS(4);
}
SECTIONS
{
	. = 0xffffffff80000000 + CONFIG_KICKSTART_BASE;
	_self_start = .;
	.text : { *(.text.start) *(.text .text.*) } :text
	.rodata : { *(.rodata .rodata.*) } :text
	. = ALIGN(0x1000);
	.data : { *(.data .data.* .sdata .sdata.*) } :data
	.bss : {
		. = ALIGN(8);
		_bss_start = . ;
		*(.bss .bss.* .sbss .sbss.* COMMON)
		. = ALIGN(8);
		_bss_end = . ;
	} :data
	. = ALIGN(0x1000);
	.bundle : { KEEP(*(.bundle)) } :bundle
	/DISCARD/ : { *(.eh_frame .note.* .comment .reginfo .MIPS.* .pdr .gnu.attributes) }
}
