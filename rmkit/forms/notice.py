"""What a panel says after an act: done, wrong, or a note, each in a sentence with the next step."""

from __future__ import annotations

import traceback
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from rmkit.definitions.discreet import discreet
from rmkit.errors import Fault, FaultsFound, RmkitError, Stopped, shown

__all__ = ["Notice", "notice_of"]

_MOST_FAULTS = 200


@discreet("kind", "faults")
@dataclass(frozen=True)
class Notice:
    """A sentence for the person, and the faults that it speaks of.

    `kind` is `done` (it is kept), `wrong` (nothing was changed, and why) or `note`.
    """

    kind: Literal["done", "wrong", "note"]
    text: str
    faults: tuple[Fault, ...] = field(default=())

    def for_page(self) -> dict[str, object]:
        """Give it as the page takes it."""
        told = [
            {"text": str(fault), "short": _short(fault), "key": fault.key}
            for fault in self.faults[:_MOST_FAULTS]
        ]
        more = len(self.faults) - len(told)
        return {"kind": self.kind, "text": self.text, "faults": told, "more": more}


def _short(fault: Fault) -> str:
    """Tell a fault where its question stands beside it."""
    value = f'"{shown(fault.value)}"' if fault.value is not None else "This"
    return f"{value} {fault.problem} {fault.fix}".strip()


def notice_of(error: Exception) -> Notice:
    """Say in a sentence what went wrong.

    What rmkit raises on purpose is written for a person. Anything else is a mistake in rmkit: the
    sentence names where, so that it can be reported, and nothing that a person typed.
    """
    if isinstance(error, FaultsFound):
        n = len(error.faults)
        head = "One thing is to mend." if n == 1 else f"{n} things are to mend."
        return Notice("wrong", f"{head} {error.consequence}", error.faults)
    if isinstance(error, Stopped):
        return Notice("note", str(error))
    if isinstance(error, RmkitError):
        return Notice("wrong", str(error))
    frames = traceback.extract_tb(error.__traceback__)
    place = f" in {Path(frames[-1].filename).name}, line {frames[-1].lineno}" if frames else ""
    return Notice(
        "wrong",
        f"This did not work, and it is rmkit's mistake ({type(error).__name__}{place}). What you "
        "typed is still here. Please report it with these words.",
    )
