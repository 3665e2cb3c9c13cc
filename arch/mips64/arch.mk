# SPDX-License-Identifier: BSD-2-Clause
# What the build has to know of MIPS64: toolchain, flags, addresses. Read by scripts/build.mk
# after the configuration.

mips-name := $(if $(CONFIG_MIPS64_LITTLE),mips64el,mips64)
arch-cross-candidates := $(mips-name)-linux-gnuabi64- $(mips-name)-elf-
arch-cross-machine := $(mips-name)-%
arch-cross-package := gcc-$(mips-name)-linux-gnuabi64

mips-cflags := $(if $(CONFIG_MIPS64_LITTLE),-EL,-EB) -march=mips3 -mabi=64 -mno-abicalls -G0
mips-cflags += -msoft-float -mno-check-zero-division -fomit-frame-pointer
mips-ldflags := -m $(if $(CONFIG_MIPS64_LITTLE),elf64ltsmip,elf64btsmip)

# The kernel's addresses fit 32 bits, sign-extended; so do programs', whose addresses are low.
arch-kernel-ldscript := arch/mips64/kernel.lds.S
arch-kernel-cflags := $(mips-cflags) -msym32
arch-kernel-ldflags := $(mips-ldflags)

arch-user-cflags := $(mips-cflags) -msym32
arch-user-ldflags := $(mips-ldflags)

# Link addresses of the servers, which are also where they lie in memory.
arch-sigma0-base := 0x100000
arch-user-base := 0x180000
