"""The kinds that a programme's file keeps: how they were found, why these, and of which answers.

A choice that somebody kept with a reason stands until they keep another one: looking again never
takes its place. What an earlier rmkit kept, with less about how it was found, is read as far as
that goes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any, cast

from rmkit.definitions.discreet import discreet
from rmkit.errors import NotReady
from rmkit.people.measures import BLOCKS, CHOICES
from rmkit.profiles import METHODS
from rmkit.profiles.choosing import FEWEST_PEOPLE
from rmkit.programme.days import in_words

if TYPE_CHECKING:
    from rmkit.profiles import Clustering
    from rmkit.programme.programme import Programme
    from rmkit.records.model import KeptClustering

__all__ = ["KeptKinds", "answers_digest", "kept_kinds", "result_of", "settings_of"]

_COMPARED = ("level_", "target_", "style_")
_ALSO = ("person_id", "role", "seniority_years", "topics", *CHOICES)


@discreet("k", "asked", "method", "seed", "made_at", "people", "is_current")
@dataclass(frozen=True, slots=True)
class KeptKinds:
    """What the file keeps about the kinds of candidates.

    Attributes
    ----------
    k
        How many kinds there are; 1 is a continuum.
    asked
        The number that was asked for; None when the evidence chose.
    method
        One of `rmkit.profiles.METHODS`; empty where an earlier rmkit found them.
    weights
        What each block of features counts.
    seed
        Of the made-up people and the samples.
    reason
        Why these, in the coordinator's own words; empty where nobody chose.
    made_at
        When, as an ISO date and time.
    people
        How many people were grouped.
    is_current
        Whether they are of today's answers. None where that was not noted.
    """

    k: int
    asked: int | None
    method: str
    weights: Mapping[str, float] = field(repr=False)
    seed: int
    reason: str
    made_at: str
    people: int
    is_current: bool | None

    @property
    def is_choice(self) -> bool:
        """Whether somebody chose these, and said why."""
        return bool(self.reason)

    @property
    def day(self) -> str:
        """The day on which they were kept, in words."""
        return in_words(datetime.fromisoformat(self.made_at).date())

    @property
    def sentence(self) -> str:
        """Say when they were kept, why these, and whether answers changed since."""
        what = f"{self.k} kinds of" if self.k > 1 else "no kinds of"
        if self.people < FEWEST_PEOPLE and self.asked is None:
            what = "kinds cannot be told of"
        said = f"Kept on {self.day}: {what} {self.people:,} people."
        if self.reason:
            said += f" Chosen because: {self.reason.rstrip('.')}."
        if self.is_current is False:
            said += " Answers changed since, so look again."
        return said


def kept_kinds(programme: Programme) -> KeptKinds | None:
    """Give what the file keeps; None where nobody has looked for kinds."""
    kept = programme.file.clustering()
    if kept is None:
        return None
    settings = cast("Mapping[str, Any]", kept.settings)
    result = cast("Mapping[str, Any]", kept.result)
    asked, method, weights = settings.get("k"), settings.get("method"), settings.get("weights")
    return KeptKinds(
        k=int(result.get("k", 1)),
        asked=asked if isinstance(asked, int) else None,
        method=str(method) if method in METHODS else "",
        weights=dict(weights) if isinstance(weights, Mapping) else {},
        seed=int(settings.get("seed", 0)),
        reason=str(settings.get("reason") or ""),
        made_at=kept.made_at,
        people=int(result.get("people", len(result.get("labels", ())))),
        is_current=_is_current(programme, kept),
    )


def _is_current(programme: Programme, kept: KeptClustering) -> bool | None:
    noted = kept.result.get("answers")
    if not noted:
        return None
    try:
        return noted == answers_digest(programme)
    except NotReady:
        return False


def answers_digest(programme: Programme) -> str:
    """Give a digest of all that people can be compared by, with who they are and their roles.

    It is worked out once for each state of the file.

    Raises
    ------
    NotReady
        Nobody answered yet.
    """
    key = programme.file.head_digest()
    return programme.memory.recall("compared", key=key, make=lambda: _digest(programme))


def _digest(programme: Programme) -> str:
    people = programme.candidates.people.sort_values("person_id")
    names = [n for n in map(str, people.columns) if n in _ALSO or n.startswith(_COMPARED)]
    text = people[sorted(names)].to_csv(index=False, lineterminator="\n")
    return hashlib.sha256(text.encode()).hexdigest()


def settings_of(found: Clustering, *, reason: str) -> dict[str, object]:
    """Write down how kinds were found, so that they can be found again."""
    counted = found.basis.weights
    heard = {feature.block for feature in found.basis.measured.features}
    return {
        "k": found.asked or "auto",
        "method": found.method.id,
        "weights": {b: counted.get(b, 0.0) for b in BLOCKS if b in counted or b in heard},
        "seed": found.seed,
        "reason": " ".join(reason.split()),
    }


def result_of(found: Clustering, *, words: Mapping[str, str], answers: str) -> dict[str, object]:
    """Write down who is of which kind, and the kinds in words."""
    return {
        "k": found.k,
        "people": found.n_used,
        "labels": {str(i): int(v) for i, v in found.labels.dropna().items()},
        "sentences": list(found.sentences(labels=words)),
        "answers": answers,
    }
