"""What people need to learn, from the diagnosis if it was asked, or else from the candidates.

The diagnosis is the form `learning_needs`, asked before anything is planned; the candidate
questionnaire asks the same levels a little later.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from rmkit.definitions.discreet import discreet
from rmkit.disclosure.hiding import FEWEST, told
from rmkit.errors import NotReady
from rmkit.people.diagnosis import diagnosis

if TYPE_CHECKING:
    from rmkit.programme.programme import Programme

__all__ = ["Needs", "summarised_needs"]

_DIAGNOSIS = "learning_needs"


@discreet("source", "people")
@dataclass(frozen=True, eq=False)
class Needs:
    """The needs of a group: where they come from, how many people count, and a row a skill.

    `source` is "learning_needs", "candidate", or empty where nobody answered. The table is that of
    `rmkit.people.diagnosis.diagnosis`.
    """

    source: str
    people: int
    skills: pd.DataFrame
    words: Mapping[str, str]
    assumed_target: int | None = None

    @property
    def sentences(self) -> tuple[str, ...]:
        """Say who counts, where it comes from, and what is left out."""
        if not self.source:
            return ("Nobody has told their levels yet.",)
        who = (
            "everybody who answered the diagnosis"
            if self.source == _DIAGNOSIS
            else "candidates who want to be mentees, or either"
        )
        said = [
            f"Who counts: {who} ({told(self.people)} people). A need is a wanted level above the "
            "level now.",
            f"Fewer than {FEWEST} people are not shown: they could be recognised.",
        ]
        if self.assumed_target is not None:
            said.append(
                f"Wanted levels were not asked of everybody; where one is missing, level "
                f"{self.assumed_target} is assumed."
            )
        return tuple(said)

    def table(self) -> pd.DataFrame:
        """Lay it out to read: skill in words, people who want more, from which level to which."""
        shown = self.skills.copy()
        few = f"under {FEWEST}"
        pairs = zip(shown["wanting"], shown["answered"], strict=True)
        counts = [
            few if pd.isna(wanting) else told(int(wanting), int(answered))
            for wanting, answered in pairs
        ]
        return pd.DataFrame(
            {
                "competence or tool": [self.words.get(s, s) for s in shown["skill"]],
                "people who want more": counts,
                "from level": [_mean(value) for value in shown["level"]],
                "to level": [_mean(value) for value in shown["target"]],
            }
        )


def _mean(value: float) -> str:
    return "–" if pd.isna(value) else f"{value:.1f}"


def summarised_needs(programme: Programme) -> Needs:
    """Summarise what people of a programme need to learn."""
    words = programme.objective.words
    answered = _diagnosed(programme)
    told_there = Needs(_DIAGNOSIS, len(answered), diagnosis(answered), words)
    if len(answered) >= FEWEST:
        return told_there
    none = Needs("", 0, diagnosis(answered), words)
    candidates = programme.candidates
    try:
        people = candidates.people
    except NotReady:
        return none if answered.empty else told_there
    people = people[people["role"].isin(["mentee", "either"])]
    assumed = candidates.assumed_target
    found = diagnosis(people, assumed_target=assumed)
    if found.empty:
        return none if answered.empty else told_there
    return Needs("candidate", len(people), found, words, assumed)


def _diagnosed(programme: Programme) -> pd.DataFrame:
    """Give the levels of the first diagnosis, a row a person; who is out does not count."""
    file = programme.file
    out = {person.person_id for person in file.people() if person.is_out}
    found = [r for wave in ("before", "") for r in file.counting(_DIAGNOSIS, wave)]
    rows: dict[str, dict[str, object]] = {}
    for number, response in enumerate(found):
        name = response.person_id or f"somebody {number}"
        if name not in out:
            rows.setdefault(name, {"person_id": name, **_levels(response.answers)})
    return pd.DataFrame(list(rows.values()), columns=None if rows else ["person_id"])


def _levels(answers: Mapping[str, object]) -> dict[str, object]:
    return {k: v for k, v in answers.items() if k.startswith(("level_", "target_"))}
