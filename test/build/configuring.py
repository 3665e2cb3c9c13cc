# SPDX-License-Identifier: BSD-2-Clause
"""What happens when the configuration is missing, misspelt or contradictory, and the style of the Kconfig files."""

from __future__ import annotations

import ast
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

from harness.build import Workshop
from pecan import config, kconfig

PRODUCT = "x86-x64_pc99"


def test_no_configuration(shop: Workshop) -> None:
    out = shop.bad("O=build/none")
    assert "There is no configuration in build/none" in out, out
    assert f"make {PRODUCT}_defconfig" in out, out


def test_unknown_defconfig(shop: Workshop) -> None:
    out = shop.bad("x86-x46_pc99_defconfig")
    assert "There is no configuration x86-x46_pc99_defconfig" in out, out
    assert f"{PRODUCT}_defconfig" in out, "the nearest name is not offered"


def test_unknown_fragment(shop: Workshop) -> None:
    shop.good(f"{PRODUCT}_defconfig", "O=build/fragment")
    out = shop.bad("nosuch.config", "O=build/fragment")
    assert "There is no fragment configs/nosuch.config" in out, out


def refuse(shop: Workshop, text: str) -> str:
    """Merges a fragment that cannot be taken; answers what is said about it."""
    folder = "build/fragment"
    shop.good(f"{PRODUCT}_defconfig", f"O={folder}")
    before = (shop.top / folder / ".config").read_text()
    (shop.top / "configs/probe.config").write_text(text)
    out = shop.bad("probe.config", f"O={folder}")
    assert "settings that do not take" in out, out
    assert (shop.top / folder / ".config").read_text() == before, "the configuration was changed"
    return out


def test_setting_with_unmet_dependency(shop: Workshop) -> None:
    out = refuse(shop, "# CONFIG_KDB is not set\nCONFIG_KDB_CONS_KBD=y\n")
    assert "CONFIG_KDB_CONS_KBD=y: needs KDB (now KDB=n)" in out, out


def test_setting_without_option(shop: Workshop) -> None:
    out = refuse(shop, "CONFIG_KASERT=y\n")
    assert "CONFIG_KASERT=y: there is no such option; did you mean KASSERT?" in out, out


def test_setting_out_of_range(shop: Workshop) -> None:
    out = refuse(shop, "CONFIG_TIMER_TICK_US=3\n")
    assert "CONFIG_TIMER_TICK_US=3: must lie within 500 and 20000" in out, out


def test_setting_two_of_a_choice(shop: Workshop) -> None:
    out = refuse(shop, "CONFIG_USER_CONS_COM=y\nCONFIG_USER_CONS_SCREEN=y\n")
    assert "only one of USER_CONS_COM and USER_CONS_SCREEN" in out, out


def test_setting_edited_by_hand(shop: Workshop) -> None:
    folder = "build/edited"
    shop.good(f"{PRODUCT}_defconfig", f"O={folder}")
    path = shop.top / folder / ".config"
    path.write_text(path.read_text().replace("CONFIG_KDB=y", "# CONFIG_KDB is not set"))
    out = shop.bad(f"O={folder}")
    assert "CONFIG_KDB_CONS_COM=y: needs KDB" in out, out
    assert "make olddefconfig" in out, out
    shop.good("olddefconfig", f"O={folder}")


def test_defconfig_that_does_not_take(shop: Workshop) -> None:
    (shop.top / "configs/probe_defconfig").write_text("CONFIG_NO_SUCH_THING=y\n")
    out = shop.bad("probe_defconfig")
    assert "CONFIG_NO_SUCH_THING=y: there is no such option" in out, out
    out = shop.bad("O=build/probe")
    assert "There is no configuration" in out, "a refused configuration was left behind"
    (shop.top / "configs/probe_defconfig").unlink()


def test_missing_toolchain(shop: Workshop) -> None:
    shop.good(f"{PRODUCT}_defconfig", "O=build/toolless")
    out = shop.bad("O=build/toolless", "CROSS_COMPILE=nosuch-")
    assert "nosuch-gcc" in out and "apt install gcc" in out, out
    tools = shop.top / "tools-without-gcc"
    tools.mkdir(exist_ok=True)
    for name in ("make", "sh", "python3", "date", "uname", "mkdir", "readlink", "printf", "kconfig-conf"):
        if (found := shutil.which(name)) and not (tools / name).exists():
            (tools / name).symlink_to(found)
    out = shop.bad("O=build/toolless", PATH=str(tools))
    assert "There is no compiler for x86" in out and "apt install" in out, out


def complaint(shop: Workshop, options: str) -> str:
    """What configuring says with these options added to the kernel's."""
    path = shop.top / "kernel/Kconfig"
    before = path.read_text()
    path.write_text(before + options)
    try:
        return shop.bad(f"{PRODUCT}_defconfig", "O=build/complaint")
    finally:
        path.write_text(before)


def test_recursive_dependency(shop: Workshop) -> None:
    out = complaint(shop, '\nconfig HEN\n\tbool "Hen"\n\tdepends on EGG\n\nconfig EGG\n\tbool "Egg"\n\tdepends on HEN\n')
    assert "recursive dependency" in out, out


def test_unmet_dependency(shop: Workshop) -> None:
    out = complaint(shop, "\nconfig HEN\n\tbool\n\tdepends on !KDB\n\nconfig EGG\n\tdef_bool y\n\tselect HEN\n")
    assert "unmet direct dep" in out, out


def conditions(sym: kconfig.Symbol) -> list[str]:
    """All expressions of an option."""
    return sym.depends + [p for p in sym.prompts if p] + [c for _, c in sym.selects + sym.defaults if c]


def test_kconfig_style(shop: Workshop) -> None:
    """Every option has a help text that says when to say N, and mentions nothing undefined."""
    tree = kconfig.Tree(shop.top)
    problems = list(tree.problems)
    for sym in tree.symbols.values():
        if sym.prompts and len(sym.help) < 40:
            problems.append(f"{sym.where}: {sym.name} has no help text")
        if not sym.type:
            problems.append(f"{sym.where}: {sym.name} has no type")
        used = [s for e in conditions(sym) for s in kconfig.symbols_in(e)] + [t for t, _ in sym.selects]
        problems += [
            f"{sym.where}: {sym.name} mentions {u}, which is not defined"
            for u in used
            if u not in tree.symbols
        ]
    problems += [f"{c.where}: the choice has no help text" for c in tree.choices if not c.help]
    assert not problems, "; ".join(problems)


def test_options_in_sources_exist(shop: Workshop) -> None:
    """Every CONFIG_ name in the sources is an option, and every option is used somewhere."""
    tree = kconfig.Tree(shop.top)
    used: dict[str, Path] = {}
    for folder in ("arch", "include", "kernel", "kdb", "kickstart", "userland", "scripts"):
        for path in (shop.top / folder).rglob("*"):
            if path.is_file() and path.name != "Kconfig" and path.suffix != ".pyc":
                for name in re.findall(r"\bCONFIG_([A-Z][A-Z0-9_]*)\b", path.read_text(errors="replace")):
                    used.setdefault(name, path.relative_to(shop.top))
    missing = [f"{p}: CONFIG_{n}" for n, p in used.items() if n not in tree.symbols and n != "NAME"]
    assert not missing, f"not an option: {', '.join(missing)}"
    asked = {n for s in tree.symbols.values() for e in conditions(s) for n in kconfig.symbols_in(e)}
    for path in [*(shop.top / "scripts").rglob("*"), *(shop.top / "test").rglob("*.py")]:
        if path.is_file() and path.suffix != ".pyc":
            asked |= set(re.findall(r"['\"]([A-Z][A-Z0-9_]+)['\"]", path.read_text(errors="replace")))
    # Who asks for one of a choice asks for the others.
    asked |= {m for c in tree.choices if set(c.members) & (asked | used.keys()) for m in c.members}
    idle = [f"{s.where}: {s.name}" for s in tree.symbols.values() if s.name not in asked | used.keys()]
    assert not idle, f"an option that nothing asks for: {', '.join(idle)}"


def variants(shop: Workshop) -> Iterator[str]:
    """What the tests of building change in the default product before they boot it."""
    yield (shop.top / "configs/release.config").read_text()
    for path in sorted((shop.top / "test/build").glob("*.py")):
        text = path.read_text()
        runs = path.stem != "configuring" and (".boots(" in text or '"test/run"' in text)
        for node in ast.walk(ast.parse(text)) if runs else ():
            if isinstance(node, ast.Constant) and re.match(r"(# )?CONFIG_\w+[ =].*\n$", str(node.value), re.S):
                yield str(node.value)


def test_options_are_booted(shop: Workshop) -> None:
    """Each option that the kernel, the debugger or the loader heeds is on in some configuration that is
    booted and off in another: a product, or what the tests of building make of one."""
    booted, folder = [], "O=build/booted"
    for path in sorted((shop.top / "configs").glob("*_defconfig")):
        shop.good(path.name, folder)
        booted.append(config.read(shop.top / "build/booted/.config"))
    for text in variants(shop):
        (shop.top / "configs/probe.config").write_text(text)
        shop.good(f"{PRODUCT}_defconfig", "probe.config", folder)
        booted.append(config.read(shop.top / "build/booted/.config"))
    problems = []
    for sym in kconfig.Tree(shop.top).symbols.values():
        if sym.type == "bool" and sym.prompts and not sym.where.startswith("userland/"):
            values = {c.get(sym.name, "n") for c in booted}
            problems += [f"{sym.name} is never {w}" for v, w in (("y", "on"), ("n", "off")) if v not in values]
    assert not problems, f"no boot test for it: {', '.join(problems)}"


def test_defconfigs_are_minimal(shop: Workshop) -> None:
    """Shipped configurations have the form savedefconfig gives them."""
    for path in sorted((shop.top / "configs").glob("*_defconfig")):
        shop.good(path.name, "O=build/minimal")
        shop.good("savedefconfig", "O=build/minimal")
        saved = (shop.top / "build/minimal/defconfig").read_text()
        shipped = "".join(
            li for li in path.read_text().splitlines(True) if not re.match(r"#(?! CONFIG_)", li)
        )
        assert saved == shipped, f"configs/{path.name} is not in savedefconfig form"


def test_familiar_targets(shop: Workshop) -> None:
    folder = "O=build/targets"
    out = shop.good("help")
    for word in ("menuconfig", "olddefconfig", "savedefconfig", "randconfig", "check-long", "mrproper"):
        assert word in out, f"make help does not mention {word}"
    assert f"{PRODUCT}_defconfig" in shop.good("list-defconfigs")
    shop.good("allyesconfig", folder)
    shop.good("allnoconfig", folder)
    first = shop.good("randconfig", folder, KCONFIG_SEED="7")
    assert "KCONFIG_SEED=7" in first
    one = config.read(shop.top / "build/targets/.config")
    shop.good("randconfig", folder, KCONFIG_SEED="7")
    assert config.read(shop.top / "build/targets/.config") == one, "KCONFIG_SEED does not repeat"
    shop.good("olddefconfig", folder)
    assert shop.good("listnewconfig", folder).strip() == ""
    shop.good("mrproper", folder)
    left = [p.name for p in (shop.top / "build/targets").iterdir()]
    assert not left, f"mrproper left {left}"
