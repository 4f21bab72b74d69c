"""Pairs that somebody insists on or rules out, checked before anything is solved.

A locked pair is part of every solution. It is refused where it breaks a hard rule, does not fit a
role or a capacity, or contradicts another one: all such faults are told at once.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator

from rmkit.errors import NotAllowed, nearest, shown
from rmkit.matching.problem import Problem

__all__ = ["forbidden_pairs", "former_pairs", "kept_pairs", "locked_pairs"]

Pair = tuple[int, int]


def forbidden_pairs(
    pairs: Iterable[tuple[str, str]], *, known: Collection[str], what: str = "forbidden"
) -> frozenset[frozenset[str]]:
    """Read pairs that must not meet, or that met before.

    Parameters
    ----------
    pairs
        Two ids each, in any order.
    known
        Ids of everybody there is, candidates or not.
    what
        What the pairs are called in an error.

    Raises
    ------
    NotAllowed
        Somebody is not known, or stands in a pair with themselves. All faults at once.
    """
    given = [tuple(map(str, pair)) for pair in pairs]
    faults = [*_malformed(given, what)]
    faults += [
        f'The {what} pair {_named(pair)}: nobody is called "{shown(name)}".{nearest(name, known)}'
        for pair in given
        if len(pair) == 2
        for name in pair
        if name not in known
    ]
    _refuse(faults)
    return frozenset(frozenset(pair) for pair in given)


def former_pairs(pairs: Iterable[tuple[str, str]]) -> frozenset[frozenset[str]]:
    """Read pairs of ids that met before; people who are gone may be among them."""
    return forbidden_pairs(pairs, known=_Everybody(), what="former")


class _Everybody(frozenset[str]):
    """Ids of which none is refused."""

    def __contains__(self, name: object) -> bool:
        return True


def kept_pairs(problem: Problem, pairs: Iterable[tuple[str, str]]) -> frozenset[Pair]:
    """Find the positions of pairs to keep; those that cannot be made any more are left out."""
    found = {
        (problem.row[one], problem.column[other])
        for one, other in pairs
        if one in problem.row and other in problem.column
    }
    return frozenset(pair for pair in found if problem.allowed[pair])


def locked_pairs(problem: Problem, pairs: Iterable[tuple[str, str]]) -> tuple[Pair, ...]:
    """Find the positions of locked pairs, given as (mentor_id, mentee_id).

    Raises
    ------
    NotAllowed
        A lock cannot be kept. All faults at once, each with what would make it possible.
    """
    given = [tuple(map(str, pair)) for pair in pairs]
    faults = [*_malformed(given, "locked")]
    if not faults:
        faults += [fault for pair in given for fault in _pair_faults(problem, *pair)]
        faults += _together(problem, list(dict.fromkeys(given)))
    _refuse(faults)
    return tuple(sorted({(problem.row[one], problem.column[other]) for one, other in given}))


def _refuse(faults: list[str]) -> None:
    if faults:
        message = "\n".join(["Nobody was paired.", *(f"  - {fault}" for fault in faults)])
        raise NotAllowed(message)


def _named(pair: Iterable[str]) -> str:
    return " with ".join(shown(name) for name in pair)


def _malformed(pairs: list[tuple[str, ...]], what: str) -> Iterator[str]:
    for pair in pairs:
        if len(pair) != 2 or pair[0] == pair[1]:
            yield f"The {what} pair {_named(pair)} is not a pair of two different people."


def _pair_faults(problem: Problem, mentor: str, mentee: str) -> Iterator[str]:
    name = f"The locked pair {_named((mentor, mentee))}:"
    everybody = problem.row | problem.column
    for person, side, role in ((mentor, problem.row, "mentor"), (mentee, problem.column, "mentee")):
        if person not in everybody:
            yield f"{name} nobody is called {shown(person)}.{nearest(person, everybody)}"
        elif person not in side:
            yield f"{name} {person} cannot be a {role}. Change the role, or turn the pair round."
    if mentor in problem.row and mentee in problem.column:
        pair = problem.row[mentor], problem.column[mentee]
        for rule in problem.hard:
            if problem.broken[rule.id][pair]:
                remedy = (
                    "Take the pair off one of the two lists."
                    if rule.fixed
                    else f'To allow it, make this rule a warning: "{rule.sentence}" ({rule.id}).'
                )
                yield f"{name} {rule.warning} {remedy}"


def _together(problem: Problem, pairs: list[tuple[str, ...]]) -> Iterator[str]:
    mentors = Counter(mentor for mentor, _ in pairs)
    mentees = Counter(mentee for _, mentee in pairs)
    for mentor, n in sorted(mentors.items()):
        places = int(problem.capacity[problem.row[mentor]]) if mentor in problem.row else n
        if n > places:
            yield (
                f"{mentor} is locked to {n} mentee{'s' * (n > 1)} and has a capacity of {places}. "
                "Raise the capacity, or take a lock away."
            )
    for mentee, n in sorted(mentees.items()):
        if n > 1:
            yield (f"{mentee} is locked to {n} mentors; a mentee has one. Keep one of the locks.")
    for name in sorted(mentors.keys() & mentees.keys()):
        yield f"{name} is locked as a mentor and as a mentee; a person serves on one side."
