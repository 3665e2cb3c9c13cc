/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * With several CPUs one has the debugger, and the others stand still meanwhile: it sends them an NMI,
 * in which they wait.  Who wants the debugger while another CPU has it stands still as well, and has
 * it afterwards.  `cpu` looks at another one.
 */
#include <kernel/tcb.h>
#include <arch/cpu.h>
#include <kdb/hook.h>
#include <kdb/kdb.h>

#define STOP_SPINS	10000000u	/* who does not stand by then is left alone */

struct cpu *kdb_view;

static struct cpu *owner;			/* who has the debugger */
static unsigned owner_depth;
static struct kdb_stop stops[CONFIG_SMP_MAX_PROCS];	/* where each stands */
static bool standing[CONFIG_SMP_MAX_PROCS], asked[CONFIG_SMP_MAX_PROCS];

static struct cpu *owner_now(void)
{
	return __atomic_load_n(&owner, __ATOMIC_ACQUIRE);
}

/* Until nobody has the debugger. */
static void stand(const struct kdb_stop *stop)
{
	unsigned n = this_cpu()->number;

	stops[n] = *stop;
	__atomic_store_n(&standing[n], true, __ATOMIC_RELEASE);
	while (owner_now())
		cpu_relax();
	__atomic_store_n(&standing[n], false, __ATOMIC_RELEASE);
}

bool kdb_cpus_stand(const struct kdb_stop *stop)
{
	struct cpu *has = owner_now();

	if (!__atomic_exchange_n(&asked[this_cpu()->number], false, __ATOMIC_ACQ_REL))
		return false;
	if (has && has != this_cpu())
		stand(stop);
	return true;
}

static void stop_other(struct cpu *cpu)
{
	bool *stands = &standing[cpu->number];

	if (__atomic_load_n(stands, __ATOMIC_ACQUIRE))
		return;
	__atomic_store_n(&asked[cpu->number], true, __ATOMIC_RELEASE);
	arch_cpu_stop(cpu);
	for (unsigned n = 0; n < STOP_SPINS && !__atomic_load_n(stands, __ATOMIC_ACQUIRE); n++)
		cpu_relax();
}

void kdb_cpus_stop(const struct kdb_stop *stop)
{
	struct cpu *here = this_cpu(), *none = NULL;

	if (owner_now() == here) {
		owner_depth++;
		return;
	}
	while (!__atomic_compare_exchange_n(&owner, &none, here, false, __ATOMIC_ACQUIRE,
					    __ATOMIC_RELAXED)) {
		stand(stop);
		none = NULL;
	}
	owner_depth = 1;
	print_alone(true);
	kdb_view = here;
	stops[here->number] = *stop;
	for (unsigned n = 0; n < cpu_count; n++)
		if (cpus[n] != here)
			stop_other(cpus[n]);
}

void kdb_cpus_go(void)
{
	if (--owner_depth)
		return;
	print_alone(false);
	__atomic_store_n(&owner, NULL, __ATOMIC_RELEASE);
	for (unsigned n = 0; n < cpu_count; n++)	/* else the next stop might find it standing */
		while (__atomic_load_n(&standing[n], __ATOMIC_ACQUIRE) && !owner_now())
			cpu_relax();
}

static void print_cpu(const struct cpu *cpu)
{
	const struct kdb_stop *stop = &stops[cpu->number];

	print("%s%u: thread ", cpu == kdb_view ? "*" : " ", cpu->number);
	if (cpu->current == &cpu->idle)
		print("idle");
	else
		print("%lx", (unsigned long)cpu->current->id);
	if (cpu != this_cpu() && !standing[cpu->number]) {
		print(", does not stop\n");
		return;
	}
	print(", %s mode, at ", stop->in_user ? "user" : "kernel");
	kdb_print_symbol(stop->frame ? debug_trap_point(stop->frame).ip : stop->point.ip);
	print("\n");
}

KDB_COMMAND(cpu, "cpu", "[number]", "processors, or look at another one")
{
	word_t number;

	if (args->count == 1) {
		for (unsigned n = 0; n < cpu_count; n++)
			print_cpu(cpus[n]);
	} else if (kdb_number(args->word[1], &number)) {
		if (number >= cpu_count || (cpus[number] != this_cpu() && !standing[number])) {
			print("%s: there is no such processor, or it does not stop\n",
			      args->word[1]);
			return KDB_STAY;
		}
		kdb_view = cpus[number];
		kdb_stop = stops[number];
		print_cpu(kdb_view);
	}
	return KDB_STAY;
}
