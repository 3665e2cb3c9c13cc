/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Message tags, typed items, acceptors, IPC error words and kernel message labels (X.2: IPC; ipc
 * sheet 2..5, protocols sheet).  Macros only, safe in assembly.
 */
#ifndef L4_ABI_MSG_H
#define L4_ABI_MSG_H

#define ABI_NUM_MRS		64
#define ABI_NUM_BRS		33

/* MR0, the tag */
#define ABI_TAG_U_MASK		0x3f
#define ABI_TAG_T_SHIFT		6
#define ABI_TAG_T_MASK		0xfc0
#define ABI_TAG_FLAGS_SHIFT	12
#define ABI_TAG_PROPAGATED	0x1000
#define ABI_TAG_REDIRECTED	0x2000
#define ABI_TAG_XCPU		0x4000
#define ABI_TAG_ERROR		0x8000
#define ABI_TAG_OUT_FLAGS	(ABI_TAG_REDIRECTED | ABI_TAG_XCPU | ABI_TAG_ERROR)
#define ABI_TAG_LABEL_SHIFT	16

#define ABI_TAG_UNTYPED(tag)	((tag) & ABI_TAG_U_MASK)
#define ABI_TAG_TYPED(tag)	(((tag) & ABI_TAG_T_MASK) >> ABI_TAG_T_SHIFT)

/* typed items: bits 1..3 of the first word */
#define ABI_ITEM_CONTINUED	1
#define ABI_ITEM_TYPE(word)	(((word) >> 1) & 7)
#define ABI_ITEM_TYPE_SHIFT	1
#define ABI_ITEM_STRING_MAX	3	/* types 0..3 are strings with a cache hint */
#define ABI_ITEM_MAP		4
#define ABI_ITEM_GRANT		5
#define ABI_ITEM_CTRLXFER	6
#define ABI_ITEM_SNDBASE_MASK	(-1024)
#define ABI_ITEM_MAP_WORDS	2

/* string items */
#define ABI_STRING_J_SHIFT	4
#define ABI_STRING_J_MASK	0x1f
#define ABI_STRING_COMPOUND	0x200
#define ABI_STRING_LENGTH_SHIFT	10

/* control transfer items: register group (or fault number), and which registers */
#define ABI_CTRLXFER_ID_SHIFT	4
#define ABI_CTRLXFER_ID_MASK	0xff
#define ABI_CTRLXFER_MASK_SHIFT	12

/* BR0, the acceptor: window is an fpage's size and base bits */
#define ABI_ACCEPT_STRINGS	1
#define ABI_ACCEPT_CTRLXFER	2
#define ABI_ACCEPT_WINDOW_MASK	(-16)

/* ErrorCode TCR after IPC */
#define ABI_IPCERR_RECEIVE	1	/* phase bit */
#define ABI_IPCERR_CODE_SHIFT	1
#define ABI_IPCERR_OFFSET_SHIFT	4
#define ABI_IPCERR_TIMEOUT	1
#define ABI_IPCERR_NOPARTNER	2
#define ABI_IPCERR_CANCELED	3
#define ABI_IPCERR_OVERFLOW	4
#define ABI_IPCERR_XFER_OWN	5
#define ABI_IPCERR_XFER_PARTNER	6
#define ABI_IPCERR_ABORTED	7

/* Labels of kernel messages: ABI_PROTO_LABEL(n) is the (word-wide) label field, -n << 4. */
#define ABI_PROTO_INTERRUPT	1
#define ABI_PROTO_PAGEFAULT	2
#define ABI_PROTO_PREEMPTION	3
#define ABI_PROTO_ARCH_EXC	4
#define ABI_PROTO_EXCEPTION	5
#define ABI_PROTO_SIGMA0	6
#define ABI_PROTO_IO_PAGEFAULT	8
#define ABI_PROTO_SIGMA0_EXT	1001
#define ABI_PROTO_LABEL(n)	(-(n) * 16)

#endif
