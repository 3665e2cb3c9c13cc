/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * I/O ports by fpages (feature "ioflexpages"): faults and what they say, mapping, granting,
 * unmapping.  A user thread in a space of its own touches ports; main is its pager meanwhile.
 * Port 0x80 and its neighbours are read only, which does nothing on a PC.
 */
#include <l4/arch.h>
#include <l4/message.h>
#include <l4/sigma0.h>
#include <l4/space.h>
#include "test.h"

#define PORT		0x80u

enum access { BYTE, HALF, FULL, STRING_BYTE };

static volatile enum access how;
static volatile L4_Word_t port, done;
static volatile unsigned char sink[16];

static void touch_port(void)
{
	unsigned short p = (unsigned short)port;
	L4_Word_t value, to = (L4_Word_t)sink, count = 1;

	switch (how) {
	case BYTE:
		__asm__ volatile("inb %%dx, %%al" : "=a" (value) : "d" (p));
		break;
	case HALF:
		__asm__ volatile("inw %%dx, %%ax" : "=a" (value) : "d" (p));
		break;
	case FULL:
		__asm__ volatile("inl %%dx, %%eax" : "=a" (value) : "d" (p));
		break;
	case STRING_BYTE:
		__asm__ volatile("rep insb" : "+D" (to), "+c" (count) : "d" (p) : "memory");
		break;
	}
	done++;
}

/* Touches a port each time main says so. */
static void user(void)
{
	for (sink[0] = 0;;) {
		L4_Receive(main_id);
		touch_port();
	}
}

static L4_ThreadId_t user_id;

static bool user_start(void)
{
	if (!L4_HasFeature("ioflexpages"))
		return false;
	done = 0;
	user_id = thread_start(NEW_SPACE, user);
	L4_Set_MsgTag(L4_Niltag);
	/* the default pager brings what the thread needs; from now on it is main's */
	port = 0x3fd;
	how = BYTE;
	L4_Send(user_id);
	L4_ThreadSwitch(user_id);
	for (int i = 0; i < 1000 && !done; i++)
		pause_for(1);
	CHECK_EQ(done, 1);
	CHECK(L4_ThreadControl(user_id, user_id, L4_nilthread, main_id, UNCHANGED));
	done = 0;
	return true;
}

static void answer(L4_Fpage_t fpage, bool grant)
{
	L4_Msg_t msg;

	L4_MsgClear(&msg);
	if (grant)
		L4_MsgAppendGrantItem(&msg, L4_GrantItem(fpage, 0));
	else
		L4_MsgAppendMapItem(&msg, L4_MapItem(fpage, 0));
	L4_MsgLoad(&msg);
	CHECK(L4_IpcSucceeded(L4_Send_Timeout(user_id, MILLISECONDS(1000))));
}

/* The user's next I/O page fault, or a nil page if there is none. */
static L4_Fpage_t next_fault(void)
{
	for (;;) {
		L4_MsgTag_t tag = L4_Receive_Timeout(user_id, MILLISECONDS(20));
		L4_Fpage_t fpage;

		if (L4_IpcFailed(tag))
			return L4_Nilpage;
		L4_StoreMR(1, &fpage.raw);
		if ((L4_SignedWord_t)tag.raw >> 20 != -ABI_PROTO_PAGEFAULT) {
			L4_Word_t ip;

			L4_StoreMR(2, &ip);
			CHECK_EQ(L4_Label(tag), (L4_Word_t)(-8 * 16 + 6) << 16 >> 16);
			CHECK_EQ(L4_UntypedWords(tag), 2);
			CHECK(ip >= (L4_Word_t)touch_port && ip < (L4_Word_t)user);
			return fpage;
		}
		answer(L4_FpageAddRights(L4_FpageLog2(fpage.raw & ~(page_size - 1), page_order),
					 L4_FullyAccessible), false);
	}
}

static void touch(enum access a, L4_Word_t p)
{
	how = a;
	port = p;
	L4_Set_MsgTag(L4_Niltag);
	CHECK(L4_IpcSucceeded(L4_Send_Timeout(user_id, MILLISECONDS(1000))));
}

#define CHECK_FAULT(port, order)	CHECK_EQ(next_fault().raw, L4_IoFpageLog2(port, order).raw)
#define CHECK_NO_FAULT()		CHECK_EQ(next_fault().raw, L4_Nilpage.raw)

/* main gets ports from sigma0 by touching them. */
static void main_takes(L4_Word_t p)
{
	how = BYTE;
	port = p;
	touch_port();
	done = 0;
}

static void faults(void)
{
	if (!user_start())
		return;
	main_takes(PORT);
	touch(BYTE, PORT);
	CHECK_FAULT(PORT, 0);
	answer(L4_Nilpage, false);		/* any answer starts the thread again */
	CHECK_FAULT(PORT, 0);
	CHECK_EQ(done, 0);
	answer(L4_IoFpageLog2(PORT, 0), false);
	CHECK_NO_FAULT();
	CHECK_EQ(done, 1);
	touch(STRING_BYTE, PORT);
	CHECK_NO_FAULT();
	CHECK_EQ(done, 2);
}

static void sizes(void)
{
	if (!user_start())
		return;
	for (L4_Word_t p = PORT; p < PORT + 8; p++)
		main_takes(p);
	touch(HALF, PORT);
	CHECK_FAULT(PORT, 1);
	answer(L4_IoFpageLog2(PORT, 0), false);	/* half of it is not enough */
	CHECK_FAULT(PORT, 1);
	answer(L4_IoFpageLog2(PORT, 1), false);
	CHECK_NO_FAULT();
	touch(FULL, PORT);
	CHECK_FAULT(PORT, 2);
	answer(L4_IoFpageLog2(PORT, 2), false);
	CHECK_NO_FAULT();
	touch(FULL, PORT + 2);			/* not aligned: the smallest fpage around it */
	CHECK_FAULT(PORT, 3);
	answer(L4_IoFpageLog2(PORT, 3), false);
	CHECK_NO_FAULT();
	touch(STRING_BYTE, PORT + 8);
	CHECK_FAULT(PORT + 8, 0);
	CHECK_EQ(done, 3);
}

static void unmap(void)
{
	L4_Fpage_t all = L4_IoFpageLog2(0, 16);

	if (!user_start())
		return;
	main_takes(PORT);
	main_takes(PORT + 1);
	touch(BYTE, PORT);
	CHECK_FAULT(PORT, 0);
	answer(L4_IoFpageLog2(PORT, 1), false);
	CHECK_NO_FAULT();
	L4_UnmapFpage(L4_IoFpageLog2(PORT + 1, 0));	/* its neighbour stays */
	touch(BYTE, PORT);
	CHECK_NO_FAULT();
	touch(BYTE, PORT + 1);
	CHECK_FAULT(PORT + 1, 0);
	answer(L4_IoFpageLog2(PORT + 1, 0), false);
	CHECK_NO_FAULT();
	L4_UnmapFpage(all);			/* main keeps its own */
	touch(BYTE, PORT);
	CHECK_FAULT(PORT, 0);
	answer(L4_IoFpageLog2(PORT, 0), false);
	CHECK_NO_FAULT();
	CHECK_EQ(done, 4);
}

/* Who has been granted a port has it from where the granter had it. */
static void grant(void)
{
	if (!user_start())
		return;
	main_takes(PORT);
	touch(BYTE, PORT);
	CHECK_FAULT(PORT, 0);
	answer(L4_IoFpageLog2(PORT, 0), true);
	CHECK_NO_FAULT();
	L4_UnmapFpage(L4_IoFpageLog2(0, 16));
	touch(BYTE, PORT);
	CHECK_NO_FAULT();
	CHECK_EQ(done, 2);
}

/* A large piece at once, and single ports out of it. */
static void ranges(void)
{
	if (!user_start())
		return;
	L4_Accept(L4_UntypedWordsAcceptor);	/* ports need no window */
	CHECK_EQ(L4_Sigma0_GetPage(L4_nilthread, L4_IoFpageLog2(0x4000, 12)).raw & ~(L4_Word_t)0xf,
		 L4_IoFpageLog2(0x4000, 12).raw);
	touch(BYTE, 0x4abc);
	CHECK_FAULT(0x4abc, 0);
	answer(L4_IoFpageLog2(0x4000, 12), false);
	CHECK_NO_FAULT();
	touch(FULL, 0x4000);
	CHECK_NO_FAULT();
	touch(FULL, 0x4ffc);
	CHECK_NO_FAULT();
	L4_UnmapFpage(L4_IoFpageLog2(0x4ffc, 0));
	touch(FULL, 0x4ffc);
	CHECK_FAULT(0x4ffc, 2);
	answer(L4_IoFpageLog2(0x4ffc, 2), false);
	CHECK_NO_FAULT();
	CHECK_EQ(done, 4);
}

static const struct test tests[] = {
	{ "faults", faults },
	{ "sizes", sizes },
	{ "unmap", unmap },
	{ "grant", grant },
	{ "ranges", ranges },
	{ },
};

const struct group ioports_group = { "ioports", "I/O ports", tests, false };
