/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Finding the kernel's trace buffer: a memory descriptor that is reserved and virtual, and the
 * feature that says what lies there.
 */
#include <l4/kip.h>
#include <l4/tracebuffer.h>

L4_TraceBuffer_t *__L4_Tracebuffer;

static L4_TraceBuffer_t *find_buffer(void)
{
	void *kip = L4_GetKernelInterface();
	L4_MemoryDesc_t *m;
	L4_Word_t n;

	if (!L4_HasFeature("tracebuffer"))
		return 0;
	for (n = 0; (m = L4_MemoryDesc(kip, n)) != 0; n++) {
		L4_TraceBuffer_t *buffer = (L4_TraceBuffer_t *)L4_MemoryDescLow(m);

		if (L4_IsMemoryDescVirtual(m) && L4_MemoryDescType(m) == L4_ReservedMemoryType &&
		    buffer->magic == L4_TRACEBUFFER_MAGIC)
			return buffer;
	}
	return 0;
}

L4_TraceBuffer_t *L4_GetTraceBuffer(void)
{
	static int looked;

	if (!looked) {
		looked = 1;
		__L4_Tracebuffer = find_buffer();
	}
	return __L4_Tracebuffer;
}
