# SPDX-License-Identifier: BSD-2-Clause
"""Reads the Kconfig files themselves, so that tools can explain what the configuration
program does silently: why a setting did not take, and which file is not as it should be.

Only the subset this project allows is understood (see Kconfig at the root); a line outside
of it is reported by the lint as such.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

TYPES = ("bool", "int", "hex", "string")
TOKEN = re.compile(r'\s*(&&|\|\||!=|=|!|\(|\)|"(?:[^"\\]|\\.)*"|[A-Za-z0-9_.\-]+)')


@dataclass
class Symbol:
    """One option, with all its definitions merged."""

    name: str
    where: str
    type: str = ""
    prompts: list[str] = field(default_factory=list)
    depends: list[str] = field(default_factory=list)
    ranges: list[tuple[str, str, str]] = field(default_factory=list)
    selects: list[tuple[str, str]] = field(default_factory=list)
    defaults: list[tuple[str, str]] = field(default_factory=list)
    help: str = ""
    choice: int = 0


@dataclass
class Choice:
    """A group of options of which exactly one is y."""

    where: str
    prompt: str = ""
    help: str = ""
    members: list[str] = field(default_factory=list)


def tokens(expr: str) -> list[str]:
    out: list[str] = []
    pos = 0
    expr = expr.strip()
    while pos < len(expr):
        m = TOKEN.match(expr, pos)
        if not m:
            raise ValueError(f"cannot read expression '{expr}'")
        out.append(m.group(1))
        pos = m.end()
    return out


def symbols_in(expr: str) -> list[str]:
    """The options an expression mentions."""
    return [t for t in tokens(expr) if re.fullmatch(r"[A-Z][A-Z0-9_]*", t)]


def evaluate(expr: str, values: dict[str, str]) -> bool:
    """Truth of an expression under the given settings."""
    toks = tokens(expr)

    def operand() -> str:
        t = toks.pop(0)
        if t.startswith('"'):
            return t[1:-1]
        if re.fullmatch(r"[A-Z][A-Z0-9_]*", t):
            return values.get(t, "n")
        return t

    def primary() -> bool:
        if toks[0] == "!":
            toks.pop(0)
            return not primary()
        if toks[0] == "(":
            toks.pop(0)
            v = disjunction()
            toks.pop(0)
            return v
        left = operand()
        if toks and toks[0] in ("=", "!="):
            op = toks.pop(0)
            right = operand()
            return (left == right) == (op == "=")
        return left == "y"

    def conjunction() -> bool:
        v = primary()
        while toks and toks[0] == "&&":
            toks.pop(0)
            v = primary() and v
        return v

    def disjunction() -> bool:
        v = conjunction()
        while toks and toks[0] == "||":
            toks.pop(0)
            v = conjunction() or v
        return v

    return disjunction()


def split_terms(expr: str) -> list[str]:
    """The parts of an expression that are joined by && on its outermost level."""
    terms: list[str] = []
    depth = 0
    cur: list[str] = []
    for t in tokens(expr):
        depth += (t == "(") - (t == ")")
        if t == "||" and depth == 0:
            return [expr.strip()]
        if t == "&&" and depth == 0:
            terms.append(" ".join(cur))
            cur = []
        else:
            cur.append(t)
    terms.append(" ".join(cur))
    return [t.replace("! ", "!") for t in terms if t]


def _split_if(text: str) -> tuple[str, str]:
    """Splits `value if condition`."""
    m = re.match(r'("(?:[^"\\]|\\.)*"|.*?)\s+if\s+(.*)$', text)
    return (m.group(1), m.group(2)) if m else (text, "")


class Tree:
    """All options of the project."""

    def __init__(self, top: Path, root: str = "Kconfig") -> None:
        self.top = top
        self.symbols: dict[str, Symbol] = {}
        self.choices: list[Choice] = []
        self.files: list[str] = []
        self.problems: list[str] = []
        self._context: list[str] = []
        self._ends: list[str] = []
        self._choice = 0
        self._parse(root)

    def _parse(self, name: str) -> None:
        self.files.append(name)
        try:
            lines = (self.top / name).read_text().splitlines()
        except OSError as err:
            self.problems.append(f"{name}: {err.strerror}")
            return
        current: Symbol | Choice | None = None
        block = ""
        i = 0
        while i < len(lines):
            where = f"{name}:{i + 1}"
            raw = lines[i]
            i += 1
            line = raw.strip()
            if not line or line.startswith("#"):
                continue
            word, _, rest = line.partition(" ")
            rest = rest.strip()
            if word == "help":
                text: list[str] = []
                depth = None
                while i < len(lines):
                    expanded = lines[i].expandtabs(8)
                    indent = len(expanded) - len(expanded.lstrip())
                    if expanded.strip():
                        depth = indent if depth is None else depth
                        if indent < depth or indent == 0:
                            break
                    text.append(expanded.strip())
                    i += 1
                if current is not None:
                    current.help = " ".join(t for t in text if t)
            elif word in ("config", "menuconfig"):
                current = self._config(rest, where)
                block = "config"
            elif word == "choice":
                self.choices.append(Choice(where))
                current = self.choices[-1]
                self._choice = len(self.choices)
                self._push("choice", "")
                block = "choice"
            elif word in ("menu", "if"):
                self._push(word, rest if word == "if" else "")
                current = None
                block = word
            elif word in ("endchoice", "endmenu", "endif"):
                if word == "endchoice":
                    self._choice = 0
                self._pop(word[3:], where)
                current = None
            elif word == "source":
                self._parse(rest.strip('"'))
                current = None
            elif word in ("mainmenu", "comment"):
                current = None
                block = word
            else:
                self._attribute(current, block, word, rest, where)

    def _push(self, kind: str, cond: str) -> None:
        self._ends.append(kind)
        self._context.append(cond)

    def _pop(self, kind: str, where: str) -> None:
        if not self._ends or self._ends[-1] != kind:
            self.problems.append(f"{where}: end{kind} closes nothing")
            return
        self._ends.pop()
        self._context.pop()

    def _config(self, name: str, where: str) -> Symbol:
        sym = self.symbols.setdefault(name, Symbol(name, where))
        sym.depends += [c for c in self._context if c]
        if self._choice:
            sym.choice = self._choice
            self.choices[self._choice - 1].members.append(name)
        return sym

    def _attribute(
        self, current: Symbol | Choice | None, block: str, word: str, rest: str, where: str
    ) -> None:
        if word == "depends" or (word == "visible" and rest.startswith("if")):
            cond = rest.partition(" ")[2].strip()
            if isinstance(current, Symbol):
                current.depends.append(cond)
            elif self._context:
                prev = self._context[-1]
                self._context[-1] = f"{prev} && {cond}" if prev else cond
            return
        if isinstance(current, Choice):
            if word == "prompt":
                current.prompt = rest
            elif word not in ("default", "bool"):
                self.problems.append(f"{where}: '{word}' is outside of the allowed subset")
            return
        if not isinstance(current, Symbol):
            self.problems.append(f"{where}: '{word}' is outside of the allowed subset")
            return
        value, cond = _split_if(rest)
        if word.startswith("def_"):
            current.type = word.removeprefix("def_")
            current.defaults.append((value, cond))
        elif word in TYPES:
            current.type = word
            if value:
                current.prompts.append(cond)
        elif word == "prompt":
            current.prompts.append(cond)
        elif word == "default":
            current.defaults.append((value, cond))
        elif word == "range":
            low, high = value.split()
            current.ranges.append((low, high, cond))
        elif word in ("select", "imply"):
            if word == "select":
                current.selects.append((value, cond))
        else:
            self.problems.append(f"{where}: '{word}' is outside of the allowed subset")
