/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Control transfer items of x86-x32 (feature "ctrlxfer"; X.2: typed items): the groups of registers,
 * and for each family of groups its item with all registers in place.  Programs get this through
 * <l4/arch.h>.  Of the groups only the general registers are a thread's; the others name the state
 * of virtual machines, which this kernel does not have.
 */
#ifndef __L4__IA32__CTRLXFER_H__
#define __L4__IA32__CTRLXFER_H__

#include <l4/message.h>

#define L4_CTRLXFER_GPREGS_ID			0
#define L4_CTRLXFER_FPUREGS_ID			1
#define L4_CTRLXFER_CREGS_ID			2
#define L4_CTRLXFER_DREGS_ID			3
#define L4_CTRLXFER_CSREGS_ID			4
#define L4_CTRLXFER_SSREGS_ID			5
#define L4_CTRLXFER_DSREGS_ID			6
#define L4_CTRLXFER_ESREGS_ID			7
#define L4_CTRLXFER_FSREGS_ID			8
#define L4_CTRLXFER_GSREGS_ID			9
#define L4_CTRLXFER_TRREGS_ID			10
#define L4_CTRLXFER_LDTRREGS_ID			11
#define L4_CTRLXFER_IDTRREGS_ID			12
#define L4_CTRLXFER_GDTRREGS_ID			13
#define L4_CTRLXFER_NONREGEXC_ID		14
#define L4_CTRLXFER_EXECCTRL_ID			15
#define L4_CTRLXFER_OTHERREGS_ID		16
#define L4_CTRLXFER_INVALID_ID			255

#define L4_CTRLXFER_GPREGS_SIZE			10
#define L4_CTRLXFER_FPUREGS_SIZE		1
#define L4_CTRLXFER_CREGS_SIZE			8
#define L4_CTRLXFER_DREGS_SIZE			6
#define L4_CTRLXFER_SEGREG_SIZE			4
#define L4_CTRLXFER_DTRREG_SIZE			2
#define L4_CTRLXFER_NONREGEXC_SIZE		10
#define L4_CTRLXFER_EXECCTRL_SIZE		3
#define L4_CTRLXFER_OTHERREGS_SIZE		9

#define L4_CTRLXFER_HVM_FAULT(n)		(9 + (n))

/* ---- registers within a group ------------------------------------------------------------- */

#define L4_CTRLXFER_GPREGS_EIP			0
#define L4_CTRLXFER_GPREGS_EFLAGS		1
#define L4_CTRLXFER_GPREGS_EDI			2
#define L4_CTRLXFER_GPREGS_ESI			3
#define L4_CTRLXFER_GPREGS_EBP			4
#define L4_CTRLXFER_GPREGS_ESP			5
#define L4_CTRLXFER_GPREGS_EBX			6
#define L4_CTRLXFER_GPREGS_EDX			7
#define L4_CTRLXFER_GPREGS_ECX			8
#define L4_CTRLXFER_GPREGS_EAX			9

#define L4_CTRLXFER_CREGS_CR0			0
#define L4_CTRLXFER_CREGS_CR0_SHADOW		1
#define L4_CTRLXFER_CREGS_CR0_MASK		2
#define L4_CTRLXFER_CREGS_CR2			3
#define L4_CTRLXFER_CREGS_CR3			4
#define L4_CTRLXFER_CREGS_CR4			5
#define L4_CTRLXFER_CREGS_CR4_SHADOW		6
#define L4_CTRLXFER_CREGS_CR4_MASK		7

#define L4_CTRLXFER_DREGS_DR0			0
#define L4_CTRLXFER_DREGS_DR1			1
#define L4_CTRLXFER_DREGS_DR2			2
#define L4_CTRLXFER_DREGS_DR3			3
#define L4_CTRLXFER_DREGS_DR6			4
#define L4_CTRLXFER_DREGS_DR7			5

#define L4_CTRLXFER_CSREGS_CS			0
#define L4_CTRLXFER_CSREGS_CS_BASE		1
#define L4_CTRLXFER_CSREGS_CS_LIMIT		2
#define L4_CTRLXFER_CSREGS_CS_ATTR		3

#define L4_CTRLXFER_NONREGEXC_ACTIVITY		0
#define L4_CTRLXFER_NONREGEXC_INT		1
#define L4_CTRLXFER_NONREGEXC_DBG_EXC		2
#define L4_CTRLXFER_NONREGEXC_ENT_INFO		3
#define L4_CTRLXFER_NONREGEXC_ENT_EEC		4
#define L4_CTRLXFER_NONREGEXC_ENT_ILEN		5
#define L4_CTRLXFER_NONREGEXC_EX_INFO		6
#define L4_CTRLXFER_NONREGEXC_EX_EEC		7
#define L4_CTRLXFER_NONREGEXC_IDT_INFO		8
#define L4_CTRLXFER_NONREGEXC_IDT_EEC		9

#define L4_CTRLXFER_EXEC_PIN			0
#define L4_CTRLXFER_EXEC_CPU			1
#define L4_CTRLXFER_EXEC_EXC_BITMAP		2

#define L4_CTRLXFER_OTHERREGS_SYS_CS		0
#define L4_CTRLXFER_OTHERREGS_SYS_EIP		1
#define L4_CTRLXFER_OTHERREGS_SYS_ESP		2
#define L4_CTRLXFER_OTHERREGS_DBG_LOW		3
#define L4_CTRLXFER_OTHERREGS_DBG_HIGH		4
#define L4_CTRLXFER_OTHERREGS_RDTSC_LOW		5
#define L4_CTRLXFER_OTHERREGS_RDTSC_HIGH	6
#define L4_CTRLXFER_OTHERREGS_VAPIC		7
#define L4_CTRLXFER_OTHERREGS_TPR_THRSH		8

/* ---- items -------------------------------------------------------------------------------- */

/* The registers of a group by name, and by number. */
#define __L4_REGISTER_GROUP(type, size, ...)					\
typedef union {									\
	struct {								\
		L4_Word_t __VA_ARGS__;						\
	};									\
	L4_Word_t	reg[size];						\
} type;										\
__L4_STATIC_ASSERT(sizeof(type) == (size) * sizeof(L4_Word_t))

/*
 * A family: its item, and what can be done with one.  A register that is set is one that the
 * message carries; in the message itself registers lie without gaps.
 */
#define __L4_CTRLXFER_FAMILY(name, regs_type, size)				\
typedef union {									\
	L4_Word_t	raw[1 + (size)];					\
	struct {								\
		L4_CtrlXferItem_t	item;					\
		regs_type		regs;					\
	};									\
} name##_t;									\
										\
L4_INLINE void __L4_##name##Clear(name##_t *c, L4_Word_t id)			\
{										\
	L4_Word_t i;								\
										\
	L4_CtrlXferItemInit(&c->item, id);					\
	for (i = 0; i < (size); i++)						\
		c->regs.reg[i] = 0;						\
}										\
										\
L4_INLINE void name##Set(name##_t *c, L4_Word_t reg, L4_Word_t val)		\
{										\
	c->regs.reg[reg] = val;							\
	c->item.X.mask |= (L4_Word_t)1 << reg;					\
}

#define __L4_CTRLXFER_MESSAGES(family)						\
L4_INLINE void L4_MsgAppend##family(L4_Msg_t *msg, L4_##family##_t *c)		\
{										\
	L4_MsgAppendCtrlXferItem(msg, (L4_CtrlXferItem_t *)c);			\
}										\
										\
L4_INLINE void L4_MsgPut##family(L4_Msg_t *msg, L4_Word_t t, L4_##family##_t *c) \
{										\
	L4_MsgPutCtrlXferItem(msg, t, (L4_CtrlXferItem_t *)c);			\
}										\
										\
L4_INLINE L4_Word_t L4_MsgGet##family(L4_Msg_t *msg, L4_Word_t mr, L4_##family##_t *c) \
{										\
	return L4_MsgGetCtrlXferItem(msg, mr, (L4_CtrlXferItem_t *)c);		\
}

/* A family of one group, and one of several that the caller tells apart by id. */
#define __L4_CTRLXFER_ONE(family, regs_type, size, group)			\
__L4_CTRLXFER_FAMILY(L4_##family, regs_type, size)				\
L4_INLINE void L4_##family##Init(L4_##family##_t *c)				\
{										\
	__L4_L4_##family##Clear(c, group);					\
}										\
__L4_CTRLXFER_MESSAGES(family)

#define __L4_CTRLXFER_SOME(family, regs_type, size)				\
__L4_CTRLXFER_FAMILY(L4_##family, regs_type, size)				\
L4_INLINE void L4_##family##Init(L4_##family##_t *c, L4_Word_t id)		\
{										\
	__L4_L4_##family##Clear(c, id);						\
}										\
__L4_CTRLXFER_MESSAGES(family)

__L4_REGISTER_GROUP(L4_IA32_GPRegs_t, L4_CTRLXFER_GPREGS_SIZE,
		    eip, eflags, edi, esi, ebp, esp, ebx, edx, ecx, eax);
__L4_REGISTER_GROUP(L4_IA32_CRegs_t, L4_CTRLXFER_CREGS_SIZE,
		    cr0, cr0_shadow, cr0_mask, cr2, cr3, cr4, cr4_shadow, cr4_mask);
__L4_REGISTER_GROUP(L4_IA32_DRegs_t, L4_CTRLXFER_DREGS_SIZE, dr0, dr1, dr2, dr3, dr6, dr7);
__L4_REGISTER_GROUP(L4_IA32_SegmentRegs_t, L4_CTRLXFER_SEGREG_SIZE, segreg, base, limit, attr);
__L4_REGISTER_GROUP(L4_IA32_DTRRegs_t, L4_CTRLXFER_DTRREG_SIZE, base, limit);
__L4_REGISTER_GROUP(L4_IA32_NonRegExcs_t, L4_CTRLXFER_NONREGEXC_SIZE,
		    as, ias, pending_dbg_exec, entry_info, entry_eec, entry_ilen, exit_info,
		    exit_eec, idt_info, idt_eec);
__L4_REGISTER_GROUP(L4_IA32_ExecRegs_t, L4_CTRLXFER_EXECCTRL_SIZE, pin, cpu, exc_bitmap);
__L4_REGISTER_GROUP(L4_IA32_OtherRegs_t, L4_CTRLXFER_OTHERREGS_SIZE,
		    sysenter_cs, sysenter_eip, sysenter_esp, dbg_ctl_low, dbg_ctl_high,
		    tsc_ofs_low, tsc_ofs_high, vapic_address, tpr_threshold);

__L4_CTRLXFER_ONE(GPRegsCtrlXferItem, L4_IA32_GPRegs_t, L4_CTRLXFER_GPREGS_SIZE,
		  L4_CTRLXFER_GPREGS_ID)
__L4_CTRLXFER_ONE(CRegsCtrlXferItem, L4_IA32_CRegs_t, L4_CTRLXFER_CREGS_SIZE,
		  L4_CTRLXFER_CREGS_ID)
__L4_CTRLXFER_ONE(DRegsCtrlXferItem, L4_IA32_DRegs_t, L4_CTRLXFER_DREGS_SIZE,
		  L4_CTRLXFER_DREGS_ID)
__L4_CTRLXFER_SOME(SegCtrlXferItem, L4_IA32_SegmentRegs_t, L4_CTRLXFER_SEGREG_SIZE)
__L4_CTRLXFER_SOME(DTRCtrlXferItem, L4_IA32_DTRRegs_t, L4_CTRLXFER_DTRREG_SIZE)
__L4_CTRLXFER_ONE(NonRegExcCtrlXferItem, L4_IA32_NonRegExcs_t, L4_CTRLXFER_NONREGEXC_SIZE,
		  L4_CTRLXFER_NONREGEXC_ID)
__L4_CTRLXFER_ONE(ExecCtrlXferItem, L4_IA32_ExecRegs_t, L4_CTRLXFER_EXECCTRL_SIZE,
		  L4_CTRLXFER_EXECCTRL_ID)
__L4_CTRLXFER_ONE(OtherRegsCtrlXferItem, L4_IA32_OtherRegs_t, L4_CTRLXFER_OTHERREGS_SIZE,
		  L4_CTRLXFER_OTHERREGS_ID)

#if defined(__cplusplus)
#define __L4_CTRLXFER_OVERLOADS(family)						\
static inline void L4_Set(L4_##family##_t *c, L4_Word_t reg, L4_Word_t val)	\
{										\
	L4_##family##Set(c, reg, val);						\
}										\
static inline void L4_Append(L4_Msg_t *msg, L4_##family##_t *c)			\
{										\
	L4_MsgAppend##family(msg, c);						\
}										\
static inline void L4_Put(L4_Msg_t *msg, L4_Word_t t, L4_##family##_t *c)	\
{										\
	L4_MsgPut##family(msg, t, c);						\
}										\
static inline L4_Word_t L4_Get(L4_Msg_t *msg, L4_Word_t mr, L4_##family##_t *c)	\
{										\
	return L4_MsgGet##family(msg, mr, c);					\
}

#define __L4_CTRLXFER_OVERLOADS_ONE(family)					\
static inline void L4_Init(L4_##family##_t *c)					\
{										\
	L4_##family##Init(c);							\
}										\
__L4_CTRLXFER_OVERLOADS(family)

#define __L4_CTRLXFER_OVERLOADS_SOME(family)					\
static inline void L4_Init(L4_##family##_t *c, L4_Word_t id)			\
{										\
	L4_##family##Init(c, id);						\
}										\
__L4_CTRLXFER_OVERLOADS(family)

__L4_CTRLXFER_OVERLOADS_ONE(GPRegsCtrlXferItem)
__L4_CTRLXFER_OVERLOADS_ONE(CRegsCtrlXferItem)
__L4_CTRLXFER_OVERLOADS_ONE(DRegsCtrlXferItem)
__L4_CTRLXFER_OVERLOADS_SOME(SegCtrlXferItem)
__L4_CTRLXFER_OVERLOADS_SOME(DTRCtrlXferItem)
__L4_CTRLXFER_OVERLOADS_ONE(NonRegExcCtrlXferItem)
__L4_CTRLXFER_OVERLOADS_ONE(ExecCtrlXferItem)
__L4_CTRLXFER_OVERLOADS_ONE(OtherRegsCtrlXferItem)
#endif

#endif
