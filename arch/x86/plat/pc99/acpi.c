/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Where the I/O APICs are, and which processors there are: from the MADT of ACPI, else from the older
 * multiprocessor table, else where the first I/O APIC always was.  Firmware's memory is believed only
 * within its checksums.
 */
#include <arch/memory.h>
#include <arch/x86/paging.h>
#include "irq.h"

#define EBDA_SEGMENT	0x40eu
#define EBDA_BYTES	1024u
#define BIOS_BEGIN	0xe0000u
#define BIOS_BYTES	0x20000u
#define BASE_MEMORY_END	0x9fc00u	/* of 640 KB, its last KB */
#define DEFAULT_IOAPIC	0xfec00000u
#define TABLE_MAX	0x100000u

struct table_header {
	char signature[4];
	uint32_t length;
	uint8_t revision, checksum;
	char oem[6], oem_table[8];
	uint32_t oem_revision, creator, creator_revision;
} __attribute__((packed));

struct rsdp {
	char signature[8];
	uint8_t checksum;
	char oem[6];
	uint8_t revision;
	uint32_t rsdt, length;
	uint64_t xsdt;
} __attribute__((packed));

struct madt {
	struct table_header header;
	uint32_t lapic, flags;
	uint8_t entries[];
} __attribute__((packed));

struct mp_pointer {
	char signature[4];
	uint32_t table;
	uint8_t length, revision, checksum, features[5];
} __attribute__((packed));

struct mp_table {
	char signature[4];
	uint16_t length;
	uint8_t revision, checksum;
	char oem[8], product[12];
	uint32_t oem_table;
	uint16_t oem_bytes, entry_count;
	uint32_t lapic;
	uint16_t extended_bytes;
	uint8_t extended_checksum, reserved;
	uint8_t entries[];
} __attribute__((packed));

#define RSDP_V1_BYTES	20u
#define MADT_CPU	0
#define MADT_IOAPIC	1
#define CPU_ENABLED	1u
#define MP_PROCESSOR	0
#define MP_PROCESSOR_BYTES	20u
#define MP_ENTRY_BYTES	8u
#define MP_IOAPIC	2

static uint32_t read32(const uint8_t *p)
{
	return p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 | (uint32_t)p[3] << 24;
}

static bool sums_to_zero(const void *from, size_t bytes)
{
	const uint8_t *p = from;
	uint8_t sum = 0;

	while (bytes--)
		sum += *p++;
	return sum == 0;
}

static bool acpi_same(const char *a, const char *b, unsigned n)
{
	while (n--)
		if (*a++ != *b++)
			return false;
	return true;
}

/* A structure that firmware leaves on a 16-byte border of [low, low + bytes). */
static const void *acpi_scan(phys_t low, size_t bytes, const char *signature, unsigned n,
			     size_t size)
{
	const char *p = phys_to_virt(low);

	for (size_t i = 0; i + size <= bytes; i += 16)
		if (acpi_same(p + i, signature, n) && sums_to_zero(p + i, size))
			return p + i;
	return NULL;
}

static COLD const void *acpi_find(const char *signature, unsigned n, size_t size)
{
	phys_t ebda = (phys_t) * (const volatile uint16_t *)phys_to_virt(EBDA_SEGMENT) << 4;
	const void *found = NULL;

	if (ebda >= 0x80000 && ebda < 0xa0000)
		found = acpi_scan(ebda, EBDA_BYTES, signature, n, size);
	if (!found)
		found = acpi_scan(BASE_MEMORY_END, EBDA_BYTES, signature, n, size);
	return found ? found : acpi_scan(BIOS_BEGIN, BIOS_BYTES, signature, n, size);
}

static void add_ioapic(struct machine *m, phys_t address, unsigned first)
{
	if (m->ioapics < MAX_IOAPICS)
		m->ioapic[m->ioapics++] = (struct ioapic){ address, first, 0 };
}

static void add_cpu(struct machine *m, uint32_t id, uint32_t flags)
{
	if (MAX_CPUS > 1 && (flags & CPU_ENABLED) && m->cpus < MAX_CPUS)
		m->cpu[m->cpus++] = id;
}

/* --- ACPI ------------------------------------------------------------------------------------- */

/* The table at this address, if it can be seen, is a `signature`, and is whole. */
static const struct table_header *acpi_table(uint64_t phys, const char *signature)
{
	const struct table_header *t = phys ? paging_look(phys, sizeof(*t)) : NULL;

	if (!t || !acpi_same(t->signature, signature, 4) || t->length < sizeof(*t) ||
	    t->length > TABLE_MAX)
		return NULL;
	t = paging_look(phys, t->length);
	return t && sums_to_zero(t, t->length) ? t : NULL;
}

static const struct madt *find_madt(const struct rsdp *rsdp)
{
	bool wide = rsdp->revision >= 2 && rsdp->xsdt;
	const struct table_header *root = wide ? acpi_table(rsdp->xsdt, "XSDT") :
					      acpi_table(rsdp->rsdt, "RSDT");
	unsigned step = wide ? 8 : 4;

	if (!root)
		return NULL;
	for (unsigned at = sizeof(*root); at + step <= root->length; at += step) {
		const uint8_t *p = (const uint8_t *)root + at;
		uint64_t phys = read32(p) | (wide ? (uint64_t)read32(p + 4) << 32 : 0);
		const struct table_header *t = acpi_table(phys, "APIC");

		if (t)
			return (const struct madt *)t;
	}
	return NULL;
}

static COLD bool from_madt(struct machine *m)
{
	const struct rsdp *rsdp = acpi_find("RSD PTR ", 8, RSDP_V1_BYTES);
	const struct madt *madt = rsdp ? find_madt(rsdp) : NULL;

	if (!madt)
		return false;
	const uint8_t *end = (const uint8_t *)madt + madt->header.length;

	for (const uint8_t *p = madt->entries; p + 2 <= end && p[1] >= 2; p += p[1])
		if (p[0] == MADT_IOAPIC && p + 12 <= end)
			add_ioapic(m, read32(p + 4), read32(p + 8));
		else if (p[0] == MADT_CPU && p + 8 <= end)
			add_cpu(m, p[3], read32(p + 4));
	return true;
}

/* --- the multiprocessor table ----------------------------------------------------------------- */

static const struct mp_table *get_mp_table(void)
{
	const struct mp_pointer *pointer = acpi_find("_MP_", 4, sizeof(*pointer));

	if (!pointer || !pointer->table)
		return NULL;
	const struct mp_table *t = paging_look(pointer->table, sizeof(*t));

	if (!t || !acpi_same(t->signature, "PCMP", 4))
		return NULL;
	t = paging_look(pointer->table, t->length);
	return t && sums_to_zero(t, t->length) ? t : NULL;
}

static void from_mp_table(struct machine *m)
{
	const struct mp_table *t = get_mp_table();

	if (!t)
		return;
	const uint8_t *p = t->entries, *end = (const uint8_t *)t + t->length;

	m->cpus = 0;
	for (unsigned n = t->entry_count; n-- && p + MP_ENTRY_BYTES <= end;) {
		if (p[0] == MP_IOAPIC && (p[3] & 1))
			/* the table doesn't say how many inputs: numbers follow in order */
			add_ioapic(m, read32(p + 4), m->ioapics * 24);
		if (p[0] == MP_PROCESSOR)
			add_cpu(m, p[1], p[3]);
		p += p[0] == MP_PROCESSOR ? MP_PROCESSOR_BYTES : MP_ENTRY_BYTES;
	}
}

COLD void acpi_read(struct machine *m)
{
	if (!from_madt(m) || !m->ioapics)
		from_mp_table(m);
	if (!m->ioapics)
		add_ioapic(m, DEFAULT_IOAPIC, 0);
}
