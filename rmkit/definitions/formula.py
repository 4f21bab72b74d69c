"""A small formula over the answers of one person: read once, reckoned for everybody.

Numbers, names, + - * / and mean, sum, min, max, reverse: nothing else can be written, so nothing
else can happen. A formula is text from strangers and is never handed to Python.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from rmkit.errors import nearest, shown

__all__ = ["Formula"]

_TOKEN = re.compile(r"\s*([0-9]+(?:\.[0-9]+)?|[a-z][a-z0-9_]*|[-+*/(),])")
_LONGEST = 300  # tokens
_DEEPEST = 30
_RULE = "only names of questions, numbers, + - * / and mean, sum, min, max, reverse are allowed"
_OVER_KNOWN: dict[str, Callable[[list[float]], float]] = {
    "mean": lambda known: sum(known) / len(known),
    "sum": sum,
    "min": min,
    "max": max,
}
_BETWEEN: dict[str, Callable[[float, float], float]] = {
    "+": lambda left, right: left + right,
    "-": lambda left, right: left - right,
    "*": lambda left, right: left * right,
    "/": lambda left, right: left / right,
}


@dataclass(frozen=True)
class _Node:
    """A number (`op` "number"), a name ("name"), or an operation on other nodes."""

    op: str
    inner: tuple[_Node, ...] = ()
    number: float = 0.0
    name: str = ""


@dataclass(frozen=True)
class Formula:
    """A formula that was read and found allowed; `turned` are the names that it reverses."""

    text: str
    names: frozenset[str]
    turned: frozenset[str]
    _root: _Node

    @classmethod
    def parse(cls, text: str, *, names: Collection[str] | None = None) -> Formula:
        """Read a formula.

        Parameters
        ----------
        text
            For example `mean(trust, learn, reverse(waste))`.
        names
            The names that there are; None where they are not known yet.

        Raises
        ------
        ValueError
            Something else stands in it than is allowed, or a name that there is not; the message
            says what, in one sentence without its point.

        Examples
        --------
        >>> Formula.parse("mean(a, b) * 2", names={"a", "b"}).value({"a": 1, "b": None})
        2.0
        """
        reader = _Reader(text)
        root = reader.whole()
        for name in sorted(reader.names):
            if names is not None and name not in names:
                message = f"there is no question {name}.{nearest(name, names)}".rstrip(".")
                raise ValueError(message)
        return cls(text, frozenset(reader.names), frozenset(reader.turned), root)

    def value(
        self,
        values: Mapping[str, float | None],
        *,
        bounds: Mapping[str, tuple[float, float]] | None = None,
    ) -> float | None:
        """Reckon the formula for one person.

        Parameters
        ----------
        values
            The answers by name. None, and a name that is not there, is a missing answer.
        bounds
            The lowest and highest answer by name; `reverse(x)` is lowest + highest - x.

        Returns
        -------
        float or None
            None where a missing answer stands outside mean, sum, min and max (which leave missing
            answers out), where they have none left, and where the result is no number (a
            division by zero).
        """
        value = _reckon(self._root, values, bounds or {})
        return value if value is not None and math.isfinite(value) else None


def _reckon(
    node: _Node,
    values: Mapping[str, float | None],
    bounds: Mapping[str, tuple[float, float]],
) -> float | None:
    if node.op == "number":
        return node.number
    if node.op == "name":
        value = values.get(node.name)
        return None if value is None or value != value else float(value)
    inner = [_reckon(part, values, bounds) for part in node.inner]
    known = [value for value in inner if value is not None]
    if node.op in _OVER_KNOWN:
        return _OVER_KNOWN[node.op](known) if known else None
    if len(known) < len(inner):
        return None
    if node.op == "reverse":
        low, high = bounds[node.inner[0].name]
        return low + high - known[0]
    if node.op == "negative":
        return -known[0]
    return None if node.op == "/" and known[1] == 0 else _BETWEEN[node.op](*known)


class _Reader:
    """Reads from left to right: sums of products of numbers, names, calls and brackets."""

    def __init__(self, text: str) -> None:
        self.tokens = _tokens(text)
        self.names: set[str] = set()
        self.turned: set[str] = set()
        self.depth = 0

    def whole(self) -> _Node:
        node = self.sum()
        if self.tokens:
            message = f"{self.tokens[0]} is not expected where it stands; {_RULE}"
            raise ValueError(message)
        return node

    def take(self, *wanted: str) -> str:
        """Take the next token if it is among the wanted ones; else give an empty text."""
        return self.tokens.pop(0) if self.tokens and self.tokens[0] in wanted else ""

    def expect(self, wanted: str) -> None:
        if not self.take(wanted):
            message = f"a {wanted} is missing in the formula"
            raise ValueError(message)

    def sum(self) -> _Node:
        node = self.product()
        while op := self.take("+", "-"):
            node = _Node(op, (node, self.product()))
        return node

    def product(self) -> _Node:
        node = self.factor()
        while op := self.take("*", "/"):
            node = _Node(op, (node, self.factor()))
        return node

    def factor(self) -> _Node:
        self.depth += 1
        if self.depth > _DEEPEST:
            message = f"the formula is nested more than {_DEEPEST} levels deep"
            raise ValueError(message)
        node = self.one()
        self.depth -= 1
        return node

    def one(self) -> _Node:
        if self.take("-"):
            return _Node("negative", (self.factor(),))
        if self.take("("):
            node = self.sum()
            self.expect(")")
            return node
        token = self.tokens.pop(0) if self.tokens else ""
        if token[:1].isdigit():
            return _Node("number", number=float(token))
        if not token[:1].isalpha():
            message = f"something is missing before {token}" if token else "the formula breaks off"
            raise ValueError(message)
        if self.take("("):
            return self.call(token)
        self.names.add(token)
        return _Node("name", name=token)

    def call(self, name: str) -> _Node:
        if name not in {*_OVER_KNOWN, "reverse"}:
            message = f"{shown(name)}( ) is not known; {_RULE}"
            raise ValueError(message)
        inner = [self.sum()]
        while self.take(","):
            inner.append(self.sum())
        self.expect(")")
        if name == "reverse" and [node.op for node in inner] != ["name"]:
            message = "reverse( ) takes the name of one question"
            raise ValueError(message)
        if name == "reverse":
            self.turned.add(inner[0].name)
        return _Node(name, tuple(inner))


def _tokens(text: str) -> list[str]:
    tokens, at = [], 0
    text = text.rstrip()
    while at < len(text):
        found = _TOKEN.match(text, at)
        if found is None:
            message = f"{shown(text[at:].strip(), limit=12)} is not allowed; {_RULE}"
            raise ValueError(message)
        tokens.append(found[1])
        at = found.end()
        if len(tokens) > _LONGEST:
            message = f"the formula has more than {_LONGEST} names and signs"
            raise ValueError(message)
    return tokens
