/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The pointers to the kernel's entry stubs.  On x86-x64 the KIP holds their addresses.  crt0 calls
 * __L4_Init(); programs of one image in several spaces share the result, since the addresses are
 * the same everywhere.
 */
#include <l4/kip.h>

__L4_Entry_t *__L4_Ipc;
__L4_Entry_t *__L4_Lipc;
__L4_Entry_t *__L4_Unmap;
__L4_Entry_t *__L4_ExchangeRegisters;
__L4_Entry_t *__L4_ThreadControl;
__L4_Entry_t *__L4_SystemClock;
__L4_Entry_t *__L4_ThreadSwitch;
__L4_Entry_t *__L4_Schedule;
__L4_Entry_t *__L4_SpaceControl;
__L4_Entry_t *__L4_ProcessorControl;
__L4_Entry_t *__L4_MemoryControl;

void __L4_Init(void)
{
	const L4_KernelInterfacePage_t *kip = __L4_Kip(L4_GetKernelInterface());

	__L4_Ipc = (__L4_Entry_t *)kip->Ipc;
	__L4_Lipc = (__L4_Entry_t *)kip->Lipc;
	__L4_Unmap = (__L4_Entry_t *)kip->Unmap;
	__L4_ExchangeRegisters = (__L4_Entry_t *)kip->ExchangeRegisters;
	__L4_ThreadControl = (__L4_Entry_t *)kip->ThreadControl;
	__L4_SystemClock = (__L4_Entry_t *)kip->SystemClock;
	__L4_ThreadSwitch = (__L4_Entry_t *)kip->ThreadSwitch;
	__L4_Schedule = (__L4_Entry_t *)kip->Schedule;
	__L4_SpaceControl = (__L4_Entry_t *)kip->SpaceControl;
	__L4_ProcessorControl = (__L4_Entry_t *)kip->ProcessorControl;
	__L4_MemoryControl = (__L4_Entry_t *)kip->MemoryControl;
}
