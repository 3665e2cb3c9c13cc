/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The kernel configuration page: the KIP as the boot loader fills it in (protocols sheet 8).
 */
#ifndef __L4__KCP_H__
#define __L4__KCP_H__

#include <l4/types.h>
#include <l4/abi/kip.h>

typedef struct {
	L4_Word_t	sp;
	L4_Word_t	ip;
	L4_Word_t	low;
	L4_Word_t	high;	/* the byte after the last */
} L4_KernelRootServer_t;

typedef struct {
	L4_Word_t		magic;
	L4_Word_t		__padding01[3];
	L4_KernelRootServer_t	Kdebug;
	L4_KernelRootServer_t	sigma0;
	L4_KernelRootServer_t	sigma1;
	L4_KernelRootServer_t	root_server;
	L4_Word_t		__padding14[1];
	L4_Word_t		MemoryInfo;
	L4_Word_t		Kdebug_config[2];
	struct {
		L4_Word_t	low;
		L4_Word_t	high;
	} MainMem;
	L4_Word_t		__padding1a[4];
	struct {
		L4_Word_t	low;
		L4_Word_t	high;
	} DedicatedMem[5];
	L4_Word_t		__padding28[6];
	L4_Word_t		BootInfo;
	L4_Word_t		__padding2f[1];
} L4_KernelConfigurationPage_t;

#define __L4_ASSERT_KCP(field, index)							\
	__L4_STATIC_ASSERT(__builtin_offsetof(L4_KernelConfigurationPage_t, field) ==	\
			   (index) * sizeof(L4_Word_t))
__L4_ASSERT_KCP(Kdebug, ABI_KIP_KDEBUG_INIT);
__L4_ASSERT_KCP(sigma0, ABI_KIP_SIGMA0);
__L4_ASSERT_KCP(sigma1, ABI_KIP_SIGMA1);
__L4_ASSERT_KCP(root_server, ABI_KIP_ROOT);
__L4_ASSERT_KCP(MemoryInfo, ABI_KIP_MEMORY_INFO);
__L4_ASSERT_KCP(MainMem, ABI_KIP_MAIN_MEM);
__L4_ASSERT_KCP(DedicatedMem, ABI_KIP_DEDICATED_MEM0);
__L4_ASSERT_KCP(BootInfo, ABI_KIP_BOOT_INFO);
#undef __L4_ASSERT_KCP

#endif
