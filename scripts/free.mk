# SPDX-License-Identifier: BSD-2-Clause
# Targets that need no configuration. Read by the Makefile.

.PHONY: $(free-goals)

PREFIX ?= /usr/local
made := obj images lib host include stamps unit boot log netboot Makefile defconfig randconfig.seed \
	check.xml bench.json compile_commands.json .config .config.old ..config.tmp

help:
	@cat scripts/help.txt

list-defconfigs:
	@cd configs && ls *_defconfig

clean:
	$(Q)rm -rf $(addprefix $(O)/,obj images lib host stamps unit boot log netboot check.xml bench.json)

# Without O=, everything under build/ goes; with it, only what make put there.
mrproper:
	$(Q)rm -rf $(if $(O-given),$(addprefix $(O)/,$(made)),build)
	$(Q)rm -f tags

tags:
	$(call say,TAGS,tags)ctags -R --languages=C,C++,Asm,Make --langmap=Asm:+.S -f tags \
		$(wildcard arch include kernel kdb kickstart userland test)

headers_install:
	$(call say,INSTALL,$(DESTDIR)$(PREFIX)/include)mkdir -p $(DESTDIR)$(PREFIX)/include && \
		cp -R include/. $(DESTDIR)$(PREFIX)/include/
