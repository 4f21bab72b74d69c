"""What was decided over the pilot, in a word, for whoever only asks how far a programme is."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rmkit.records.store import ProgrammeFile

__all__ = ["DECISION", "decided_on"]

DECISION = "pilot_decision"
"""The kind of the document that says what was decided, by whom and why."""


def decided_on(file: ProgrammeFile) -> str:
    """Give `scale`, `change` or `stop`; empty before it was decided."""
    kept = file.document(DECISION)
    return str(kept["choice"]) if kept else ""
