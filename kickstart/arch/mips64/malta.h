/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The Malta board, as far as a loader needs it: its memory from 0 to 256 MB, which also lies at
 * 2 GB with all that is beyond; its first serial port; its reset register.
 */
#ifndef KICKSTART_MALTA_H
#define KICKSTART_MALTA_H

#define BOARD_NAME		"malta"
#define BOARD_LOW_MEMORY	0x10000000ull
#define BOARD_HIGH_MEMORY	0x80000000ull
#define BOARD_UART		0x180003f8ull
#define BOARD_RESET		0x1f000500ull
#define BOARD_RESET_VALUE	0x42

#endif
