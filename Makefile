# SPDX-License-Identifier: BSD-2-Clause
# The front door: finds out which object folder is meant, runs the configuration targets, and
# hands everything that builds to scripts/build.mk, in this same invocation of make.

VERSION := 0.1
MAKEFLAGS += -rR --no-print-directory
.SUFFIXES:
.DEFAULT_GOAL := all
.DELETE_ON_ERROR:

goals := $(or $(MAKECMDGOALS),all)
say = $(if $(filter 1,$(V)),,@printf '  %-8s %s\n' '$1' '$2';)
Q := $(if $(filter 1,$(V)),,@)

# Goals that change the configuration, and those that need none.
whole-goals := allyesconfig allnoconfig randconfig
verb-goals := menuconfig nconfig oldconfig olddefconfig savedefconfig listnewconfig
config-goals := $(filter %_defconfig %.config $(whole-goals) $(verb-goals),$(goals))
free-goals := help list-defconfigs clean mrproper tags headers_install

# The object folder: O=, else the one that belongs to the goal, else the one chosen last.
O-given := $(filter command line,$(origin O))
ifeq ($(O-given),)
 name := $(firstword $(patsubst %_defconfig,%,$(filter %_defconfig,$(goals))) \
	$(filter $(whole-goals),$(goals)) $(shell readlink build/.current 2>/dev/null) custom)
 O := build/$(name)
endif
# One spelling for one folder: relative where it lies in the source tree.
override O := $(patsubst $(CURDIR)/%,%,$(abspath $(O)))

ifneq ($(and $(config-goals),$(word 2,$(goals))),)
# Configuring and building at once: one after the other.
.PHONY: $(goals) one-by-one
$(goals): one-by-one ; @:
one-by-one:
	@for goal in $(goals); do $(MAKE) $$goal || exit; done

else ifneq ($(config-goals),)
.PHONY: $(goals)
$(config-goals):
	@scripts/configure $(if $(filter %_defconfig,$@),defconfig $(O) $@,$(if $(filter %.config,$@),\
		fragment $(O) $@,$@ $(O)))

else ifeq ($(filter-out $(free-goals),$(goals)),)
include scripts/free.mk

else ifeq ($(wildcard $(O)/.config),)
.PHONY: $(goals)
$(goals): ; @scripts/configure need-config $(O)

else
include scripts/free.mk
include scripts/build.mk
endif
