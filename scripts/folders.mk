# SPDX-License-Identifier: BSD-2-Clause
# Reads the Makefile fragments of the folders and turns them into lists and rules for the
# kernel, the libraries, the programs, the loader and the unit tests. Read by build.mk.

# Sources of the objects a fragment names: $(call sources,folder,objects)
sources = $(foreach o,$(2:.o=),$(or $(wildcard $1/$o.c $1/$o.S),\
	$(error $1/Makefile names $o.o, but there is neither $o.c nor $o.S)))
to-objs = $(patsubst %,$(O)/obj/$1/%.o,$(basename $2))

# ---- kernel: kernel/, kdb/, the architecture and its board

kernel-dirs := $(wildcard kernel $(if $(CONFIG_KDB),kdb) arch/dev arch/$(isa) arch/$(isa)/plat/$(board))
kernel-src :=
kernel-alone :=

define read-kernel
obj-y :=
obj-alone-y :=
-include $1/Makefile
kernel-src += $$(call sources,$1,$$(obj-y))
kernel-alone += $$(call sources,$1,$$(obj-alone-y))
endef
$(foreach d,$(kernel-dirs),$(eval $(call read-kernel,$d)))

kernel-unit-src := $(if $(CONFIG_KERNEL_UNIT),$(filter %.c,$(kernel-src)))
kernel-objs := $(call to-objs,kernel,$(filter-out $(kernel-unit-src),$(kernel-src)) $(kernel-alone))
ifneq ($(kernel-unit-src),)
unit-c := $(O)/obj/unit.c
kernel-objs := $(O)/obj/unit.o $(kernel-objs)
$(call stamp,$(unit-c),/* Generated: the kernel as one translation unit. */$(foreach s,$(kernel-unit-src),$(newline)#include "$s"))
$(call stamp,$(O)/stamps/flags-unit,flags: $(kernel-unit-cflags))
$(O)/obj/unit.o: $(unit-c) $(O)/stamps/flags-kernel $(O)/stamps/flags-unit | $(O)/host/fixdep $(offsets-h)
	$(call say,CC,kernel ($(words $(kernel-unit-src)) files))$(call compile,kernel)
$(O)/obj/unit.o: extra-cflags := $(kernel-unit-cflags)
endif
all-objs += $(kernel-objs)

# ---- libraries and programs

lib-dirs-y :=
prog-dirs-y :=
-include userland/Makefile
user-libs :=
user-progs :=

define read-lib
lib :=
obj-y :=
lib-cflags :=
-include userland/$1/Makefile
$$(if $$(obj-y),$$(eval $$(call lib-rules,$$(lib),$$(call to-objs,user,$$(call sources,userland/$1,$$(obj-y))))))
endef

define lib-rules
user-libs += $(O)/lib/lib$1.a
all-objs += $2
$(if $(lib-cflags),$2: extra-cflags := $(lib-cflags))
$(foreach o,$(if $(lib-cflags),$2),$(newline)extra-of-$o := $(lib-cflags))
$(call stamp,$(O)/stamps/lib-$1,$2 $(lib-cflags))
$(O)/lib/lib$1.a: $2 $(O)/stamps/lib-$1
	$$(call say,AR,$$@)rm -f $$@ && $(AR) rcsD $$@ $2
endef

define read-prog
prog :=
obj-y :=
prog-libs :=
prog-base := $(arch-user-base)
prog-cflags :=
prog-ldflags :=
-include userland/$1/Makefile
$$(if $$(obj-y),$$(eval $$(call prog-rules,$$(prog),$$(call to-objs,user,$$(call sources,userland/$1,$$(obj-y))),$$(prog-libs:%=$(O)/lib/lib%.a))))
endef

user-link = $(LD) $(common-ldflags) $(arch-user-ldflags) -z separate-code -u _start -e _start

define prog-rules
user-progs += $(O)/images/$1
all-objs += $2
$(if $(prog-cflags),$2: extra-cflags := $(prog-cflags))
$(foreach o,$(if $(prog-cflags),$2),$(newline)extra-of-$o := $(prog-cflags))
$(call stamp,$(O)/stamps/prog-$1,$2 $3 $(user-link) $(prog-base) $(prog-ldflags) $(prog-cflags))
$(O)/images/$1: $2 $3 $(O)/stamps/prog-$1
	$$(call say,LD,$$@)$(user-link) -Ttext-segment=$(prog-base) $(prog-ldflags) -o $$@ \
		$2 --start-group $3 --end-group
endef

$(foreach d,$(sort $(lib-dirs-y)),$(eval $(call read-lib,$d)))
$(foreach d,$(sort $(prog-dirs-y)),$(eval $(call read-prog,$d)))

# Libraries and programs alone (userland/configure).
.PHONY: user
user: $(user-libs) $(user-progs) ; @:

# ---- the loader

kickstart-obj-y :=
kickstart-cflags :=
kickstart-ldflags :=
kickstart-ldscript :=
-include kickstart/Makefile
-include kickstart/arch/$(isa)/Makefile
kickstart-objs := $(call to-objs,kickstart,$(foreach o,$(kickstart-obj-y:.o=),$(or \
	$(wildcard kickstart/$o.c kickstart/$o.S),$(wildcard $o.c $o.S),$(error kickstart names $o.o, which has no source))))
all-objs += $(kickstart-objs)

# ---- unit tests: programs of the building machine, one folder of objects each

unit-y :=
-include test/unit/Makefile
unit-programs := $(unit-y:%=$(O)/unit/%)
unit-cflags := -std=gnu11 -g -O1 -fsanitize=address,undefined -fno-sanitize-recover=all \
	-fno-omit-frame-pointer -Wall -Wextra -Wno-unused-parameter $(if $(WERROR),-Werror) \
	-I include -I arch/host/include -I . -I $(O)/include -include $(gen)/autoconf.h

define unit-rules
$1-objs := $(patsubst %.c,$(O)/obj/unit/$1/%.o,$(or $($1-srcs),test/unit/$1.c))
all-objs += $$($1-objs)
$(call stamp,$(O)/stamps/unit-$1,$(HOSTCC) $(unit-cflags) $($1-cflags) $($1-srcs))
$(O)/obj/unit/$1/%.o: %.c $(O)/stamps/unit-$1 | $(O)/host/fixdep $(offsets-h)
	$$(call say,HOSTCC,$$<)$(HOSTCC) $(unit-cflags) $($1-cflags) -MMD -MF $$@.d -c -o $$@ $$< && \
		$(O)/host/fixdep $$@.d $$@ $(O)
$(O)/unit/$1: $$($1-objs)
	$$(call say,HOSTLD,$$@)$(HOSTCC) -fsanitize=address,undefined -o $$@ $$^ -lcmocka $($1-libs)
endef
$(foreach u,$(unit-y),$(eval $(call unit-rules,$u)))
all-dirs += $(O)/unit
