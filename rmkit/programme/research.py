"""What leaves for research: records of pairs that stay anonymous to the partners, or tables.

Records come first: they are tried, put into bands, and cut down column by column until nobody
stands out, not even for the partner who knows their own answers. Where too little is left, which is
usual for small programmes, the publication leaves instead. Never both, and never two different cuts
of the same answers.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import pandas as pd

from rmkit.definitions.discreet import discreet
from rmkit.disclosure.anonymity import SIDES, K, L, Records, anonymous_records
from rmkit.disclosure.audiences import Released, release_about_nobody
from rmkit.disclosure.hiding import FEWEST
from rmkit.disclosure.published import Published
from rmkit.errors import NotAllowed
from rmkit.exchange.research_folder import write_research
from rmkit.programme.research_data import ResearchData, research_data
from rmkit.synthetic.twin import Twin, twin_of

if TYPE_CHECKING:
    from rmkit.programme.programme import Programme

__all__ = ["ResearchExport", "ResearchStep"]

_FEWEST_ANSWERS = 3
_YEARS = ((5, "under 5"), (15, "5 to 14"), (float("inf"), "15 and more"))
_LIMITS = (
    "What this does not promise. Whoever knows several people well, or puts this together with "
    "tables of the same programme from elsewhere, may learn more than is counted here. Free text "
    "is not in it: nobody has reviewed any.",
)
_TABLE_COLUMNS = (
    {"column": "breakdown", "type": "string", "meaning": "by what people are told apart"},
    {"column": "group", "type": "string", "meaning": "a group of it"},
    {"column": "question", "type": "string", "meaning": "what was asked"},
)
_TABLE_FIGURES = (
    {"column": "people", "type": "integer", "meaning": "who answered there; empty: hidden"},
    {"column": "mean", "type": "number", "meaning": "mean of levels 1 to 5; empty: hidden"},
)
_OBJECTED = "Who objected to research is not in it."
_ERASED = (
    "Who objects to research and is in the programme's file today is not in it. These figures were "
    "made before: who was erased since is still counted in them, also where they had objected."
)


@discreet("kind")
@dataclass(frozen=True)
class ResearchExport:
    """What can leave: the records of pairs, or the published tables, with what to say of them."""

    kind: Literal["records", "tables"]
    table: Released[pd.DataFrame]
    codebook: Released[pd.DataFrame]
    statement: tuple[str, ...]


class ResearchStep:
    """The research export of one programme."""

    def __init__(self, programme: Programme) -> None:
        self._programme = programme
        self._file = programme.file

    def data(self) -> ResearchData:
        """Lay out the programme's own data for analysis: pseudonymous, and to stay in the house.

        Raises
        ------
        NotReady
            Nobody answered yet.
        """
        return research_data(self._programme)

    def twin(self, *, seed: int = 0) -> Twin:
        """Make up a twin of the people in `data`, to try an analysis out; it is not anonymous.

        Raises
        ------
        NotReady
            Nobody answered yet.
        TooFewPeople
            Fewer than 100 people.
        NotAllowed
            The twin would give away who is in the programme.
        """
        known = self.data().people
        return twin_of(known.drop(columns=["pair"]).reset_index(drop=True), seed=seed)

    def prepare(self, *, on_progress: Callable[[float, str], None] | None = None) -> ResearchExport:
        """Work out what can leave; nothing is kept but the publication, where it is tables.

        Raises
        ------
        NotReady
            Nobody answered yet.
        NotAllowed
            Something left before, and what could leave now would give people away beside it.
        """
        left = self._file.document("research_export")
        pairs, people, ids = self._pairs()
        if left is None or left["kind"] == "records":
            only = left["columns"] if left else None
            records = self._records(pairs, people, only, on_progress)
            if records is not None:
                self._refuse_second_cut(left, records, ids)
                return self._of_records(records)
        if left is not None and left["kind"] == "records":
            message = (
                "Records of pairs left for research before; what could leave now would not be as "
                "safe beside them. Use those."
            )
            raise NotAllowed(message)
        return self._of_tables(self._programme.publication.publish(on_progress=on_progress))

    def write(
        self, folder: str | Path, *, on_progress: Callable[[float, str], None] | None = None
    ) -> list[Path]:
        """Write what can leave into a folder, with codebook and statement; keep that it left.

        Parameters
        ----------
        folder
            Where; absent, empty, or an earlier export that nobody touched.
        on_progress
            Told the share done.

        Raises
        ------
        NotReady
            Nobody answered yet.
        NotAllowed
            As for `prepare`, or the folder holds something else.
        NotSaved
            The folder could not be written.
        """
        ready = self.prepare(on_progress=on_progress)
        written = write_research(
            folder,
            name="pairs" if ready.kind == "records" else "tables",
            table=ready.table,
            codebook=ready.codebook,
            statement=ready.statement,
        )
        content: dict[str, Any] = {"kind": ready.kind}
        if ready.kind == "records":
            content |= {
                "columns": list(ready.table.content.columns),
                "pairs": self._pairs()[2],
                "digest": _digest(ready.table.content),
            }
        self._programme.save_document(
            "research_export", content, action="Exported for research", for_good=True
        )
        coordinator = self._programme.coordinator
        self._programme.rights.opened(
            "The research export", by=coordinator.name if coordinator else "coordinator"
        )
        return written

    def _records(
        self,
        pairs: pd.DataFrame,
        people: dict[str, list[str]],
        only: list[str] | None,
        on_progress: Callable[[float, str], None] | None,
    ) -> Records | None:
        if len(pairs) < K:
            return None
        facts = [f"{side}_years" for side in SIDES]
        found = anonymous_records(
            pairs, facts=facts, people=people, only=only, on_progress=on_progress
        )
        if found is None:
            return None
        answers = [c for c in found.table.content.columns if c not in facts]
        return found if len(answers) >= _FEWEST_ANSWERS else None

    def _refuse_second_cut(
        self, left: dict[str, Any] | None, records: Records, ids: list[str]
    ) -> None:
        if left is None or left["digest"] == _digest(records.table.content):
            return
        if len(set(ids) ^ set(left["pairs"])) < FEWEST:
            message = (
                "Records left for research before, and so few pairs changed since that the two "
                "together would show what these answered. Use those that left."
            )
            raise NotAllowed(message)

    def _pairs(self) -> tuple[pd.DataFrame, dict[str, list[str]], list[str]]:
        """Lay out the confirmed pairs of people who did not object, side by side."""
        objected = self._file.objected("research")
        people = self._programme.candidates.people.set_index("person_id")
        pairs = [
            p
            for p in self._file.pairs("confirmed")
            if {p.mentor_id, p.mentee_id} <= set(people.index)
            and not {p.mentor_id, p.mentee_id} & objected
        ]
        who = {
            "mentor": [str(p.mentor_id) for p in pairs],
            "mentee": [str(p.mentee_id) for p in pairs],
        }
        asked = [c for c in people.columns if str(c).startswith(("level_", "target_"))]
        columns: dict[str, list[Any]] = {}
        for side in SIDES:
            rows = people.loc[who[side]]
            columns |= {f"{side}_{name}": rows[name].tolist() for name in asked}
            columns[f"{side}_years"] = [_years(value) for value in rows["seniority_years"]]
        return pd.DataFrame(columns), who, [p.pair_id for p in pairs]

    def _of_records(self, found: Records) -> ResearchExport:
        table = found.table.content
        words = self._programme.candidates.words
        rows = [
            {
                "column": c,
                "type": "string",
                "meaning": f"{_meaning(c, words)}; an empty cell: not known",
                "values": _values(table[c]),
            }
            for c in table.columns
        ]
        statement = (
            f"Records of {len(table)} pairs, one a row: what the mentor and what the mentee "
            "answered, in bands.",
            f"k = {found.standing.k}, l = {found.standing.l}, counted over the joined pair for the "
            "hardest reader, who is one of the two, knows all of their own answers here and who "
            f"their partner is: they find {found.standing.k} people or more behind records that "
            "look the same to them, and among these "
            f"{found.standing.l} different answers or more to each question of the other side. "
            f"At least k = {K} and l = {L} are asked for.",
            "There is no id, no key of the pair, no time and no order: rows are sorted by content. "
            f"Left out to get there: {len(found.dropped)} of "
            f"{len(found.dropped) + len(table.columns)} columns.",
            *_LIMITS,
            _OBJECTED,
        )
        codebook = release_about_nobody(pd.DataFrame(rows), "researcher")
        return ResearchExport("records", found.table, codebook, statement)

    def _of_tables(self, found: Published) -> ResearchExport:
        if self._programme.publication.holds_objectors:
            message = (
                "The published tables count somebody who has objected since, and cannot be made "
                "anew without showing what they answered. Nothing was exported."
            )
            raise NotAllowed(message)
        words = self._programme.candidates.words
        codes = [*_TABLE_COLUMNS]
        codes += [
            {"column": "question", "type": "string", "meaning": _meaning(q, words), "values": q}
            for q in sorted(set(found.rows["question"]))
        ]
        codes += _TABLE_FIGURES
        statement = (
            "Tables by the programme's publication plan, and no records of people or pairs: among "
            "so few, records in which nobody stands out for their own partner say next to nothing.",
            found.sentence,
            f"k = {FEWEST} in every figure, also in whatever can be worked out from all that was "
            "published of these answers. A partner who knows their own answers finds four others "
            "or more in each; no group is shown in which all, or all but one, agree.",
            *_LIMITS,
            _ERASED if found.held_back else _OBJECTED,
        )
        laid_out = pd.DataFrame(codes, columns=["column", "type", "meaning", "values"])
        codebook = release_about_nobody(laid_out.fillna(""), "researcher")
        return ResearchExport("tables", found.released(), codebook, statement)


def _years(value: object) -> str | None:
    if value is None or value is pd.NA or value != value:
        return None
    return next(words for limit, words in _YEARS if float(value) < limit)  # type: ignore[arg-type]


def _meaning(column: str, words: dict[str, str]) -> str:
    side, _, rest = column.partition("_") if column.startswith(SIDES) else ("", "", column)
    what, _, skill = rest.partition("_")
    told = {
        "level": f"level now, {words.get(skill, skill)}",
        "target": f"level wanted, {words.get(skill, skill)}",
        "years": "years with the organisation",
    }[what]
    return f"{side}: {told}" if side else told


def _values(column: pd.Series) -> str:
    return "; ".join(sorted({str(v) for v in column.dropna()}))


def _digest(table: pd.DataFrame) -> str:
    return hashlib.sha256(table.to_csv(index=False).encode()).hexdigest()
