/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Every user header compiles by itself, in C and in C++, without a warning; and so does a C++
 * program that uses the overloads.  Runs the compilers from the top of the sources, where make is.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <glob.h>
#include <stdlib.h>
#include <cmocka.h>

#define FLAGS	"-Wall -Wextra -Wshadow -Wundef -Werror -ffreestanding -mno-red-zone -I include " \
		"-fsyntax-only "
#define C	"gcc -std=gnu11 -Wstrict-prototypes -Wmissing-prototypes -Wvla -x c " FLAGS
#define CXX	"g++ -x c++ " FLAGS
#define CXX98	"g++ -std=gnu++98 -x c++ " FLAGS

#define AMD64	"include/l4/amd64/*.h"
#define IA32	"include/l4/ia32/*.h"

/* Headers that say they are included by another one only. */
static int stands_alone(const char *path)
{
	static const char *const parts[] = {
		"message_cxx.h", "l4/vregs.h", "amd64/specials.h", "amd64/tracebuffer.h",
		"ia32/specials.h", "ia32/tracebuffer.h", "ia32/wide.h",
	};

	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
		size_t n = __builtin_strlen(path), m = __builtin_strlen(parts[i]);

		if (n >= m && __builtin_strcmp(path + n - m, parts[i]) == 0 &&
		    !(i == 1 && !__builtin_strstr(path, "include/l4/vregs.h")))
			return 0;
	}
	return 1;
}

/* `arch` is the folder of the architecture that the compiler makes code for. */
static void compile_all(const char *compiler, const char *arch)
{
	glob_t found;
	int bad = 0;

	assert_int_equal(glob("include/l4/*.h", 0, NULL, &found), 0);
	glob(arch, GLOB_APPEND, NULL, &found);
	glob("include/l4io.h", GLOB_APPEND, NULL, &found);
	for (size_t i = 0; i < found.gl_pathc; i++) {
		char command[512];

		if (!stands_alone(found.gl_pathv[i]))
			continue;
		snprintf(command, sizeof(command), "echo '#include \"%s\"' | %s -",
			 found.gl_pathv[i], compiler);
		if (system(command)) {
			printf("# %s does not compile\n", found.gl_pathv[i]);
			bad++;
		}
	}
	globfree(&found);
	assert_int_equal(bad, 0);
}

static void headers_in_c(void **state)
{
	compile_all(C, AMD64);
	compile_all(C "-m32 ", IA32);
}

static void headers_in_cxx(void **state)
{
	if (system("g++ --version >/dev/null 2>&1"))
		skip();
	compile_all(CXX, AMD64);
	compile_all(CXX "-m32 ", IA32);
	compile_all(CXX98, AMD64);
	compile_all(CXX98 "-m32 ", IA32);
}

static void cxx_overloads(void **state)
{
	if (system("g++ --version >/dev/null 2>&1"))
		skip();
	assert_int_equal(system(CXX "test/unit/libl4/overloads.cc"), 0);
	assert_int_equal(system(CXX "-m32 test/unit/libl4/overloads.cc"), 0);
	assert_int_equal(system(CXX98 "test/unit/libl4/overloads.cc"), 0);
	assert_int_equal(system(CXX98 "-m32 test/unit/libl4/overloads.cc"), 0);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(headers_in_c), cmocka_unit_test(headers_in_cxx),
		cmocka_unit_test(cxx_overloads),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
