/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * I/O ports by fpages (X.2: I/O fpages, I/O page faults; abi-x86-x32 sheet 6, 9).  Which ports a
 * space has stands in its second space, page for port (arch/domain.h).  The permission map that the
 * processor reads is a cache of that: a forbidden access is looked up, and allowed in the map if the
 * space has the port; taking a port away clears what the map had of it.  Only spaces with ports
 * have a map.
 */
#include <kernel/assert.h>
#include <kernel/cpu.h>
#include <kernel/domain.h>
#include <kernel/entry.h>
#include <kernel/space.h>
#include <kernel/string.h>
#include <arch/domain.h>
#include <arch/x86/entry.h>
#include <arch/x86/latency.h>
#include <arch/x86/ports.h>

#define COMPLETE_PORTS	((word_t)ABI_IOFPAGE_SIZE_FIELD << ABI_FPAGE_SIZE_SHIFT | \
			 (word_t)X86_PORTS_LOG2 << ABI_IOFPAGE_LOG2_SHIFT)
#define LAST_PORT	0xffffu
#define MAX_INSTRUCTION	15
#define PLAT_EXIT_PORT	0xf4	/* what ends an emulator, see plat/pc99/plat.c */

/* --- the second space ------------------------------------------------------------------------- */

struct space *arch_domain(const struct space *s)
{
	return s->arch.ports;
}

/* Both have the map: the space to free it, the ports to heed what is taken from them. */
COLD struct space *arch_domain_make(struct space *s, enum kmem_for who)
{
	struct space *ports = s->arch.ports;
	uint8_t *map;

	if (likely(ports != NULL))
		return ports;
	ports = domain_create(s, who);
	if (!ports)
		return NULL;
	map = port_window_make(s, who);
	if (!map) {
		space_discard(ports);	/* as any space that is empty */
		return NULL;
	}
	ports->arch.cr3 = 0;
	ports->arch.port_map = s->arch.port_map = map;
	s->arch.ports = ports;
	return ports;
}

void x86_ports_destroy(struct space *space)
{
	if (space->arch.cr3 != 0 && space->arch.port_map)
		port_window_free(space, space->arch.port_map);
}

/* Several CPUs may change bits of the same byte. */
static void forbid(uint8_t *map, word_t port)
{
#ifdef CONFIG_SMP
	(void)__atomic_fetch_or(&map[port / 8], (uint8_t)(1u << port % 8), __ATOMIC_SEQ_CST);
#else
	map[port / 8] |= (uint8_t)(1u << port % 8);
#endif
}

static void allow(uint8_t *map, word_t port)
{
#ifdef CONFIG_SMP
	(void)__atomic_fetch_and(&map[port / 8], (uint8_t)~(1u << port % 8), __ATOMIC_SEQ_CST);
#else
	map[port / 8] &= (uint8_t)~(1u << port % 8);
#endif
}

/* Called by pt_flush_page: a page of ports has gone. */
COLD void x86_ports_taken(const struct space *ports, word_t va, unsigned level)
{
	word_t first = va >> X86_PORT_SHIFT;

	if (!ports->arch.port_map || first > LAST_PORT)
		return;
	if (level == 0) {
		forbid(ports->arch.port_map, first);
		return;
	}
	word_t count = (word_t)1 << (pt_shift(level) - X86_PORT_SHIFT);

	if (count > LAST_PORT + 1)
		count = LAST_PORT + 1;
	first &= ~(count - 1);
	memset(ports->arch.port_map + first / 8, 0xff, count / 8);
}

/* --- accesses --------------------------------------------------------------------------------- */

struct port_access {
	word_t port, bytes;
};

static bool is_prefix(uint8_t c)
{
	return c == 0x66 || c == 0x67 || c == 0xf2 || c == 0xf3 || c == 0x26 || c == 0x2e ||
	       c == 0x36 || c == 0x3e || c == 0x64 || c == 0x65 ||
	       (ABI_WORD_BITS == 64 && (c & 0xf0) == 0x40);
}

/* Is the instruction IN, OUT, INS or OUTS?  Of which ports? */
static bool decode(const struct tcb *t, struct port_access *access)
{
	const struct arch_frame *f = &t->frame;
	bool halves = false;
	uint8_t c = 0;
	unsigned n = 0;

	for (; n < MAX_INSTRUCTION; n++) {
		if (!space_read(t->space, f->ip + n, &c, 1))
			return false;
		if (!is_prefix(c))
			break;
		halves |= c == 0x66;
	}
	access->bytes = c & 1 ? (halves ? 2 : 4) : 1;
	access->port = f->dx & LAST_PORT;
	if ((c & 0xfc) == 0xec || (c & 0xfc) == 0x6c)
		return true;
	if ((c & 0xfc) != 0xe4 || !space_read(t->space, f->ip + n + 1, &c, 1))
		return false;
	access->port = c;
	return true;
}

static bool is_allowed(const uint8_t *map, word_t port)
{
	return !(map[port / 8] & 1u << port % 8);
}

static bool has_port(struct space *ports, word_t port)
{
	word_t va = port << X86_PORT_SHIFT;
	phys_t frame;
	unsigned rights, level;

	return space_lookup(ports, va, &frame, &rights, &level) ||
	       (ports->sigma0 && mapdb_sigma0_fault(ports, va));
}

/* The smallest fpage around the ports, which need not be aligned. */
static word_t fpage_around(const struct port_access *a)
{
	word_t log2size = 0;

	while ((a->port ^ (a->port + a->bytes - 1)) >> log2size)
		log2size++;
	return (a->port >> log2size << log2size) << ABI_IOFPAGE_PORT_SHIFT |
	       log2size << ABI_IOFPAGE_LOG2_SHIFT |
	       (word_t)ABI_IOFPAGE_SIZE_FIELD << ABI_FPAGE_SIZE_SHIFT;
}

COLD struct tcb *x86_port_fault(struct tcb *self)
{
	struct port_access a;
	struct space *ports = self->space->arch.ports;
	bool forbidden = false;

	if (!decode(self, &a) || a.port + a.bytes - 1 > LAST_PORT)
		return NULL;
	if (!ports && self->space->sigma0)
		ports = arch_domain_make(self->space, KMEM_PRIVILEGED);
	if (a.port == PLAT_EXIT_PORT)
		latency_report();
	for (word_t p = a.port; ports && p < a.port + a.bytes; p++) {
		if (is_allowed(ports->arch.port_map, p))
			continue;
		forbidden = true;
		if (!has_port(ports, p)) {
			ports = NULL;
			break;
		}
		allow(ports->arch.port_map, p);
		if (cpu_count > 1 && !has_port(ports, p))	/* taken away in between */
			forbid(ports->arch.port_map, p);
	}
	if (ports)	/* if all was allowed before, something else was wrong */
		return forbidden ? self : NULL;
	return on_domain_fault(self, ABI_PROTO_IO_PAGEFAULT, ABI_RIGHT_R | ABI_RIGHT_W,
			       fpage_around(&a), COMPLETE_PORTS, self->frame.ip);
}
