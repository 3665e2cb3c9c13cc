/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A kernel that only says what the loader told it: KIP fields, memory descriptors and boot info,
 * a line each on the first serial port, then ends QEMU with status 0.  images.py compiles it and
 * wraps it into ELF files of either word size; PROBE_WIDE says which KIP it has, PROBE_MACHINE
 * is the header with the machine's part.
 */
#include PROBE_MACHINE
#include <stdint.h>
#include <l4/abi/bootinfo.h>
#include <l4/abi/kip.h>

#ifdef PROBE_WIDE
typedef uint64_t word;
#define HALF		32
#else
typedef uint32_t word;
#define HALF		16
#endif

/* The same bytes in both byte orders. */
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
#define PROBE_MAGIC	((word)ABI_KIP_MAGIC_BE << (sizeof(word) - 4) * 8)
#else
#define PROBE_MAGIC	ABI_KIP_MAGIC_LE
#endif

#define SLOTS		48
#define FIXED		288		/* words before the descriptors: beyond the fixed part */

/* The page the loader looks for. */
struct probe_kip {
	word fixed[FIXED];
	word desc[SLOTS][2];
};

static struct probe_kip kip __attribute__((section(".kip"), aligned(4096), used)) = {
	.fixed = {
		[0] = PROBE_MAGIC,
		[ABI_KIP_API_VERSION] = ABI_KIP_API_VERSION_X2,
		[ABI_KIP_MEMORY_INFO] = SLOTS | (word)(FIXED * sizeof(word)) << HALF,
	},
};

void probe_main(void);

static void text(const char *s)
{
	while (*s)
		put(*s++);
}

static void hex(const char *label, word value)
{
	int shift = sizeof(word) * 8 - 4;

	text(label);
	while (shift > 0 && !(value >> shift))
		shift -= 4;
	for (; shift >= 0; shift -= 4)
		put("0123456789abcdef"[(value >> shift) & 15]);
}

/* The first bytes of a file or image are letters; the last 8 of an image are cleared memory. */
static void content(word start, word size)
{
	unsigned int sum = 0;

	text(" holds ");
	for (unsigned int i = 0; i < 8 && i < size; i++)
		put(at(start)[i]);
	for (word i = 0; i < size; i++)
		sum = sum * 31 + (uint8_t)at(start)[i];
	hex(" sum ", sum);
}

static void server(const char *name, unsigned int index)
{
	word low = kip.fixed[index + ABI_KIP_SERVER_LOW];
	word high = kip.fixed[index + ABI_KIP_SERVER_HIGH];
	int clear = 1;

	text(name);
	hex(" sp ", kip.fixed[index + ABI_KIP_SERVER_SP]);
	hex(" ip ", kip.fixed[index + ABI_KIP_SERVER_IP]);
	hex(" low ", low);
	hex(" high ", high);
	if (high > low) {
		for (unsigned int i = 1; i <= 8; i++)
			clear &= at(high)[-(int)i] == 0;
		content(low, 8);
		text(clear ? " bss clear" : " bss DIRTY");
	}
	put('\n');
}

static void descriptors(void)
{
	word info = kip.fixed[ABI_KIP_MEMORY_INFO];
	unsigned int n = (unsigned int)(info & (((word)1 << HALF) - 1));

	hex("descriptors ", n);
	hex(" at ", info >> HALF);
	put('\n');
	for (unsigned int i = 0; i < n; i++) {
		hex("desc ", i);
		hex(" type ", kip.desc[i][0] & 0x3ff);
		hex(" low ", kip.desc[i][0] & ~(word)0x3ff);
		hex(" high ", kip.desc[i][1]);
		put('\n');
	}
}

/* Boot info words are the root task's; BI_WIDE may differ from the kernel's in one record. */
#ifdef PROBE_NARROW_ROOT
typedef uint32_t bi_word;
#else
typedef word bi_word;
#endif

static void record(const bi_word *r)
{
	unsigned int type = (unsigned int)r[ABI_BOOTREC_TYPE];
	unsigned int words = ABI_BOOTMBI_WORDS, line = 0;

	if (type == ABI_BOOTREC_MODULE) {
		words = ABI_BOOTMOD_WORDS;
		line = ABI_BOOTMOD_CMDLINE;
	} else if (type == ABI_BOOTREC_SIMPLE_EXEC) {
		words = ABI_BOOTEXEC_WORDS;
		line = ABI_BOOTEXEC_CMDLINE;
	}
	hex("record ", type);
	hex(" version ", r[ABI_BOOTREC_VERSION]);
	for (unsigned int i = 3; i < words; i++)
		hex(" ", r[i]);
	if (type == ABI_BOOTREC_MODULE)
		content(r[ABI_BOOTMOD_START], r[ABI_BOOTMOD_SIZE]);
	if (line && r[line]) {
		text(" cmdline ");
		text((const char *)r + r[line]);
	}
	if (type == ABI_BOOTREC_MULTIBOOT) {
		const uint32_t *mbi = (const uint32_t *)at(r[ABI_BOOTMBI_ADDRESS]);

		hex(" flags ", mbi[0]);
		hex(" modules ", mbi[5]);
		text(" cmdline ");
		text(at(mbi[4]));
	}
	put('\n');
}

static void boot_info(void)
{
	const bi_word *bi = (const bi_word *)at(kip.fixed[ABI_KIP_BOOT_INFO]);
	const char *next;

	hex("bootinfo ", kip.fixed[ABI_KIP_BOOT_INFO]);
	if (!bi || bi[0] != ABI_BOOTINFO_MAGIC) {
		text(" not generic\n");
		return;
	}
	hex(" version ", bi[ABI_BOOTINFO_H_VERSION]);
	hex(" size ", bi[ABI_BOOTINFO_H_SIZE]);
	hex(" entries ", bi[ABI_BOOTINFO_H_ENTRIES]);
	put('\n');
	next = (const char *)bi + bi[ABI_BOOTINFO_H_FIRST];
	for (unsigned int i = 0; i < bi[ABI_BOOTINFO_H_ENTRIES]; i++) {
		record((const bi_word *)next);
		next += ((const bi_word *)next)[ABI_BOOTREC_NEXT];
	}
}

/* What the loader wrote last on the text screen, if there is one: its line "Starting ...". */
static void screen(void)
{
	const volatile uint16_t *row = screen_text();

	for (unsigned int y = 0; row && y < 25; y++, row += 80) {
		const char *start = "Starting ";
		unsigned int n = 0;

		while (start[n] && (char)row[n] == start[n])
			n++;
		if (start[n])
			continue;
		hex("screen row ", y);
		text(": ");
		for (n = 0; n < 40; n++)
			put((char)row[n]);
		put('\n');
	}
}

void probe_main(void)
{
	text("probe: launched\n");
	hex("instructions ", ticks());
	put('\n');
	server("sigma0", ABI_KIP_SIGMA0);
	server("sigma1", ABI_KIP_SIGMA1);
	server("root", ABI_KIP_ROOT);
	descriptors();
	boot_info();
	screen();
	text("probe: done\n");
	end();
}

__asm__(".section .start, \"ax\"\n"
	".globl _start\n"
	PROBE_ENTRY
	".section .stack, \"aw\", @progbits\n"
	".skip 4096\n"
	"probe_stack_top:\n"
	".text\n");
