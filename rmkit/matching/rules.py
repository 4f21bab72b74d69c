"""What speaks against a pair: every rule, hard or as a warning, as a sentence and as code.

A pair that breaks a hard rule is never made. A warning leaves the pair possible and is told to
whoever decides. What is unknown breaks no hard rule. Each rule is written twice: for all pairs at
once, which the matching uses, and for one pair in plain Python, which the audit uses to look
again and which also says where the answer is not known. To add a rule, write both and add it to
`RULES`: nothing else.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal, get_args

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from rmkit.errors import Fault, FaultsFound, NotAllowed, UnknownName
from rmkit.matching.criteria import workplace
from rmkit.matching.lessons import covered, lessons
from rmkit.matching.terms import Person, Terms, equal
from rmkit.people.lines import chain
from rmkit.people.sets import parse_set, set_matrix

__all__ = ["RULES", "Rule", "Strength", "chosen_rules"]

Strength = Literal["hard", "warning", "off"]
Broken = NDArray[np.bool_]


@dataclass(frozen=True)
class Rule:
    """One thing that can speak against a pair.

    Parameters
    ----------
    id
        Its short name.
    sentence
        The rule as a facilitator reads it.
    strength
        "hard" (never paired), "warning" (told) or "off".
    short
        A few words for counts: "20 by no shared language".
    warning
        What is said of a pair that breaks it.
    breaks
        From the tables of mentors and mentees to shape (n_mentors, n_mentees): who breaks it.
    broken
        Whether one pair breaks it; the same question in plain Python. None where that is not
        known, which `breaks` takes as not broken.
    facts
        What must be known of both people to tell; empty where it is always known.
    fixed
        Whether it is always hard.
    """

    id: str
    sentence: str
    strength: Strength
    short: str
    warning: str
    breaks: Callable[[pd.DataFrame, pd.DataFrame, Terms], Broken]
    broken: Callable[[Person, Person, Terms], bool | None]
    facts: str = ""
    fixed: bool = False


def _nobody(mentors: pd.DataFrame, mentees: pd.DataFrame) -> Broken:
    return np.zeros((len(mentors), len(mentees)), dtype=np.bool_)


def _same_person(mentors: pd.DataFrame, mentees: pd.DataFrame, terms: Terms) -> Broken:
    return equal(mentors["person_id"], mentees["person_id"])[0]


def _is_same_person(mentor: Person, mentee: Person, terms: Terms) -> bool:
    return mentor["person_id"] == mentee["person_id"]


def _forbidden(mentors: pd.DataFrame, mentees: pd.DataFrame, terms: Terms) -> Broken:
    return _marked(mentors, mentees, [tuple(pair) for pair in terms.forbidden])


def _is_forbidden(mentor: Person, mentee: Person, terms: Terms) -> bool:
    return {mentor["person_id"], mentee["person_id"]} in terms.forbidden


def _marked(
    mentors: pd.DataFrame, mentees: pd.DataFrame, pairs: Sequence[tuple[str, ...]]
) -> Broken:
    """Mark pairs of ids, whichever of the two is the mentor."""
    rows = {name: i for i, name in enumerate(mentors["person_id"])}
    columns = {name: j for j, name in enumerate(mentees["person_id"])}
    marked = _nobody(mentors, mentees)
    for one, other in pairs:
        for mentor, mentee in ((one, other), (other, one)):
            if mentor in rows and mentee in columns:
                marked[rows[mentor], columns[mentee]] = True
    return marked


def _reporting_line(mentors: pd.DataFrame, mentees: pd.DataFrame, terms: Terms) -> Broken:
    everybody = {*mentors["person_id"], *mentees["person_id"]}
    lines = [(name, above) for name in everybody for above in chain(name, terms.managers)]
    return _marked(mentors, mentees, [line for line in lines if line[1] in everybody])


def _is_reporting_line(mentor: Person, mentee: Person, terms: Terms) -> bool | None:
    if _above(mentor, mentee, terms) or _above(mentee, mentor, terms):
        return True
    return None if None in _managers(mentor, mentee, terms) else False


def _managers(mentor: Person, mentee: Person, terms: Terms) -> list[str | None]:
    return [terms.managers.get(str(person["person_id"])) for person in (mentor, mentee)]


def _above(one: Person, other: Person, terms: Terms) -> bool:
    """Climb from the other person; say whether the first one is met."""
    seen = {str(other["person_id"])}
    current = terms.managers.get(str(other["person_id"]))
    while current is not None and current not in seen:
        if current == one["person_id"]:
            return True
        seen.add(current)
        current = terms.managers.get(current)
    return False


def _sets(mentors: pd.DataFrame, mentees: pd.DataFrame, column: str) -> tuple[Broken, Broken]:
    """Say for every pair whether both sets are known, and whether they share a value."""
    has, known, _ = set_matrix(pd.concat([mentors[column], mentees[column]], ignore_index=True))
    n = len(mentors)
    shared: Broken = has[:n].astype(np.float64) @ has[n:].T.astype(np.float64) > 0
    return known[:n, None] & known[None, n:], shared


def _shared(mentor: Person, mentee: Person, column: str) -> bool | None:
    ours, theirs = parse_set(mentor[column]), parse_set(mentee[column])
    return None if ours is None or theirs is None else bool(ours & theirs)


def _no_shared_language(mentors: pd.DataFrame, mentees: pd.DataFrame, terms: Terms) -> Broken:
    known, shared = _sets(mentors, mentees, "languages")
    return known & ~shared


def _is_no_shared_language(mentor: Person, mentee: Person, terms: Terms) -> bool | None:
    shared = _shared(mentor, mentee, "languages")
    return None if shared is None else not shared


def _language_unknown(mentors: pd.DataFrame, mentees: pd.DataFrame, terms: Terms) -> Broken:
    return ~_sets(mentors, mentees, "languages")[0]


def _is_language_unknown(mentor: Person, mentee: Person, terms: Terms) -> bool:
    return _shared(mentor, mentee, "languages") is None


def _no_shared_slot(mentors: pd.DataFrame, mentees: pd.DataFrame, terms: Terms) -> Broken:
    known, shared = _sets(mentors, mentees, "slots")
    return known & ~shared


def _is_no_shared_slot(mentor: Person, mentee: Person, terms: Terms) -> bool | None:
    shared = _shared(mentor, mentee, "slots")
    return None if shared is None else not shared


def _same_department(mentors: pd.DataFrame, mentees: pd.DataFrame, terms: Terms) -> Broken:
    return equal(workplace(mentors), workplace(mentees))[0]


def _is_same_department(mentor: Person, mentee: Person, terms: Terms) -> bool | None:
    if mentor["department"] is None or mentee["department"] is None:
        return None
    return all(mentor[column] == mentee[column] for column in ("department", "organisation"))


def _nothing_to_give(mentors: pd.DataFrame, mentees: pd.DataFrame, terms: Terms) -> Broken:
    levels, wanted = covered(mentors, mentees, terms)
    nothing: Broken = (levels == 0) & (wanted > 0)[None, :]
    return nothing


def _is_nothing_to_give(mentor: Person, mentee: Person, terms: Terms) -> bool | None:
    if lessons(mentor, mentee, terms):
        return False
    levels = {name: level for name, level in mentee.items() if name.startswith("level_")}
    wanted = lessons(dict.fromkeys(levels, 5), mentee, terms)
    if not wanted:
        return False if levels and None not in levels.values() else None
    known = all(mentor.get(f"level_{lesson.skill}") is not None for lesson in wanted)
    return True if known else None


def _same_manager(mentors: pd.DataFrame, mentees: pd.DataFrame, terms: Terms) -> Broken:
    ours, theirs = (p["person_id"].map(terms.managers.get) for p in (mentors, mentees))
    return equal(ours, theirs)[0]


def _is_same_manager(mentor: Person, mentee: Person, terms: Terms) -> bool | None:
    ours, theirs = _managers(mentor, mentee, terms)
    return None if ours is None or theirs is None else ours == theirs


def _mentor_longer_there(mentors: pd.DataFrame, mentees: pd.DataFrame, terms: Terms) -> Broken:
    ours, theirs = (
        p["seniority_years"].to_numpy(dtype=np.float64, na_value=np.nan) for p in (mentors, mentees)
    )
    longer: Broken = ours[:, None] > theirs[None, :]
    return longer


def _is_mentor_longer_there(mentor: Person, mentee: Person, terms: Terms) -> bool | None:
    ours, theirs = mentor["seniority_years"], mentee["seniority_years"]
    return None if ours is None or theirs is None else float(str(ours)) > float(str(theirs))


RULES: Final[tuple[Rule, ...]] = (
    Rule(
        id="same_person",
        sentence="Nobody is paired with themselves.",
        strength="hard",
        short="being the same person",
        warning="They are the same person.",
        breaks=_same_person,
        broken=_is_same_person,
        fixed=True,
    ),
    Rule(
        id="forbidden",
        sentence="Pairs that you forbade are never made, whichever of the two is the mentor.",
        strength="hard",
        short="a forbidden pair",
        warning="You forbade this pair.",
        breaks=_forbidden,
        broken=_is_forbidden,
        fixed=True,
    ),
    Rule(
        id="reporting_line",
        sentence="Nobody is paired with their manager, a manager further up, or somebody who "
        "reports to them.",
        strength="hard",
        short="the own reporting line",
        warning="One of them reports to the other.",
        breaks=_reporting_line,
        broken=_is_reporting_line,
        facts="managers",
    ),
    Rule(
        id="no_shared_language",
        sentence="Both must speak a common language; where it is unknown there is a warning.",
        strength="hard",
        short="no shared language",
        warning="They share no language.",
        breaks=_no_shared_language,
        broken=_is_no_shared_language,
        facts="languages",
    ),
    Rule(
        id="language_unknown",
        sentence="It should be known that both speak a common language.",
        strength="warning",
        short="an unknown language",
        warning="It is not known whether they share a language.",
        breaks=_language_unknown,
        broken=_is_language_unknown,
    ),
    Rule(
        id="same_department",
        sentence="The two should come from different departments.",
        strength="warning",
        short="the same department",
        warning="Both work in the same department.",
        breaks=_same_department,
        broken=_is_same_department,
        facts="departments",
    ),
    Rule(
        id="same_manager",
        sentence="The two should not report to the same manager.",
        strength="warning",
        short="the same manager",
        warning="Both report to the same manager.",
        breaks=_same_manager,
        broken=_is_same_manager,
        facts="managers",
    ),
    Rule(
        id="no_shared_slot",
        sentence="The two should have a half-day in the week on which both are free.",
        strength="warning",
        short="no shared half-day",
        warning="They share no half-day.",
        breaks=_no_shared_slot,
        broken=_is_no_shared_slot,
        facts="half-days",
    ),
    Rule(
        id="nothing_to_give",
        sentence="The mentor should cover at least one need of the mentee.",
        strength="warning",
        short="nothing to give",
        warning="The mentor covers none of the mentee's needs.",
        breaks=_nothing_to_give,
        broken=_is_nothing_to_give,
        facts="levels",
    ),
    Rule(
        id="mentor_longer_there",
        sentence="The mentor should not have been in the organisation for longer than the mentee.",
        strength="warning",
        short="a mentor who has been there for longer",
        warning="The mentor has been there for longer than the mentee, so the roles are not "
        "reversed.",
        breaks=_mentor_longer_there,
        broken=_is_mentor_longer_there,
        facts="years with the organisation",
    ),
)
"""Every rule, in the order in which they are told."""


def chosen_rules(
    wanted: Mapping[str, Strength] | Sequence[Rule] | None = None,
) -> tuple[Rule, ...]:
    """Give the rules that hold.

    Parameters
    ----------
    wanted
        None for `RULES` as they are; strengths by id, to change some of them; or rules of your
        own, to which those that always hold are added.

    Returns
    -------
    tuple of Rule
        Those that are not off.

    Raises
    ------
    UnknownName
        A strength is given to a rule that does not exist, or there is no such strength.
    NotAllowed
        A rule that always holds would be weakened.
    FaultsFound
        A rule comes twice.
    """
    if wanted is None or isinstance(wanted, Mapping):
        every = tuple(_changed(wanted or {}))
    else:
        given = {rule.id for rule in wanted}
        every = (*(rule for rule in RULES if rule.fixed and rule.id not in given), *wanted)
    ids = [rule.id for rule in every]
    twice = sorted({name for name in ids if ids.count(name) > 1})
    if twice:
        faults = [Fault("comes twice.", "Name each rule once.", column=name) for name in twice]
        raise FaultsFound(faults, "Nobody was paired.")
    return tuple(rule for rule in every if rule.strength != "off")


def _changed(strengths: Mapping[str, Strength]) -> list[Rule]:
    rules = {rule.id: rule for rule in RULES}
    for name, strength in strengths.items():
        if name not in rules:
            raise UnknownName(kind="rule", name=str(name), known=rules)
        if strength not in get_args(Strength):
            raise UnknownName(kind="strength", name=str(strength), known=get_args(Strength))
        if rules[name].fixed and strength != "hard":
            message = f'The rule "{name}" always holds. {rules[name].sentence}'
            raise NotAllowed(message)
        rules[name] = replace(rules[name], strength=strength)
    return list(rules.values())
