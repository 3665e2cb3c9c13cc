/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * From an interrupt to its handler: the real-time clock's periodic one, taken by a thread of high
 * priority while main reads the counter over and over.
 */
#include <l4/schedule.h>
#include "../bench.h"

#define RTC_LINE	8
#define RTC_INDEX	0x70
#define RTC_DATA	0x71
#define RTC_A		0x0a
#define RTC_B		0x0b
#define RTC_C		0x0c
#define RTC_PERIODIC	0x40
#define ROUNDS		32
/* The clock may count the host's time, of which the guest sees little or much. */
#define MOST_TICKS	4000000000UL

static volatile L4_Word64_t seen;	/* by main, last */
static volatile L4_Word_t least = ~0UL, rounds;

static void rtc_write(L4_Word8_t reg, L4_Word8_t value)
{
	__asm__ __volatile__("outb %0, %1" : : "a" (reg), "Nd" ((L4_Word16_t)RTC_INDEX));
	__asm__ __volatile__("outb %0, %1" : : "a" (value), "Nd" ((L4_Word16_t)RTC_DATA));
}

static L4_Word8_t rtc_read(L4_Word8_t reg)
{
	L4_Word8_t value;

	__asm__ __volatile__("outb %0, %1" : : "a" (reg), "Nd" ((L4_Word16_t)RTC_INDEX));
	__asm__ __volatile__("inb %1, %0" : "=a" (value) : "Nd" ((L4_Word16_t)RTC_DATA));
	return value;
}

static void handler(void)
{
	L4_ThreadId_t irq = L4_GlobalId(RTC_LINE, 1);

	if (!L4_AssociateInterrupt(irq, L4_Myself()))
		complain("associating the clock's interrupt");
	rtc_write(RTC_A, 0x26);		/* 1024 Hz */
	rtc_write(RTC_B, (L4_Word8_t)(rtc_read(RTC_B) | RTC_PERIODIC));
	rtc_read(RTC_C);
	for (L4_MsgTag_t tag = L4_Receive(irq);; tag = L4_Call(irq)) {
		L4_Word64_t late = __L4_Rdtsc() - seen;

		if (L4_IpcFailed(tag))
			break;
		if (seen && late < least)
			least = (L4_Word_t)late;
		rtc_read(RTC_C);
		if (++rounds > ROUNDS)
			break;
		L4_Set_MsgTag(L4_Niltag);
	}
	rtc_write(RTC_B, (L4_Word8_t)(rtc_read(RTC_B) & ~RTC_PERIODIC));
	L4_DeassociateInterrupt(irq);
	for (;;)
		L4_Sleep(L4_Never);
}

void bench_interrupt(void)
{
	L4_ThreadId_t t;
	L4_Word64_t end;

	rtc_read(RTC_C);	/* brings the ports in, if they are mapped */
	t = worker_start(MY_SPACE, handler);
	end = __L4_Rdtsc() + MOST_TICKS;

	L4_Set_Priority(t, 200);
	L4_Set_Priority(main_id, 100);	/* the last group: there is no way up again */
	while (rounds <= ROUNDS && __L4_Rdtsc() < end)
		seen = __L4_Rdtsc();
	if (rounds <= ROUNDS)
		complain("no interrupts");
	else
		report_figure("interrupt", "", least * 10);
	worker_kill(t);
}
