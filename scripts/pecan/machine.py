# SPDX-License-Identifier: BSD-2-Clause
"""The emulated machines: one record each in scripts/machines/<architecture>_<platform>.toml.

qemu, package       the program and the Debian package that has it
machine, memory     QEMU's -M and -m
args                further arguments, among them the device by which a program ends QEMU
exit                how QEMU's status follows from the guest's: "odd" is (status << 1) | 1,
                    "plain" is status
boot                how kernel and modules are handed over: "multiboot" is -kernel loader
                    with -initrd "module arguments,module arguments,..."; "bundle" is one image
                    of the loader and all modules (bundle.py), made when it is started
cpu, cpu-features   QEMU's -cpu and what is added to it
abi                 the name of the user interface in figures
calibration         pattern of the kernel's line on how many instructions it waited for a clock
attention           what calls the kernel debugger: "nmi" (the default), or a "break" on the line
mark                bytes of the instruction that marks a place for the instruction counter
[[when]]            option, value: adds cpu-features and args if the configuration says so, and
                    replaces qemu, cpu, machine and memory
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from pathlib import Path

from . import bundle, elf

TOP = Path(__file__).resolve().parent.parent.parent


@dataclass
class Machine:
    """One record, with the parts that depend on the configuration merged in."""

    name: str
    qemu: str
    package: str
    machine: str
    memory: str
    cpu: str
    boot: str
    exit: str
    bits: int
    abi: str
    attention: str = "nmi"
    mark: str = ""
    calibration: str = ""
    args: list[str] = field(default_factory=list)
    cpu_features: list[str] = field(default_factory=list)

    def command(self, memory: str = "", cpu: str = "") -> list[str]:
        """QEMU and the arguments that make the machine, without console and image."""
        model = cpu or ",".join([self.cpu, *self.cpu_features])
        return [
            self.qemu, "-M", self.machine, "-m", memory or self.memory, "-cpu", model,
            "-no-reboot", "-nodefaults", *self.args,
        ]  # fmt: skip

    def image(self, loader: Path, loader_args: str, modules: list[str]) -> list[str]:
        """The arguments that hand over the loader and its modules."""
        if self.boot == "bundle":
            whole = loader.with_suffix(".bundle")
            whole.write_bytes(bundle.make(loader, modules))
            return ["-kernel", str(whole), *(["-append", loader_args] if loader_args else [])]
        if self.boot != "multiboot":
            raise ValueError(f"{self.name}: unknown boot method {self.boot}")
        # A comma inside of a module's arguments is doubled, as QEMU wants it.
        out = ["-kernel", str(loader)]
        if loader_args:
            out += ["-append", loader_args]
        if modules:
            out += ["-initrd", ",".join(m.replace(",", ",,") for m in modules)]
        return out

    def first_instruction(self, image: elf.Image) -> int:
        """Where the processor enters a loaded image: multiboot knows physical addresses only."""
        return image.physical_entry() if self.boot == "multiboot" else image.entry

    def status(self, code: int) -> int | None:
        """The status the guest ended with, None if it did not end by itself."""
        if self.exit == "plain":
            return code
        return code >> 1 if code > 0 and code & 1 else None


def load(config: dict[str, str]) -> Machine:
    """The record of the machine that a configuration is for."""
    name = f"{config['PRODUCT_ARCH']}_{config['PLATFORM']}"
    with open(TOP / "scripts/machines" / f"{name}.toml", "rb") as f:
        record = tomllib.load(f)
    features = list(record.get("cpu-features", []))
    args = list(record.get("args", []))
    for extra in record.get("when", []):
        if config.get(extra["option"], "n") == extra["value"]:
            features += extra.get("cpu-features", [])
            args += extra.get("args", [])
            record |= {key: extra[key] for key in ("qemu", "cpu", "machine", "memory") if key in extra}
    return Machine(
        name=name,
        qemu=record["qemu"],
        package=record["package"],
        machine=record["machine"],
        memory=record["memory"],
        cpu=record["cpu"],
        boot=record["boot"],
        exit=record["exit"],
        bits=int(config["WORD_BITS"]),
        abi=record["abi"],
        attention=record.get("attention", "nmi"),
        mark=record.get("mark", ""),
        calibration=record.get("calibration", ""),
        args=args,
        cpu_features=features,
    )
