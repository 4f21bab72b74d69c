"""Everything that rmkit says when something is wrong.

An error names what was seen, what was needed and the next step. Faults in files and tables are
collected and told together, so that a person mends them in one go. People are named by id or by
row; what they wrote in free text never stands in an error.

The tree::

    RmkitError
    ├── FaultsFound           a file or table with faults; all of them are in `.faults`
    ├── FileRefused           a file that cannot be read as what it should be; it is left unchanged
    ├── UnknownName           a name (of an instrument, a sample, a person) that is not there
    ├── NotReady              a step that needs another one first
    ├── NotAllowed            an act that the programme's rules or a missing confirmation forbid
    ├── TooFewPeople          a figure that so few people cannot carry
    ├── CannotOpen            something sealed that does not open: another passphrase, or altered
    ├── NotSaved              a change that did not reach the disk; nothing was changed
    ├── NotSent               a mail server that cannot be reached or trusted, or lets nobody in
    └── Stopped               long work that was stopped on request

All of them are for the user. Any other exception that leaves rmkit is a bug in rmkit.
"""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

__all__ = [
    "CannotOpen",
    "Fault",
    "FaultsFound",
    "FileRefused",
    "NotAllowed",
    "NotReady",
    "NotSaved",
    "NotSent",
    "RmkitError",
    "Stopped",
    "TooFewPeople",
    "UnknownName",
    "nearest",
    "shown",
]


class RmkitError(Exception):
    """Base of every error that rmkit raises on purpose; its text is written for the user.

    What stands in it of others' words is harmless on a terminal and in a notebook: characters that
    cannot be seen but act are shown as `·`.
    """

    def __str__(self) -> str:
        return "\n".join(shown(line, limit=len(line)) for line in super().__str__().splitlines())

    def _render_traceback_(self, *_: object) -> list[str]:
        """Let a notebook show the sentence alone: IPython asks for the lines of a traceback.

        Some versions pass the error with its type and its traceback, others nothing.
        """
        return str(self).splitlines()


def shown(value: object, *, limit: int = 40) -> str:
    r"""Shorten a value for a message and make invisible characters harmless.

    >>> shown("Ann\r\nBcc: all@example.org")
    'Ann··Bcc: all@example.org'
    """
    text = "".join(
        "·" if unicodedata.category(c) in {"Cc", "Cf", "Co", "Cs", "Zl", "Zp"} else c
        for c in str(value)[: limit * 4]
    )
    return text if len(text) <= limit else text[: limit - 1] + "…"


def nearest(name: str, known: Iterable[str]) -> str:
    """Return a "Did you mean ...?" sentence, or an empty string when nothing is near.

    >>> nearest("harbor", ["harbour", "chamber"])
    ' Did you mean "harbour"?'
    """
    close = difflib.get_close_matches(name, list(known), n=1)
    return f' Did you mean "{close[0]}"?' if close else ""


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong in a file or table, and what mends it.

    `row` counts as the user's program shows it (the heading is row 1); `cell` names the very cell
    of a form (`D14`), and is told in place of the row. `value` is left out
    (None) where the answer is free text or sensitive. A `"warning"` does not stop an import.
    `key` is the question that it belongs to, where there is one; `kind` says for programs what is
    wrong, where they word it in their own way. Neither stands in a text.
    """

    problem: str
    fix: str = ""
    file: str = ""
    row: int | None = None
    column: str | None = None
    value: str | None = None
    level: Literal["error", "warning"] = "error"
    key: str | None = None
    kind: str | None = None
    cell: str = ""

    def __repr__(self) -> str:
        """Tell the place and not the value: where this stands, nobody asked for it."""
        column = shown(self.column, limit=60) if self.column is not None else None
        return f"<Fault: {self.level}, row {self.row}, column {column}>"

    def __str__(self) -> str:
        place = [shown(self.file, limit=80)] if self.file else []
        at = f"cell {shown(self.cell)}" if self.cell else f"row {self.row}"
        place += [at] if self.cell or self.row is not None else []
        place += [f'column "{shown(self.column, limit=60)}"'] if self.column is not None else []
        value = f'"{shown(self.value)}" ' if self.value is not None else ""
        body = f"{value}{self.problem}" + (f" {self.fix}" if self.fix else "")
        return f"{', '.join(place)}: {body}" if place else body


class FaultsFound(RmkitError):
    """A file or table has faults; every one of them is in `faults`.

    Parameters
    ----------
    faults
        At least one fault.
    consequence
        What did (not) happen, as a sentence.
    """

    def __init__(self, faults: Sequence[Fault], consequence: str = "Nothing was imported.") -> None:
        self.faults = tuple(faults)
        self.consequence = consequence
        n = len(self.faults)
        head = "One fault was found" if n == 1 else f"{n} faults were found"
        lines = [f"{head}. {consequence}", *(f"  - {fault}" for fault in self.faults[:20])]
        if n > 20:
            lines.append(f"  ... and {n - 20} more.")
        super().__init__("\n".join(lines))


class FileRefused(RmkitError):
    """A file cannot be read as what it should be. It was left as it is.

    Parameters
    ----------
    message
        What it is instead, or what is wrong with it.
    setting
        What of `TableMapping` would let it be read: `sheet` or `encoding`.
    choices
        What that setting can be.
    """

    def __init__(
        self, message: str, *, setting: str | None = None, choices: Sequence[str] = ()
    ) -> None:
        super().__init__(message)
        self.setting = setting
        self.choices = tuple(choices)


class UnknownName(RmkitError, LookupError):
    """A name is not among those that exist.

    Parameters
    ----------
    kind
        What was looked for, in the singular: "instrument", "sample".
    name
        What was asked for.
    known
        The names that exist.
    """

    def __init__(self, *, kind: str, name: str, known: Iterable[str]) -> None:
        names = sorted(known)
        listed = ", ".join(names[:12]) + (" ..." if len(names) > 12 else "")
        there = f"There is: {listed}." if names else "There is none yet."
        super().__init__(f'There is no {kind} "{shown(name)}".{nearest(name, names)} {there}')


class NotReady(RmkitError):
    """A step needs another one first; the message says which."""


class NotAllowed(RmkitError):
    """The programme's rules, or a confirmation that is missing, forbid this."""


class TooFewPeople(RmkitError):
    """So few people cannot carry this figure."""


class CannotOpen(RmkitError):
    """Something sealed does not open: the passphrase is another one, or it was altered."""


class NotSaved(RmkitError):
    """A change did not reach the disk (full, read-only, busy); nothing was changed."""


class NotSent(RmkitError):
    """A mail server could not be reached or trusted, let nobody in, or broke the connection."""


class Stopped(RmkitError):
    """Long work was stopped on request; nothing was changed."""
