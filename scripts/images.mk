# SPDX-License-Identifier: BSD-2-Clause
# Linking the kernel and the loader, and everything that uses finished images: running,
# testing, bootable media, installing. Read by build.mk.

.PHONY: all run debug iso floppy netboot bundle check check-long bench install compile_commands.json

images := $(if $(kernel-objs),$(O)/images/kernel) $(if $(kickstart-objs),$(O)/images/kickstart) \
	$(user-progs)
# Where firmware loads one file only, that is part of the build if its root task is.
bundle := $(and $(CONFIG_KICKSTART_BUNDLE),$(kernel-objs),$(filter \
	$(O)/images/$(call unquote,$(CONFIG_ROOT_TASK)),$(user-progs)),$(O)/images/pecan.elf)
all: $(images) $(user-libs) $(bundle) ; @:

# ---- kernel and loader

cpp-lds = $(CC) $(flags-$1) -E -P -x assembler-with-cpp -MMD -MF $@.d -MT $@ -o $@ $< && \
	$(O)/host/fixdep $@.d $@ $(O)

$(O)/obj/kernel.lds: $(arch-kernel-ldscript) $(O)/stamps/flags-kernel | $(O)/host/fixdep
	$(call say,LDS,$<)$(call cpp-lds,kernel)
$(O)/obj/kickstart.lds: $(kickstart-ldscript) $(O)/stamps/flags-kickstart | $(O)/host/fixdep
	$(call say,LDS,$<)$(call cpp-lds,kickstart)

kernel-link = $(LD) $(common-ldflags) $(arch-kernel-ldflags) -T $(O)/obj/kernel.lds
$(call stamp,$(O)/stamps/kernel,link: $(kernel-objs) $(kernel-link))
$(O)/images/kernel: $(kernel-objs) $(O)/obj/kernel.lds $(O)/stamps/kernel \
		$(if $(CONFIG_KDB),scripts/link-kernel)
	$(call say,LD,$@)$(if $(CONFIG_KDB),scripts/link-kernel --bits $(CONFIG_WORD_BITS) \
		--cc '$(CC) $(arch-kernel-cflags)' --nm $(NM) --work $(O)/obj/ksyms -o $@ -- \
		$(kernel-link) $(kernel-objs),\
		$(kernel-link) -o $@ $(kernel-objs))

kickstart-link = $(LD) $(common-ldflags) $(kickstart-ldflags) -T $(O)/obj/kickstart.lds
$(call stamp,$(O)/stamps/kickstart,$(kickstart-objs) $(kickstart-link))
$(O)/images/kickstart: $(kickstart-objs) $(O)/obj/kickstart.lds $(O)/stamps/kickstart
	$(call say,LD,$@)$(kickstart-link) -o $@ $(kickstart-objs) $(kickstart-libs)

# ---- running and testing

plugin := $(O)/host/insns.so
qemu-version := $(if $(filter run check check-long bench $(plugin),$(goals)),\
	$(shell qemu-system-x86_64 --version 2>/dev/null | sed -n 's/.*version \([0-9]*\.[0-9]*\).*/\1/p'))
# From 9.0 on QEMU refuses plugins made for version 1 of the interface; 9.1 changed a function.
plugin-api := $(if $(filter 9.0,$(qemu-version)),2,$(if $(filter 9.% 1%,$(qemu-version)),3,1))
$(plugin): scripts/qemu/insns.c $(wildcard scripts/qemu/*.h)
	$(call say,HOSTCC,$<)$(HOSTCC) -shared -fPIC -O2 -Wall -Wextra -fvisibility=hidden \
		-DPLUGIN_API=$(plugin-api) -o $@ $<

run: $(images) $(plugin)
	@scripts/run $(O)
debug: $(images)
	@scripts/run --debug $(O)

# What begins otherwise can't mean a unit test, nor a long check that runs one: not compiled then.
without-units := $(filter-out ^long/%,$(filter ^%,$(ONLY))) $(filter ^long/smp%,$(ONLY))
units-asked := $(if $(findstring unit,$(ONLY)),$(unit-programs),$(if $(strip $(without-units)),,$(unit-programs)))
check check-long: $(images) $(plugin) $(units-asked) $(O)/compile_commands.json
	@CC='$(CC)' LD='$(LD)' test/$(if $(filter check,$@),run,long) $(O) \
		$(if $(ONLY),--only '$(ONLY)') $(if $(units-asked),--unit $(units-asked))
bench: $(images) $(plugin)
	@test/bench/run $(O)

# ---- bootable media: one list of modules, four ways to carry them

iso floppy netboot bundle: $(images)
	$(call say,IMAGE,$@)scripts/mkimage $@ $(O)

ifneq ($(bundle),)
$(bundle): $(images) $(O)/include/config/auto.conf scripts/mkimage scripts/pecan/bundle.py
	$(call say,IMAGE,$@)scripts/mkimage bundle $(O)
endif

# ---- installing, and what editors want

DESTDIR ?=
install: $(images) $(bundle) $(user-libs) headers_install
	$(call say,INSTALL,$(DESTDIR)$(PREFIX)/lib/pecan/$(notdir $(O)))\
	mkdir -p $(DESTDIR)$(PREFIX)/lib/pecan/$(notdir $(O)) && \
	cp $(images) $(bundle) $(user-libs) $(DESTDIR)$(PREFIX)/lib/pecan/$(notdir $(O))/

define json-entry
$(if $3,$(comma))
{"directory": "$(CURDIR)", "file": "$2", "command": "$(subst ",\",$(CC) $(flags-$1) $(extra-of-$(O)/obj/$1/$(basename $2).o)) -c $2"}
endef
user-src = $(foreach o,$(filter $(O)/obj/user/%,$(all-objs)),$(wildcard $(o:$(O)/obj/user/%.o=%.c)))
kickstart-src = $(foreach o,$(kickstart-objs),$(wildcard $(o:$(O)/obj/kickstart/%.o=%.c)))
$(O)/compile_commands.json: FORCE
	$(call say,JSON,$@)$(file >$@,[$(call json-entry,kernel,$(firstword $(kernel-src)))$(foreach \
		s,$(wordlist 2,999,$(kernel-src)) $(kernel-alone),$(call json-entry,kernel,$s,more))$(foreach \
		s,$(user-src),$(call json-entry,user,$s,more))$(foreach \
		s,$(kickstart-src),$(call json-entry,kickstart,$s,more))]):
compile_commands.json: $(O)/compile_commands.json
	$(Q)ln -sf $< $@
