# SPDX-License-Identifier: BSD-2-Clause
"""Features of the interface that the products have switched off, or on: the tests of the interface
run with each the other way. The debugger in: every product; out: release.py."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

from harness.build import Workshop, last

HELD_OFF = 5000  # guest instructions for which interrupts may be held off


def l4test(shop: Workshop, name: str, settings: str, also: str = "") -> Path:
    """Builds the product with these settings and runs l4test, and what else is named; answers the
    console's log."""
    folder = f"build/{name}"
    shop.good("x86-x64_pc99_defconfig", f"O={folder}")
    (shop.top / "configs/probe.config").write_text(settings)
    shop.good("probe.config", f"O={folder}")
    config = (shop.top / folder / ".config").read_text().splitlines()
    missing = [s for s in settings.splitlines() if s not in config]
    assert not missing, f"not in the configuration: {', '.join(missing)}"
    shop.good("-j2", f"O={folder}", f"{folder}/host/insns.so", "all", "WERROR=1")
    only = f"^boot/l4test(/|$){also}"
    run = subprocess.run(
        ["test/run", folder, "--no-build", "--only", only], cwd=shop.top, text=True, check=False,
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, env=dict(os.environ),
    )  # fmt: skip
    bad = "\n".join(li for li in run.stdout.splitlines() if li.startswith("FAILED"))
    assert run.returncode == 0, bad or last(run.stdout)
    return shop.top / folder / "log/boot-l4test.txt"


def test_features_latency(shop: Workshop) -> None:
    """The fast path out, and how long interrupts are held off at most."""
    settings = "# CONFIG_IPC_FASTPATH is not set\nCONFIG_KIRQ_LATENCY=y\n"
    log = l4test(shop, "latency", settings).read_text()
    found = re.search(r"^interrupts off at most: (\d+) cycles$", log, re.M)
    assert found, "the kernel does not tell how long interrupts were held off"
    print(f"        interrupts are held off for at most {int(found[1]):,} instructions")
    assert int(found[1]) <= HELD_OFF, f"interrupts held off for {found[1]} instructions"


def test_features_on(shop: Workshop) -> None:
    """Control transfer items and pagers that exchange registers."""
    log = l4test(shop, "features", "CONFIG_CTRLXFER=y\nCONFIG_PAGEREXREGS=y\n", "|^boot/hello$")
    hello = (log.parent / "boot-hello.txt").read_text()
    features = re.search(r"^features: (.*)$", hello, re.M)
    assert features and {"ctrlxfer", "pagerexregs"} <= set(features[1].split()), "not in the KIP"


def test_features_pagers(shop: Workshop) -> None:
    """Pagers that exchange registers, without control transfer items; and no I/O fpages."""
    settings = "CONFIG_PAGEREXREGS=y\n# CONFIG_X86_IO_FLEXPAGES is not set\n"
    log = l4test(shop, "pagers", settings, "|^boot/(hello|pingpong)$")
    hello = (log.parent / "boot-hello.txt").read_text()
    features = re.search(r"^features: (.*)$", hello, re.M)
    assert features, "hello prints no features"
    assert "pagerexregs" in features[1].split(), "not in the KIP: pagerexregs"
    assert not {"ctrlxfer", "ioflexpages"} & set(features[1].split()), "in the KIP, but off"
