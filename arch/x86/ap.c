/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Starting further CPUs, one after the other.  Each begins in real mode in a page below 1 MB, whose
 * contents are put back afterwards: by then no program runs yet.  From there on it follows the
 * tables of the first (ap_code.S), until it has its own block, descriptors and tick, and runs its idle
 * thread.  Which one takes the block that lies ready does not matter: one that is woken may come so
 * late that the next is awaited already.
 */
#include <kernel/cpu.h>
#include <kernel/entry.h>
#include <kernel/kip.h>
#include <kernel/kmem.h>
#include <kernel/print.h>
#include <kernel/string.h>
#include <arch/clock.h>
#include <arch/cpu.h>
#include <arch/kip.h>
#include <arch/memory.h>
#include <arch/x86/desc.h>
#include <arch/x86/entry.h>
#include <arch/x86/paging.h>
#include <arch/x86/smp.h>
#include <arch/x86/plat/pc99/irq.h>
#include <arch/x86/x86.h>

#define AP_PAGE		0x8000u
#define ANSWER_US	100u		/* between two looks whether it has come up ... */
#define ANSWER_TRIES	20000u		/* ... at most: an emulator's may have to wait for its host */
#define MSR_TSC		0x10u

/* What ap_code.S loads: the registers of the first CPU, and whose stack it is. */
ASM_CALLED word_t ap_cr0, ap_cr4, ap_efer, ap_stack;

static bool ap_is_up;
static volatile uint64_t ap_clock;	/* the first CPU's counter, while another one starts */

void arch_cpu_interrupt(const struct cpu *cpu)
{
	plat_cpu_interrupt(cpu->arch.apic_id, false);
}

void arch_cpu_stop(const struct cpu *cpu)
{
	plat_cpu_interrupt(cpu->arch.apic_id, true);
}

/* --- on the new CPU ------------------------------------------------------------------------------- */

/* Time must not go back when a thread changes CPUs: counters that differ are set alike. */
static void match_clock(void)
{
	uint64_t first, mine;

	do {	/* two words, on 32-bit machines */
		first = ap_clock;
		mine = x86_rdtsc();
	} while (first != ap_clock);
	if (mine < first || mine - first > x86_clock.tsc_khz)
		wrmsr(MSR_TSC, first + (x86_rdtsc() - mine));
}

ASM_CALLED struct tcb *x86_start_ap(void);
struct tcb *x86_start_ap(void)
{
	struct cpu *cpu = this_cpu();
	struct tcb *idle;

	write_cr3(paging_kernel_cr3());
	desc_start();
	cpu_init();
	fpu_init();
	cpu->arch.switch_key = paging_kernel_cr3();
	match_clock();
	idle = cpu_start(cpu);
	plat_cpu_init();
	cpu->arch.apic_id = plat_cpu_id();
	__atomic_store_n(&ap_is_up, true, __ATOMIC_RELEASE);
	return idle;
}

/* --- on the first --------------------------------------------------------------------------------- */

/* False: nobody has come for the block, and nobody will. */
static bool ap_start(struct cpu *cpu, uint32_t id)
{
	__atomic_store_n(&ap_is_up, false, __ATOMIC_RELAXED);
	__atomic_store_n(&ap_stack, (uintptr_t)cpu + CPU_STACK_TOP, __ATOMIC_RELEASE);
	plat_cpu_wake(id, AP_PAGE);
	for (unsigned n = 0; !__atomic_load_n(&ap_is_up, __ATOMIC_ACQUIRE); n++) {
		ap_clock = x86_rdtsc();
		plat_wait(ANSWER_US);
		if (n >= ANSWER_TRIES && __atomic_exchange_n(&ap_stack, 0, __ATOMIC_ACQ_REL))
			return false;
	}
	return true;
}

/* No further than to where it waits to be woken: the page it begins in is going to be used. */
static void ap_hold(uint32_t id, unsigned running)
{
	for (unsigned n = 1; n < running; n++)
		if (cpus[n]->arch.apic_id == id)
			return;
	plat_cpu_hold(id);
	print("processor %u does not start\n", id);
}

static void ap_describe(unsigned count)
{
	word_t *first = kip + kip[ABI_KIP_PROC_DESC_PTR] / sizeof(word_t);

	for (unsigned n = 1; n < count; n++)
		memcpy(first + n * ABI_PROCDESC_WORDS, first, ABI_PROCDESC_WORDS * sizeof(word_t));
	kip[ABI_KIP_PROCESSOR_INFO] += count - 1;
}

COLD unsigned arch_cpus_start(void)
{
	static uint32_t ids[CONFIG_SMP_MAX_PROCS];
	unsigned found = plat_cpus(ids, CONFIG_SMP_MAX_PROCS - 1), running = 1;
	void *low = phys_to_virt(AP_PAGE), *kept = kmem_alloc_pages(0, KMEM_PRIVILEGED);
	struct cpu *cpu = NULL;

	cpus[0]->arch.apic_id = plat_cpu_id();
	if (!kept)
		return running;
	memcpy(kept, low, KMEM_PAGE_SIZE);
	memcpy(low, ap_code, (size_t)(ap_code_end - ap_code));
	ap_cr0 = read_cr0() & ~(word_t)CR0_TS;	/* fpu_init uses it */
	ap_cr4 = read_cr4();
	ap_efer = ap_prepare();
	for (unsigned i = 0; i < found; i++) {
		if (!cpu)
			cpu = block_make(running);
		if (!cpu)
			break;
		if (ap_start(cpu, ids[i])) {
			running++;
			cpu = NULL;
		}
	}
	for (unsigned i = 0; i < found; i++)
		ap_hold(ids[i], running);
	memcpy(low, kept, KMEM_PAGE_SIZE);
	kmem_free_pages(kept, 0);
	ap_describe(running);
	print_init("processors: %u\n", running);
	return running;
}
