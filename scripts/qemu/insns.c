/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A plugin for QEMU's code translator, loaded by scripts/pecan/guest.py. Counts the guest's
 * instructions, apart for the two halves of the address space (the upper one is the kernel's, but
 * for what is named as the users'), and writes a line to a file descriptor
 *
 *	BEAT total kernel user		now and then
 *	BUDGET total kernel user	when the budget is used up, and again every STEP after
 *	MARK total kernel user		whenever the guest executes the mark instruction
 *	AT addr total kernel user	the first time the instruction at addr is executed, and the
 *					first time after each mark
 *	END total kernel user		when QEMU ends
 *
 * A mark's line goes on with what instructions hide (events.h) and, between the first mark and the
 * second, the third and the fourth and so on, how much memory was touched (touched.h); at last, what
 * each processor did (shared.h).
 *
 * Arguments: fd=N budget=N step=N mark=HEXBYTES at=HEX (repeatable) bits=32|64 kernel=HEX
 * (where its half begins, if not in the middle) user=HEX-HEX (code of the users' in the kernel's half)
 * touched=0|1 shared=0|1|2. A block of instructions counts when it is
 * entered; a mark in the middle of one takes that into account.
 *
 * No distribution ships QEMU's plugin header with QEMU, so the entry points used are declared here,
 * after the public interface. PLUGIN_API is the version of that interface which QEMU is to be
 * shown.
 */
#include <inttypes.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define BEAT 20000000
#define EXPORT __attribute__((visibility("default")))
#ifndef PLUGIN_API
#define PLUGIN_API 1
#endif

typedef uint64_t plugin_id;
struct qemu_plugin_tb;
struct qemu_plugin_insn;
struct qemu_info;

typedef void (*translate_fn)(plugin_id, struct qemu_plugin_tb *);
typedef void (*exec_fn)(unsigned int vcpu, void *data);
typedef void (*end_fn)(plugin_id, void *data);

void qemu_plugin_register_vcpu_tb_trans_cb(plugin_id, translate_fn);
void qemu_plugin_register_vcpu_tb_exec_cb(struct qemu_plugin_tb *, exec_fn, int flags, void *);
void qemu_plugin_register_vcpu_insn_exec_cb(struct qemu_plugin_insn *, exec_fn, int flags, void *);
void qemu_plugin_register_atexit_cb(plugin_id, end_fn, void *);
size_t qemu_plugin_tb_n_insns(const struct qemu_plugin_tb *);
struct qemu_plugin_insn *qemu_plugin_tb_get_insn(const struct qemu_plugin_tb *, size_t);
uint64_t qemu_plugin_insn_vaddr(const struct qemu_plugin_insn *);
size_t qemu_plugin_insn_size(const struct qemu_plugin_insn *);
#if PLUGIN_API >= 3
size_t qemu_plugin_insn_data(const struct qemu_plugin_insn *, void *, size_t);
#else
const void *qemu_plugin_insn_data(const struct qemu_plugin_insn *);
#endif

typedef void (*mem_fn)(unsigned int vcpu, uint32_t info, uint64_t vaddr, void *data);
void qemu_plugin_register_vcpu_mem_cb(struct qemu_plugin_insn *, mem_fn, int flags, int rw, void *);
#define READ_AND_WRITE	3

/* The public beginning of what QEMU tells about itself. */
struct qemu_info {
	const char *target_name;
};

#include "events.h"
#include "touched.h"
#include "shared.h"

EXPORT int qemu_plugin_version = PLUGIN_API;
EXPORT int qemu_plugin_install(plugin_id, const struct qemu_info *, int, char **);

#define MAX_AT 16

static struct {
	uint64_t addr;
	int seen;
} at[MAX_AT];
static unsigned at_count;

static uint64_t total, kernel;
static uint64_t budget = UINT64_MAX, step = 10000000;
static uint64_t next_beat = BEAT;
static uint64_t kernel_start = UINT64_C(1) << 63;
static unsigned char mark[8];
static size_t mark_len;
static int out_fd = 2;
static uint64_t user_start, user_end;	/* users' code in the kernel's half */
static int with_touched;

static void put_line(const char *what, const char *more, uint64_t all, uint64_t of_kernel)
{
	char line[1000];
	int len = snprintf(line, sizeof line, "%s %llu %llu %llu%s\n", what,
			   (unsigned long long)all, (unsigned long long)of_kernel,
			   (unsigned long long)(all - of_kernel), more);

	if (write(out_fd, line, (size_t)len) != len)
		out_fd = 2;
}

static void report(const char *what)
{
	put_line(what, "", total, kernel);
}

/* The data pointer of a block holds its length and, in the low bit, where it lies. */
#define IN_KERNEL 1u

static void on_block(unsigned int vcpu, void *data)
{
	uintptr_t block = (uintptr_t)data;

	total += block >> 1;
	cpu_count(vcpu, block >> 1, block & IN_KERNEL);
	if (block & IN_KERNEL)
		kernel += block >> 1;
	if (total >= next_beat) {
		next_beat = total + BEAT;
		report("BEAT");
	}
	if (total >= budget) {
		budget = total + step;
		report("BUDGET");
	}
}

/* The data are the instructions of the block from the mark on, which have been counted. */
static void on_mark(unsigned int vcpu, void *data)
{
	uintptr_t block = (uintptr_t)data, ahead = block >> 1;
	char more[900];
	size_t len = 0;

	for (unsigned i = 0; i < EVENTS; i++)
		len += (size_t)snprintf(more + len, sizeof more - len, " %llu",
					(unsigned long long)events[i]);
	for (unsigned i = 0; i < TOUCHED; i++)
		len += (size_t)snprintf(more + len, sizeof more - len, " %llu",
					(unsigned long long)touched[i]);
	cpus_put(more + len, sizeof more - len, vcpu, ahead, block & IN_KERNEL);
	put_line("MARK", more, total - ahead, kernel - (block & IN_KERNEL ? ahead : 0));
	for (unsigned k = 0; k < at_count; k++)
		at[k].seen = 0;
	if (with_touched)
		touched_toggle();
	shared_toggle(vcpu);
}

static void on_at(unsigned int vcpu, void *data)
{
	unsigned i = (unsigned)(uintptr_t)data;
	char what[32];

	(void)vcpu;
	if (at[i].seen)
		return;
	at[i].seen = 1;
	snprintf(what, sizeof what, "AT %llx", (unsigned long long)at[i].addr);
	report(what);
}

static void on_event(unsigned int vcpu, void *data)
{
	(void)vcpu;
	events[(uintptr_t)data]++;
}

/* The bytes of an instruction; how many. */
static size_t bytes_of(struct qemu_plugin_insn *insn, unsigned char *bytes)
{
	size_t size = qemu_plugin_insn_size(insn);

	if (size > MAX_BYTES)
		size = MAX_BYTES;
#if PLUGIN_API >= 3
	return qemu_plugin_insn_data(insn, bytes, size);
#else
	memcpy(bytes, qemu_plugin_insn_data(insn), size);
	return size;
#endif
}

/* What an instruction asks for beyond being counted; `ahead` says how many are to come. */
static void look_at(struct qemu_plugin_insn *insn, uint64_t addr, uintptr_t ahead)
{
	unsigned char bytes[MAX_BYTES];
	size_t size = bytes_of(insn, bytes);
	int event = event_of(bytes, size);

	if (mark_len && size == mark_len && !memcmp(bytes, mark, mark_len))
		qemu_plugin_register_vcpu_insn_exec_cb(insn, on_mark, 0, (void *)ahead);
	if (event >= 0)
		qemu_plugin_register_vcpu_insn_exec_cb(insn, on_event, 0,
						       (void *)(uintptr_t)event);
	for (unsigned k = 0; k < at_count; k++)
		if (at[k].addr == addr)
			qemu_plugin_register_vcpu_insn_exec_cb(insn, on_at, 0,
							       (void *)(uintptr_t)k);
}

static void on_translate(plugin_id id, struct qemu_plugin_tb *tb)
{
	size_t n = qemu_plugin_tb_n_insns(tb);
	uint64_t start = qemu_plugin_insn_vaddr(qemu_plugin_tb_get_insn(tb, 0));
	uintptr_t where = start >= kernel_start && start - user_start >= user_end - user_start ?
			  IN_KERNEL : 0;

	(void)id;
	qemu_plugin_register_vcpu_tb_exec_cb(tb, on_block, 0, (void *)(n << 1 | where));
	for (size_t i = 0; i < n; i++) {
		struct qemu_plugin_insn *insn = qemu_plugin_tb_get_insn(tb, i);
		uint64_t addr = qemu_plugin_insn_vaddr(insn);

		look_at(insn, addr, (n - i) << 1 | where);
		if (with_touched)
			touched_watch(insn, addr, where & IN_KERNEL);
		if (with_shared)
			shared_watch(insn);
	}
}

static void on_end(plugin_id id, void *data)
{
	(void)id;
	(void)data;
	report("END");
}

static void parse_mark(const char *hex)
{
	unsigned byte;

	for (mark_len = 0; mark_len < sizeof mark && sscanf(hex, "%2x", &byte) == 1; hex += 2)
		mark[mark_len++] = (unsigned char)byte;
}

static int parse(const char *arg)
{
	const char *val = strchr(arg, '=');

	if (!val++)
		return -1;
	if (!strncmp(arg, "fd=", 3))
		out_fd = atoi(val);
	else if (!strncmp(arg, "budget=", 7))
		budget = strtoull(val, NULL, 0);
	else if (!strncmp(arg, "step=", 5))
		step = strtoull(val, NULL, 0);
	else if (!strncmp(arg, "bits=", 5))
		word_bits = atoi(val), kernel_start = UINT64_C(1) << (word_bits - 1);
	else if (!strncmp(arg, "touched=", 8))
		with_touched = atoi(val);
	else if (!strncmp(arg, "shared=", 7))
		with_shared = atoi(val);
	else if (!strncmp(arg, "kernel=", 7))
		kernel_start = strtoull(val, NULL, 16);
	else if (!strncmp(arg, "user=", 5))
		return sscanf(val, "%" SCNx64 "-%" SCNx64, &user_start, &user_end) == 2 ? 0 : -1;
	else if (!strncmp(arg, "mark=", 5))
		parse_mark(val);
	else if (!strncmp(arg, "at=", 3) && at_count < MAX_AT)
		at[at_count++].addr = strtoull(val, NULL, 16);
	else
		return -1;
	return 0;
}

EXPORT int qemu_plugin_install(plugin_id id, const struct qemu_info *info, int argc, char **argv)
{
	events_init(info->target_name);
	for (int i = 0; i < argc; i++) {
		if (parse(argv[i])) {
			fprintf(stderr, "insns: cannot read argument %s\n", argv[i]);
			return -1;
		}
	}
	qemu_plugin_register_vcpu_tb_trans_cb(id, on_translate);
	qemu_plugin_register_atexit_cb(id, on_end, NULL);
	return 0;
}
