/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The first threads: idle, worker, and the initial servers that the KIP names (X.2: system start;
 * protocols sheet 6..8).  The port calls kernel_start when memory, console and interrupts stand.
 */
#include <kernel/assert.h>
#include <kernel/entry.h>
#include <kernel/kip.h>
#include <kernel/kmem.h>
#include <kernel/print.h>
#include <kernel/sched.h>
#include <kernel/thread.h>
#include <kernel/timeout.h>
#include <kernel/work.h>
#include <arch/cpu.h>
#include <arch/utcb.h>
#include <generated/version.h>

static word_t server_id(unsigned server)
{
	return id_make(thread_user_base() + server, ABI_SERVER_VERSION);
}

/* A server stands in the KIP as SP, IP, low, high; an empty range means there is none. */
static COLD void start_server(const char *name, unsigned server, unsigned kip_index, word_t pager)
{
	const word_t *w = kip + kip_index;
	word_t low = w[ABI_KIP_SERVER_LOW], high = w[ABI_KIP_SERVER_HIGH];

	if (low == high)
		return;
	print_init("%s: image %lx-%lx, entry %lx\n", name, (unsigned long)low,
		   (unsigned long)high, (unsigned long)w[ABI_KIP_SERVER_IP]);
	struct space *space = space_create(KMEM_PRIVILEGED);
	struct tcb *t = space ? thread_create(server_id(server), space,
					      server_id(ABI_SERVER_ROOT), KMEM_PRIVILEGED) : NULL;

	if (!t || space_init_areas(space, ABI_ROOT_KIP_AREA | ABI_KIP_AREA_S << ABI_FPAGE_SIZE_SHIFT,
				   ABI_ROOT_UTCB_AREA |
				   ABI_ROOT_UTCB_AREA_LOG2 << ABI_FPAGE_SIZE_SHIFT,
				   KMEM_PRIVILEGED))
		panic("no kernel memory for %s", name);
	space->privileged = true;
	space->sigma0 = server == ABI_SERVER_SIGMA0;
	t->utcb_location = ABI_ROOT_UTCB_AREA;
	if (!thread_give_utcb(t, KMEM_PRIVILEGED))
		panic("no kernel memory for %s", name);
	utcb_set_pager(t, pager);
	t->prio = t->sensitive_prio = ABI_PRIO_MAX;
	t->state = THREAD_RUNNING;
	frame_start(&t->frame, w[ABI_KIP_SERVER_IP], w[ABI_KIP_SERVER_SP]);
	sched_enqueue_tail(t);
}

static void init_cpu(struct cpu *cpu)
{
	timeout_init(cpu);
	sched_init(cpu);
	work_init(cpu);
	smp_init(cpu);
	thread_init_links(&cpu->idle);
	cpu->idle.state = THREAD_RUNNING;
	cpu->idle.cpu = cpu->idle.home = cpu->worker.tcb.cpu = cpu->worker.tcb.home = cpu;
	tcb_continue(&cpu->idle, on_idle);
}

#ifdef CONFIG_SMP
struct tcb *cpu_start(struct cpu *cpu)
{
	init_cpu(cpu);
	return &cpu->idle;
}
#endif

#ifdef CONFIG_SMP
static void start_cpus(void)
{
	cpu_count = arch_cpus_start();
}
#else
static void start_cpus(void)
{
}
#endif

COLD struct tcb *kernel_start(void)
{
	print("Pecan %s: %lu KB of kernel memory\n", PECAN_VERSION,
	      (unsigned long)(kmem_free_bytes() / 1024));
	kip_init();
	init_cpu(this_cpu());
	start_cpus();
	if (kip[ABI_KIP_SIGMA0 + ABI_KIP_SERVER_LOW] == kip[ABI_KIP_SIGMA0 + ABI_KIP_SERVER_HIGH])
		panic("the boot loader has installed no sigma0");
	start_server("sigma0", ABI_SERVER_SIGMA0, ABI_KIP_SIGMA0, NILTHREAD);
	start_server("sigma1", ABI_SERVER_SIGMA1, ABI_KIP_SIGMA1, server_id(ABI_SERVER_SIGMA0));
	start_server("root", ABI_SERVER_ROOT, ABI_KIP_ROOT, server_id(ABI_SERVER_SIGMA0));
	return sched_pick();
}
