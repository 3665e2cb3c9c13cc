# SPDX-License-Identifier: BSD-2-Clause
"""Boot tests: records in test/boot/*.toml, each one run of the emulator.

[[test]]
name        the check is called boot/<name>
about       a sentence
requires    options that must be y; with ! in front, n
root        root task and its arguments (default: none)
modules     what comes before the root task (default kernel and sigma0)
extra       what comes after it
media       iso, floppy, netboot or bundle: boots the root task from that instead of QEMU's -kernel
loader-args arguments of kickstart
memory, cpu, qemu-args      instead of, or in addition to, the machine's record
keys        [pattern, keys] pairs, one after the other: what to type when the console shows the
            pattern. "<pause>" lets some million instructions pass, "<nmi>" is an interrupt, "<break>" a break condition on the serial line,
            "<kbd:g ret>" are keys of the machine's keyboard by QEMU's names
expect      patterns the console must show, in this order
reject      patterns it must not show
status      what the guest ends with (default 0); "none": it stops, the run ends when all is seen;
            "budget": it goes on for ever; "reset": it resets the machine
dump        patterns the debugger must show when the run is ended from outside
tests       true: a root task that prints TEST and TESTS DONE lines, each a check of its own
exits       beginning of names in the kernel: for each place of such a name there must be a test, named
            after the rest of it, that executes it between its two marks; a test marks nothing else
budget      guest instructions
seconds     of the clock on the wall, for runs that need many of either
[[test.file]]   a spoiled image: name, from, and truncate = bytes, patch = [[offset, "hex"]] and/or
            code = [["function", "hex"]]: instructions that take the place of a function's first,
            in which {name} is the distance from behind it to another function

A file of records may name a program in its folder that makes images for them, before its first
record: maker = "x/images.py". It is called with a folder to fill and the path of include/.

Names of modules are files the record or the maker makes, or images of the build.
"""

from __future__ import annotations

import os
import re
import subprocess
import time
import tomllib
from pathlib import Path
from typing import Any

from pecan import elf, guest, machine

from .report import Report

RESULT = re.compile(r"^TEST (\S+): (OK|FAILED)[ \t]*(.*)$", re.M)
DONE = re.compile(r"^TESTS DONE (\d+) ok (\d+) failed", re.M)
PANIC = r"(?m)^(panic|PANIC|assertion|kernel panic)\b"


def instructions(image: elf.Image, function: str, text: str) -> tuple[int, str]:
    """A patch for the beginning of a function."""
    at = image.symbol(function)
    done = ""
    for part in re.split(r"({\w+})", text):
        if part.startswith("{"):
            distance = image.symbol(part[1:-1]) - (at + len(done) // 2 + 4)
            part = distance.to_bytes(4, "little", signed=True).hex()
        done += part
    return image.file_offset(at), done


class BootTests:
    """The boot tests that fit one configuration."""

    def __init__(self, top: Path, obj: Path, conf: dict[str, str], report: Report) -> None:
        self.top, self.obj, self.conf, self.report = top, obj, conf, report
        self.machine = machine.load(conf)
        self.made: dict[str, dict[str, Path]] = {}

    def records(self) -> list[dict[str, Any]]:
        out: list[dict[str, Any]] = []
        for path in sorted((self.top / "test/boot").glob("*.toml")):
            with open(path, "rb") as f:
                data = tomllib.load(f)
            out += [{"maker": data.get("maker", ""), **r} for r in data["test"]]
        return [r for r in out if self.fits(r)]

    def fits(self, record: dict[str, Any]) -> bool:
        for need in record.get("requires", []):
            if (self.conf.get(need.lstrip("!"), "n") == "y") == need.startswith("!"):
                return False
        return True

    def run(self) -> None:
        for record in self.records():
            if self.report.wants(f"boot/{record['name']}"):
                self.run_one(record)

    def run_one(self, record: dict[str, Any]) -> None:
        name = f"boot/{record['name']}"
        started = time.monotonic()
        try:
            setup = self.setup(record)
        except (OSError, ValueError) as err:
            missing = f"{err.filename} is missing" if isinstance(err, FileNotFoundError) else ""
            self.report.add(name, missing or str(err), started)
            return
        except subprocess.CalledProcessError as err:
            self.report.add(name, f"{err.cmd[0]} ended with status {err.returncode}", started)
            return
        result = guest.run(setup)
        log = self.write_log(record["name"], setup, result)
        errors = self.judge(record, setup, result)
        found = self.single_tests(record, name, result, log)
        if record.get("tests") and not errors and found:
            errors = found
        if record.get("exits") and not errors:
            errors = self.not_taken(record["exits"], result)
        self.report.add(name, "; ".join(errors), started, log)

    def setup(self, record: dict[str, Any]) -> guest.Setup:
        made = dict(self.make(record["maker"])) if record["maker"] else {}
        made |= {f["name"]: self.spoil(record["name"], f) for f in record.get("file", [])}
        if record.get("media"):
            return self.options(record, None, [], self.media_args(record))
        names = list(record.get("modules", ["kernel", "sigma0"]))
        names += [record["root"]] if record.get("root") else []
        names += record.get("extra", [])
        modules: list[str] = []
        for name in names:
            image, _, args = name.partition(" ")
            path = made.get(image, self.obj / "images" / image)
            path.stat()
            modules.append(f"{path} {args}".strip())
        loader = made.get("kickstart", self.obj / "images/kickstart")
        loader.stat()
        return self.options(record, loader, modules, [])

    def options(
        self, record: dict[str, Any], loader: Path | None, modules: list[str], args: list[str]
    ) -> guest.Setup:
        return guest.Setup(
            machine=self.machine,
            loader=loader,
            modules=modules,
            loader_args=record.get("loader-args", ""),
            memory=record.get("memory", ""),
            cpu=record.get("cpu", ""),
            qemu_args=[*args, *record.get("qemu-args", [])],
            budget=record.get("budget", 200_000_000),
            seconds=record.get("seconds", 90),
            kdb=self.conf.get("KDB") == "y" and self.conf.get("KDB_CONS_COM") == "y",
            plugin=self.obj / "host/insns.so",
            at=list(self.exits(record["exits"]).values()) if "exits" in record else [],
            expect=record.get("expect", []),
            stop_when_seen=record.get("status") == "none",
            keys=[(p, k) for p, k in record.get("keys", [])],
        )

    def media_args(self, record: dict[str, Any]) -> list[str]:
        """Makes a medium with this root task; answers how QEMU boots from it."""
        kind = record["media"]
        out = (self.obj / "boot" / record["name"]).absolute()
        out.parent.mkdir(parents=True, exist_ok=True)
        subprocess.run(
            [self.top / "scripts/mkimage", kind, self.obj, "--root", record["root"], "--output", out],
            check=True,
        )
        return {
            "bundle": ["-kernel", str(out)],
            "iso": ["-cdrom", str(out)],
            "floppy": ["-drive", f"if=floppy,format=raw,file={out}"],
            "netboot": [
                "-boot", "n", "-device", "e1000,netdev=net",
                "-netdev", f"user,id=net,tftp={out},bootfile=/boot/grub/i386-pc/core.0",
            ],
        }[kind]  # fmt: skip

    def make(self, maker: str) -> dict[str, Path]:
        """What a maker makes, by name; it is called once in a run."""
        if maker not in self.made:
            out = self.obj / "boot" / Path(maker).stem
            env = os.environ
            tools = (env.get("CC", "gcc"), env.get("LD", "ld"))
            program = self.top / "test/boot" / maker
            subprocess.run([program, out, self.top / "include", *tools], check=True)
            self.made[maker] = {p.name: p for p in out.iterdir()}
        return self.made[maker]

    def spoil(self, test: str, spec: dict[str, Any]) -> Path:
        """Makes a file with something wrong about it."""
        original = self.obj / "images" / spec["from"]
        data = bytearray(original.read_bytes())
        patches = list(spec.get("patch", []))
        if code := spec.get("code"):
            patches += [instructions(elf.Image(original), f, text) for f, text in code]
        for offset, patch in patches:
            new = bytes.fromhex(patch)
            data[offset : offset + len(new)] = new
        path: Path = self.obj / "boot" / test / spec["name"]
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data[: spec.get("truncate", len(data))])
        return path

    def judge(
        self, record: dict[str, Any], setup: guest.Setup, result: guest.Result
    ) -> list[str]:
        errors: list[str] = []
        want = record.get("status", 0)
        if want == "none":
            if result.ended != "seen":
                errors.append(guest.explain(result, setup.budget))
        elif want == "budget":
            if result.ended != "budget":
                errors.append(guest.explain(result, setup.budget))
        elif want == "reset":
            if result.ended != "qemu" or result.stderr.strip():
                errors.append(guest.explain(result, setup.budget))
        elif result.status != want:
            errors.append(guest.explain(result, setup.budget))
        errors += [f"not seen: {p}" for p in result.unseen]
        errors += [
            f"not in the debugger's dump: {p}"
            for p in record.get("dump", [])
            if not re.search(p, result.dump, re.M)
        ]
        for pattern in [*record.get("reject", []), *([PANIC] if want == 0 else [])]:
            if m := re.search(pattern, result.console, re.M):
                errors.append(f"seen: {m.group(0)}")
        return errors

    def single_tests(
        self, record: dict[str, Any], name: str, result: guest.Result, log: str
    ) -> list[str]:
        """The checks a root task reports; returns what is wrong with the report itself."""
        if not record.get("tests"):
            return []
        ok = bad = 0
        for m in RESULT.finditer(result.console):
            passed = m.group(2) == "OK"
            ok, bad = ok + passed, bad + (not passed)
            text = "" if passed else m.group(3).strip() or "failed"
            self.report.add(f"{name}/{m.group(1)}", text, log=log)
        done = DONE.search(result.console)
        if not done:
            return ["no TESTS DONE line"]
        if (int(done.group(1)), int(done.group(2))) != (ok, bad):
            return [f"'{done.group(0)}', but {ok} and {bad} were printed"]
        return [] if ok + bad else ["no TEST line"]

    def exits(self, prefix: str) -> dict[str, int]:
        return elf.Image(self.obj / "images/kernel").symbols(prefix)

    def not_taken(self, prefix: str, result: guest.Result) -> list[str]:
        """Which places have no test that goes there. The n-th test runs between two marks."""
        tests = [m.group(1).partition("/")[2].replace("-", "_") for m in RESULT.finditer(result.console)]
        if len(result.marks) != 2 * len(tests):
            return [f"{len(tests)} tests, but {len(result.marks)} marks"]
        visits = {(tests[n // 2], at) for n, at in result.visits if n % 2}
        places = self.exits(prefix)
        if not places:
            return [f"the kernel has no {prefix}*"]
        return [
            f"no test {name.removeprefix(prefix)} goes by {name}"
            for name, at in places.items()
            if (name.removeprefix(prefix), at) not in visits
        ]

    def write_log(self, name: str, setup: guest.Setup, result: guest.Result) -> str:
        path = self.obj / "log" / f"boot-{name}.txt"
        path.parent.mkdir(exist_ok=True)
        parts = [result.console]
        if result.dump:
            tail = "\n".join(result.console.splitlines()[-20:])
            parts += [f"\n--- last lines ---\n{tail}\n--- debugger ---\n{result.dump}"]
        parts += [f"\n--- end ---\n{guest.explain(result, setup.budget)}"]
        parts += [f"guest instructions: {result.counts}\n{result.stderr}"]
        path.write_text("\n".join(parts))
        return str(path)
