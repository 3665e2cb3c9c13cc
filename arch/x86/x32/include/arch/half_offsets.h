/* SPDX-License-Identifier: BSD-2-Clause */
/* The 32-bit part of offsets.c. */
#ifndef ARCH_HALF_OFFSETS_H
#define ARCH_HALF_OFFSETS_H

ALWAYS_INLINE void half_offsets(void)
{
	VALUE(CPU_USER_SEGMENTS, offsetof(struct cpu, arch.user_segments));
	VALUE(SPACE_KIP_AREA, offsetof(struct space, kip_area));
}

#endif
