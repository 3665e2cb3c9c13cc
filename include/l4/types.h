/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Basic types of the X.2 user interface: words, fpages, thread ids, clock and time.  Every other
 * header of <l4/> starts here, and here alone an architecture is selected: its headers live in
 * <l4/ARCH/>, reached through __L4_INC_ARCH.
 */
#ifndef __L4__TYPES_H__
#define __L4__TYPES_H__

#if defined(L4_ARCH_AMD64) || defined(__amd64__)
# undef L4_ARCH_AMD64
# define L4_ARCH_AMD64
# define __L4_ARCH__			amd64
#elif defined(L4_ARCH_IA32) || defined(__i386__)
# undef L4_ARCH_IA32
# define L4_ARCH_IA32
# define __L4_ARCH__			ia32
#elif defined(L4_ARCH_MIPS64) || (defined(__mips__) && defined(__mips64))
# undef L4_ARCH_MIPS64
# define L4_ARCH_MIPS64
# define __L4_ARCH__			mips64
#else
# error "libl4: no headers for this machine; <l4/types.h> selects them"
#endif

#define __L4_INC_ARCH(file)		<l4/__L4_ARCH__/file>

#if !defined(L4_INLINE)
# define L4_INLINE			static inline
#endif

#if defined(__cplusplus) && __cplusplus < 201103L
# define __L4_STATIC_ASSERT(cond)	__L4_ASSERT_AT(cond, __COUNTER__)
# define __L4_ASSERT_AT(cond, n)	__L4_ASSERT_NAMED(cond, n)
# define __L4_ASSERT_NAMED(cond, n) \
	typedef char __l4_assert_##n[(cond) ? 1 : -1] __attribute__((__unused__))
#elif defined(__cplusplus)
# define __L4_STATIC_ASSERT(cond)	static_assert(cond, #cond)
#else
# define __L4_STATIC_ASSERT(cond)	_Static_assert(cond, #cond)
#endif

#if defined(__cplusplus)
# define __L4_EXTERN_C			extern "C"
#else
# define __L4_EXTERN_C			extern
#endif

/* Word types, L4_32BIT or L4_64BIT, L4_LITTLE_ENDIAN or L4_BIG_ENDIAN, and <l4/ARCH/abi.h>. */
#include __L4_INC_ARCH(types.h)
#include <l4/abi/fpage.h>
#include <l4/abi/id.h>
#include <l4/abi/syscall.h>
#include <l4/abi/time.h>

#define L4_BITS_PER_WORD		ABI_WORD_BITS

#if !defined(L4_HAVE_SIGNED_WORD)
typedef signed long	L4_SignedWord_t;
typedef signed char	L4_SignedWord8_t;
typedef signed short	L4_SignedWord16_t;
typedef signed int	L4_SignedWord32_t;
typedef signed long long L4_SignedWord64_t;
#endif

typedef L4_Word_t	L4_Bool_t;
typedef L4_Word64_t	L4_Paddr_t;	/* physical: may be wider than a word */

/* Words of objects that were written as something else, such as the pointers of a string item. */
typedef L4_Word_t __attribute__((__may_alias__)) __L4_AnyWord_t;

/* Bit-fields named from the lowest bit up, and initialisers in the same order. */
#if defined(L4_BIG_ENDIAN)
# define L4_BITFIELD2(t, a, b)			t b; t a;
# define L4_BITFIELD3(t, a, b, c)		t c; L4_BITFIELD2(t, a, b)
# define L4_BITFIELD4(t, a, b, c, d)		t d; L4_BITFIELD3(t, a, b, c)
# define L4_BITFIELD5(t, a, b, c, d, e)		t e; L4_BITFIELD4(t, a, b, c, d)
# define L4_BITFIELD6(t, a, b, c, d, e, f)	t f; L4_BITFIELD5(t, a, b, c, d, e)
# define L4_BITFIELD7(t, a, b, c, d, e, f, g)	t g; L4_BITFIELD6(t, a, b, c, d, e, f)
# define L4_BITFIELD8(t, a, b, c, d, e, f, g, h) \
	t h; L4_BITFIELD7(t, a, b, c, d, e, f, g)
# define L4_BITFIELD9(t, a, b, c, d, e, f, g, h, i) \
	t i; L4_BITFIELD8(t, a, b, c, d, e, f, g, h)
# define L4_SHUFFLE2(a, b)			b, a
# define L4_SHUFFLE3(a, b, c)			c, b, a
# define L4_SHUFFLE4(a, b, c, d)		d, c, b, a
# define L4_SHUFFLE5(a, b, c, d, e)		e, d, c, b, a
# define L4_SHUFFLE6(a, b, c, d, e, f)		f, e, d, c, b, a
# define L4_SHUFFLE7(a, b, c, d, e, f, g)	g, f, e, d, c, b, a
#else
# define L4_BITFIELD2(t, a, b)			t a; t b;
# define L4_BITFIELD3(t, a, b, c)		t a; L4_BITFIELD2(t, b, c)
# define L4_BITFIELD4(t, a, b, c, d)		t a; L4_BITFIELD3(t, b, c, d)
# define L4_BITFIELD5(t, a, b, c, d, e)		t a; L4_BITFIELD4(t, b, c, d, e)
# define L4_BITFIELD6(t, a, b, c, d, e, f)	t a; L4_BITFIELD5(t, b, c, d, e, f)
# define L4_BITFIELD7(t, a, b, c, d, e, f, g)	t a; L4_BITFIELD6(t, b, c, d, e, f, g)
# define L4_BITFIELD8(t, a, b, c, d, e, f, g, h) \
	t a; L4_BITFIELD7(t, b, c, d, e, f, g, h)
# define L4_BITFIELD9(t, a, b, c, d, e, f, g, h, i) \
	t a; L4_BITFIELD8(t, b, c, d, e, f, g, h, i)
# define L4_SHUFFLE2(a, b)			a, b
# define L4_SHUFFLE3(a, b, c)			a, b, c
# define L4_SHUFFLE4(a, b, c, d)		a, b, c, d
# define L4_SHUFFLE5(a, b, c, d, e)		a, b, c, d, e
# define L4_SHUFFLE6(a, b, c, d, e, f)		a, b, c, d, e, f
# define L4_SHUFFLE7(a, b, c, d, e, f, g)	a, b, c, d, e, f, g
#endif

#include __L4_INC_ARCH(specials.h)

/* ---- error codes -------------------------------------------------------------------------- */

#define L4_ErrOk			ABI_ERR_OK
#define L4_ErrNoPrivilege		ABI_ERR_NO_PRIVILEGE
#define L4_ErrInvalidThread		ABI_ERR_INVALID_THREAD
#define L4_ErrInvalidSpace		ABI_ERR_INVALID_SPACE
#define L4_ErrInvalidScheduler		ABI_ERR_INVALID_SCHEDULER
#define L4_ErrInvalidParam		ABI_ERR_INVALID_PARAM
#define L4_ErrUtcbArea			ABI_ERR_UTCB_AREA
#define L4_ErrKipArea			ABI_ERR_KIP_AREA
#define L4_ErrNoMem			ABI_ERR_NO_MEM

/* ---- fpages ------------------------------------------------------------------------------- */

typedef union {
	L4_Word_t	raw;
	struct {
		L4_BITFIELD4(L4_Word_t,
			     rwx : 3,
			     extended : 1,
			     s : ABI_FPAGE_SIZE_BITS,
			     b : L4_BITS_PER_WORD - ABI_FPAGE_BASE_SHIFT)
	} X;
} L4_Fpage_t;

__L4_STATIC_ASSERT(sizeof(L4_Fpage_t) == sizeof(L4_Word_t));
__L4_STATIC_ASSERT(sizeof(L4_Word_t) * 8 == L4_BITS_PER_WORD);

#define L4_Readable			ABI_RIGHT_R
#define L4_Writable			ABI_RIGHT_W
#define L4_eXecutable			ABI_RIGHT_X
#define L4_FullyAccessible		(L4_Readable | L4_Writable | L4_eXecutable)
#define L4_ReadWriteOnly		(L4_Readable | L4_Writable)
#define L4_ReadeXecOnly			(L4_Readable | L4_eXecutable)
#define L4_NoAccess			0x00

#define L4_Nilpage			((L4_Fpage_t) { ABI_FPAGE_NIL })
#define L4_CompleteAddressSpace		((L4_Fpage_t) { ABI_FPAGE_COMPLETE })

L4_INLINE L4_Bool_t L4_IsNilFpage(L4_Fpage_t f)
{
	return f.raw == ABI_FPAGE_NIL;
}

L4_INLINE L4_Word_t L4_Rights(L4_Fpage_t f)
{
	return f.X.rwx;
}

L4_INLINE L4_Fpage_t L4_Set_Rights(L4_Fpage_t *f, L4_Word_t rwx)
{
	f->X.rwx = rwx & ABI_RIGHTS_MASK;
	return *f;
}

L4_INLINE L4_Fpage_t L4_FpageAddRights(L4_Fpage_t f, L4_Word_t rwx)
{
	f.raw |= rwx & ABI_RIGHTS_MASK;
	return f;
}

L4_INLINE L4_Fpage_t L4_FpageAddRightsTo(L4_Fpage_t *f, L4_Word_t rwx)
{
	return *f = L4_FpageAddRights(*f, rwx);
}

L4_INLINE L4_Fpage_t L4_FpageRemoveRights(L4_Fpage_t f, L4_Word_t rwx)
{
	f.raw &= ~(rwx & ABI_RIGHTS_MASK);
	return f;
}

L4_INLINE L4_Fpage_t L4_FpageRemoveRightsFrom(L4_Fpage_t *f, L4_Word_t rwx)
{
	return *f = L4_FpageRemoveRights(*f, rwx);
}

/*
 * The base is not aligned to the size: its bits above the size field stay as they are (the kernel
 * aligns down), and bit 3 is kept.
 */
L4_INLINE L4_Fpage_t L4_FpageLog2(L4_Word_t BaseAddress, int FpageSize)
{
	L4_Fpage_t f;

	f.raw = BaseAddress;
	f.X.s = (L4_Word_t)FpageSize & ABI_FPAGE_SIZE_MASK;
	f.X.rwx = L4_NoAccess;
	return f;
}

/* A size that is no power of two is rounded up. */
L4_INLINE L4_Fpage_t L4_Fpage(L4_Word_t BaseAddress, L4_Word_t FpageSize)
{
	L4_Word_t msb = __L4_Msb(FpageSize);

	if (FpageSize & (FpageSize - 1))
		msb++;
	return L4_FpageLog2(BaseAddress, (int)msb);
}

L4_INLINE L4_Word_t L4_Address(L4_Fpage_t f)
{
	return f.raw & ~(((L4_Word_t)1 << f.X.s) - 1);
}

L4_INLINE L4_Word_t L4_Size(L4_Fpage_t f)
{
	return f.raw == ABI_FPAGE_NIL ? 0 : (L4_Word_t)1 << f.X.s;
}

L4_INLINE L4_Word_t L4_SizeLog2(L4_Fpage_t f)
{
	return f.X.s;
}

/* ---- thread ids --------------------------------------------------------------------------- */

typedef union {
	L4_Word_t	raw;
	struct {
		L4_BITFIELD2(L4_Word_t,
			     version : ABI_ID_VERSION_BITS,
			     thread_no : ABI_ID_THREADNO_BITS)
	} X;
} L4_GthreadId_t;

typedef union {
	L4_Word_t	raw;
	struct {
		L4_BITFIELD2(L4_Word_t,
			     __zeros : ABI_ID_LOCAL_BITS,
			     local_id : L4_BITS_PER_WORD - ABI_ID_LOCAL_BITS)
	} X;
} L4_LthreadId_t;

typedef union {
	L4_Word_t	raw;
	L4_GthreadId_t	global;
	L4_LthreadId_t	local;
} L4_ThreadId_t;

__L4_STATIC_ASSERT(sizeof(L4_ThreadId_t) == sizeof(L4_Word_t));
__L4_STATIC_ASSERT(ABI_ID_LOCAL_MASK == (1 << ABI_ID_LOCAL_BITS) - 1);

#define L4_nilthread			((L4_ThreadId_t) { (L4_Word_t)ABI_NILTHREAD })
#define L4_anythread			((L4_ThreadId_t) { (L4_Word_t)ABI_ANYTHREAD })
#define L4_anylocalthread		((L4_ThreadId_t) { (L4_Word_t)ABI_ANYLOCALTHREAD })

L4_INLINE L4_ThreadId_t L4_GlobalId(L4_Word_t threadno, L4_Word_t version)
{
	L4_ThreadId_t t;

	t.raw = threadno << ABI_ID_VERSION_BITS;
	t.global.X.version = version;
	return t;
}

L4_INLINE L4_Word_t L4_Version(L4_ThreadId_t t)
{
	return t.global.X.version;
}

L4_INLINE L4_Word_t L4_ThreadNo(L4_ThreadId_t t)
{
	return t.global.X.thread_no;
}

L4_INLINE L4_Bool_t L4_IsThreadEqual(L4_ThreadId_t l, L4_ThreadId_t r)
{
	return l.raw == r.raw;
}

L4_INLINE L4_Bool_t L4_IsThreadNotEqual(L4_ThreadId_t l, L4_ThreadId_t r)
{
	return l.raw != r.raw;
}

L4_INLINE L4_Bool_t L4_IsNilThread(L4_ThreadId_t t)
{
	return t.raw == ABI_NILTHREAD;
}

/* nilthread and anylocalthread count as local ids: test for them first. */
L4_INLINE L4_Bool_t L4_IsLocalId(L4_ThreadId_t t)
{
	return (t.raw & ABI_ID_LOCAL_MASK) == 0;
}

L4_INLINE L4_Bool_t L4_IsGlobalId(L4_ThreadId_t t)
{
	return !L4_IsLocalId(t);
}

/* ---- clock -------------------------------------------------------------------------------- */

typedef union {
	L4_Word64_t	raw;
	struct {
		L4_BITFIELD2(L4_Word32_t, low, high)
	} X;
} L4_Clock_t;

L4_INLINE L4_Clock_t L4_ClockAddUsec(L4_Clock_t c, L4_Word64_t usec)
{
	c.raw += usec;
	return c;
}

L4_INLINE L4_Clock_t L4_ClockSubUsec(L4_Clock_t c, L4_Word64_t usec)
{
	c.raw -= usec;
	return c;
}

L4_INLINE L4_Bool_t L4_IsClockEarlier(L4_Clock_t l, L4_Clock_t r)
{
	return l.raw < r.raw;
}

L4_INLINE L4_Bool_t L4_IsClockLater(L4_Clock_t l, L4_Clock_t r)
{
	return l.raw > r.raw;
}

L4_INLINE L4_Bool_t L4_IsClockEqual(L4_Clock_t l, L4_Clock_t r)
{
	return l.raw == r.raw;
}

L4_INLINE L4_Bool_t L4_IsClockNotEqual(L4_Clock_t l, L4_Clock_t r)
{
	return l.raw != r.raw;
}

/* ---- time --------------------------------------------------------------------------------- */

typedef union {
	L4_Word16_t	raw;
	struct {
		L4_BITFIELD3(L4_Word16_t, m : 10, e : 5, a : 1)
	} period;
	struct {
		L4_BITFIELD4(L4_Word16_t, m : 10, c : 1, e : 4, a : 1)
	} point;
} L4_Time_t;

__L4_STATIC_ASSERT(sizeof(L4_Time_t) == 2);

#define L4_Never			((L4_Time_t) { ABI_TIME_NEVER })
#define L4_ZeroTime			((L4_Time_t) { ABI_TIME_ZERO })

/* How many low bits of a value its ten-bit mantissa drops; folds for constants. */
L4_INLINE unsigned __L4_TimeExponent(L4_Word64_t value)
{
	unsigned e = 0;

	if (__builtin_constant_p(value))
		return 54 - (unsigned)__builtin_clzll(value | ABI_TIME_M_MASK);
	while (value >> e > ABI_TIME_M_MASK)
		e++;
	return e;
}

/* Rounds down to ten significant bits.  0 gives L4_Never, as does what is too long to express. */
L4_INLINE L4_Time_t L4_TimePeriod(L4_Word64_t microseconds)
{
	unsigned e = __L4_TimeExponent(microseconds);
	L4_Time_t t = L4_Never;

	if (e <= ABI_TIME_E_MASK)
		t.raw = (L4_Word16_t)(microseconds >> e | e << ABI_TIME_E_SHIFT);
	return t;
}

/*
 * The time point `at`, meant for use at about the time `now`: rounded down to what ten bits can
 * say of a point that far ahead; L4_Never when it is too far.  L4_TimePoint is in <l4/schedule.h>.
 */
L4_INLINE L4_Time_t __L4_TimePointFrom(L4_Clock_t now, L4_Clock_t at)
{
	unsigned e = __L4_TimeExponent(at.raw > now.raw ? at.raw - now.raw : 0);
	L4_Time_t t = L4_Never;

	if (e <= ABI_TIME_POINT_E_MASK)
		t.raw = (L4_Word16_t)(ABI_TIME_POINT | e << ABI_TIME_POINT_E_SHIFT |
				      ((at.raw >> (e + ABI_TIME_M_BITS)) & 1)
				      << ABI_TIME_POINT_C_SHIFT |
				      ((at.raw >> e) & ABI_TIME_M_MASK));
	return t;
}

/* ---- C++ ---------------------------------------------------------------------------------- */

#if defined(__cplusplus)
static inline L4_Fpage_t operator+(const L4_Fpage_t &f, L4_Word_t rwx)
{
	return L4_FpageAddRights(f, rwx);
}

static inline L4_Fpage_t operator+=(L4_Fpage_t &f, L4_Word_t rwx)
{
	return L4_FpageAddRightsTo(&f, rwx);
}

static inline L4_Fpage_t operator-(const L4_Fpage_t &f, L4_Word_t rwx)
{
	return L4_FpageRemoveRights(f, rwx);
}

static inline L4_Fpage_t operator-=(L4_Fpage_t &f, L4_Word_t rwx)
{
	return L4_FpageRemoveRightsFrom(&f, rwx);
}

static inline bool operator==(const L4_ThreadId_t &l, const L4_ThreadId_t &r)
{
	return l.raw == r.raw;
}

static inline bool operator!=(const L4_ThreadId_t &l, const L4_ThreadId_t &r)
{
	return l.raw != r.raw;
}

#define __L4_CLOCK_ARITHMETIC(type, value)					\
static inline L4_Clock_t operator+(const L4_Clock_t &l, type r)			\
{										\
	return L4_ClockAddUsec(l, (L4_Word64_t)(value));			\
}										\
static inline L4_Clock_t operator-(const L4_Clock_t &l, type r)			\
{										\
	return L4_ClockSubUsec(l, (L4_Word64_t)(value));			\
}
__L4_CLOCK_ARITHMETIC(int, r)
__L4_CLOCK_ARITHMETIC(L4_Word64_t, r)
__L4_CLOCK_ARITHMETIC(const L4_Clock_t &, r.raw)
#undef __L4_CLOCK_ARITHMETIC

#define __L4_CLOCK_COMPARISON(op)						\
static inline bool operator op(const L4_Clock_t &l, const L4_Clock_t &r)	\
{										\
	return l.raw op r.raw;							\
}
__L4_CLOCK_COMPARISON(<)
__L4_CLOCK_COMPARISON(>)
__L4_CLOCK_COMPARISON(<=)
__L4_CLOCK_COMPARISON(>=)
__L4_CLOCK_COMPARISON(==)
__L4_CLOCK_COMPARISON(!=)
#undef __L4_CLOCK_COMPARISON
#endif

#endif
