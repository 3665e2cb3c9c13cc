/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A sigma1 (X.2: sigma1): what systems use a second initial server for is theirs to say, so this one
 * answers questions about itself, for l4test, and serves as a skeleton.  A question is a message
 * with its number as label; one it does not know gets an empty answer.
 */
#include <l4/ipc.h>
#include <l4/message.h>
#include <l4/space.h>
#include <l4/thread.h>
#include <l4lib/sigma1.h>

static volatile L4_Word_t variable = 1;		/* in memory of its own, and writable */

/* A call that only privileged threads may make; this one changes nothing. */
static L4_Word_t is_privileged(void)
{
	return L4_ThreadControl(L4_Myself(), L4_Myself(), L4_nilthread, L4_nilthread,
				(void *)~(L4_Word_t)0);
}

static void answer(L4_Word_t question)
{
	L4_Msg_t msg;

	L4_MsgClear(&msg);
	if (question == SIGMA1_WHO) {
		L4_MsgAppendWord(&msg, L4_Myself().raw);
		L4_MsgAppendWord(&msg, L4_Pager().raw);
		L4_MsgAppendWord(&msg, (L4_Word_t)&variable);
		L4_MsgAppendWord(&msg, variable++);
		L4_MsgAppendWord(&msg, is_privileged());
	}
	L4_MsgLoad(&msg);
}

int main(void)
{
	L4_ThreadId_t from;
	L4_MsgTag_t tag = L4_Wait(&from);

	for (;;) {
		if (L4_IpcFailed(tag)) {
			tag = L4_Wait(&from);
			continue;
		}
		answer(L4_Label(tag));
		tag = L4_ReplyWait(from, &from);
	}
}
