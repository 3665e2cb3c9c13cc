/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Part of insns.c: instructions that cost more than one, told by their bytes. Names and order are
 * repeated in scripts/pecan/guest.py.
 */
#define MAX_BYTES 15

enum event {
	TABLE_WRITES,	/* what says where the page table is, or whose entries the TLB shows */
	MSR_WRITES,	/* model specific and, on MIPS, other registers of coprocessor 0 */
	LOCKED,		/* read, changed and written in one */
	TLB_CHANGES,	/* single entries made invalid or replaced */
	FENCES,
	EVENTS
};

static uint64_t events[EVENTS];
static int word_bits = 64, is_mips, is_little;

static void events_init(const char *target)
{
	is_mips = !strncmp(target, "mips", 4);
	is_little = !!strstr(target, "el");
}

static int x86_two_bytes(const unsigned char *b, size_t size)
{
	unsigned reg = size > 1 ? b[1] >> 3 & 7 : 8, in_memory = size > 1 && b[1] < 0xc0;

	switch (b[0]) {
	case 0x22:
		return reg == 3 ? TABLE_WRITES : -1;
	case 0x30:
		return MSR_WRITES;
	case 0x01:
		return reg == 7 && in_memory ? TLB_CHANGES : -1;
	case 0x38:
		return size > 1 && b[1] == 0x82 ? TLB_CHANGES : -1;
	case 0xae:
		return reg >= 5 && reg < 8 && !in_memory ? FENCES : -1;
	}
	return -1;
}

static int x86_event(const unsigned char *b, size_t size)
{
	size_t i = 0;

	for (; i < size; i++) {
		if (b[i] == 0xf0)
			return LOCKED;
		if (b[i] != 0x66 && b[i] != 0xf2 && b[i] != 0xf3 && b[i] != 0x2e && b[i] != 0x36 &&
		    b[i] != 0x3e && b[i] != 0x26 && b[i] != 0x64 && b[i] != 0x65 &&
		    !(word_bits == 64 && (b[i] & 0xf0) == 0x40))
			break;
	}
	if (i + 1 >= size)
		return -1;
	if (b[i] == 0x0f)
		return x86_two_bytes(b + i + 1, size - i - 1);
	/* an exchange with memory locks by itself */
	return (b[i] == 0x86 || b[i] == 0x87) && b[i + 1] < 0xc0 ? LOCKED : -1;
}

static int mips_event(const unsigned char *b, size_t size)
{
	if (size != 4)
		return -1;
	uint32_t w = is_little ? (uint32_t)b[3] << 24 | b[2] << 16 | b[1] << 8 | b[0] :
				 (uint32_t)b[0] << 24 | b[1] << 16 | b[2] << 8 | b[3];
	unsigned rs = w >> 21 & 31, function = w & 63;

	switch (w >> 26) {
	case 0x00:
		return function == 0x0f ? FENCES : -1;
	case 0x38:
	case 0x3c:
		return LOCKED;
	case 0x10:
		if (rs == 4 || rs == 5)	/* register 10 holds the address space's number */
			return (w >> 11 & 31) == 10 ? TABLE_WRITES : MSR_WRITES;
		return rs >= 16 && (function == 2 || function == 6) ? TLB_CHANGES : -1;
	}
	return -1;
}

static int event_of(const unsigned char *bytes, size_t size)
{
	return is_mips ? mips_event(bytes, size) : x86_event(bytes, size);
}
