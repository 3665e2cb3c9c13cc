/* SPDX-License-Identifier: BSD-2-Clause */
/* What kernel.lds.S has to know of the 64-bit half.  The stubs are a page of their own, which users
 * see. */
#define IMAGE_FORMAT	"elf64-x86-64"
#define IMAGE_ARCH	"i386:x86-64"
#define IMAGE_STUBS \
	.stubs ALIGN(4096) : AT(ADDR(.stubs) - VIRT_IMAGE) { \
		image_stubs = . ; \
		KEEP(*(.user_stubs)) \
		KEEP(*(.user_stubs_2)) \
	} :text \
	image_stubs_end = ALIGN(4096);
#define IMAGE_SYMBOLS
#define IMAGE_CHECKS \
	ASSERT(image_stubs_end - image_stubs == 4096, "the stubs fill one page")
