/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * How programs end.
 */
#ifndef L4LIB_END_H
#define L4LIB_END_H

/* Sleeps for ever; where a program that has nothing more to do goes.  Library l4. */
void __L4_End(void) __attribute__((__noreturn__));

/*
 * Ends the machine if it offers a way: an emulator then ends with a status that tells 0 (all went
 * well) from others.  Otherwise the calling thread sleeps for ever.  Library plat.
 */
void end_machine(int status) __attribute__((__noreturn__));

#endif
