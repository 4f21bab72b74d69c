"""The card of a sample: where it comes from, who is in it, what each column means."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

from making.codebook import Described, answers_described, described
from making.evaluation_card import (
    came_back,
    changes_described,
    changes_told,
    evaluation_files,
)
from making.evaluations import ASKED_AGAIN, asked_of
from making.half_years import EXPORTS, TABLES
from making.running_card import COLUMNS, counted, days_told, facts_told, files_told
from rmkit import instruments
from rmkit.synthetic import Cohort, Evaluation, HalfYear

if TYPE_CHECKING:
    from making.samples import Sample

__all__ = ["write_card"]

_WIDTH: Final = 96

_RAW: Final = {
    "google_forms.csv": (
        "the answers as Google Forms downloads them: every cell quoted, grid columns headed "
        "`Question  [Row]` with two spaces, several choices as `A;B`, times with `GMT+2`"
    ),
    "google_sheets.csv": (
        "the answers as Google Sheets downloads them: grid columns headed `Question  [Row]` with "
        "two spaces, several choices as `A, B`, dates in the American way (month first)"
    ),
    "ms_forms.xlsx": (
        "the same answers as Microsoft Forms exports them: five columns of its own first, Likert "
        "columns headed by the statement alone (its second use ends in 2), several choices as "
        "`A;B;`, true dates, a very hidden sheet; `ms_forms.mapping.yaml` says which statement "
        "belongs to which question"
    ),
    "european.csv": (
        "the same answers with semicolons between cells, a byte order mark, CRLF line ends, "
        "decimal commas, dates as day.month.year, levels as numbers, several choices one a line"
    ),
    "forms": (
        "a folder with rmkit's own Excel form, filled in by each candidate; the file names say in "
        "which order they came in"
    ),
    "staff_hr.xlsx": (
        "the staff list as a personnel department keeps it: headings of its own, first name and "
        "surname apart, managers by address; read with `staff_hr.mapping.yaml`"
    ),
    "staff_hr.csv": (
        "the staff list of all companies: semicolons, headings of its own, managers by number; "
        "read with `staff_hr.mapping.yaml`"
    ),
    "staff_list.xlsx": "the staff list with rmkit's own headings; it needs no mapping",
}

_FACTS: Final = {
    "knows_all": "a junior at level 4 or 5 in every skill, alone at 5 in the scarce one",
    "best_mentor_below": (
        "those who would learn most from that junior, who reports to them, directly or through "
        "others: pairs that the rule about reporting lines forbids"
    ),
    "same_department": (
        "a mentor and a mentee of one department, neither in the other's line, each strong where "
        "the other is not: a good pair with a warning"
    ),
    "scarce_skill": "mentors at level 4 in the scarce skill, as nobody else but the junior above",
    "own_language": "two who share no language with any other candidate, nor with each other",
    "own_slot": "a mentee who has time only when no other candidate has",
    "no_wish": "a mentee who wants no level above the one they have",
    "no_slots": "a mentor who did not say when they have time",
}
_MOST_IDS: Final = 12


def write_card(
    path: Path, sample: Sample, made: Cohort, told: HalfYear, back: Evaluation | None
) -> None:
    """Write `CARD.md`."""
    blocks = [
        f"# {sample.title}",
        _filled(sample.about),
        _filled(
            "All of it is made up: people, answers, addresses, organisations. Whoever finds "
            "themself in it met a coincidence."
        ),
        *_origin(sample),
        *_people(sample, made),
        *_half_year(sample, told, back),
        *_files(sample),
        *_columns(sample, made),
        *_planted(sample, made),
        *_planted_pairs(told),
        *_planted_changes(sample, back),
        *_not_for(),
    ]
    path.write_text("\n\n".join(blocks) + "\n", encoding="utf-8", newline="\n")


def _filled(text: str, indent: str = "") -> str:
    return textwrap.fill(text, _WIDTH, subsequent_indent=indent, break_on_hyphens=False)


def _bullets(lines: Iterable[str]) -> str:
    return "\n".join(_filled(f"- {line}", indent="  ") for line in lines)


def _origin(sample: Sample) -> Iterator[str]:
    yield "## Origin and licence"
    yield _bullets(
        [
            f"Generators: `rmkit.synthetic.cohort` and `half_year`, seed {sample.seed}, "
            f"{sample.n_pairs} pairs, {sample.n_candidates} candidates, {sample.n_staff} staff, "
            f"variant `{sample.programme.variant}`. Questionnaire: rmkit's `candidate`.",
            f"Written by `python data_samples/make.py {sample.id}`; do not edit the files by hand. "
            "A test writes them again and compares.",
            "Licence: CC0-1.0, no rights reserved. The names of the digital competences are from "
            "DigComp 3.0, © European Union, CC BY 4.0.",
        ]
    )


def _people(sample: Sample, made: Cohort) -> Iterator[str]:
    roles = made.people["role"].value_counts()
    counts = ", ".join(f"{roles.get(role, 0)} {role}" for role in ("mentor", "mentee", "either"))
    houses = made.staff["organisation"].nunique()
    employers = f"{houses} organisations" if houses > 1 else f"one organisation ({_only(made)})"
    yield "## People"
    yield _filled(
        f"{len(made.staff)} people on the staff list of {employers}, "
        f"{made.staff['department'].nunique()} departments, {made.staff['site'].nunique()} sites. "
        f"{len(made.people)} of them are candidates: {counts}."
    )
    yield _filled(
        f"Seven skills are rated: {', '.join(f'`{skill}`' for skill in sample.skills)}. "
        f"The scarce one is `{sample.scarce}`."
    )


def _only(made: Cohort) -> str:
    return str(made.staff["organisation"].iloc[0])


def _half_year(sample: Sample, told: HalfYear, back: Evaluation | None) -> Iterator[str]:
    yield "## The half-year"
    calendar = sample.programme.calendar
    some = (
        f" It is made up for {calendar.pairs_told} of the pairs only: the others stay silent."
        if calendar.pairs_told
        else ""
    )
    yield _filled(
        '`Programme.sample(..., until="evaluation")` plays the programme by these days, and '
        f"`today=` stops at any of them.{some}"
    )
    yield _bullets(days_told(sample))
    yield _filled(f"What is in it: {counted(told)}")
    if back is not None:
        yield _filled(f'With `until="evaluated"` everything came back: {came_back(back)}')


def _files(sample: Sample) -> Iterator[str]:
    yield "## Files"
    yield _bullets(
        [
            "`people.csv`: the clean table of people, as `rmkit.people.validate` knows it",
            "`staff.csv`: everybody on the staff list",
            "`truth.csv`: what the people were made as; for checking, never for matching",
            "`programme.yaml`: the programme, its objective, its questionnaire, its raw files",
            *(f"`raw/{name}`: {_RAW[name]}" for name in sample.raw),
            *files_told(sample),
            *(evaluation_files(sample) if sample.asked_again else ()),
        ]
    )
    yield _filled("Text files are UTF-8. Sets of codes are sorted.")


def _columns(sample: Sample, made: Cohort) -> Iterator[str]:
    instrument = sample.instrument()
    yield "## Columns"
    for name in ("people", "staff", "truth"):
        yield f"### {name}.csv"
        yield _table(described(name, getattr(made, name), instrument), first="column")
    for name in TABLES:
        yield f"### {name}.csv"
        yield _table(COLUMNS[name], first="column")
    if sample.asked_again:
        yield "### changes.csv"
        yield _table(changes_described(sample), first="column")
    yield "### Answers in the raw files"
    yield _filled(
        "Each tool writes headings in its own way; this is the question, with the row of a matrix "
        "in brackets, and the key by which rmkit knows the answer. The tools add times and numbers "
        "of their own."
    )
    yield _table(answers_described(instrument), first="key")
    for name, (instrument_id, _) in EXPORTS.items():
        asked = instruments.load(instrument_id)
        keys = {field.key for field in asked.fields if field.visibility == "coordinator"}
        yield f"### Answers in raw/running/{name}"
        shown = [one for one in answers_described(asked) if one.name in keys]
        yield _table(shown, first="key")
    if sample.asked_again:
        yield from _again(sample)


def _again(sample: Sample) -> Iterator[str]:
    """Explain the answers of what was asked before the first meeting and after the last."""
    for name in dict.fromkeys(instrument for instrument, _ in ASKED_AGAIN.values()):
        yield f"### Answers to {name}"
        yield _table(answers_described(asked_of(sample, name)), first="key")


def _table(columns: Iterable[Described], *, first: str) -> str:
    rows = [f"| `{c.name}` | {c.meaning} | {c.unit} | {c.allowed} | {c.missing} |" for c in columns]
    return "\n".join(
        [f"| {first} | meaning | unit | allowed | missing |", "|---|---|---|---|---|", *rows]
    )


def _planted(sample: Sample, made: Cohort) -> Iterator[str]:
    yield "## Planted facts"
    juniors = made.truth["kind"].isin(["maker", "analyst"]).sum()
    yield _filled(
        f"Three kinds of candidates can be told apart: {juniors} juniors are makers (identity, "
        "content, sharing, social media) or analysts (searching, judging, counting), "
        f"{(made.truth['kind'] == 'experienced').sum()} are experienced (low levels, clear "
        f"wishes). {(made.truth['kind'] == 'mixed').sum()} have no pattern. Many want "
        f"`{sample.scarce}`; hardly anybody can give it."
    )
    facts = made.truth.dropna(subset="planted")
    by_fact = facts.groupby("planted")["person_id"].agg(list).to_dict()
    yield _bullets(
        f"`{fact}`: {words} ({_ids(by_fact[fact])})."
        for fact, words in _FACTS.items()
        if fact in by_fact
    )


def _planted_pairs(told: HalfYear) -> Iterator[str]:
    yield "About pairs:"
    yield _bullets(f"{fact}." for fact in facts_told(told))


def _planted_changes(sample: Sample, back: Evaluation | None) -> Iterator[str]:
    if back is not None:
        yield "About what changed:"
        yield _bullets(f"{fact}." for fact in changes_told(sample, back))


def _ids(ids: list[str]) -> str:
    more = f" and {len(ids) - _MOST_IDS} more" if len(ids) > _MOST_IDS else ""
    return ", ".join(ids[:_MOST_IDS]) + more


def _not_for() -> Iterator[str]:
    yield "## What it must not be used for"
    yield _bullets(
        [
            "as evidence about mentoring, generations, digital skills or any real organisation",
            "to judge how well a method works on real people: patterns are cleaner than in life",
            "to train a model that is then used on real people",
            "to write to anybody: the addresses belong to nobody",
        ]
    )
