"""What people's data are used for: four purposes, each with its basis and the way out of it.

Taking part is voluntary. Each purpose can be objected to, or withdrawn from, on its own and at
any time, without a reason and without a disadvantage; taking part no longer ends all of them. The
bases are what we propose: whoever is responsible for the data decides them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, get_args

from rmkit.errors import UnknownName
from rmkit.records.model import Purpose

if TYPE_CHECKING:
    from rmkit.records.store import ProgrammeFile

__all__ = ["PURPOSES", "UsedFor", "not_to_be_matched", "purpose_of", "used_for"]


@dataclass(frozen=True, slots=True)
class UsedFor:
    """One purpose in words.

    `text` says what is done and `data` which data are used for it; `basis` is the lawful basis
    that we propose (of the General Data Protection Regulation); `way_out` says what happens to
    somebody who objects or withdraws.
    """

    id: Purpose
    title: str
    text: str
    data: str
    basis: str
    way_out: str


_INTEREST = (
    "Legitimate interest, Article 6(1)(f): running the programme that people asked to join. Who "
    "objects (Article 21) is left out at once; no interest is weighed against it."
)
_CONSENT = "Consent, Article 6(1)(a), given freely and withdrawn as easily (Article 7)"

_ALL = (
    UsedFor(
        "participation",
        "Taking part",
        "You are on the list of candidates, and get the letters of the programme.",
        "Name, work address, place in the organisation, and what became of your candidacy.",
        f"{_CONSENT}: taking part is voluntary, and nobody is worse off for leaving.",
        "You are not matched, get no letters any more, and your answers go into no new result and "
        "no new research; group figures that were published before stand. What became of your "
        "candidacy stays on record until it is erased or its time ends.",
    ),
    UsedFor(
        "matching",
        "Finding a partner",
        "Your answers are compared with those of others, by rules that you can read, to propose "
        "pairs; a person looks at the proposal and decides.",
        "Your answers to the candidate questionnaire that the coordinator can see; department and "
        "reporting line from the staff list, so that nobody mentors their own boss.",
        _INTEREST,
        "You are not in the table from which kinds and pairs are worked out. You are named to the "
        "coordinator as somebody who asked not to be matched. A pair that was confirmed before "
        "gets no more letters, and the coordinator talks with you about it.",
    ),
    UsedFor(
        "evaluation",
        "Finding out what came of it",
        "Answers are put together to see what the programme changed; no group under five is shown.",
        "Your answers to the questionnaires of the evaluation, and levels from before.",
        _INTEREST,
        "Your answers are left out of every result that is worked out from then on; group figures "
        "that were published before stand.",
    ),
    UsedFor(
        "research",
        "Research",
        "Data without names and addresses can be given to researchers, after it was looked at "
        "whether somebody could still be recognised.",
        "Answers to closed questions, coarsened; no free text that nobody has reviewed.",
        f"{_CONSENT}, with the safeguards of Article 89. The yes is asked for outside this "
        "program, which notes only a no.",
        "Your answers are left out of every research export made from then on.",
    ),
)

PURPOSES: Mapping[str, UsedFor] = {one.id: one for one in _ALL}
"""Every purpose, by its id."""

if tuple(PURPOSES) != get_args(Purpose):  # pragma: no cover - the records have another list
    message = "every purpose that can be objected to needs its words"
    raise ValueError(message)


def used_for(purpose: str) -> UsedFor:
    """Give a purpose in words; raise `UnknownName` where there is none of this name.

    >>> used_for("research").title
    'Research'
    """
    if purpose not in PURPOSES:
        raise UnknownName(kind="purpose", name=purpose, known=PURPOSES)
    return PURPOSES[purpose]


def not_to_be_matched(file: ProgrammeFile) -> frozenset[str]:
    """Give the ids of those who are not to be matched, or take part no longer."""
    return file.objected("matching")


def purpose_of(step: str | None) -> Purpose:
    """Say what the answers to a form of a step of the method are used for.

    >>> purpose_of("evaluation"), purpose_of("meetings")
    ('evaluation', 'participation')
    """
    return "evaluation" if step == "evaluation" else "participation"
