/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The Kernel Interface Page inside the loaded kernel: finding it, and telling the kernel through
 * it what was loaded (X.2: kernel configuration page).
 */
#include <l4/abi/kip.h>
#include "loader.h"
#include "phys.h"
#include "print.h"
#include "mem.h"
#include "word.h"

static const unsigned char magic[8] = { 'L', '4', 230, 'K', 0, 0, 0, 0 };

/*
 * Is there a KIP at address?  Beyond the magic, its descriptor array must lie in the image: code
 * that compares with the magic is no KIP.
 */
static bool try_kip(struct loader *loader, phys_t address)
{
	const struct image *image = &loader->image[MODULE_KERNEL];
	bool wide = image->wide;
	void *base = loader_at(loader, address);
	unsigned int half = word_bits(wide) / 2;
	uint64_t info, offset;

	if (memcmp(base, magic, word_bytes(wide)))
		return false;
	if (image->at.hi - address < ABI_KIP_FIXED_WORDS * word_bytes(wide))
		return false;
	info = word_get(base, wide, ABI_KIP_MEMORY_INFO);
	offset = info >> half;
	info &= (1ull << half) - 1;
	if (!info || info > 4096 || offset < ABI_KIP_FIXED_WORDS * word_bytes(wide) ||
	    offset > image->at.hi - address ||
	    info * 2 * word_bytes(wide) > image->at.hi - address - offset)
		return false;
	loader->kip = (struct kip){ base, address, wide, (unsigned int)info, 0 };
	return true;
}

static bool scan(struct loader *loader, unsigned int step)
{
	struct range at = loader->image[MODULE_KERNEL].at;
	phys_t address = (at.lo + step - 1) & ~(phys_t)(step - 1);

	for (; at.hi - address >= step && address < at.hi; address += step)
		if (try_kip(loader, address))
			return true;
	return false;
}

void kip_find(struct loader *loader)
{
	if (!scan(loader, LOADER_PAGE) && !scan(loader, 16))
		die("no kernel interface page of %u-bit words with room for memory descriptors in"
		    " the kernel", word_bits(loader->image[MODULE_KERNEL].wide));
}

static void write_server(struct loader *loader, unsigned int index, unsigned int word)
{
	const struct image *image = &loader->image[index];
	struct kip *kip = &loader->kip;
	phys_t sp = kip->wide && !image->wide ? loader->env->narrow_server_sp : 0;

	word_put(kip->base, kip->wide, word + ABI_KIP_SERVER_SP, sp);
	word_put(kip->base, kip->wide, word + ABI_KIP_SERVER_IP, image->entry);
	word_put(kip->base, kip->wide, word + ABI_KIP_SERVER_LOW, image->at.lo);
	word_put(kip->base, kip->wide, word + ABI_KIP_SERVER_HIGH, image->at.hi);
}

void kip_write(struct loader *loader)
{
	struct kip *kip = &loader->kip;
	unsigned int half = word_bits(kip->wide) / 2;
	uint64_t info = word_get(kip->base, kip->wide, ABI_KIP_MEMORY_INFO);
	phys_t boot_info = loader->boot_info.lo;

	if (!boot_info)
		boot_info = loader->native.lo;
	write_server(loader, MODULE_SIGMA0, ABI_KIP_SIGMA0);
	write_server(loader, MODULE_ROOT, ABI_KIP_ROOT);
	if (loader->options.sigma1)
		write_server(loader, MODULE_SIGMA1, ABI_KIP_SIGMA1);
	word_put(kip->base, kip->wide, ABI_KIP_BOOT_INFO, boot_info);
	word_put(kip->base, kip->wide, ABI_KIP_MEMORY_INFO, info >> half << half | kip->used);
}
