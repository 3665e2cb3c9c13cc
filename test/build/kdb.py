# SPDX-License-Identifier: BSD-2-Clause
"""The kernel debugger's other configurations on a PC: on screen and keyboard, on two consoles, on
none. Without the debugger: release.py."""

from __future__ import annotations

import os
import subprocess

from harness.build import Workshop, last


def boots(shop: Workshop, name: str, settings: str, only: str) -> None:
    """Builds the product with these settings and runs the boot tests that are named."""
    folder = f"build/{name}"
    shop.good("x86-x64_pc99_defconfig", f"O={folder}")
    (shop.top / "configs/probe.config").write_text(settings)
    shop.good("probe.config", f"O={folder}")
    shop.good("-j2", f"O={folder}", f"{folder}/host/insns.so", "all", "WERROR=1")
    run = subprocess.run(
        ["test/run", folder, "--no-build", "--only", only], cwd=shop.top, text=True, check=False,
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, env=dict(os.environ),
    )  # fmt: skip
    bad = "\n".join(li for li in run.stdout.splitlines() if li.startswith("FAILED"))
    assert run.returncode == 0, bad or last(run.stdout)


def test_kdb_on_screen(shop: Workshop) -> None:
    settings = "# CONFIG_KDB_CONS_COM is not set\nCONFIG_KDB_CONS_KBD=y\n"
    boots(shop, "kdb-screen", settings, "^boot/(kdb-screen|hello|pingpong)$")


def test_kdb_on_both_without_apic(shop: Workshop) -> None:
    settings = "CONFIG_KDB_CONS_KBD=y\n# CONFIG_X86_APIC is not set\n"
    boots(shop, "kdb-both", settings, "^boot/kdb-(calls|break|nmi|panic)$")


def test_kdb_without_console(shop: Workshop) -> None:
    """Nobody can type: programs that call the debugger go on, a panic ends the machine."""
    settings = "# CONFIG_KDB_CONS_COM is not set\n# CONFIG_KDB_CONS_KBD is not set\n"
    boots(shop, "kdb-mute", settings, "^boot/(kdb-mute.*|hello)$")
