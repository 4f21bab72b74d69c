"""The part of a sample's card that is about its half-year: days, columns, planted facts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

import pandas as pd

from making.codebook import Described
from making.half_years import EXPORTS
from rmkit import instruments
from rmkit.synthetic import PAIR_FACTS, HalfYear

if TYPE_CHECKING:
    from making.samples import Sample

__all__ = ["COLUMNS", "TOOLS", "counted", "days_told", "facts_told", "files_told"]

_NEVER: Final = "never missing"
_EMPTY: Final = "an empty cell"
_OF: Final = Described(
    "of",
    "by whom the pair is found: its mentee, or its mentor where it was made later",
    allowed="`P` and digits",
    missing=_NEVER,
)
_ISO: Final = "year-month-day"

COLUMNS: Final = {
    "pairs": (
        _OF,
        Described("mentor_id", "the mentor", allowed="an id", missing=_NEVER),
        Described("mentee_id", "the mentee", allowed="an id", missing=_NEVER),
        Described("planted", "the fact planted about the pair", allowed="see planted facts"),
        Described("held", "meetings held in all", "meetings", "a whole number", _NEVER),
        Described("minutes", "minutes of these together", "minutes", "a whole number", _NEVER),
        Described("last_held", "day of the last of them", "date", _ISO, f"{_EMPTY}: none"),
    ),
    "meetings": (
        _OF,
        Described("number", "which meeting of the pair", allowed="from 1", missing=_NEVER),
        Described("date", "planned day", "date", _ISO, _NEVER),
        Described("at", "planned hour, Central Europe", "time", "hour:minute:second", _NEVER),
        Described("minutes", "planned length", "minutes", "a whole number", _NEVER),
        Described("place", "room", missing=f"{_EMPTY}: a video call"),
        Described("link", "address of the video call", missing=f"{_EMPTY}: they meet in a room"),
    ),
    "contacts": (
        _OF,
        Described("on", "day on which the two were in touch first", "date", _ISO, _NEVER),
    ),
}
"""The columns of the clean tables about pairs."""

_DAYS: Final = {
    "set_up": "the programme is set up, with its objective",
    "answers_read": "the staff list and the answers are read",
    "interviewed": "those who would mentor were talked with, and everybody is admitted",
    "confirmed": "the pairs are confirmed",
    "kick_off": "the letters of the kick-off are written",
    "training": "mentors and mentees are prepared",
    "middle": "a Monday in the middle of it, with much to do",
    "parted": "the pair that asked for it ends",
    "rematched": "new pairs are confirmed, of those who are free and those who joined",
    "last_day": "everything was told",
    "returned": "what was asked before the first meeting and after the last is read",
    "evaluated": "what changed at work is read; everything came back",
}
TOOLS: Final = {
    "google_forms.csv": "Google Forms",
    "google_sheets.csv": "Google Sheets",
    "ms_forms.xlsx": "Microsoft Forms",
}


def days_told(sample: Sample) -> Iterator[str]:
    """Say by which days the sample is played."""
    data = sample.programme.calendar.as_data()
    for name, words in _DAYS.items():
        if name in data:
            yield f"{data[name]} (`{name}`): {words}"


def files_told(sample: Sample) -> Iterator[str]:
    """Name the files of the half-year."""
    yield "`pairs.csv`: what the half-year of each pair came to; for checking, never for playing"
    yield "`meetings.csv`, `contacts.csv`: what was planned for each pair, and its first contact"
    for name, (instrument_id, tool) in EXPORTS.items():
        title = instruments.load(instrument_id).title.say()
        yield (
            f"`raw/running/{name}{tool[tool.index('.') :]}`: what people sent in to "
            f"`{instrument_id}` ({title}), as {TOOLS[tool]} exports it with their addresses"
        )
    if sample.programme.calendar.joiners:
        yield (
            "`raw/running/joiners.csv`: the candidate questionnaire of those who came forward "
            "later, as Google Forms exports it"
        )
    if sample.programme.calendar.interviewed:
        yield (
            "`raw/running/interviews.csv`: the coordinator's notes of the talks, by person_id and "
            "the keys of `interview`"
        )
    yield "No file names a pair by its number: that exists once the sample is played."


def facts_told(told: HalfYear) -> Iterator[str]:
    """Say what is planted about which pair."""
    by_fact = told.pairs.dropna(subset=["planted"]).groupby("planted")["of"].agg(list).to_dict()
    for fact, words in PAIR_FACTS.items():
        if fact in by_fact:
            yield f"`{fact}`: {words} (the pair of {', '.join(by_fact[fact])})"
    if "joined_later" in by_fact:
        yield (
            "`joined_later`: pairs that are made later, each found by its mentor "
            f"({', '.join(by_fact['joined_later'])}): who joined, and whose first pair ended"
        )


def counted(told: HalfYear) -> str:
    """Count what is in the half-year."""
    held = int(pd.to_numeric(told.pairs["held"]).sum())
    return (
        f"{len(told.pairs)} pairs, {len(told.meetings)} planned meetings, {held} of them held; "
        f"{len(told.receipts)} receipts, {len(told.pulses)} pulses, {len(told.concerns)} concern "
        f"and {len(told.wishes)} wish for another partner."
    )
