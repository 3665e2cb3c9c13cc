# SPDX-License-Identifier: BSD-2-Clause
"""What the build hands out besides images: headers, libraries, media, files for editors."""

from __future__ import annotations

import hashlib
import json
import subprocess
import time
from pathlib import Path

from harness.build import Workshop, last

USER = '#include <l4/ipc.h>\n#include <l4/kip.h>\n#include <l4io.h>\nint main(void) { return 0; }\n'


def test_install(shop: Workshop) -> None:
    """A program compiles against what was installed, and nothing else."""
    folder = shop.built()
    place = shop.top / "installed"
    shop.good("install", f"O={folder}", f"DESTDIR={place}", "PREFIX=/usr", "WERROR=1")
    product = place / "usr/lib/pecan" / shop.product
    for name in ("kernel", "kickstart", "sigma0", "libl4.a", "libio.a"):
        assert (product / name).is_file(), f"{name} is not installed"
    source = shop.top / "user.c"
    source.write_text(USER)
    run = subprocess.run(
        ["gcc", "-ffreestanding", "-fsyntax-only", "-Wall", "-Werror", "-I", place / "usr/include", source],
        text=True, check=False, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip
    assert run.returncode == 0, last(run.stdout)


def digest(path: Path) -> str:
    files = sorted(p for p in path.rglob("*") if p.is_file()) if path.is_dir() else [path]
    return hashlib.sha256(b"".join(p.read_bytes() for p in files)).hexdigest()


def test_media_identical(shop: Workshop) -> None:
    """Making the same medium twice gives the same bytes."""
    images = shop.top / shop.built() / "images"
    media = {"iso": "pecan.iso", "floppy": "pecan.img", "netboot": "netboot"}
    if "CONFIG_KICKSTART_BUNDLE=y" in (shop.top / shop.built() / ".config").read_text():
        media = {"bundle": "pecan.elf"}
    for target, name in media.items():
        seen = set()
        for _ in range(2):
            shop.good(target, f"O={shop.built()}", "WERROR=1")
            seen.add(digest(images / name))
            time.sleep(1.1)  # so that a date of making would differ
        assert len(seen) == 1, f"two runs of make {target} differ"


def test_files_for_editors(shop: Workshop) -> None:
    folder = shop.built()
    shop.good("compile_commands.json", f"O={folder}", "WERROR=1")
    entries = json.loads((shop.top / folder / "compile_commands.json").read_text())
    files = {e["file"] for e in entries}
    for path in ("kernel/ipc.c", "kickstart/main.c", "userland/apps/hello/main.c"):
        assert path in files, f"{path} is not in compile_commands.json"
    missing = [f for f in files if not (shop.top / f).exists()]
    assert not missing, f"in compile_commands.json, but not there: {missing}"


def test_single_files(shop: Workshop) -> None:
    folder = shop.built()
    for name in ("kernel/ipc.o", "kernel/ipc.i", "kernel/ipc.s", "userland/apps/hello/main.s"):
        shop.good(name, f"O={folder}", "WERROR=1")
        kind = "kernel" if name.startswith("kernel") else "user"
        assert (shop.top / folder / "obj" / kind / name).stat().st_size, f"make {name} made nothing"
