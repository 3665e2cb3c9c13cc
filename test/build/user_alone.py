# SPDX-License-Identifier: BSD-2-Clause
"""The user libraries and programs alone: userland/configure, against installed headers."""

from __future__ import annotations

import subprocess
from pathlib import Path

from harness.build import Workshop, last


def configured(shop: Workshop, place: Path, *options: str) -> tuple[int, str]:
    """userland/configure in a folder of its own; answers status and output."""
    place.mkdir(parents=True, exist_ok=True)
    run = subprocess.run(
        [shop.top / "userland/configure", *options], cwd=place, text=True, check=False,
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip
    return run.returncode, run.stdout


def test_user_programs_alone(shop: Workshop) -> None:
    """For this product's host: built from installed headers, and installed."""
    host = shop.product.split("_", 1)[0]
    place, prefix = shop.top / "build/user", shop.top / "build/user-installed"
    folder = f"build/{shop.product}"
    if not (shop.top / folder / ".config").exists():
        shop.good(f"{shop.product}_defconfig", f"O={folder}")
    shop.good(f"O={folder}", "headers_install", f"PREFIX={prefix}")
    code, out = configured(shop, place, f"--host={host}", f"--prefix={prefix}")
    assert code == 0, last(out)
    made = subprocess.run(
        ["make", "install"], cwd=place, text=True, check=False,
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip
    assert made.returncode == 0, last(made.stdout)
    for name in ("lib/libl4.a", "lib/libio.a", "libexec/l4/sigma0", "libexec/l4/pingpong"):
        assert (prefix / name).exists(), f"{name} was not installed"


def test_user_programs_settings(shop: Workshop) -> None:
    """Options of userland/configure become settings, and wrong ones are told."""
    place = shop.top / "build/user-settings"
    headers = f"--includedir={shop.top}/include"
    com2 = ("--with-comport=1", "--with-comspeed=9600")
    code, out = configured(shop, place, "--host=x86-x32", headers, *com2)
    config = (place / "obj/.config").read_text().splitlines() if code == 0 else []
    for setting in ("CONFIG_USER_COMPORT=0x2f8", "CONFIG_USER_COMSPEED=9600", "CONFIG_X86_X32=y"):
        assert setting in config, f"{setting} is not set: {last(out)}"
    code, out = configured(shop, place, "--host=x86-x64", headers, "--without-comport")
    assert code == 0 and "CONFIG_USER_CONS_SCREEN=y" in (place / "obj/.config").read_text(), last(out)
    code, out = configured(shop, place, "--host=mips64", headers, "--without-comport")
    assert code != 0 and "mips64 has one serial port" in out, last(out)
