/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Part of insns.c: which cache lines and pages are touched between two marks, by address, each
 * counted once; apart for instructions of the kernel and of users, whatever the address. Names and
 * order are repeated in scripts/pecan/guest.py.
 */
#define LINE_SHIFT	6
#define PAGE_SHIFT	12

enum touched {
	KERNEL_CODE, KERNEL_DATA, KERNEL_PAGES,		/* lines, lines, pages of either */
	USER_CODE, USER_DATA, USER_PAGES,
	TOUCHED
};

#define SLOTS		65536u		/* a power of two */
#define MOST		(SLOTS / 2)	/* more than these are not told apart any more */

static uint64_t touched[TOUCHED];
static struct {
	uint64_t key;
	unsigned round;
} slots[SLOTS];
static unsigned touched_round, touched_keys;
static int touched_on;

/* At each mark. */
static void touched_toggle(void)
{
	touched_on = !touched_on;
	if (!touched_on)
		return;
	touched_round++;
	touched_keys = 0;
	memset(touched, 0, sizeof touched);
}

static void touched_add(enum touched what, uint64_t number)
{
	uint64_t key = number << 3 | what;
	unsigned i = (unsigned)(key * UINT64_C(0x9e3779b97f4a7c15) >> 48);

	for (; slots[i].round == touched_round; i = (i + 1) & (SLOTS - 1))
		if (slots[i].key == key)
			return;
	if (touched_keys == MOST)
		return;
	touched_keys++;
	slots[i].key = key;
	slots[i].round = touched_round;
	touched[what]++;
}

static void on_kernel_access(unsigned int vcpu, uint32_t info, uint64_t addr, void *data)
{
	(void)vcpu, (void)info, (void)data;
	if (!touched_on)
		return;
	touched_add(KERNEL_DATA, addr >> LINE_SHIFT);
	touched_add(KERNEL_PAGES, addr >> PAGE_SHIFT);
}

static void on_user_access(unsigned int vcpu, uint32_t info, uint64_t addr, void *data)
{
	(void)vcpu, (void)info, (void)data;
	if (!touched_on)
		return;
	touched_add(USER_DATA, addr >> LINE_SHIFT);
	touched_add(USER_PAGES, addr >> PAGE_SHIFT);
}

static void on_kernel_code(unsigned int vcpu, void *data)
{
	(void)vcpu;
	if (!touched_on)
		return;
	touched_add(KERNEL_CODE, (uintptr_t)data >> LINE_SHIFT);
	touched_add(KERNEL_PAGES, (uintptr_t)data >> PAGE_SHIFT);
}

static void on_user_code(unsigned int vcpu, void *data)
{
	(void)vcpu;
	if (!touched_on)
		return;
	touched_add(USER_CODE, (uintptr_t)data >> LINE_SHIFT);
	touched_add(USER_PAGES, (uintptr_t)data >> PAGE_SHIFT);
}

static void touched_watch(struct qemu_plugin_insn *insn, uint64_t addr, int in_kernel)
{
	qemu_plugin_register_vcpu_insn_exec_cb(insn, in_kernel ? on_kernel_code : on_user_code, 0,
					       (void *)(uintptr_t)addr);
	qemu_plugin_register_vcpu_mem_cb(insn, in_kernel ? on_kernel_access : on_user_access, 0,
					 READ_AND_WRITE, NULL);
}
