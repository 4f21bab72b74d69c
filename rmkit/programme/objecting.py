"""What follows when somebody objects to a purpose, withdraws from it, or lifts that again.

Nothing is deleted by it: the data stay, out of use, until they are erased or their time ends. What
is worked out anew leaves the person out; what a person decided before (a confirmed pair) is shown
to be looked at, since only people can tell the partner.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rmkit.definitions.discreet import discreet
from rmkit.programme.actors import named
from rmkit.programme.clock import now
from rmkit.programme.invitations import forget_links
from rmkit.programme.places import DRAFTS, places_of
from rmkit.programme.purposes import not_to_be_matched, used_for
from rmkit.records.model import Objection, ObjectionState, Pair

if TYPE_CHECKING:
    from rmkit.programme.programme import Programme
    from rmkit.records.store import ProgrammeFile

__all__ = [
    "ASKED_NOT_TO",
    "NOTHING_TO_DO",
    "Heard",
    "drafts_about",
    "heard",
    "pairs_to_look_at",
    "warned",
]

ASKED_NOT_TO = "Asked not to be matched."
"""The reason, for the coordinator, why somebody is left over; which purpose it was is not told."""

NOTHING_TO_DO = "Nothing: it is their choice, and can be lifted when they say so."

_LOOK = (
    "One of the two asked not to be matched: no letter is written about this pair; talk with both "
    "before you go on."
)
_DONE = {
    "objected": "Noted that {person} objects to: {title}.",
    "withdrawn": "Noted that {person} withdraws from: {title}.",
    "lifted": "Noted that {person} lifts what they said about: {title}.",
}


@discreet("person_id", "purpose", "state")
@dataclass(frozen=True, slots=True)
class Heard:
    """What was noted about a person and a purpose.

    `changed` is false where it had been said before. `pairs` are the ids of confirmed pairs to
    look at now. `sentences` tell all of it, what follows included.
    """

    person_id: str
    purpose: str
    state: ObjectionState
    changed: bool
    pairs: tuple[str, ...]
    sentences: tuple[str, ...]

    def __str__(self) -> str:
        return "\n".join(self.sentences)


def heard(
    programme: Programme, person_id: str, purpose: str, state: ObjectionState, *, by: str
) -> Heard:
    """Note what a person says about a purpose, and tell what follows from it.

    Raises
    ------
    UnknownName
        Nobody has this id, or there is no such purpose.
    NotAllowed
        `by` is blank.
    """
    said = used_for(purpose)
    file, action = programme.file, "Noted what a person says about a purpose"
    with file.change(actor=named(by), action=action, now=now()) as change:
        changed = change.save_objection(Objection(person_id, said.id, state))
    pairs = tuple(p.pair_id for p in pairs_to_look_at(file) if person_id in _both(p))
    sentences = [_DONE[state].format(person=person_id, title=said.title)]
    if not changed:
        sentences = [f"{person_id} had said so before; nothing was changed."]
    elif state != "lifted":
        sentences.append(f"What follows for them: {said.way_out}")
        sentences += _to_do(programme, pairs)
        if person_id in not_to_be_matched(file):
            sentences += drafts_about(file, person_id)
        sentences += forget_links(file, person_id, purpose=purpose)
    else:
        sentences += _still_closed(file, person_id, purpose)
    return Heard(person_id, purpose, state, changed, pairs, tuple(sentences))


def _to_do(programme: Programme, pairs: tuple[str, ...]) -> Iterator[str]:
    if pairs:
        ids = ", ".join(pairs)
        yield f"A confirmed pair to look at: {ids}. Talk with both; no letter is written to them."
    if programme.file.pairs("proposed") and programme.pairing.is_stale:
        yield "Propose the pairs again: those that wait for you were made with other people."


def drafts_about(file: ProgrammeFile, person_id: str) -> Iterator[str]:
    """Name the outboxes that are there and hold letters to a person or about them."""
    for place in places_of(file, person_id):
        if place.what == DRAFTS and place.path.exists():
            yield (
                f"Drafts that were written before still tell of {person_id}: {place.path} (mails, "
                "letters.txt and mail_merge.xlsx). Send none of them; delete the folder, and write "
                "the letters again with `rmkit kickoff`."
            )


def _still_closed(file: ProgrammeFile, person_id: str, purpose: str) -> Iterator[str]:
    if purpose != "participation" and person_id in file.objected("participation"):
        yield "They take part no longer, so their data stay out of use all the same."


def pairs_to_look_at(file: ProgrammeFile) -> tuple[Pair, ...]:
    """List the confirmed pairs of which somebody asked not to be matched."""
    closed = not_to_be_matched(file)
    return tuple(p for p in file.pairs("confirmed") if closed & set(_both(p))) if closed else ()


def warned(pair: Pair, closed: Collection[str]) -> tuple[str, ...]:
    """Give the warnings of a pair, with one where somebody asked not to be matched since."""
    return (*pair.warnings, _LOOK) if set(_both(pair)) & set(closed) else pair.warnings


def _both(pair: Pair) -> tuple[str | None, str | None]:
    return pair.mentor_id, pair.mentee_id
