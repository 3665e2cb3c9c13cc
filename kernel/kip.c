/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The Kernel Interface Page.  The image carries what the loader must find: the magic, the version
 * words and how many memory descriptors fit where.  The rest is filled in at start.
 */
#include <kernel/assert.h>
#include <kernel/kip.h>
#include <kernel/string.h>
#include <kernel/thread.h>
#include <arch/kip.h>
#include <generated/version.h>

#define PROC_DESC_OFFSET	(ABI_KIP_FIXED_WORDS * sizeof(word_t))
#ifdef CONFIG_SMP
#define PROC_DESCS		CONFIG_SMP_MAX_PROCS
#else
#define PROC_DESCS		1
#endif
#define PROC_DESC_BYTES		(PROC_DESCS * ABI_PROCDESC_WORDS * sizeof(word_t))
#define KERN_DESC_OFFSET	(PROC_DESC_OFFSET + PROC_DESC_BYTES)

#define KERNEL_ID		(4u << 24 | 0x50u << 16)	/* a kernel of L4Ka's API */
#define KERNEL_VERSION		(0u << 24 | 1u << 16)

#define HALF_WORD		(ABI_WORD_BITS / 2)

/* The page starts life as a structure so that its fields stand where they belong in either word
 * size and byte order. */
word_t kip[KIP_WORDS] __attribute__((aligned(KIP_BYTES), section(".kip"))) = {
#if ABI_BIG_ENDIAN
	[0] = (word_t)ABI_KIP_MAGIC_BE << (ABI_WORD_BITS - 32),
#else
	[0] = ABI_KIP_MAGIC_LE,
#endif
	[ABI_KIP_API_VERSION] = ABI_KIP_API_VERSION_X2,
	[ABI_KIP_API_FLAGS] = ABI_API_FLAGS,
	[ABI_KIP_KERN_DESC_PTR] = KERN_DESC_OFFSET,
	[ABI_KIP_PROC_DESC_PTR] = PROC_DESC_OFFSET,
	[ABI_KIP_MEMORY_INFO] = (word_t)KIP_MEMDESC_OFFSET << HALF_WORD | KIP_MEMDESC_SLOTS,
	[ABI_KIP_UTCB_INFO] = ABI_KIP_UTCB_INFO_WORD(ABI_UTCB_M, ABI_UTCB_A, ABI_UTCB_S),
	[ABI_KIP_KIP_AREA_INFO] = ABI_KIP_AREA_S,
	[KERN_DESC_OFFSET / sizeof(word_t) + ABI_KDESC_ID] = KERNEL_ID,
	[KERN_DESC_OFFSET / sizeof(word_t) + ABI_KDESC_VERSION] = KERNEL_VERSION,
	[KERN_DESC_OFFSET / sizeof(word_t) + ABI_KDESC_GEN_DATE] =
		ABI_KDESC_GEN_DATE_WORD(KERNEL_GEN_YEAR, KERNEL_GEN_MONTH, KERNEL_GEN_DAY),
};

/* What this kernel was configured with that a program may want to know (overview sheet 6.5). */
static const char *const kip_features[] = {
#ifdef CONFIG_IPC_FASTPATH
	"fastpath",
#endif
#ifdef CONFIG_PAGEREXREGS
	"pagerexregs",
#endif
#ifdef CONFIG_CTRLXFER
	"ctrlxfer",
#endif
	ARCH_KIP_FEATURES
	NULL,
};

/* NUL-terminated version and feature strings; the list ends with an empty one. */
static void put_strings(void)
{
	static const char version[] = "Pecan " PECAN_VERSION " - an L4 X.2 microkernel";
	char *at = (char *)kip + KERN_DESC_OFFSET + ABI_KDESC_STRINGS * sizeof(word_t);

	memcpy((char *)kip + KERN_DESC_OFFSET + ABI_KDESC_SUPPLIER * sizeof(word_t), "PCAN", 4);
	memcpy(at, version, sizeof(version));
	at += sizeof(version);
	for (const char *const *f = kip_features; *f; f++) {
		size_t bytes = strlen(*f) + 1;

		memcpy(at, *f, bytes);
		at += bytes;
	}
	kassert(at < (char *)kip + KIP_MEMDESC_OFFSET);
	*at = '\0';
}

COLD void kip_init(void)
{
	put_strings();
	kip[ABI_KIP_THREAD_INFO] = ABI_KIP_THREAD_INFO_WORD((word_t)THREAD_NUMBER_BITS,
							    thread_system_base(),
							    thread_user_base());
	kip[ABI_KIP_CLOCK_INFO] = ABI_KIP_CLOCK_INFO_WORD(1, CONFIG_TIMER_TICK_US);
	arch_kip_init(kip);
}

unsigned kip_memory_descs(void)
{
	return kip[ABI_KIP_MEMORY_INFO] & (((word_t)1 << HALF_WORD) - 1);
}

static word_t *desc_words(unsigned n)
{
	return kip + (kip[ABI_KIP_MEMORY_INFO] >> HALF_WORD) / sizeof(word_t) + 2 * n;
}

struct memory_desc kip_memory_desc(unsigned n)
{
	const word_t *w = desc_words(n);
	const word_t granule = ABI_MEMDESC_GRANULE - 1;

	/* loaders leave rubbish in unnamed bits (overview sheet 6.4) */
	return (struct memory_desc){
		.low = w[0] & ~granule,
		.high = w[1] | granule,
		.type = w[0] & ABI_MEMDESC_TYPE_MASK,
		.subtype = (w[0] >> ABI_MEMDESC_SUBTYPE_SHIFT) & ABI_MEMDESC_SUBTYPE_MASK,
		.is_virtual = (w[0] & ABI_MEMDESC_VIRTUAL) != 0,
	};
}

COLD void kip_add_memory(word_t low, word_t high, unsigned type, bool is_virtual)
{
	unsigned n = kip_memory_descs();
	word_t *w = desc_words(n);
	const word_t granule = ABI_MEMDESC_GRANULE - 1;

	if (n == KIP_MEMDESC_SLOTS)
		panic("no room for another memory descriptor in the KIP");
	w[0] = (low & ~granule) | (is_virtual ? ABI_MEMDESC_VIRTUAL : 0) | type;
	w[1] = (high - 1) & ~granule;
	kip[ABI_KIP_MEMORY_INFO]++;
}
