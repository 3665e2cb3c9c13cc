/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The registers in the order of calls_code.S.
 */
#ifndef REGISTERS_H
#define REGISTERS_H

#define BIT(reg)	(1u << (reg))

enum {
	RAX, RBX, RCX, RDX, RSI, RDI, RBP, R8, R9, R10, R11, R12, R13, R14, R15, REGISTERS,
};

#endif
