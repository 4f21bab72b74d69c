"""What is given to `match`, before anything is read: tables, settings and lists that are none.

Everything that is not of its kind is told at once, each with what was seen and what to write.
What people answered stands in no message.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import NoneType, UnionType

import pandas as pd

from rmkit.errors import Fault, FaultsFound, shown
from rmkit.matching.criterion import Criterion
from rmkit.matching.rule import Rule

__all__ = ["check_kinds", "pairs_given"]

Pairs = list[tuple[str, str]]


def check_kinds(
    people: object,
    *,
    managers: object,
    criteria: object,
    rules: object,
    labels: object,
    first: object,
) -> list[Fault]:
    """Tell what is not of the kind that `match` takes; see there."""
    return [
        *_table_faults(people),
        *_manager_faults(managers),
        *_setting_faults("criteria", criteria, Criterion, '{"needs_covered": 3}'),
        *_setting_faults("rules", rules, Rule, '{"same_department": "hard"}'),
        *_label_faults(labels),
        *_list_faults("first", first, "Write a list of ids."),
    ]


def pairs_given(faults: Sequence[Fault] = (), **lists: object) -> Iterator[Pairs]:
    """Read lists of pairs of ids, by the name of the argument.

    Parameters
    ----------
    faults
        What was found already; told together with what is wrong here.
    lists
        Something to go through, with two ids in each place.

    Raises
    ------
    FaultsFound
        All faults at once.
    """
    told, read = list(faults), []
    for name, given in lists.items():
        wrong = list(_list_faults(name, given, "Write a list of pairs of ids: [(one, other)]."))
        pairs: list[object] = list(given) if isinstance(given, Iterable) and not wrong else []
        found = [_two(pair) for pair in pairs]
        wrong += [
            Fault(
                f"The {name} pair {shown(_seen(pair))} is not a pair of two ids.",
                "Write (one, other); several pairs stand in a list.",
            )
            for pair, two in zip(pairs, found, strict=True)
            if two is None
        ]
        told += wrong
        read.append([two for two in found if two is not None])
    if told:
        raise FaultsFound(told, "Nobody was paired.")
    return iter(read)


def _two(pair: object) -> tuple[str, str] | None:
    if isinstance(pair, str | bytes | Mapping) or not isinstance(pair, Iterable):
        return None
    two = list(pair)
    if len(two) != 2 or any(one is None or isinstance(one, float) for one in two):
        return None
    return str(two[0]), str(two[1])


def _seen(value: object) -> str:
    """Show ids as they are, of everything else only what it is."""
    if isinstance(value, tuple | list):
        return f"({', '.join(_seen(one) for one in value)})"
    return f'"{value}"' if isinstance(value, str | int) else _kind(value)


def _kind(value: object) -> str:
    words: tuple[tuple[type | UnionType, str], ...] = (
        (NoneType, "nothing"),
        (str | bytes, "a text"),
        (int | float, "a number"),
        (list | tuple | set | frozenset, "a list"),
        (Mapping, "a mapping"),
        (pd.DataFrame, "a table"),
    )
    found = (told for kind, told in words if isinstance(value, kind))
    return next(found, f"of the kind {type(value).__name__}")


def _table_faults(people: object) -> Iterator[Fault]:
    if not isinstance(people, pd.DataFrame):
        fix = "Give a pandas DataFrame with one row a person."
        yield Fault(f"The people are {_kind(people)}, and no table.", fix)


def _manager_faults(managers: object) -> Iterator[Fault]:
    fix = "Give the manager's id by person id: a mapping, or what managers_of(staff) returns."
    if managers is None:
        return
    if not isinstance(managers, Mapping | pd.Series):
        yield Fault(f"The managers are {_kind(managers)}.", fix)
        return
    for person, above in managers.items():
        if isinstance(above, list | tuple | set | frozenset | dict | bool):
            yield Fault(
                f"The manager of {shown(person)} is {_kind(above)}, not one id.",
                "Name one manager; leave it empty at the top.",
            )


def _setting_faults(name: str, given: object, kind: type, example: str) -> Iterator[Fault]:
    fix = f"Write them by id, {example}, or give a list of {kind.__name__} objects."
    if given is None or isinstance(given, Mapping):
        return
    if isinstance(given, str | bytes) or not isinstance(given, Sequence):
        yield Fault(f"The {name} are {_kind(given)}.", fix)
    elif not all(isinstance(one, kind) for one in given):
        yield Fault(f"Among the {name} stands something else.", fix)


def _label_faults(labels: object) -> Iterator[Fault]:
    if labels is not None and not isinstance(labels, Mapping):
        fix = 'Write the words by id of the skill: {"chat": "Video calls"}.'
        yield Fault(f"The labels are {_kind(labels)}.", fix)


def _list_faults(name: str, given: object, fix: str) -> Iterator[Fault]:
    if isinstance(given, str | bytes | Mapping | pd.DataFrame) or not isinstance(given, Iterable):
        yield Fault(f'What is given as "{name}" is {_kind(given)}, and no list.', fix)
