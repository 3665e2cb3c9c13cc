# SPDX-License-Identifier: BSD-2-Clause
"""The configuration for products: small, and it runs without its debugger."""

from __future__ import annotations

import os
import subprocess

from harness.build import Workshop, last
from pecan import elf

TEXT_BYTES = 64 * 1024
# MIPS64: every instruction has four bytes. The same in test/bench/limits.toml.
TEXT_BYTES_OF = {"mips64": 72 * 1024, "mips64el": 72 * 1024, "x86-x32": 56 * 1024}
FOLDER = "build/release"


def built(shop: Workshop, folder: str = FOLDER, further: str = "") -> None:
    if not (shop.top / folder / "images/kernel").exists():
        shop.good(f"{shop.product}_defconfig", f"O={folder}")
        (shop.top / "configs/further.config").write_text(further)
        shop.good("further.config", "release.config", f"O={folder}")
        shop.good("-j2", f"O={folder}", f"{folder}/host/insns.so", "all", "WERROR=1")


def runs(shop: Workshop, folder: str, only: str) -> None:
    """Runs checks of a configuration, none of which may fail."""
    run = subprocess.run(
        ["test/run", folder, "--no-build", "--only", only], cwd=shop.top, text=True, check=False,
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, env=dict(os.environ),
    )  # fmt: skip
    bad = "\n".join(li for li in run.stdout.splitlines() if li.startswith("FAILED"))
    assert run.returncode == 0, bad or last(run.stdout)


def test_release_text(shop: Workshop) -> None:
    built(shop)
    text = elf.Image(shop.top / FOLDER / "images/kernel").sizes()["text"]
    print(f"        the kernel's text without debugger: {text:,} bytes")
    limit = TEXT_BYTES_OF.get(shop.product.split("_", 1)[0], TEXT_BYTES)
    assert text <= limit, f"{text:,} bytes of text, {limit:,} are the limit"


def test_release_runs(shop: Workshop) -> None:
    """Demo and tests of the release configuration; figures are taken without debugger anyway."""
    built(shop)
    runs(shop, FOLDER, "^boot/(pingpong|hello|l4test|panic-without-debugger)")


def test_release_c_path(shop: Workshop) -> None:
    """Demo with the fast path of IPC configured out; its figures are taken beside the others."""
    built(shop, "build/c-path", "# CONFIG_IPC_FASTPATH is not set\n")
    runs(shop, "build/c-path", "^boot/pingpong")
