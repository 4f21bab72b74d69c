"""What a report on a programme rests on: counts, scores and changes of groups, gathered elsewhere.

`rmkit.programme.evaluation` fills these in from the programme file; the pages here lay them out.
Counts are exact: whoever shows one writes it through `told` or `answered_said`, so that no number
under five, nor of all but so few, is seen. Means are left out already where they would tell of
fewer than five people, or where all, or all but one, gave the same answer.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal

from rmkit.definitions.discreet import discreet
from rmkit.report.evaluation.claims import ChangeSeen, Compared, Side
from rmkit.report.evaluation.objective import Reached

if TYPE_CHECKING:
    from rmkit.outcomes.result import Result

__all__ = [
    "FEWEST_PAIRS",
    "Concerns",
    "Decision",
    "Dose",
    "EvaluationFacts",
    "Fidelity",
    "Flow",
    "Goals",
    "PlanCell",
    "Quote",
    "Rated",
    "Returned",
    "Score",
    "Theme",
    "Two",
]

FEWEST_PAIRS = 10
"""Of fewer pairs the report is in words: figures of so few would be figures of single people."""

Choice = Literal["scale", "change", "stop"]


@dataclass(frozen=True, slots=True)
class Two:
    """A number of mentors and one of mentees."""

    mentors: int = 0
    mentees: int = 0

    def of(self, side: Side) -> int:
        """Give the number of a side."""
        return self.mentors if side == "mentor" else self.mentees


@dataclass(frozen=True)
class Flow:
    """How many came how far.

    Attributes
    ----------
    candidates
        Who answered the candidate questionnaire.
    paired, met, left, answered, twice
        Who was ever in a confirmed pair; in one that met; is in none that runs any more; sent back
        the questionnaire at the end; rated their levels at the start and at the end.
    pairs, ended
        Pairs that were ever confirmed, and those of them that ended before the last day.
    left_out
        Who asked that their answers serve no evaluation; they are in no other number but `paired`.
    leavers
        What is known of those who did not answer at the end beside those who did; None where
        too few are on one side.
    """

    candidates: int = 0
    paired: Two = field(default_factory=Two)
    met: Two = field(default_factory=Two)
    left: Two = field(default_factory=Two)
    answered: Two = field(default_factory=Two)
    twice: Two = field(default_factory=Two)
    pairs: int = 0
    ended: int = 0
    left_out: int = 0
    leavers: Result | None = None


@dataclass(frozen=True, slots=True)
class Score:
    """The mean of a score from 1 to 5 on one side; None where it is not told.

    `alpha` says in words how well the score hangs together, where enough answered.
    """

    id: str
    title: str
    side: Side
    n: int
    mean: float | None = None
    low: float | None = None
    high: float | None = None
    alpha: str = ""


@dataclass(frozen=True, slots=True)
class Rated:
    """How many on one side gave each answer to one question, from the lowest answer up."""

    id: str
    title: str
    side: Side
    labels: tuple[str, ...]
    counts: tuple[int, ...]

    @property
    def n(self) -> int:
        """How many answered."""
        return sum(self.counts)


@dataclass(frozen=True, slots=True)
class Dose:
    """How much there was of it, over all pairs.

    `planned` is what was planned for each pair, None where nothing was; `as_planned` counts the
    pairs that held as many, `behind` those with a planned meeting of which nobody told anything.
    """

    pairs: int = 0
    met: int = 0
    planned: int | None = None
    held: int = 0
    minutes: int = 0
    significant: int = 0
    as_planned: int = 0
    behind: int = 0

    @property
    def expected(self) -> int | None:
        """Meetings of all pairs together, had all gone as planned."""
        return None if self.planned is None else self.planned * self.pairs


@dataclass(frozen=True, slots=True)
class Fidelity:
    """How far it went as it was meant to: counts of pairs, and of people for the training."""

    pairs: int = 0
    met: int = 0
    signed: int = 0
    signed_first: int = 0
    drifted: int = 0
    prepared: Two = field(default_factory=Two)
    people: Two = field(default_factory=Two)
    training_known: bool = False


@dataclass(frozen=True)
class Goals:
    """How far people got with the goals on their own sheets, on steps around what they expected.

    `counts` are goals from "much less" to "much more than we expected"; `result` is the analysis
    (goal attainment scaling) over people, None where too few answered.
    """

    side: Side
    people: int = 0
    counts: tuple[int, ...] = (0, 0, 0, 0, 0)
    result: Result | None = None

    @property
    def goals(self) -> int:
        """How many goals were told of."""
        return sum(self.counts)

    @property
    def as_expected(self) -> int:
        """Goals that were reached as expected, or more."""
        return sum(self.counts[2:])


@dataclass(frozen=True)
class Concerns:
    """What was not right: how often somebody asked for a talk, what came of it, and experiences.

    `asked` answered the form on experiences; `unpleasant` of these had something unpleasant,
    `still_open` are still bothered, `worse_off` were treated worse for speaking openly.
    """

    raised: int = 0
    settled: int = 0
    outcomes: Mapping[str, int] = field(default_factory=dict)
    wishes: int = 0
    asked: int = 0
    unpleasant: int = 0
    still_open: int = 0
    worse_off: int = 0

    def __post_init__(self) -> None:
        """Let nothing be changed later."""
        object.__setattr__(self, "outcomes", MappingProxyType(dict(self.outcomes)))


@dataclass(frozen=True, slots=True)
class Theme:
    """A theme, and how many people named it when asked what they would like more and less of.

    `by_hand` counts those whom the coordinator sorted, beside those found by words.
    """

    id: str
    title: str
    more: int
    less: int
    by_hand: int = 0


@discreet("side")
@dataclass(frozen=True, slots=True)
class Quote:
    """A sentence that somebody allowed to be quoted, and the coordinator released."""

    text: str
    side: Side | Literal[""] = ""


@dataclass(frozen=True, slots=True)
class Returned:
    """How many of those who are asked at the end sent a form back, by side."""

    form: str
    title: str
    side: Side
    asked: int
    back: int


@dataclass(frozen=True, slots=True)
class PlanCell:
    """A row of the evaluation plan, or an outcome of the guide, with what was found."""

    id: str
    part: str
    title: str
    result: str
    limit: str = ""


@discreet("choice", "at")
@dataclass(frozen=True, slots=True)
class Decision:
    """What a person decided: scale it, change it or stop it; when, who and why."""

    choice: Choice
    why: str
    by: str
    at: str


@discreet("as_of", "changes", "scores", "themes", "quotes")
@dataclass(frozen=True)
class EvaluationFacts:
    """All that a report is made of.

    Attributes
    ----------
    programme, organisation, as_of
        Their names, and the day in words.
    objective, by
        The charter's sentence and day, in words; empty where there is none.
    reached
        The verdict on it; None without an objective.
    both_say
        How far the two sides say that it was reached.
    changes
        Every change that was measured, those that the objective names first.
    second
        Whether the "before" is a second measurement; None where nothing was measured twice.
    gap
        How far mentors' and mentees' levels lay apart, before and after, in words; never first.
    compared
        Those with a place beside those without; None where nobody is compared with.
    missing
        What is not there yet, each with the next step, as sentences.
    pairs_needed
        How many pairs the next cohort would need, as a sentence; empty where it was not asked.
    """

    programme: str
    organisation: str
    as_of: str = ""
    objective: str = ""
    by: str = ""
    reached: Reached | None = None
    both_say: tuple[Rated, ...] = ()
    flow: Flow = field(default_factory=Flow)
    changes: tuple[ChangeSeen, ...] = ()
    second: bool | None = None
    gap: str = ""
    compared: Compared | None = None
    scores: tuple[Score, ...] = ()
    dose: Dose = field(default_factory=Dose)
    fidelity: Fidelity = field(default_factory=Fidelity)
    goals: tuple[Goals, ...] = ()
    concerns: Concerns = field(default_factory=Concerns)
    themes: tuple[Theme, ...] = ()
    quotes: tuple[Quote, ...] = ()
    returned: tuple[Returned, ...] = ()
    plan: tuple[PlanCell, ...] = ()
    worth: str = ""
    pairs_needed: str = ""
    missing: tuple[str, ...] = ()
    decision: Decision | None = None

    @property
    def in_words(self) -> bool:
        """Whether there are so few pairs that the report is in words, without figures."""
        return self.flow.pairs < FEWEST_PAIRS

    @property
    def measured(self) -> bool:
        """Whether anything was measured at the end."""
        return bool(self.changes or self.flow.answered.mentors or self.flow.answered.mentees)
