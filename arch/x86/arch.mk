# SPDX-License-Identifier: BSD-2-Clause
# What the build has to know of x86: toolchain, flags, addresses. Read by scripts/build.mk
# after the configuration.

# Prefixes to try, what their -dumpmachine must look like, and what to install without one.
arch-cross-candidates := host x86_64-linux-gnu- x86_64-elf-
arch-cross-machine := x86_64-%
arch-cross-package := $(if $(filter x86_64,$(host-machine)),gcc,gcc-x86-64-linux-gnu)

arch-kernel-ldscript := arch/x86/x64/kernel.lds.S
arch-kernel-cflags := -I arch/x86/x64/include -m64 -mcmodel=kernel -mno-red-zone -mgeneral-regs-only -fcf-protection=none
arch-kernel-cflags += $(if $(CONFIG_KDB),-fno-omit-frame-pointer,-fomit-frame-pointer)
arch-kernel-ldflags := -m elf_x86_64

arch-user-cflags := -m64 -mcmodel=small -mno-red-zone -mgeneral-regs-only -fcf-protection=none
arch-user-cflags += -fomit-frame-pointer
arch-user-ldflags := -m elf_x86_64

# Link addresses of the servers, which are also where they lie in memory.
arch-sigma0-base := 0x20000
arch-user-base := 0x400000
