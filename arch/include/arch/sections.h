/* SPDX-License-Identifier: BSD-2-Clause */
/* What every kernel's linker script has of text and constants; the debugger's commands are found by
 * their section. */
#ifndef ARCH_SECTIONS_H
#define ARCH_SECTIONS_H

#define SECTIONS_TEXT \
	KEEP(*(.text.start)) \
	*(.text.hot .text.hot.*) \
	*(.text .text.*)

#define SECTIONS_RODATA \
	*(.rodata .rodata.*) \
	. = ALIGN(8); \
	kdb_commands_start = . ; \
	KEEP(*(SORT(.kdb_commands*))) \
	kdb_commands_end = . ;

#endif
