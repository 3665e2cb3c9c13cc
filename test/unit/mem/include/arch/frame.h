/* SPDX-License-Identifier: BSD-2-Clause */
/* Threads of the memory tests have no registers. */
#ifndef ARCH_FRAME_H
#define ARCH_FRAME_H

struct arch_frame {
	unsigned long nothing;
};

struct arch_tcb {
	unsigned long nothing;
};

#endif
