# SPDX-License-Identifier: BSD-2-Clause
"""What is built again and what is not, and that two builds are alike."""

from __future__ import annotations

import os
import re
import resource
import subprocess
import tomllib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from harness.build import Workshop

CPU_SECONDS = 8.0
IDLE_SECONDS = 0.4
# A second is the machine's mood. Costs are counted in compilations of yardstick.c, made beside what
# is measured, and told in seconds of the reference machine, where one takes so many:
YARDSTICK_SECONDS = 0.131
# What a build may cost more than cost.toml says.
GROWTH = 1.2


def children_cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def yardstick(shop: Workshop, count: int) -> float:
    """CPU seconds of compiling the yardstick once, two at a time like a build."""
    source = shop.top / "test/build/yardstick.c"

    def one(number: int) -> None:
        command = ["gcc", "-std=gnu11", "-O2", "-g", "-ffreestanding", "-c", str(source)]
        subprocess.run([*command, "-o", str(shop.top / f"yardstick{number}.o")], check=True)

    before = children_cpu()
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(one, range(count)))
    return (children_cpu() - before) / count


def cost(shop: Workshop, work: Callable[[], object]) -> float:
    """What work costs, in seconds of the reference machine."""
    around = yardstick(shop, 8)
    before = children_cpu()
    work()
    used = children_cpu() - before
    around = (around + yardstick(shop, 8)) / 2
    return used / around * YARDSTICK_SECONDS


def touch(path: Path) -> None:
    """Makes a file newer, whatever the resolution of the clock."""
    path.write_bytes(path.read_bytes())
    os.utime(path)


def test_full_build_cost(shop: Workshop) -> None:
    """The best of three builds, against the limit and against what it was."""
    with open(shop.top / "test/build/cost.toml", "rb") as f:
        known = tomllib.load(f).get(shop.product, CPU_SECONDS)
    limit = min(CPU_SECONDS, known * GROWTH)
    folder = shop.built()
    least = float("inf")
    for _ in range(3):
        shop.good("clean", f"O={folder}")
        least = min(least, cost(shop, lambda: shop.good("-j2", f"O={folder}", "WERROR=1")))
        if least <= limit:
            break
    told = f"a full build takes {least:.1f} CPU seconds of the reference machine"
    print(f"        {told}; {known} are known, {limit:.1f} the limit")
    assert least <= limit, f"{told}, and {limit:.1f} are the limit (test/build/cost.toml)"


def test_nothing_to_do(shop: Workshop) -> None:
    folder = shop.built()
    made = shop.again(folder)
    assert not made, f"made again without a reason: {', '.join(sorted(made))}"
    least = min(cost(shop, lambda: shop.again(folder)) for _ in range(3))
    print(f"        make with nothing to do takes {least:.2f} CPU seconds of the reference machine")
    assert least <= IDLE_SECONDS, f"make with nothing to do takes {least:.2f} s"


def test_touch_user_file(shop: Workshop) -> None:
    folder = shop.built()
    source = next(iter(sorted((shop.top / "userland/apps/hello").glob("*.c"))))
    touch(source)
    name = source.relative_to(shop.top)
    made = shop.again(folder)
    wanted = {f"CC       {name}", f"LD       {folder}/images/hello"}
    # Where one file holds all images, that holds it, too.
    made -= {f"IMAGE    {folder}/images/pecan.elf"}
    assert made == wanted, f"touching {name} made {sorted(made)}"


def test_touch_kernel_file(shop: Workshop) -> None:
    folder = shop.built()
    touch(next(iter(sorted((shop.top / "kernel").glob("*.c")))))
    made = {m for m in shop.again(folder) if "kernel" not in m and "pecan.elf" not in m}
    assert not made, f"touching a kernel file also made {sorted(made)}"


def change(shop: Workshop, folder: str, old: str, new: str) -> set[str]:
    path = shop.top / folder / ".config"
    text = path.read_text()
    assert f"{old}\n" in text, f"{old} is not in the configuration"
    path.write_text(text.replace(f"{old}\n", f"{new}\n"))
    return {m for m in shop.again(folder) if not m.startswith("CONF")}


def test_change_kernel_option(shop: Workshop) -> None:
    folder = shop.built()
    text = (shop.top / folder / ".config").read_text()
    found = re.search(r"^CONFIG_TIMER_TICK_US=\d+$", text, re.M)
    assert found, "TIMER_TICK_US is not in the configuration"
    made = change(shop, folder, found[0], "CONFIG_TIMER_TICK_US=2001")
    change(shop, folder, "CONFIG_TIMER_TICK_US=2001", found[0])
    assert made, "changing TIMER_TICK_US made nothing"
    assert not {m for m in made if "userland" in m or "kickstart" in m}, (
        f"changing TIMER_TICK_US made {sorted(made)}"
    )


def test_change_unused_option(shop: Workshop) -> None:
    folder = shop.built()
    made = change(shop, folder, 'CONFIG_ROOT_TASK="pingpong"', 'CONFIG_ROOT_TASK="hello"')
    change(shop, folder, 'CONFIG_ROOT_TASK="hello"', 'CONFIG_ROOT_TASK="pingpong"')
    # The file that holds all images has the root task in it.
    made = {m for m in made if "pecan.elf" not in m}
    assert not made, f"changing ROOT_TASK, which no source uses, made {sorted(made)}"


def test_two_builds_identical(shop: Workshop) -> None:
    first = shop.top / shop.built() / "images"
    second = shop.top / shop.built("../second-object-folder") / "images"
    for image in sorted(p.name for p in first.iterdir()):
        same = (first / image).read_bytes() == (second / image).read_bytes()
        assert same, f"{image} differs between two folders"


def test_object_folder_is_self_sufficient(shop: Workshop) -> None:
    folder = shop.top / shop.built()
    run = subprocess.run(
        ["make", "-C", str(folder), "WERROR=1"],
        text=True,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        env={k: v for k, v in os.environ.items() if not k.startswith(("MAKE", "MFLAGS"))}
        | {"SOURCE_DATE_EPOCH": shop.date},
        check=False,
    )
    assert run.returncode == 0, f"make -C {folder} failed"
    assert "  CC" not in run.stdout, "make in the object folder builds again"


def test_images_know_no_paths(shop: Workshop) -> None:
    folder = shop.top / shop.built() / "images"
    for image in sorted(folder.iterdir()):
        assert str(shop.top).encode() not in image.read_bytes(), f"{image.name} names the tree"


# What does not touch each other is built once.
APART = """\
# CONFIG_KERNEL_UNIT is not set
# CONFIG_KICKSTART_CONS_COM is not set
"""


def test_object_by_object(shop: Workshop) -> None:
    """Every kernel file also compiles on its own, without a warning."""
    if shop.product == "x86-x64_pc99":
        shop.changed("apart", APART)
        return
    shop.good(f"{shop.product}_defconfig", "O=build/split")
    path = shop.top / "build/split/.config"
    path.write_text(path.read_text().replace("CONFIG_KERNEL_UNIT=y", "# CONFIG_KERNEL_UNIT is not set"))
    shop.good("-j2", "O=build/split", "WERROR=1")


def test_object_by_object_runs(shop: Workshop) -> None:
    shop.boots("apart", APART, "^boot/pingpong$")


def test_loader_on_screen(shop: Workshop) -> None:
    """The loader says nothing on the line; the kernel does."""
    shop.boots("apart", APART, "^boot/hello$")
