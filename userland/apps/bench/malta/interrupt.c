/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * From an interrupt to its handler: the serial port's, which asks for one at once when it is allowed
 * to and has nothing to send, through the first 8259 to line 2 of the processor.
 */
#include <l4/schedule.h>
#include "../bench.h"

#define PORTS		((volatile unsigned char *)0x18000000)
#define LINE		2
#define SERIAL_INPUT	4
#define SERIAL_ENABLE	0x3f9
#define SERIAL_IDENTITY	0x3fa
#define SERIAL_STATUS	0x3fd
#define WHEN_EMPTY	0x02
#define STATUS_EMPTY	0x40
#define CONTROLLER	0x20
#define MASK		0x21
#define POLL		0x0c
#define DONE		0x20
#define ALL		0xff
#define ROUNDS		32

static volatile L4_Word_t rounds;

static void controller_init(void)
{
	PORTS[CONTROLLER] = 0x11;
	PORTS[MASK] = 0x20;
	PORTS[MASK] = 0x04;
	PORTS[MASK] = 0x01;
	PORTS[MASK] = (unsigned char)~(1u << SERIAL_INPUT);
}

static void handler(void)
{
	L4_ThreadId_t irq = L4_GlobalId(LINE, 1);

	if (!L4_AssociateInterrupt(irq, L4_Myself()))
		complain("associating the serial port's interrupt");
	for (L4_MsgTag_t tag = L4_Receive(irq); L4_IpcSucceeded(tag); tag = L4_Call(irq)) {
		stretch_end();
		PORTS[SERIAL_ENABLE] = 0;
		(void)PORTS[SERIAL_IDENTITY];
		PORTS[CONTROLLER] = POLL;
		(void)PORTS[CONTROLLER];
		PORTS[CONTROLLER] = DONE;
		rounds++;
		L4_Set_MsgTag(L4_Niltag);
	}
	for (;;)
		L4_Sleep(L4_Never);
}

void bench_interrupt(void)
{
	L4_ThreadId_t t;

	while (!(PORTS[SERIAL_STATUS] & STATUS_EMPTY))
		;
	PORTS[SERIAL_ENABLE] = 0;
	(void)PORTS[SERIAL_IDENTITY];
	controller_init();
	t = worker_start(MY_SPACE, handler);
	L4_Set_Priority(t, 200);
	L4_Set_Priority(main_id, 100);	/* the last group: there is no way up again */
	for (L4_Word_t n = 1; n <= ROUNDS; n++) {
		stretch_begin();
		PORTS[SERIAL_ENABLE] = WHEN_EMPTY;
		for (L4_Word_t patience = 100000; rounds < n; patience--)
			if (!patience) {
				complain("no interrupt");
				return;
			}
	}
	report("interrupt", "", 1);
	PORTS[MASK] = ALL;
	L4_DeassociateInterrupt(L4_GlobalId(LINE, 1));
	worker_kill(t);
}
