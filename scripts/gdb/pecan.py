# SPDX-License-Identifier: BSD-2-Clause
"""Commands for gdb on a Pecan kernel; `make debug` loads them.

pecan threads     every thread: id, space, state, priority, whom it waits for, where it is
pecan spaces      every space: number of threads, areas
pecan tag WORD    a message tag in words
"""

from __future__ import annotations

from collections.abc import Iterator

import gdb

LABELS = {
    1: "interrupt", 2: "page fault", 3: "preemption", 4: "system exception", 5: "exception",
    6: "sigma0", 8: "I/O page fault",
}  # fmt: skip


def word_bits() -> int:
    return gdb.lookup_type("unsigned long").sizeof * 8


def entries(head: gdb.Value, cursor: int, struct: str, member: str) -> Iterator[gdb.Value]:
    """The members of a kernel list; its cursor, which is no member, is left out."""
    kind = gdb.lookup_type(struct)
    offset = next(f.bitpos // 8 for f in kind.fields() if f.name == member)
    link = head["next"]
    while int(link) != int(head.address):
        if int(link) != cursor:
            address = int(link) - offset
            yield gdb.Value(address).cast(kind.pointer()).dereference()
        link = link.dereference()["next"]


def processors() -> list[gdb.Value]:
    """Each processor's struct cpu."""
    if not gdb.lookup_global_symbol("cpus"):
        return [gdb.parse_and_eval("cpu0")]
    pointers = gdb.parse_and_eval("cpus")
    first, last = pointers.type.range()
    return [pointers[n].dereference() for n in range(first, last + 1) if int(pointers[n])]


def threads() -> Iterator[gdb.Value]:
    for cpu in processors():
        worker = cpu["worker"]
        yield from entries(worker["threads"], int(worker["cursor"].address), "struct tcb", "all_link")


def show_id(word: int) -> str:
    """A thread id: by number and version where it is a global one."""
    bits = word_bits()
    version_bits = 32 if bits == 64 else 14
    ones = (1 << bits) - 1
    if word == 0:
        return "nil"
    if word == ones:
        return "any"
    if word == ones & ~63:
        return "anylocal"
    if word & 63 == 0:
        return f"local {word:#x}"
    return f"{word >> version_bits}.{word & ((1 << version_bits) - 1)}"


def show_threads() -> None:
    current = {int(cpu["current"]) for cpu in processors()}
    print(f"  {'thread':12} {'space':18} {'prio':>4}  {'state':12} {'waits for':12} user ip")
    for tcb in threads():
        state = str(tcb["state"].cast(gdb.lookup_type("enum thread_state")))
        mark = "*" if int(tcb.address) in current else " "
        waits = int(tcb["wait_from"]) if state == "THREAD_WAITING" else 0
        print(
            f"{mark} {show_id(int(tcb['id'])):12} {int(tcb['space']):#018x} {int(tcb['prio']):4}  "
            f"{state.removeprefix('THREAD_').lower():12} {show_id(waits) if waits else '-':12} "
            f"{int(tcb['frame']['ip']):#x}"
        )


def show_spaces() -> None:
    seen: dict[int, gdb.Value] = {}
    for tcb in threads():
        if int(tcb["space"]):
            seen.setdefault(int(tcb["space"]), tcb["space"].dereference())
    print(f"{'space':18} {'threads':>7}  {'KIP area':>18}  {'UTCB area':>18}")
    for address, space in sorted(seen.items()):
        kind = "sigma0" if space["sigma0"] else "privileged" if space["privileged"] else ""
        print(
            f"{address:#018x} {int(space['thread_count']):7}  {int(space['kip_area']):#18x}  "
            f"{int(space['utcb_area']):#18x}  {kind}"
        )


def show_tag(tag: int) -> None:
    bits = word_bits()
    label = (tag & ((1 << bits) - 1)) >> 16
    # The kernel's labels are negative multiples of 16; the low four bits qualify them.
    name = LABELS.get(((1 << (bits - 16)) - (label & ~15)) >> 4, "")
    flags = [n for b, n in ((12, "propagated"), (13, "redirected"), (14, "cross-cpu"), (15, "error"))
             if tag >> b & 1]  # fmt: skip
    print(f"label {label:#x}{f' ({name})' if name else ''}, {tag & 63} untyped, "
          f"{tag >> 6 & 63} typed{''.join(', ' + f for f in flags)}")  # fmt: skip


class Pecan(gdb.Command):
    """Shows what the Pecan kernel knows: pecan threads | spaces | tag WORD."""

    def __init__(self) -> None:
        super().__init__("pecan", gdb.COMMAND_DATA)

    def invoke(self, argument: str, from_tty: bool) -> None:
        verb, _, rest = argument.strip().partition(" ")
        if verb == "threads":
            show_threads()
        elif verb == "spaces":
            show_spaces()
        elif verb == "tag" and rest:
            show_tag(int(gdb.parse_and_eval(rest)) & ((1 << word_bits()) - 1))
        else:
            print(__doc__.strip() if __doc__ else "")

    def complete(self, text: str, word: str) -> list[str]:
        return [v for v in ("threads", "spaces", "tag") if v.startswith(word)]


Pecan()
