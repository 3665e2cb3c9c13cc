/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The system calls of x86-x64: each parameter and result in the register that the ABI names, and
 * the functions made of them with the control words the interface prescribes.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <l4/ipc.h>
#include <l4/misc.h>
#include <l4/schedule.h>
#include <l4/space.h>
#include "machine.h"

static const L4_ThreadId_t target = { 0x500000001 }, other = { 0x600000001 };

static void ipc(void **state)
{
	L4_ThreadId_t from;
	L4_MsgTag_t tag;

	for (L4_Word_t i = 0; i < 64; i++)
		mrs[i] = 0x1000 + i;
	tag = L4_Ipc(target, other, 0x12345678, &from);
	assert_int_equal(regs_in.rsi, target.raw);
	assert_int_equal(regs_in.rdx, other.raw);
	assert_int_equal(regs_in.r8, 0x12345678);
	assert_int_equal(regs_in.rdi, (L4_Word_t)mrs);
	assert_int_equal(regs_in.r9, 0x1000);
	assert_int_equal(regs_in.rax, 0x1001);
	assert_int_equal(regs_in.rbx, 0x1002);
	assert_int_equal(regs_in.r10, 0x1003);
	assert_int_equal(regs_in.r12, 0x1004);
	assert_int_equal(regs_in.r13, 0x1005);
	assert_int_equal(regs_in.r14, 0x1006);
	assert_int_equal(regs_in.r15, 0x1007);
	assert_int_equal(tag.raw, 0x90);
	assert_int_equal(from.raw, 0x51);
	assert_int_equal(mrs[0], 0x90);
	assert_int_equal(mrs[1], 0xa0);
	assert_int_equal(mrs[2], 0xb0);
	assert_int_equal(mrs[3], 0x100);
	assert_int_equal(mrs[4], 0x120);
	assert_int_equal(mrs[7], 0x150);
	assert_int_equal(mrs[8], 0x1008);
}

static void ipc_variants(void **state)
{
	L4_ThreadId_t from;

#define CHECK(call, to, from_spec, timeouts)				\
	(call);								\
	assert_int_equal(regs_in.rsi, (to).raw);			\
	assert_int_equal(regs_in.rdx, (from_spec).raw);			\
	assert_int_equal(regs_in.r8, timeouts)
	CHECK(L4_Call(target), target, target, 0);
	CHECK(L4_Call_Timeouts(target, L4_ZeroTime, L4_TimePeriod(7)), target, target, 0x4000007);
	CHECK(L4_Send(target), target, L4_nilthread, 0);
	CHECK(L4_Send_Timeout(target, L4_TimePeriod(7)), target, L4_nilthread, 0x70000);
	CHECK(L4_Reply(target), target, L4_nilthread, 0x4000000);
	CHECK(L4_Receive(target), L4_nilthread, target, 0);
	CHECK(L4_Receive_Timeout(target, L4_TimePeriod(7)), L4_nilthread, target, 7);
	CHECK(L4_Wait(&from), L4_nilthread, L4_anythread, 0);
	CHECK(L4_Wait_Timeout(L4_TimePeriod(7), &from), L4_nilthread, L4_anythread, 7);
	CHECK(L4_ReplyWait(target, &from), target, L4_anythread, 0x4000000);
	CHECK(L4_ReplyWait_Timeout(target, L4_TimePeriod(7), &from), target, L4_anythread,
	      0x4000007);
	CHECK(L4_Lcall(target), target, target, 0);
	CHECK(L4_LreplyWait(target, &from), target, L4_anylocalthread, 0x4000000);
	*utcb_word(-120) = other.raw;
	CHECK(L4_Sleep(L4_TimePeriod(7)), L4_nilthread, other, 7);
	assert_int_equal(mrs[0], 0x90);
#undef CHECK
}

static void exchange_registers(void **state)
{
	L4_Word_t control, sp, ip, flags, handle;
	L4_ThreadId_t pager, result;

	result = L4_ExchangeRegisters(target, 1, 2, 3, 4, 5, other, &control, &sp, &ip, &flags,
				      &handle, &pager);
	assert_int_equal(regs_in.rax, target.raw);
	assert_int_equal(regs_in.rsi, 1);
	assert_int_equal(regs_in.rdx, 2);
	assert_int_equal(regs_in.r8, 3);
	assert_int_equal(regs_in.r9, 4);
	assert_int_equal(regs_in.r10, 5);
	assert_int_equal(regs_in.rdi, other.raw);
	assert_int_equal(result.raw, 0xa0);
	assert_int_equal(control, 0x51);
	assert_int_equal(sp, 0xd0);
	assert_int_equal(ip, 0x80);
	assert_int_equal(flags, 0x90);
	assert_int_equal(handle, 0x100);
	assert_int_equal(pager.raw, (L4_Word_t)mrs);
}

static void exregs_users(void **state)
{
	L4_Word_t sp, ip, flags;

	L4_Start(target);
	assert_int_equal(regs_in.rsi, 0x106);
	L4_Start_SpIp(target, 8, 9);
	assert_int_equal(regs_in.rsi, 0x11e);
	assert_int_equal(regs_in.rdx, 8);
	assert_int_equal(regs_in.r8, 9);
	L4_Start_SpIpFlags(target, 8, 9, 10);
	assert_int_equal(regs_in.rsi, 0x13e);
	assert_int_equal(L4_Stop(target).raw, 0x51);
	assert_int_equal(regs_in.rsi, 0x301);
	L4_AbortReceive_and_stop_SpIpFlags(target, &sp, &ip, &flags);
	assert_int_equal(regs_in.rsi, 0x303);
	assert_int_equal(ip, 0x80);
	L4_AbortSend_and_stop(target);
	assert_int_equal(regs_in.rsi, 0x305);
	L4_AbortIpc_and_stop(target);
	assert_int_equal(regs_in.rsi, 0x307);
	L4_Set_PagerOf(target, other);
	assert_int_equal(regs_in.rsi, 0x80);
	assert_int_equal(regs_in.rdi, other.raw);
	L4_Set_UserDefinedHandleOf(target, 33);
	assert_int_equal(regs_in.rsi, 0x40);
	assert_int_equal(regs_in.r10, 33);
	assert_int_equal(L4_UserDefinedHandleOf(target), 0x100);
	assert_int_equal(regs_in.rsi, 0x200);
	assert_int_equal(L4_PagerOf(target).raw, (L4_Word_t)mrs);
	assert_int_equal(L4_LocalIdOf(target).raw, 0xa0);
	assert_int_equal(regs_in.rsi, 0);
	regs_in.rsi = 0xdead;
	assert_int_equal(L4_GlobalIdOf(target).raw, target.raw);
	assert_int_equal(regs_in.rsi, 0xdead);
}

static void thread_and_space_control(void **state)
{
	L4_Word_t old;

	assert_int_equal(L4_ThreadControl(target, other, L4_anythread, L4_nilthread, (void *)0x77),
			 0xa0);
	assert_int_equal(regs_in.rdi, target.raw);
	assert_int_equal(regs_in.r8, other.raw);
	assert_int_equal(regs_in.rdx, ~0UL);
	assert_int_equal(regs_in.rsi, 0);
	assert_int_equal(regs_in.r9, 0x77);
	L4_DeassociateInterrupt(target);
	assert_int_equal(regs_in.rsi, target.raw);
	assert_int_equal(regs_in.r9, ~0UL);
	assert_int_equal(L4_SpaceControl(target, 5, L4_FpageLog2(0x1000, 12),
					 L4_FpageLog2(0x2000, 12), other, &old), 0xa0);
	assert_int_equal(regs_in.rdi, target.raw);
	assert_int_equal(regs_in.rsi, 5);
	assert_int_equal(regs_in.rdx, 0x10c0);
	assert_int_equal(regs_in.r8, 0x20c0);
	assert_int_equal(regs_in.r9, other.raw);
	assert_int_equal(old, 0xd0);
	L4_ProcessorControl(1, 2, 3, 4);
	assert_int_equal(regs_in.rdi, 1);
	assert_int_equal(regs_in.rsi, 2);
	assert_int_equal(regs_in.rdx, 3);
	assert_int_equal(regs_in.r8, 4);
}

static void scheduling(void **state)
{
	L4_Word_t old;
	L4_Time_t slice, quantum;

	assert_int_equal(L4_SystemClock().raw, 0xa0);
	L4_ThreadSwitch(target);
	assert_int_equal(regs_in.rdi, target.raw);
	assert_int_equal(L4_Schedule(target, 1, 2, 3, 4, &old), 0xa0);
	assert_int_equal(regs_in.rdi, target.raw);
	assert_int_equal(regs_in.rdx, 1);
	assert_int_equal(regs_in.r8, 2);
	assert_int_equal(regs_in.rsi, 3);
	assert_int_equal(regs_in.r9, 4);
	assert_int_equal(old, 0xd0);
	L4_Set_Priority(target, 0x1ff);
	assert_int_equal(regs_in.rsi, 0xff);
	assert_int_equal(regs_in.rdx, ~0UL);
	L4_Set_ProcessorNo(target, 0x10002);
	assert_int_equal(regs_in.r8, 2);
	L4_Set_Timeslice(target, L4_TimePeriod(10000), L4_Never);
	assert_int_equal(regs_in.rdx, 0x12710000);
	L4_Set_PreemptionDelay(target, 100, 2000);
	assert_int_equal(regs_in.r9, 100 << 16 | 2000);
	regs_out.rdx = 0x12710005;
	L4_Timeslice(target, &slice, &quantum);
	assert_int_equal(slice.raw, 0x1271);
	assert_int_equal(quantum.raw, 5);
	L4_HS_Schedule(target, 3, other, 0x1ff, 2, &old);
	assert_int_equal(regs_in.r9, 3 << 26 | 1 << 25);
	assert_int_equal(regs_in.rsi, 2 << 16 | 0x1ff);
	assert_int_equal(regs_in.rdx, other.raw);
}

static void unmapping(void **state)
{
	L4_Fpage_t pages[2] = { { 0x1234 }, { 0x5678 } };

	L4_UnmapFpages(2, pages);
	assert_int_equal(regs_in.rdx, 1);
	assert_int_equal(regs_in.rdi, (L4_Word_t)mrs);
	assert_int_equal(regs_in.r9, 0x1234);
	assert_int_equal(regs_in.rax, 0x5678);
	assert_int_equal(pages[0].raw, 0x90);
	assert_int_equal(pages[1].raw, 0xa0);
	L4_Flush(pages[0]);
	assert_int_equal(regs_in.rdx, 0x40);
	L4_GetStatus((L4_Fpage_t){ 0xff });
	assert_int_equal(regs_in.rdx, 0);
	assert_int_equal(regs_in.r9, 0xf0);
	assert_true(L4_WasReferenced((L4_Fpage_t){ 4 }) && L4_WasWritten((L4_Fpage_t){ 2 }) &&
		    L4_WaseXecuted((L4_Fpage_t){ 1 }));
}

static void memory_control(void **state)
{
	L4_Word_t attributes[4] = { 11, 12, 13, 14 };
	L4_Fpage_t f = { 0x4007 };

	mrs[1] = 0x21;
	L4_LoadMR(0, 0x20);
	assert_int_equal(L4_MemoryControl(1, attributes), 0xd0);
	assert_int_equal(regs_in.rdx, 1);
	assert_int_equal(regs_in.rcx, 11);
	assert_int_equal(regs_in.rsi, 12);
	assert_int_equal(regs_in.r8, 13);
	assert_int_equal(regs_in.r11, 14);
	assert_int_equal(regs_in.r9, 0x20);
	assert_int_equal(regs_in.rax, 0x21);
	L4_Set_PageAttribute(f, 4);
	assert_int_equal(regs_in.rcx, 4);
	assert_int_equal(mrs[0], 0x4000);
}

static void control_registers(void **state)
{
	*utcb_word(-120) = 0x123;
	*utcb_word(-112) = 3;
	*utcb_word(-72) = 8;
	assert_int_equal(L4_Myself().raw, 0x123);
	assert_int_equal(L4_MyLocalId().raw, (L4_Word_t)mrs);
	assert_int_equal(L4_ProcessorNo(), 3);
	assert_string_equal(L4_ErrorCode_String(L4_ErrorCode()), "l4_error_no_mem");
	L4_Set_UserDefinedHandle(1);
	L4_Set_Pager((L4_ThreadId_t){ 2 });
	L4_Set_ExceptionHandler((L4_ThreadId_t){ 3 });
	L4_Set_XferTimeouts(4);
	L4_Set_VirtualSender((L4_ThreadId_t){ 5 });
	assert_int_equal(*utcb_word(-104), 1);
	assert_int_equal(*utcb_word(-96), 2);
	assert_int_equal(*utcb_word(-88), 3);
	assert_int_equal(*utcb_word(-64), 4);
	assert_int_equal(*utcb_word(-48), 5);
	L4_Reset_WordSizeMask();
	assert_int_equal(*utcb_word(-8), ~0UL);
	__L4_TCR_Set_ThreadWord(0, 6);
	__L4_TCR_Set_ThreadWord(1, 7);
	assert_int_equal(*utcb_word(-32), 6);
	assert_int_equal(*utcb_word(-40), 7);
	L4_Set_CopFlag(3);
	assert_int_equal(*utcb_word(-80), 0x800);
	L4_Clr_CopFlag(3);
	assert_false(L4_DisablePreemption());
	assert_int_equal(*utcb_word(-80), 0x40);
	assert_true(L4_EnablePreemption());
	*utcb_word(-80) = 0x80;
	assert_true(L4_PreemptionPending());
	assert_false(L4_PreemptionPending());
}

#define TEST(name)	cmocka_unit_test_setup(name, machine_reset)

int main(void)
{
	static const struct CMUnitTest tests[] = {
		TEST(ipc), TEST(ipc_variants), TEST(exchange_registers), TEST(exregs_users),
		TEST(thread_and_space_control), TEST(scheduling), TEST(unmapping),
		TEST(memory_control), TEST(control_registers),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
