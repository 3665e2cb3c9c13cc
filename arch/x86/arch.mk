# SPDX-License-Identifier: BSD-2-Clause
# What the build has to know of x86: toolchain, flags, addresses. Read by scripts/build.mk
# after the configuration.

x86-common-cflags := -mgeneral-regs-only -fcf-protection=none

ifdef CONFIG_X86_X64
# Prefixes to try, what their -dumpmachine must look like, and what to install without one.
arch-cross-candidates := host x86_64-linux-gnu- x86_64-elf-
arch-cross-machine := x86_64-%
arch-cross-package := $(if $(filter x86_64,$(host-machine)),gcc,gcc-x86-64-linux-gnu)

x86-half := x64
x86-kernel-cflags := -m64 -mcmodel=kernel -mno-red-zone
x86-user-cflags := -m64 -mcmodel=small -mno-red-zone
x86-ldflags := -m elf_x86_64
else
arch-cross-candidates := i686-linux-gnu- i686-elf- i386-elf- host
arch-cross-machine := i686-% i586-% i486-% i386-%
arch-cross-package := gcc-i686-linux-gnu

x86-half := x32
x86-march := $(if $(CONFIG_X86_CPU_I486),i486,$(if $(CONFIG_X86_CPU_I586)$(CONFIG_X86_CPU_K6),i586,i686))
x86-kernel-cflags := -m32 -march=$(x86-march) -mregparm=3 -mpreferred-stack-boundary=3
# Small: no padding, nothing in line but what says so or is called once.
x86-kernel-cflags += -falign-functions=4 -falign-jumps=1 -falign-loops=1 -falign-labels=1
x86-kernel-cflags += -fno-inline-functions -fno-tree-pre -mno-accumulate-outgoing-args
x86-user-cflags := -m32 -march=$(x86-march) -mpreferred-stack-boundary=2
x86-ldflags := -m elf_i386
endif

arch-kernel-ldscript := arch/x86/kernel.lds.S
arch-kernel-cflags := -I arch/x86/$(x86-half)/include $(x86-kernel-cflags) $(x86-common-cflags)
arch-kernel-cflags += $(if $(CONFIG_KDB),-fno-omit-frame-pointer,-fomit-frame-pointer)
arch-kernel-ldflags := $(x86-ldflags)

arch-user-cflags := $(x86-user-cflags) $(x86-common-cflags) -fomit-frame-pointer
arch-user-ldflags := $(x86-ldflags)

# Link addresses of the servers, which are also where they lie in memory.
arch-sigma0-base := 0x20000
arch-user-base := 0x400000
