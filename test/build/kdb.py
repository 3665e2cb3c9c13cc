# SPDX-License-Identifier: BSD-2-Clause
"""The kernel debugger's other configurations on a PC: on screen and keyboard, on two consoles, on
none. Without the debugger: release.py."""

from __future__ import annotations

from harness.build import Workshop


def test_kdb_on_screen(shop: Workshop) -> None:
    settings = "# CONFIG_KDB_CONS_COM is not set\nCONFIG_KDB_CONS_KBD=y\n"
    shop.boots("kdb-screen", settings, "^boot/(kdb-screen|hello|pingpong)$")


def test_kdb_on_both_without_apic(shop: Workshop) -> None:
    settings = "CONFIG_KDB_CONS_KBD=y\n# CONFIG_X86_APIC is not set\n"
    shop.boots("kdb-both", settings, "^boot/kdb-(calls|break|nmi|panic)$")


def test_kdb_without_console(shop: Workshop) -> None:
    """Nobody can type: programs that call the debugger go on, a panic ends the machine."""
    settings = "# CONFIG_KDB_CONS_COM is not set\n# CONFIG_KDB_CONS_KBD is not set\n"
    shop.boots("kdb-mute", settings, "^boot/(kdb-mute.*|hello)$")
