# SPDX-License-Identifier: BSD-2-Clause
"""Features of the interface that the products have switched off, or on: the tests of the interface
run with each the other way. The debugger in: every product; out: release.py."""

from __future__ import annotations

import re

from harness.build import Workshop


def test_features_on(shop: Workshop) -> None:
    """Control transfer items and pagers that exchange registers."""
    settings = "CONFIG_CTRLXFER=y\nCONFIG_PAGEREXREGS=y\n"
    logs = shop.boots("features", settings, "^boot/(l4test|hello)(/|$)")
    hello = (logs / "boot-hello.txt").read_text()
    features = re.search(r"^features: (.*)$", hello, re.M)
    assert features and {"ctrlxfer", "pagerexregs"} <= set(features[1].split()), "not in the KIP"


def test_features_pagers(shop: Workshop) -> None:
    """Pagers that exchange registers, without control transfer items; no I/O fpages; the fast path
    out, while the kernel checks itself."""
    settings = """\
CONFIG_PAGEREXREGS=y
# CONFIG_X86_IO_FLEXPAGES is not set
# CONFIG_IPC_FASTPATH is not set
"""
    logs = shop.boots("pagers", settings, "^boot/(l4test|hello|pingpong)(/|$)")
    hello = (logs / "boot-hello.txt").read_text()
    features = re.search(r"^features: (.*)$", hello, re.M)
    assert features, "hello prints no features"
    assert "pagerexregs" in features[1].split(), "not in the KIP: pagerexregs"
    assert not {"ctrlxfer", "ioflexpages"} & set(features[1].split()), "in the KIP, but off"


def test_features_locks(shop: Workshop) -> None:
    """Several processors, and their locks checked."""
    shop.boots("locks", "CONFIG_SMP=y\nCONFIG_LOCK_DEBUG=y\n", "^boot/(smp-l4test|hello)(/|$)")
