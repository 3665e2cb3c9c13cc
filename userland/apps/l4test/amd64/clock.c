/* SPDX-License-Identifier: BSD-2-Clause */
/* SystemClock is computed in user mode here: it must be the kernel's own clock. */
#include <l4/schedule.h>
#include "../test.h"

/* The stubs' number of the call that asks the kernel; it comes back by the stub's return. */
#define CALL_SYSTEM_CLOCK	4

static L4_Word64_t kernel_clock(void)
{
	L4_Word_t call = CALL_SYSTEM_CLOCK, clock;

	__asm__ volatile("push %%rbp; mov %1, %%rbp; call 1f; jmp 2f; 1: syscall; 2: pop %%rbp"
			 : "=a" (clock) : "r" (call)
			 : "rcx", "rdx", "rsi", "rdi", "r8", "r9", "r10", "r11", "memory");
	return clock;
}

static void is_the_kernels(void)
{
	for (int i = 0; i < 200; i++) {
		L4_Word64_t before = L4_SystemClock().raw, kernel = kernel_clock();
		L4_Word64_t after = L4_SystemClock().raw;

		CHECK(before <= kernel && kernel <= after);
		if (i % 50 == 0)
			pause_for(3);
	}
}

static void never_goes_back(void)
{
	L4_Word64_t last = L4_SystemClock().raw;

	for (int i = 0; i < 2000; i++) {
		L4_Word64_t now = L4_SystemClock().raw;

		CHECK(now >= last);
		last = now;
	}
}

static const struct test tests[] = {
	{ "is-the-kernels", is_the_kernels },
	{ "never-goes-back", never_goes_back },
	{ },
};

const struct group clock_group = { "clock", "The clock read in user mode", tests, false };
