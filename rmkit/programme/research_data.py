"""The programme's own data for analysis: pseudonymous tables that stay in the house.

One row a person, one row a pair, codes in place of names and ids, no free text, no date of anybody.
This is personal data still: who has the programme file can tell who a code is. It is for analyses
inside the programme's purpose; what leaves the house is `programme.research.write`, and for trying
out an analysis there is a twin (`rmkit.synthetic.twin_of`).
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pandas as pd

from rmkit.definitions.discreet import discreet
from rmkit.disclosure.audiences import may_read, readable
from rmkit.errors import NotReady
from rmkit.programme.lottery_kept import draws
from rmkit.programme.pair_progress import progress_now
from rmkit.programme.read_once import once_confirmed
from rmkit.records.model import Pair

if TYPE_CHECKING:
    from rmkit.instruments.scores import Score
    from rmkit.programme.programme import Programme

__all__ = ["ResearchData", "research_data"]

KIND = "research_codes"
_ASKED_AGAIN = ("learning_needs", "mini_task", "mentor_growth", "behaviour")
_ASKED_AFTER = ("satisfaction_mentee", "satisfaction_mentor", "experience")
_LEVELS = ("level_", "target_")


@discreet("people", "pairs")
@dataclass(frozen=True, eq=False)
class ResearchData:
    """Pseudonymous tables of one programme.

    Attributes
    ----------
    people
        One row a person who answered and did not object to research, indexed by `code`: `role`
        (mentor, mentee, or as wished), `place` (paired, ended, left over), `arm` (drawn, waiting;
        missing without a lottery), `pair` (the code of the first), `n_pairs`, `site`,
        `department`, `years`, `level_<skill>_candidate`, `target_<skill>_candidate`, then
        `level_<skill>_<wave>` and `<form>_<score>_<wave>` for every form that has scores. What
        was not answered is missing.
    pairs
        One row a pair that was ever confirmed, indexed by `pair`: `mentor`, `mentee` (codes),
        `score` (0 to 100, when it was confirmed), `held`, `minutes`, `significant`, `ended`.
    codebook
        One row a column: `table`, `column`, `meaning`.
    n_objected
        How many are left out because they objected to research.
    """

    people: pd.DataFrame = field(repr=False)
    pairs: pd.DataFrame = field(repr=False)
    codebook: pd.DataFrame = field(repr=False)
    n_objected: int

    @property
    def sentence(self) -> str:
        """What must be known of it."""
        left_out = f" {self.n_objected} objected and are not in it." if self.n_objected else ""
        return (
            f"{len(self.people)} people and {len(self.pairs)} pairs under codes.{left_out} Whoever "
            "has the programme file can tell who a code is: keep these tables as you keep the file."
        )


def research_data(programme: Programme) -> ResearchData:
    """Lay out the pseudonymous tables; see `ResearchData`.

    Raises
    ------
    NotReady
        Nobody answered yet.
    """
    people = programme.candidates.people.set_index("person_id")
    objected = programme.file.objected("research")
    in_it = people.loc[~people.index.isin(list(objected))]
    if in_it.empty:
        message = (
            "Nobody answered yet, so there is nothing to analyse. To try an analysis out, use a "
            'sample: Programme.sample("harbour", until="evaluation").'
        )
        raise NotReady(message)
    pairs = [p for p in once_confirmed(programme) if {p.mentor_id, p.mentee_id} <= set(in_it.index)]
    codes = _Codes.of(programme)
    told = pd.concat([_places(in_it, pairs, programme), _first_levels(in_it)], axis="columns")
    for part in _answers(programme):
        told = told.join(part.reindex(told.index))
    told["pair"] = told["pair"].map(lambda pair: codes.pair(str(pair)), na_action="ignore")
    told.index = pd.Index([codes.person(str(person)) for person in told.index], name="code")
    told = told.sort_index().dropna(axis="columns", how="all").infer_objects()
    laid_out = _pairs(programme, pairs, codes)
    return ResearchData(
        told, laid_out, _codebook(programme, told, laid_out), len(people) - len(in_it)
    )


@discreet()
@dataclass(frozen=True)
class _Codes:
    """Codes that stay the same in one programme, and tell nothing without its file."""

    salt: bytes

    @classmethod
    def of(cls, programme: Programme) -> _Codes:
        kept = programme.file.document(KIND)
        if kept is None:
            kept = {"salt": secrets.token_hex(16)}
            programme.save_document(KIND, kept, action="Made codes for research")
        return cls(bytes.fromhex(str(kept["salt"])))

    def person(self, person_id: str) -> str:
        return f"R{self._code(f'person {person_id}')}"

    def pair(self, pair_id: str) -> str:
        return f"T{self._code(f'pair {pair_id}')}"

    def _code(self, what: str) -> str:
        return hmac.new(self.salt, what.encode(), hashlib.sha256).hexdigest()[:8].upper()


def _places(people: pd.DataFrame, pairs: list[Pair], programme: Programme) -> pd.DataFrame:
    """Say of everybody where they came to: a pair, none, and what a lottery drew."""
    count = Counter(person for p in pairs for person in (p.mentor_id, p.mentee_id))
    first: dict[str, Pair] = {}
    for made in sorted(pairs, key=lambda p: str(p.confirmed_at)):
        for person in (made.mentor_id, made.mentee_id):
            first.setdefault(str(person), made)
    running = {i for p in pairs if p.state == "confirmed" for i in (p.mentor_id, p.mentee_id)}
    standing = [draw for draw in draws(programme.file) if draw.stands]
    drawn = dict.fromkeys((i for draw in standing for i in draw.drawn), "drawn")
    waits = dict.fromkeys((i for draw in standing for i in draw.waiting), "waiting")
    rows = []
    for person_id, row in people.iterrows():
        person = str(person_id)
        mine = first.get(person)
        role = str(row["role"]) if mine is None else ("mentor", "mentee")[mine.mentee_id == person]
        place = "left over" if mine is None else "paired" if person in running else "ended"
        arm = (drawn | waits).get(person)
        rows.append(
            (
                role,
                place,
                arm,
                mine.pair_id if mine else None,
                count[person],
                row["seniority_years"],
            )
        )
    columns = ["role", "place", "arm", "pair", "n_pairs", "years"]
    told = pd.DataFrame(rows, columns=columns, index=people.index)
    told["years"] = pd.to_numeric(told["years"], errors="coerce").astype("float64")
    groups = [name for name in ("site", "department") if name in people.columns]
    return told.join(people[groups].astype(object))


def _first_levels(people: pd.DataFrame) -> pd.DataFrame:
    levels = people[[name for name in people.columns if str(name).startswith(_LEVELS)]]
    return levels.astype("Float64").astype("float64").add_suffix("_candidate")


def _answers(programme: Programme) -> Iterator[pd.DataFrame]:
    """Give levels and scores of every form and wave, one row a person; the mean where several."""
    for name in (*_ASKED_AGAIN, *_ASKED_AFTER):
        if programme.file.instrument(name) is None:
            continue
        levels = programme.questionnaires.responses(name)
        keys = [
            key
            for asked in programme.file.answered(name)
            for key in readable(asked.fields, "researcher")
            if key.startswith(_LEVELS) and key in levels.columns
        ]
        counting = levels[levels["counts"]]
        yield from _by_wave(counting, dict.fromkeys(keys), prefix="")
        scores = programme.questionnaires.scores(name)
        made = [score for score in _open_scores(programme, name) if score in scores.columns]
        yield from _by_wave(scores, dict.fromkeys(made), prefix=f"{name}_")


def _open_scores(programme: Programme, name: str) -> dict[str, Score]:
    """Give the scores made of nothing but answers that a researcher may read."""
    asked = programme.file.instrument(name)
    if asked is None:
        return {}
    closed = {
        part
        for field in asked.fields
        if not may_read(field, "researcher")
        for part in (field.key, field.item.id, field.ask.id if field.ask else "")
    }
    return {score: made for score, made in asked.scores.items() if not made.named & closed}


def _by_wave(
    answers: pd.DataFrame, columns: Mapping[str, Any], *, prefix: str
) -> Iterator[pd.DataFrame]:
    known = answers.dropna(subset=["person_id"])
    if not columns or known.empty:
        return
    numbers = known[list(columns)].apply(pd.to_numeric, errors="coerce").astype("float64")
    for wave, rows in numbers.groupby(known["wave"]):
        mine = rows.groupby(known.loc[rows.index, "person_id"]).mean()
        yield mine.rename(columns=lambda name, at=wave: f"{prefix}{name}_{at or 'once'}")


def _pairs(programme: Programme, pairs: list[Pair], codes: _Codes) -> pd.DataFrame:
    progress = progress_now(programme, programme.today)
    rows = []
    for pair in pairs:
        so_far = progress.get(pair.pair_id)
        held = (so_far.held, so_far.minutes, so_far.significant) if so_far else (0, 0, 0)
        who = (codes.person(str(pair.mentor_id)), codes.person(str(pair.mentee_id)))
        rows.append((codes.pair(pair.pair_id), *who, pair.score, *held, pair.state == "ended"))
    columns = ["pair", "mentor", "mentee", "score", "held", "minutes", "significant", "ended"]
    return pd.DataFrame(rows, columns=columns).set_index("pair").sort_index()


_SAID = {
    "role": "mentor or mentee in the first pair; without one, the role wished for",
    "place": "paired, ended (was in a pair that ended), left over (never in one)",
    "arm": "what the lottery for places drew: drawn or waiting; empty without a lottery",
    "pair": "code of the first pair",
    "n_pairs": "in how many pairs",
    "years": "years with the organisation",
    "site": "place of work",
    "department": "department",
    "mentor": "code of the mentor",
    "mentee": "code of the mentee",
    "score": "how well the two fitted when they were confirmed, 0 to 100",
    "held": "meetings held",
    "minutes": "minutes of them, as far as told",
    "significant": "meetings of 30 minutes or more",
    "ended": "whether the pair ended early",
}


def _codebook(programme: Programme, people: pd.DataFrame, pairs: pd.DataFrame) -> pd.DataFrame:
    words = programme.candidates.words
    scores = {
        f"{name}_{score}": made.title.say() if made.title else score
        for name in (*_ASKED_AGAIN, *_ASKED_AFTER)
        for score, made in _open_scores(programme, name).items()
    }
    rows = [("people", column, _meaning(str(column), words, scores)) for column in people.columns]
    rows += [("pairs", column, _SAID[str(column)]) for column in pairs.columns]
    return pd.DataFrame(rows, columns=["table", "column", "meaning"])


def _meaning(column: str, words: Mapping[str, str], scores: Mapping[str, str]) -> str:
    if column in _SAID:
        return _SAID[column]
    for name, said in scores.items():
        if column.startswith(f"{name}_"):
            return f"{said}, wave {column.removeprefix(f'{name}_')}"
    what, _, rest = column.partition("_")
    longest_first = sorted(words, key=len, reverse=True)
    skill = next((s for s in longest_first if rest.startswith(f"{s}_")), rest)
    told = "level now" if what == "level" else "level wanted"
    return f"{told}, {words.get(skill, skill)}, wave {rest.removeprefix(f'{skill}_')}"
