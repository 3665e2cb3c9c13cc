/* SPDX-License-Identifier: BSD-2-Clause */
/* i: the Kernel Interface Page: what the loader handed over and what users are told. */
#include <kernel/kip.h>
#include <kdb/kdb.h>

static void print_server(const char *name, unsigned index)
{
	const word_t *w = kip + index;

	if (w[ABI_KIP_SERVER_LOW] != w[ABI_KIP_SERVER_HIGH])
		print("  %-8s %lx-%lx, ip %lx, sp %lx\n", name,
		      (unsigned long)w[ABI_KIP_SERVER_LOW],
		      (unsigned long)w[ABI_KIP_SERVER_HIGH],
		      (unsigned long)w[ABI_KIP_SERVER_IP],
		      (unsigned long)w[ABI_KIP_SERVER_SP]);
}

static void print_memory_desc(const struct memory_desc *d)
{
	static const char *const types[16] = {
		[ABI_MEMDESC_UNDEFINED] = "undefined",
		[ABI_MEMDESC_CONVENTIONAL] = "conventional",
		[ABI_MEMDESC_RESERVED] = "reserved", [ABI_MEMDESC_DEDICATED] = "dedicated",
		[ABI_MEMDESC_SHARED] = "shared", [ABI_MEMDESC_BOOT] = "boot loader",
		[ABI_MEMDESC_ARCH] = "architecture",
	};
	const char *type = types[d->type & ABI_MEMDESC_TYPE_MASK];

	print("  %16lx-%16lx %s %s", (unsigned long)d->low, (unsigned long)d->high,
	      d->is_virtual ? "virtual" : "physical", type ? type : "unknown");
	if (d->subtype)
		print(" %x", (unsigned)d->subtype);
	print("\n");
}

KDB_COMMAND(i, "i", "", "kernel interface page")
{
	(void)args;
	print("  version %lx, flags %lx, %u interrupts\n",
	      (unsigned long)kip[ABI_KIP_API_VERSION], (unsigned long)kip[ABI_KIP_API_FLAGS],
	      (unsigned)(kip[ABI_KIP_THREAD_INFO] >> 8 & 0xfff));
	print("  thread info %lx, utcb info %lx, page info %lx, boot info at %lx\n",
	      (unsigned long)kip[ABI_KIP_THREAD_INFO], (unsigned long)kip[ABI_KIP_UTCB_INFO],
	      (unsigned long)kip[ABI_KIP_PAGE_INFO], (unsigned long)kip[ABI_KIP_BOOT_INFO]);
	print_server("sigma0", ABI_KIP_SIGMA0);
	print_server("sigma1", ABI_KIP_SIGMA1);
	print_server("root", ABI_KIP_ROOT);
	for (unsigned n = 0; n < kip_memory_descs(); n++) {
		struct memory_desc d = kip_memory_desc(n);

		print_memory_desc(&d);
	}
	return KDB_STAY;
}
