/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The pointers to the kernel's entry stubs.  On MIPS64 the KIP tells where in itself they are.
 * crt0 calls __L4_Init(); programs of one image in several spaces share the result, and so have
 * the KIP at one address everywhere.
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
	L4_Word_t base = (L4_Word_t)kip;

	__L4_Ipc = (__L4_Entry_t *)(base + kip->Ipc);
	__L4_Lipc = (__L4_Entry_t *)(base + kip->Lipc);
	__L4_Unmap = (__L4_Entry_t *)(base + kip->Unmap);
	__L4_ExchangeRegisters = (__L4_Entry_t *)(base + kip->ExchangeRegisters);
	__L4_ThreadControl = (__L4_Entry_t *)(base + kip->ThreadControl);
	__L4_SystemClock = (__L4_Entry_t *)(base + kip->SystemClock);
	__L4_ThreadSwitch = (__L4_Entry_t *)(base + kip->ThreadSwitch);
	__L4_Schedule = (__L4_Entry_t *)(base + kip->Schedule);
	__L4_SpaceControl = (__L4_Entry_t *)(base + kip->SpaceControl);
	__L4_ProcessorControl = (__L4_Entry_t *)(base + kip->ProcessorControl);
	__L4_MemoryControl = (__L4_Entry_t *)(base + kip->MemoryControl);
}
