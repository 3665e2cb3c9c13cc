/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Part of insns.c: what each processor executes, and which lines of physical memory are written by
 * more than one of them.  A processor's writes count between its own marks, the first and the second,
 * the third and the fourth and so on; the first mark while no other processor is between two
 * begins anew.  What a processor writes before its first mark or after its second is not looked at.
 */
#define MAX_CPUS	16

struct qemu_plugin_hwaddr;
struct qemu_plugin_hwaddr *qemu_plugin_get_hwaddr(uint32_t info, uint64_t vaddr);
uint64_t qemu_plugin_hwaddr_phys_addr(const struct qemu_plugin_hwaddr *);
_Bool qemu_plugin_hwaddr_is_io(const struct qemu_plugin_hwaddr *);
_Bool qemu_plugin_mem_is_store(uint32_t info);
#define WRITES_ONLY	2

static int with_shared;	/* 2: tells each line */
static uint64_t cpu_insns[MAX_CPUS], cpu_kernel[MAX_CPUS];
static int cpu_inside[MAX_CPUS];
static unsigned cpus_inside, cpus_seen = 1;

static struct {
	uint64_t line;
	unsigned round, writers;
} written[SLOTS];
static unsigned written_round, written_lines, shared_lines;

static void shared_toggle(unsigned cpu)
{
	if (cpu >= MAX_CPUS)
		return;
	if (!cpu_inside[cpu] && !cpus_inside) {
		written_round++;
		written_lines = shared_lines = 0;
	}
	cpu_inside[cpu] = !cpu_inside[cpu];
	cpus_inside += cpu_inside[cpu] ? 1u : -1u;
}

static void shared_add(unsigned cpu, uint64_t line, uint64_t vaddr)
{
	unsigned i = (unsigned)(line * UINT64_C(0x9e3779b97f4a7c15) >> 48);

	for (; written[i].round == written_round; i = (i + 1) & (SLOTS - 1)) {
		if (written[i].line != line)
			continue;
		if (written[i].writers & 1u << cpu)
			return;
		written[i].writers |= 1u << cpu;
		if (with_shared > 1)
			fprintf(stderr, "line %" PRIx64 " at %" PRIx64 ": writers %x\n",
				line << LINE_SHIFT, vaddr, written[i].writers);
		if (__builtin_popcount(written[i].writers) == 2)
			shared_lines++;
		return;
	}
	if (written_lines == MOST)
		return;
	written_lines++;
	written[i].line = line;
	written[i].round = written_round;
	written[i].writers = 1u << cpu;
}

static void on_write(unsigned int vcpu, uint32_t info, uint64_t addr, void *data)
{
	const struct qemu_plugin_hwaddr *where;

	(void)data;
	/* an instruction that reads and writes may come with both */
	if (vcpu >= MAX_CPUS || !cpu_inside[vcpu] || !qemu_plugin_mem_is_store(info))
		return;
	where = qemu_plugin_get_hwaddr(info, addr);
	if (where && !qemu_plugin_hwaddr_is_io(where))
		shared_add(vcpu, qemu_plugin_hwaddr_phys_addr(where) >> LINE_SHIFT, addr);
}

static void shared_watch(struct qemu_plugin_insn *insn)
{
	qemu_plugin_register_vcpu_mem_cb(insn, on_write, 0, WRITES_ONLY, NULL);
}

static void cpu_count(unsigned cpu, uint64_t insns, int in_kernel)
{
	if (cpu >= MAX_CPUS)
		return;
	if (cpu >= cpus_seen)
		cpus_seen = cpu + 1;
	cpu_insns[cpu] += insns;
	if (in_kernel)
		cpu_kernel[cpu] += insns;
}

/* At a mark: who executed it, the lines shared so far, and each processor's counts. */
static void cpus_put(char *to, size_t size, unsigned cpu, uint64_t ahead, int in_kernel)
{
	size_t len = (size_t)snprintf(to, size, " %u %u", cpu, shared_lines);

	for (unsigned i = 0; i < cpus_seen && len < size; i++)
		len += (size_t)snprintf(to + len, size - len, " %" PRIu64 " %" PRIu64,
					cpu_insns[i] - (i == cpu ? ahead : 0),
					cpu_kernel[i] - (i == cpu && in_kernel ? ahead : 0));
}
