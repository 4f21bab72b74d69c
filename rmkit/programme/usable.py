"""What people answered, without those who objected to what it is wanted for."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from rmkit.definitions.discreet import discreet
from rmkit.programme.purposes import used_for

if TYPE_CHECKING:
    import pandas as pd

    from rmkit.records.store import ProgrammeFile

__all__ = ["Usable", "usable"]


@discreet("table", "left_out")
@dataclass(frozen=True)
class Usable:
    """Answers that may be used for a purpose.

    `table` is that of `ProgrammeFile.answers_table`; `left_out` are the ids of those who answered
    and objected, withdrew or take part no longer. Anonymous answers are nobody's and stay.
    """

    table: pd.DataFrame = field(repr=False)
    left_out: tuple[str, ...]


def usable(
    file: ProgrammeFile, purpose: str, instrument_id: str, wave: str | None = None
) -> Usable:
    """Give the answers to an instrument, as far as they may be used for a purpose.

    Parameters
    ----------
    file
        The programme's file.
    purpose
        What for; raises `UnknownName` for another word.
    instrument_id, wave
        As for `ProgrammeFile.answers_table`.
    """
    closed = file.objected(used_for(purpose).id)
    answers = file.answers_table(instrument_id, wave)
    asked = answers["person_id"].isin(closed)
    left_out = tuple(sorted(set(answers.loc[asked, "person_id"])))
    return Usable(answers.loc[~asked].reset_index(drop=True), left_out)
