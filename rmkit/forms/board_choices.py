"""What a person chose on the board of pairs, read with care: rules, weights, locks, a floor."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, get_args

from rmkit.errors import Fault, NotReady, RmkitError
from rmkit.forms.board_view import counted
from rmkit.forms.given import Given

if TYPE_CHECKING:
    from rmkit.programme.programme import Programme

__all__ = ["MOST_OWN", "chosen_on_the_board", "own_rule_given"]

Place = tuple[str, str]

MOST_OWN = 40
_MOST_LISTED = 2_000
_LONGEST_NUMBER = 12


def chosen_on_the_board(programme: Programme, given: Given) -> dict[str, Any]:
    """Read what `pairing.solve` and `pairing.weigh` take from what a page sent.

    Raises
    ------
    RmkitError
        It cannot be meant, or names somebody whom the programme does not know.
    """
    from rmkit.matching import Aim

    aim = given.text("aim")
    if aim not in get_args(Aim):
        message = 'The page sent an "aim" that cannot be read. Run the cell again.'
        raise RmkitError(message)
    names = programme.candidates.names
    locked, forbidden = (_known(given.pairs(name), names, name) for name in ("locked", "forbidden"))
    if len(locked) > len(names):
        message = "There are more locked pairs than people. Release some."
        raise RmkitError(message)
    return {
        "aim": aim,
        "rules": {**_rules(given.mapping("rules")), **_own_rules(given)},
        "criteria": _weights(programme, given.mapping("weights")),
        "floor": _floor(given.parts.get("floor", 0)),
        "locked": locked,
        "forbidden": forbidden,
        "keep": _standing(programme, forbidden) if given.parts.get("gently") is True else (),
    }


def _known(places: Iterable[Place], names: Mapping[str, str], what: str) -> list[Place]:
    found = list(dict.fromkeys(places))
    strangers = {person for place in found for person in place} - names.keys()
    if strangers:
        n = counted(len(strangers), "person", "people")
        message = f"The {what} pairs name {n} whom this programme does not know. Release them."
        raise RmkitError(message)
    return found


def _standing(programme: Programme, forbidden: Iterable[Place]) -> list[Place]:
    """Give the proposed pairs, to be disturbed as little as possible."""
    never = {frozenset(place) for place in forbidden}
    places = [(p.mentor_id or "", p.mentee_id or "") for p in programme.file.pairs("proposed")]
    return [place for place in places if all(place) and frozenset(place) not in never]


def _rules(sent: Mapping[str, object]) -> dict[str, object]:
    """Read a strength for each rule, or a strength and a number."""
    rules: dict[str, object] = {}
    for name, choice in sent.items():
        if isinstance(choice, Mapping):
            rules[name] = {"strength": choice.get("strength"), "n": _number(choice.get("n"))}
        elif isinstance(choice, str):
            rules[name] = choice
        else:
            message = 'The page sent "rules" that cannot be read. Run the cell again.'
            raise RmkitError(message)
    return rules


def _number(value: object) -> object:
    """Give a typed number; what is none as it is, so that it is refused with the rule's words."""
    text = str(value).strip().replace(",", ".")
    if len(text) > _LONGEST_NUMBER or not re.fullmatch(r"\d+(\.\d+)?", text):
        return str(value)
    return int(text) if text.isdigit() else float(text)


def _floor(value: object) -> float:
    number = _number(value)
    if not isinstance(number, int | float) or number > 100:
        message = "The floor is a score from 0 (none) to 100. Nothing was changed."
        raise RmkitError(message)
    return float(number)


def _own_rules(given: Given) -> dict[str, object]:
    sent = given.mapping("own") if "own" in given.parts else {}
    if len(sent) > MOST_OWN:
        message = f"There are more than {MOST_OWN} rules of your own. Take some out."
        raise RmkitError(message)
    return {name: _own_rule(data) for name, data in sent.items()}


def _own_rule(data: object) -> dict[str, object]:
    if not isinstance(data, Mapping) or "kind" not in data or len(str(data)) > 100_000:
        message = 'The page sent a "rule" that cannot be read. Run the cell again.'
        raise RmkitError(message)
    rule = dict(data)
    if "n" in rule:
        rule["n"] = _number(rule["n"])
    return rule


def _weights(programme: Programme, sent: Mapping[str, object]) -> dict[str, object]:
    from rmkit.matching import CRITERIA

    titles = {criterion.id: criterion.title for criterion in CRITERIA}
    faults = tuple(
        Fault(f"{titles.get(name, 'What counts')}: a weight is a whole number from 0 to 10.")
        for name, value in sent.items()
        if type(value) is not int
    )
    if faults:
        raise RmkitError(" ".join(map(str, faults)))
    try:
        own = {c.id: dict(c.data) for c in programme.pairing.choices.criteria if c.data}
    except NotReady:  # made with criteria written in Python: the page goes by what ships
        own = {}
    return {
        name: {**own[name], "weight": weight} if name in own else weight
        for name, weight in sent.items()
    }


def own_rule_given(given: Given, columns: Mapping[str, str]) -> dict[str, object]:
    """Read a rule that somebody adds: its id, its sentence, and the data that make it.

    Parameters
    ----------
    given
        `kind`, and as the kind needs them `column`, `want`, `n`, `pairs`; `taken` ids.
    columns
        The columns of the table of people that there are, with their words.

    Raises
    ------
    NotAllowed
        It looks at a protected trait.
    FaultsFound
        Something is missing from it.
    RmkitError
        It looks at a column that there is not.
    """
    from rmkit.matching.rules import chosen_rules

    kind, column = given.text("kind"), given.text("column")
    data: dict[str, object] = {"kind": kind, "strength": "hard"}
    if kind == "listed":
        pairs = list(dict.fromkeys(given.pairs("pairs")))
        if not 0 < len(pairs) <= _MOST_LISTED:
            message = f"A list has 1 to {_MOST_LISTED:,} pairs: choose two people and add them."
            raise RmkitError(message)
        data["pairs"] = [list(pair) for pair in pairs]
        n = counted(len(pairs), "pair")
        data["sentence"] = (
            f"{n} on a list of your own {'is' if len(pairs) == 1 else 'are'} kept apart."
        )
    else:
        if column not in columns:
            message = "Choose the column that the rule looks at."
            raise RmkitError(message)
        data["column"] = column
    if kind in ("codes", "difference"):
        data["want"] = given.text("want")
    if kind in ("difference", "sets"):
        data["n"] = _number(given.parts.get("n"))
    name = _free_id(f"own {kind} {column} {data.get('want', '')}", given.list_of_texts("taken"))
    rule = next(rule for rule in chosen_rules({name: data}) if rule.id == name)
    return {"id": name, "sentence": rule.sentence, "data": rule.data()}


def _free_id(words: str, taken: Iterable[str]) -> str:
    name = re.sub(r"\W+", "_", words.strip())[:60].strip("_")
    used, k, free = set(taken), 1, name
    while free in used:
        k += 1
        free = f"{name}_{k}"
    return free
