/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The place where scripts/mkbundle puts the bundle: the last segment of the loader, until then a
 * bundle without files.
 */
#include "bundle.h"

	.section .bundle, "a"
	.balign	16
	.globl	bundle_slot
bundle_slot:
	.ascii	BUNDLE_MAGIC
	.long	BUNDLE_HEADER_BYTES
	.long	0

	.section .note.GNU-stack, "", @progbits
