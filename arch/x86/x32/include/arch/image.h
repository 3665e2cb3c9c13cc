/* SPDX-License-Identifier: BSD-2-Clause */
/* What kernel.lds.S has to know of the 32-bit half.  The stubs are copied into the KIP: where a
 * thread in Ipc goes on is an offset there. */
#include <kernel/kip_machine.h>

#define IMAGE_FORMAT	"elf32-i386"
#define IMAGE_ARCH	"i386"
#define IMAGE_STUBS
#define IMAGE_SYMBOLS \
	x32_return_offset = KIP_STUBS_OFFSET + (user_stub_return - user_stubs);
#define IMAGE_CHECKS
