# SPDX-License-Identifier: BSD-2-Clause
"""The configuration for products: small, and it runs without its debugger."""

from __future__ import annotations

import os
import subprocess

from harness.build import Workshop, last
from pecan import elf

TEXT_BYTES = 64 * 1024
FOLDER = "build/release"


def built(shop: Workshop) -> None:
    if not (shop.top / FOLDER / "images/kernel").exists():
        shop.good(f"{shop.product}_defconfig", f"O={FOLDER}")
        shop.good("release.config", f"O={FOLDER}")
        shop.good("-j2", f"O={FOLDER}", f"{FOLDER}/host/insns.so", "all", "WERROR=1")


def test_release_text(shop: Workshop) -> None:
    built(shop)
    text = elf.Image(shop.top / FOLDER / "images/kernel").sizes()["text"]
    print(f"        the kernel's text without debugger: {text:,} bytes")
    assert text <= TEXT_BYTES, f"{text:,} bytes of text"


def test_release_runs(shop: Workshop) -> None:
    """Demo, tests and figures of the release configuration."""
    built(shop)
    only = "^(boot/(pingpong|hello|l4test)|bench)"
    run = subprocess.run(
        ["test/run", FOLDER, "--no-build", "--only", only], cwd=shop.top, text=True, check=False,
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, env=dict(os.environ),
    )  # fmt: skip
    bad = "\n".join(li for li in run.stdout.splitlines() if li.startswith("FAILED"))
    assert run.returncode == 0, bad or last(run.stdout)
