# SPDX-License-Identifier: BSD-2-Clause
"""The configuration menus start on a terminal, and leaving them saves."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import struct
import termios
from collections.abc import Sequence

from harness.build import Workshop

QUIET_SECONDS = 0.5


Keys = Sequence[tuple[bytes, bytes]]


def type_into(shop: Workshop, target: str, folder: str, keys: Keys) -> str:
    """Runs a menu on a terminal; types keys when their text has appeared and it is quiet."""
    pid, terminal = pty.fork()
    if pid == 0:
        env = {k: v for k, v in os.environ.items() if not k.startswith(("MAKE", "MFLAGS"))}
        os.chdir(shop.top)
        os.execvpe("make", ["make", target, f"O={folder}"], {**env, "TERM": "vt100"})
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 120, 0, 0))
    seen, left = b"", [*keys]
    for _ in range(200):
        ready, _, _ = select.select([terminal], [], [], QUIET_SECONDS)
        if ready:
            try:
                data = os.read(terminal, 65536)
            except OSError:
                data = b""
            if not data:
                break
            seen += data
        elif left and left[0][0] in seen:
            os.write(terminal, left.pop(0)[1])
    else:
        os.kill(pid, signal.SIGTERM)
    os.waitpid(pid, 0)
    os.close(terminal)
    return seen.decode("latin-1")


def saves(shop: Workshop, target: str, keys: Keys) -> None:
    folder = f"build/{target}"
    seen = type_into(shop, target, folder, keys)
    assert "Pecan configuration" in seen, f"no menu: {seen[-200:]}"
    text = (shop.top / folder / ".config").read_text()
    assert "CONFIG_X86=y" in text, "leaving the menu saved no configuration"


def test_menuconfig(shop: Workshop) -> None:
    saves(shop, "menuconfig", [(b"Pecan configuration", b"\x1b\x1b"), (b"wish to save", b"y")])


def test_nconfig(shop: Workshop) -> None:
    saves(shop, "nconfig", [(b"Pecan configuration", b"\x1b[20~"), (b"wish to save", b"\r"), (b"written", b"\r")])
