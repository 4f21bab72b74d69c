"""How a criterion is told for one pair: to the coordinator, and to the pair themselves."""

from __future__ import annotations

from rmkit.matching.comparing.words import telling_words
from rmkit.matching.criterion import Criterion
from rmkit.matching.lessons import lessons, told
from rmkit.matching.terms import Person, Terms, code
from rmkit.matching.wording import counted, listed
from rmkit.people.sets import parse_set

__all__ = ["say", "share"]


def say(criterion: Criterion, mentor: Person, mentee: Person, terms: Terms) -> str:
    """Say what of a criterion counted for a pair, as a phrase; empty when nothing did."""
    if criterion.kind == "levels":
        if criterion.want == "returned":
            back = told(lessons(mentee, mentor, terms), terms)
            return f"in return {back}" if back else ""
        return told(lessons(mentor, mentee, terms), terms)
    if criterion.kind == "ratings":
        return _alike(criterion, mentor, mentee)
    if criterion.kind == "codes":
        return _codes(criterion, mentor, mentee, terms)
    shared = sorted(_shared(criterion, mentor, mentee))
    if not shared:
        return ""
    if criterion.kind == "words":
        if criterion.column == "expectations":
            quoted = listed([f"“{word}”" for word in shared], limit=3)
            return f"both write {quoted} about what they hope for"
        return f"both mention {listed(shared, limit=3)}"
    if criterion.column == "slots":
        return counted(len(shared), "shared half-day")
    if criterion.column == "communication":
        return "a common way to keep in touch"
    words = listed([value.replace("_", " ") for value in shared], limit=3)
    return f"{criterion.title.lower()}: {words}"


def share(criterion: Criterion, mentor: Person, mentee: Person, terms: Terms) -> str:
    """Say the same to the pair themselves; empty when there is nothing that may be told."""
    if not criterion.fact:
        return ""
    if criterion.kind == "levels":
        back = criterion.want == "returned"
        giver, taker = (mentee, mentor) if back else (mentor, mentee)
        names = [terms.skill(lesson.skill) for lesson in lessons(giver, taker, terms)]
        way = "in return the mentee can help with" if back else "you can work on"
        end = "" if back else " together"
        return f"{way} {listed(names, limit=4)}{end}" if names else ""
    phrase = say(criterion, mentor, mentee, terms)
    if not phrase:
        return ""
    if criterion.column == "slots":
        return f"you have {phrase} a week"
    if criterion.kind == "words":
        return f"you {phrase}"
    if criterion.kind == "codes":
        return f"you come from {phrase}"
    return "you described similar ways of working"


def _shared(criterion: Criterion, mentor: Person, mentee: Person) -> frozenset[str]:
    ours, theirs = mentor.get(criterion.column), mentee.get(criterion.column)
    if criterion.kind == "words":
        return telling_words(ours) & telling_words(theirs)
    return (parse_set(ours) or frozenset()) & (parse_set(theirs) or frozenset())


def _codes(criterion: Criterion, mentor: Person, mentee: Person, terms: Terms) -> str:
    ours, theirs = (code(person, criterion.column, terms) for person in (mentor, mentee))
    if ours is None or theirs is None or (ours == theirs) != (criterion.want == "same"):
        return ""
    if criterion.column == "department":
        return "different departments"
    if criterion.column == "cluster":
        return "of the same kind" if criterion.want == "same" else "of different kinds"
    return f"{'same' if criterion.want == 'same' else 'different'} {criterion.title.lower()}"


def _alike(criterion: Criterion, mentor: Person, mentee: Person) -> str:
    apart = [
        abs(int(str(mentor[name])) - int(str(mentee[name])))
        for name in mentor
        if name.startswith(criterion.column)
        and mentor[name] is not None
        and mentee.get(name) is not None
    ]
    return "similar ways of working" if apart and sum(apart) <= len(apart) else ""
