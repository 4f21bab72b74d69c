"""Rules that somebody adds: four kinds, read from plain data, all faults told at once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast, get_args

from rmkit.errors import Fault
from rmkit.matching.rule import OWN_KINDS, WANTS, Rule, RuleKind, Strength, Told
from rmkit.people.protected import refuse_protected

__all__ = ["number_of", "own_rule"]

_KNOWN = ("kind", "strength", "column", "want", "n", "pairs", "sentence")
_TOLD = {
    ("codes", "different"): Told(
        "The two should differ in {column}.", "the same {column}", "Both have the same {column}."
    ),
    ("codes", "same"): Told(
        "The two should have the same {column}.",
        "a different {column}",
        "The two differ in {column}.",
    ),
    ("difference", "above"): Told(
        "The mentee should be at least {n} above the mentor in {column}.",
        "less than {n} more in {column}",
        "The mentee is not {n} above the mentor in {column}.",
    ),
    ("difference", "apart"): Told(
        "The two should be at least {n} apart in {column}.",
        "less than {n} apart in {column}",
        "The two are less than {n} apart in {column}.",
    ),
    ("sets", ""): Told(
        "The two should share at least {number} of {column}.",
        "fewer than {number} shared of {column}",
        "They share fewer than {number} of {column}.",
    ),
    ("listed", ""): Told(
        'Pairs on the list "{id}" are not made, whichever of the two is the mentor.',
        'the list "{id}"',
        'The two stand on the list "{id}".',
    ),
}


def own_rule(name: str, data: Mapping[str, object]) -> tuple[Rule | None, list[Fault]]:
    """Read one rule of somebody's own.

    Parameters
    ----------
    name
        Its id.
    data
        `kind` (codes, difference, sets or listed), `strength` ("hard" where it is not said),
        `column`, `want`, `n`, `pairs` as the kind needs them, and a `sentence` if you like.

    Returns
    -------
    rule, faults
        The rule, None where there are faults.

    Raises
    ------
    NotAllowed
        It looks at a protected trait.
    """
    kind, want = str(data.get("kind")), str(data.get("want", ""))
    faults = [
        Fault(f'has "{key}", which no rule has.', f"Known: {', '.join(_KNOWN)}.", column=name)
        for key in data
        if key not in _KNOWN
    ]
    if kind not in OWN_KINDS:
        fix = f"Kinds of your own: {', '.join(OWN_KINDS)}."
        return None, [*faults, Fault(f'is of the kind "{kind}".', fix, column=name)]
    wants = WANTS.get(kind, ("",))
    want = want or wants[0]
    if want not in wants:
        fix = f"Write {' or '.join(wants)}." if wants[0] else 'Leave "want" out.'
        faults.append(Fault(f'wants "{want}".', fix, column=name))
    strength = data.get("strength", "hard")
    if strength not in get_args(Strength):
        fix = f"Write {', '.join(get_args(Strength))}."
        faults.append(Fault(f'has the strength "{strength}".', fix, column=name))
    column = str(data.get("column") or "")
    n, found = _number(name, kind, data)
    pairs, wrong = _pairs(name, kind, data)
    faults += [*_column_faults(name, kind, column), *found, *wrong]
    if faults:
        return None, faults
    refuse_protected(f'The rule "{name}"', column)
    rule = Rule(
        id=name,
        kind=cast("RuleKind", kind),
        strength=cast("Strength", strength),
        told=_told(name, kind, want, column, data.get("sentence")),
        column=column,
        want=want,
        n=n,
        pairs=pairs,
        facts="" if kind == "listed" else _words(column),
        own=True,
    )
    return rule, []


def _column_faults(name: str, kind: str, column: str) -> list[Fault]:
    if kind == "listed" and column:
        return [Fault('lists pairs, so it has no "column".', "Leave it out.", column=name)]
    if kind != "listed" and not column:
        fix = 'Write the column of the table of people under "column".'
        return [Fault("does not say what it looks at.", fix, column=name)]
    return []


def _number(name: str, kind: str, data: Mapping[str, object]) -> tuple[float, list[Fault]]:
    if kind in ("difference", "sets"):
        sets = kind == "sets"
        return number_of(name, data.get("n", 1), low=1 if sets else 0, whole=sets)
    return 0, []


def number_of(
    name: str, value: object, *, low: float, whole: bool = False
) -> tuple[float, list[Fault]]:
    """Read the number in a rule; give it with what is wrong with it."""
    usable = isinstance(value, int | float) and not isinstance(value, bool)
    if usable and low <= cast("float", value) <= 1_000_000:
        number = cast("float", value)
        if not whole or number == int(number):
            return number, []
    fix = f"Write a {'whole ' if whole else ''}number from {low:g}."
    return 0, [Fault("has no usable number n.", fix, column=name, value=str(value))]


def _pairs(
    name: str, kind: str, data: Mapping[str, object]
) -> tuple[tuple[tuple[str, str], ...], list[Fault]]:
    given = data.get("pairs", ())
    if kind != "listed":
        problem = [Fault('has "pairs", which only listed pairs have.', "", column=name)]
        return (), problem if given else []
    rows = list(cast("Any", given)) if isinstance(given, list | tuple) else []
    good = [row for row in rows if isinstance(row, list | tuple) and len(row) == 2]
    if not rows or len(good) < len(rows):
        fix = "Write a list of pairs of ids: [[p001, p002], [p003, p004]]."
        return (), [Fault("does not list pairs of two ids.", fix, column=name)]
    return tuple((str(one), str(other)) for one, other in good), []


def _told(name: str, kind: str, want: str, column: str, sentence: object) -> Told:
    def filled(words: str) -> str:
        return words.replace("{column}", _words(column)).replace("{id}", _words(name))

    told = _TOLD[kind, want]
    said = str(sentence).strip() if sentence else filled(told.sentence)
    return Told(said, filled(told.short), filled(told.warning))


def _words(name: str) -> str:
    return name.replace("_", " ")
