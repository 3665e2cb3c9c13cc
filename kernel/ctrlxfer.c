/* SPDX-License-Identifier: BSD-2-Clause */
/* Registers of a thread in messages: see ctrlxfer.h. */
#include <kernel/ctrlxfer.h>
#include <arch/ctrlxfer.h>
#include <arch/utcb.h>

#define GENERAL_GROUP	0u
#define ALL_REGISTERS	(((word_t)1 << CTRLXFER_REGISTERS) - 1)

_Static_assert(CTRLXFER_REGISTERS <= ABI_WORD_BITS - ABI_CTRLXFER_MASK_SHIFT, "the mask's bits");
_Static_assert(CTRLXFER_REGISTERS + 4 <= KMSG_WORDS, "tag, two words, item");

static bool is_item(word_t w)
{
	return ABI_ITEM_TYPE(w) == ABI_ITEM_CTRLXFER;
}

static unsigned item_id(word_t item)
{
	return item >> ABI_CTRLXFER_ID_SHIFT & ABI_CTRLXFER_ID_MASK;
}

static word_t item_mask(word_t item)
{
	return item >> ABI_CTRLXFER_MASK_SHIFT;
}

unsigned ctrlxfer_words(word_t item)
{
	unsigned words = 1;

	if (!is_item(item))
		return 0;
	for (word_t mask = item_mask(item); mask; mask &= mask - 1)
		words++;
	return words;
}

/* The register of the item's n-th value, from 1; CTRLXFER_REGISTERS or more if there is none. */
static unsigned item_register(word_t item, unsigned n)
{
	word_t mask = item_mask(item);
	unsigned reg = 0;

	if (item_id(item) != GENERAL_GROUP)
		return CTRLXFER_REGISTERS;
	for (; mask; mask >>= 1, reg++)
		if ((mask & 1) && --n == 0)
			return reg;
	return CTRLXFER_REGISTERS;
}

bool ctrlxfer_store(struct tcb *t, word_t item, unsigned n, word_t value)
{
	unsigned reg = item_register(item, n);

	if (reg >= CTRLXFER_REGISTERS)
		return false;
	ctrlxfer_set_register(t, reg, value);
	return true;
}

/* --- fault messages ----------------------------------------------------------------------------- */

bool ctrlxfer_is_wanted(const struct tcb *self, int fault)
{
	return self->fault_groups[fault] & 1u << GENERAL_GROUP;
}

word_t ctrlxfer_add(struct tcb *self, int fault, word_t tag)
{
	unsigned at = ABI_TAG_UNTYPED(tag) + 1;

	if (likely(!ctrlxfer_is_wanted(self, fault)))
		return tag;
	self->kmsg[at++] = ALL_REGISTERS << ABI_CTRLXFER_MASK_SHIFT |
			   GENERAL_GROUP << ABI_CTRLXFER_ID_SHIFT |
			   ABI_ITEM_CTRLXFER << ABI_ITEM_TYPE_SHIFT;
	for (unsigned reg = 0; reg < CTRLXFER_REGISTERS; reg++)
		self->kmsg[at++] = ctrlxfer_register(self, reg);
	return tag | (word_t)(CTRLXFER_REGISTERS + 1) << ABI_TAG_T_SHIFT;
}

/* --- ExchangeRegisters -------------------------------------------------------------------------- */

bool ctrlxfer_may_exchange(const struct tcb *self)
{
	return self->space->privileged;
}

/* Items without values: which groups go into which fault's messages.  What is no item ends them. */
static void configure_faults(struct tcb *self, struct tcb *t)
{
	for (unsigned n = 1; n < ABI_NUM_MRS; n++) {
		word_t item = ctrlxfer_mr(self, n);

		if (!is_item(item))
			return;
		if (item_id(item) < ARRAY_SIZE(t->fault_groups))
			t->fault_groups[item_id(item)] = (uint8_t)item_mask(item);
		if (!(item & ABI_ITEM_CONTINUED))
			return;
	}
}

/* The item in MR `at`: its registers to or from the values that follow it. */
static word_t exchange_item(struct tcb *self, struct tcb *t, unsigned at, bool write)
{
	word_t item = ctrlxfer_mr(self, at);
	unsigned words = ctrlxfer_words(item);

	if (at + words > ABI_NUM_MRS)
		return ABI_ERR_INVALID_PARAM;
	for (unsigned n = 1; n < words; n++) {
		unsigned reg = item_register(item, n);

		if (reg >= CTRLXFER_REGISTERS)
			return ABI_ERR_INVALID_PARAM;
		if (write)
			ctrlxfer_set_register(t, reg, ctrlxfer_mr(self, at + n));
		else
			ctrlxfer_set_mr(self, at + n, ctrlxfer_register(t, reg));
	}
	return ABI_ERR_OK;
}

word_t ctrlxfer_exchange(struct tcb *self, struct tcb *t, word_t control)
{
	const word_t access = ABI_EXREGS_CTRLXFER_READ | ABI_EXREGS_CTRLXFER_WRITE;
	unsigned at = 1;

	if (control & ABI_EXREGS_DELIVER)
		configure_faults(self, t);
	if (!(control & access))
		return ABI_ERR_OK;
	if (!(utcb_br(t, 0) & ABI_ACCEPT_CTRLXFER))
		return ABI_ERR_INVALID_PARAM;
	for (;;) {
		word_t item = at < ABI_NUM_MRS ? ctrlxfer_mr(self, at) : 0, error;

		if (!is_item(item))
			return ABI_ERR_INVALID_PARAM;
		error = exchange_item(self, t, at, control & ABI_EXREGS_CTRLXFER_WRITE);
		if (error || !(item & ABI_ITEM_CONTINUED))
			return error;
		at += ctrlxfer_words(item);
	}
}
