# SPDX-License-Identifier: BSD-2-Clause
# Linking the kernel and the loader, and everything that uses finished images: running,
# testing, bootable media, installing. Read by build.mk.

.PHONY: all run debug iso floppy netboot check check-long bench install compile_commands.json

images := $(if $(kernel-objs),$(O)/images/kernel) $(if $(kickstart-objs),$(O)/images/kickstart) \
	$(user-progs)
all: $(images) $(user-libs) ; @:

# ---- kernel and loader

cpp-lds = $(CC) $(flags-$1) -E -P -x assembler-with-cpp -MMD -MF $@.d -MT $@ -o $@ $< && \
	$(O)/host/fixdep $@.d $@ $(O)

$(O)/obj/kernel.lds: $(arch-kernel-ldscript) $(O)/stamps/flags-kernel | $(O)/host/fixdep
	$(call say,LDS,$<)$(call cpp-lds,kernel)
$(O)/obj/kickstart.lds: $(kickstart-ldscript) $(O)/stamps/flags-kickstart | $(O)/host/fixdep
	$(call say,LDS,$<)$(call cpp-lds,kickstart)

kernel-link = $(LD) $(common-ldflags) $(arch-kernel-ldflags) -T $(O)/obj/kernel.lds
$(call stamp,$(O)/stamps/kernel,$(kernel-objs) $(kernel-link))
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
