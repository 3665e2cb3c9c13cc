# SPDX-License-Identifier: BSD-2-Clause
"""One run of an emulated machine, watched: collects the console, counts guest instructions,
and ends by itself whatever the guest does. scripts/run and test/run are its callers.

A run ends when the guest ends it, when all that was waited for has been seen, when the budget of
guest instructions is used up, or when it stands still: the machine halts, or only the kernel has run
for long. In the last two cases the kernel debugger is called (the machine's record says how) and
asked for threads and a backtrace, so that the log shows where the guest was.
"""

from __future__ import annotations

import json
import os
import re
import selectors
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Callable

from .machine import Machine

STEP = 5_000_000  # guest instructions between two questions to the debugger
# What the counter tells at a mark, as in scripts/qemu/events.h and touched.h.
EVENTS = ("table_writes", "msr_writes", "locked", "tlb_changes", "fences")
TOUCHED = ("kernel_code_lines", "kernel_data_lines", "kernel_pages",
           "user_code_lines", "user_data_lines", "user_pages")  # fmt: skip
SEVERAL = ("cpu", "shared_lines")  # who; lines that more than one processor wrote (shared.h)
KDB_QUESTIONS = ("t", "bt")
IDLE_INSNS = 400_000_000  # in the kernel alone, without output; or a quarter of the budget
STILL_SECONDS = 8.0  # without output and without the counter moving
STILL_SECONDS_IN_DUMP = 1.0


@dataclass
class Setup:
    """What to start, and what to wait for."""

    machine: Machine
    loader: Path | None
    modules: list[str] = field(default_factory=list)
    loader_args: str = ""
    memory: str = ""
    cpu: str = ""
    qemu_args: list[str] = field(default_factory=list)
    budget: int = 200_000_000
    seconds: float = 90.0
    kdb: bool = False
    plugin: Path | None = None
    at: list[int] = field(default_factory=list)
    kernel_base: int = 0  # code from here on is the kernel's; 0: the upper half
    user_code: tuple[int, int] | None = None  # but for this
    touched: bool = False  # count memory touched between marks: slow
    shared: int = 0  # count lines that several processors write between their marks: slow
    expect: list[str] = field(default_factory=list)
    stop_when_seen: bool = False
    keys: list[tuple[str, str]] = field(default_factory=list)
    echo: Callable[[str], None] | None = None


@dataclass
class Counts:
    """Guest instructions up to some point."""

    total: int = 0
    kernel: int = 0
    user: int = 0
    more: dict[str, int] = field(default_factory=dict)  # at a mark: EVENTS, TOUCHED, SEVERAL
    cpus: list[tuple[int, int]] = field(default_factory=list)  # each one's, all and the kernel's


@dataclass
class Result:
    """How a run went."""

    console: str = ""
    dump: str = ""
    ended: str = ""  # exit, seen, budget, still, time or qemu
    status: int | None = None
    stderr: str = ""
    counts: Counts = field(default_factory=Counts)
    marks: list[Counts] = field(default_factory=list)
    at: dict[int, Counts] = field(default_factory=dict)  # the first time
    visits: set[tuple[int, int]] = field(default_factory=set)  # after how many marks, where
    unseen: list[str] = field(default_factory=list)


class Run:
    """A running QEMU and the three channels to it: console, counter and monitor."""

    def __init__(self, setup: Setup) -> None:
        self.setup = setup
        self.result = Result()
        self.sel = selectors.DefaultSelector()
        self.counter = b""
        self.searched = 0
        self.typed = 0  # keys are typed at something new, not twice at the same
        self.waiting = [re.compile(e, re.M) for e in setup.expect]
        self.keys = [(re.compile(e, re.M), k) for e, k in setup.keys]
        self.pausing = False  # until the counter's next beat
        self.dumping = False
        self.active = Counts()  # when a program last ran, or something was printed
        self.patience = max(IDLE_INSNS, setup.budget // 4)
        self.questions: list[str] = []
        self.moved = time.monotonic()

    def start(self) -> None:
        s = self.setup
        # Pipes for the console: a socket is full after some hundred bytes that the guest sent one by
        # one, and then the guest waits, for as many instructions as we are slow.
        self.place = tempfile.TemporaryDirectory()
        path = f"{self.place.name}/console"
        for end in ("in", "out"):
            os.mkfifo(f"{path}.{end}")
        self.console = os.open(f"{path}.out", os.O_RDONLY | os.O_NONBLOCK)
        self.until_started = os.open(f"{path}.out", os.O_WRONLY)
        self.keyboard = os.open(f"{path}.in", os.O_RDWR)
        self.monitor, mon_far = socket.socketpair()
        count_near, count_far = os.pipe()
        cmd = s.machine.command(s.memory, s.cpu)
        cmd += ["-display", "none", "-icount", "shift=0,sleep=off"]
        cmd += ["-chardev", f"pipe,id=con,path={path}", "-serial", "chardev:con"]
        cmd += ["-chardev", f"socket,id=mon,fd={mon_far.fileno()}", "-mon", "mon,mode=control"]
        if s.plugin:
            opts = [f"file={s.plugin}", f"fd={count_far}", f"budget={s.budget}", f"step={STEP}"]
            opts += [f"bits={s.machine.bits}"] + [f"at={a:x}" for a in s.at]
            opts += [f"mark={s.machine.mark}"] if s.machine.mark else []
            opts += [f"kernel={s.kernel_base:x}"] if s.kernel_base else []
            opts += [f"user={s.user_code[0]:x}-{s.user_code[1]:x}"] if s.user_code else []
            opts += ["touched=1"] if s.touched else []
            opts += [f"shared={s.shared}"] if s.shared else []
            cmd += ["-plugin", ",".join(opts)]
        if s.loader:
            cmd += s.machine.image(s.loader, s.loader_args, s.modules)
        cmd += s.qemu_args
        self.errors = tempfile.TemporaryFile()
        self.qemu = subprocess.Popen(
            cmd,
            stdin=subprocess.DEVNULL,
            stdout=self.errors,
            stderr=self.errors,
            pass_fds=(mon_far.fileno(), count_far),
        )
        mon_far.close()
        os.close(count_far)
        self.count_fd = count_near
        self.sel.register(self.console, selectors.EVENT_READ, self.on_console)
        self.sel.register(self.count_fd, selectors.EVENT_READ, self.on_counter)
        self.say_monitor("qmp_capabilities")

    def say_monitor(self, command: str, **arguments: str) -> None:
        msg = {"execute": command, "arguments": arguments}
        try:
            self.monitor.sendall(json.dumps(msg).encode() + b"\n")
        except OSError:
            pass

    def on_console(self) -> None:
        try:
            data = os.read(self.console, 65536)
        except OSError:
            data = b""
        if not data:
            self.sel.unregister(self.console)
            return
        self.moved = time.monotonic()
        self.active = self.result.counts
        text = data.decode("latin-1").replace("\r", "")
        if self.dumping:
            self.result.dump += text
            return
        self.result.console += text
        if self.setup.echo:
            self.setup.echo(text)
        self.look()

    def look(self) -> None:
        """Searches the new part of the console for what is expected next, in order."""
        text = self.result.console
        while self.waiting and (m := self.waiting[0].search(text, self.searched)):
            self.searched = m.end()
            self.waiting.pop(0)
        while self.keys and not self.pausing and (m := self.keys[0][0].search(text, self.typed)):
            self.typed = m.end()
            self.type(self.keys.pop(0)[1])
        if not self.waiting and self.setup.stop_when_seen:
            self.finish("seen")

    def type(self, keys: str) -> None:
        """Sends keys to the console; some in angle brackets are special."""
        if keys == "<pause>":
            self.pausing = True
        elif keys == "<nmi>":
            self.say_monitor("inject-nmi")
        elif keys == "<break>":
            self.say_monitor("chardev-send-break", id="con")
        elif keys.startswith("<kbd:"):
            for key in keys[5:-1].split():
                self.say_monitor("human-monitor-command", **{"command-line": f"sendkey {key} 1"})
        else:
            os.write(self.keyboard, keys.encode())

    def on_counter(self) -> None:
        data = os.read(self.count_fd, 65536)
        if not data:
            self.sel.unregister(self.count_fd)
            return
        self.moved = time.monotonic()
        *lines, self.counter = (self.counter + data).split(b"\n")
        for line in lines:
            self.count(line.decode().split())

    def count(self, words: list[str]) -> None:
        what = words.pop(0)
        where = int(words.pop(0), 16) if what == "AT" else 0
        numbers = list(map(int, words))
        names = EVENTS + TOUCHED + SEVERAL
        more, each = dict(zip(names, numbers[3:])), numbers[3 + len(names) :]
        cpus = list(zip(each[::2], each[1::2]))
        counts = Counts(numbers[0], numbers[1], numbers[2], more, cpus)
        self.result.counts = counts
        if what == "MARK":
            self.result.marks.append(counts)
        elif what == "AT":
            self.result.at.setdefault(where, counts)
            self.result.visits.add((len(self.result.marks), where))
        elif what == "BEAT" and not self.dumping:
            if self.pausing:
                self.pausing = False
                self.look()
            if counts.user - self.active.user > 1000:
                self.active = counts
            elif counts.total - self.active.total > self.patience:
                self.stuck("still")
        elif what == "BUDGET":
            if self.dumping:
                self.ask()
            else:
                self.stuck("budget")

    def finish(self, how: str) -> None:
        self.result.ended = self.result.ended or how
        self.say_monitor("quit")

    def stuck(self, how: str) -> None:
        """The guest does not end: gets out of it what can be known, and ends it."""
        self.result.ended = how
        self.dumping = True
        if self.setup.kdb:
            self.questions = list(KDB_QUESTIONS)
            self.type(f"<{self.setup.machine.attention}>")
        else:
            self.result.dump = self.registers()
            self.finish(how)

    def ask(self) -> None:
        """The next question to the debugger, or the end after the last one's answer."""
        if self.questions:
            os.write(self.keyboard, self.questions.pop(0).encode() + b"\r")
        else:
            self.finish(self.result.ended)

    def registers(self) -> str:
        self.monitor.settimeout(3)
        self.say_monitor("human-monitor-command", **{"command-line": "info registers"})
        seen = b""
        try:
            while b'"return": "' not in seen:
                seen += self.monitor.recv(65536)
        except OSError:
            return ""
        for line in seen.decode().splitlines():
            answer = json.loads(line)
            if isinstance(answer.get("return"), str):
                return str(answer["return"]).replace("\r", "")
        return ""

    def check_clock(self, started: float) -> None:
        now = time.monotonic()
        still = now - self.moved
        if self.dumping:
            if still > STILL_SECONDS_IN_DUMP:
                self.moved = now
                self.ask()
        elif now - started > self.setup.seconds:
            self.stuck("time")
        elif still > STILL_SECONDS:
            self.moved = now  # what it has used is measured from one such look to the next
            if not self.progress():
                self.stuck("still")
        if now - started > self.setup.seconds + 15:
            self.qemu.kill()

    def progress(self) -> bool:
        """Whether QEMU has used the processor since the last look: silent does not mean idle."""
        try:
            fields = Path(f"/proc/{self.qemu.pid}/stat").read_text().rsplit(")", 1)[1].split()
        except OSError:
            return True
        used = int(fields[11]) + int(fields[12])
        before, self.used = getattr(self, "used", -1), used
        return used - before > 2

    def run(self) -> Result:
        self.start()
        started = time.monotonic()
        while self.qemu.poll() is None:
            for key, _ in self.sel.select(0.2):
                key.data()
            self.check_clock(started)
        os.close(self.until_started)
        while self.sel.get_map():
            for key, _ in self.sel.select(0):
                key.data()
        self.close()
        return self.result

    def close(self) -> None:
        r = self.result
        self.errors.seek(0)
        r.stderr = self.errors.read().decode(errors="replace")
        os.close(self.console)
        os.close(self.keyboard)
        self.place.cleanup()
        self.monitor.close()
        self.errors.close()
        os.close(self.count_fd)
        r.unseen = [w.pattern for w in self.waiting]
        if not r.ended:
            r.status = self.setup.machine.status(self.qemu.returncode)
            r.ended = "qemu" if r.status is None else "exit"


def run(setup: Setup) -> Result:
    """Runs one machine to its end."""
    if not shutil.which(setup.machine.qemu):
        sys.exit(
            f"{setup.machine.qemu} is not installed; it emulates {setup.machine.name}.\n"
            f"On Debian and Ubuntu: apt install {setup.machine.package}"
        )
    return Run(setup).run()


def explain(result: Result, budget: int) -> str:
    """One sentence on how a run ended."""
    return {
        "exit": f"ended with status {result.status}",
        "seen": "stopped after everything expected was seen",
        "budget": f"did not end within {budget:,} guest instructions",
        "still": "came to a standstill: no program runs any more",
        "time": "did not end in time",
        "qemu": f"QEMU ended by itself: {result.stderr.strip() or 'machine reset or powered off'}",
    }[result.ended]
