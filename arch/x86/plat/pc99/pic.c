/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The two 8259 interrupt controllers.  Their vectors are moved away from the exceptions in any
 * case: even all masked they can bring a spurious interrupt.
 */
#include <arch/x86/x86.h>
#include "irq.h"

#define MASTER		0x20
#define SLAVE		0xa0
#define DATA_PORT	1		/* after the command port */
#define ICW1_INIT	0x11		/* cascade, edges, ICW4 follows */
#define ICW4_8086	0x01
#define OCW2_EOI	0x20
#define OCW3_READ_ISR	0x0b
#define CASCADE		2
#define SPURIOUS	7		/* of either controller */

static uint16_t masked = 0xffff;

static void write_masks(void)
{
	outb(MASTER + DATA_PORT, (uint8_t)masked);
	outb(SLAVE + DATA_PORT, (uint8_t)(masked >> 8));
}

static void init_one(uint16_t port, uint8_t vector, uint8_t wiring)
{
	outb(port, ICW1_INIT);
	outb(port + DATA_PORT, vector);
	outb(port + DATA_PORT, wiring);
	outb(port + DATA_PORT, ICW4_8086);
}

void pic_init(void)
{
	init_one(MASTER, VEC_IRQ, 1 << CASCADE);
	init_one(SLAVE, VEC_IRQ + 8, CASCADE);
	write_masks();
}

void pic_unmask(unsigned irq)
{
	masked &= (uint16_t)~(1u << irq);
	if (irq >= 8)
		masked &= (uint16_t)~(1u << CASCADE);
	write_masks();
}

void pic_mask(unsigned irq)
{
	masked |= (uint16_t)(1u << irq);
	write_masks();
}

static bool in_service(uint16_t port, unsigned line)
{
	outb(port, OCW3_READ_ISR);
	return inb(port) & 1u << line;
}

bool pic_acknowledge(unsigned irq)
{
	uint16_t port = irq < 8 ? MASTER : SLAVE;
	bool real = (irq & 7) != SPURIOUS || in_service(port, SPURIOUS);

	if (irq >= 8) {
		if (real)
			outb(SLAVE, OCW2_EOI);
		outb(MASTER, OCW2_EOI);		/* the cascade was real */
	} else if (real) {
		outb(MASTER, OCW2_EOI);
	}
	return real;
}
