"""Who gets a place when there are more candidates than places: a lottery that anybody can repeat.

Ids, the number of places and a seed come in; who is drawn and who waits, in order, goes out.
Nothing here decides who is eligible, keeps the day or writes to a file.

Everybody has the same chance, places / candidates. That is fair, and it makes those who wait a
comparison group.

What it lets you conclude: whatever differs later between all who were drawn and all who were not,
beyond what chance explains, comes from having been offered a place. Both groups stay as they were
drawn, whoever steps back or moves up later.

What it does not: anything about people who were not on the list; what mentoring did for those alone
who took it up; anything where many of one group do not answer, or those who wait find a mentor
elsewhere; and with few people the groups differ by chance alone. A lottery drawn again because
somebody did not like what came out is none: fix the seed where others see it, before the list is
closed (say, the numbers of next Saturday's public draw), and draw once.

References
----------
That a hash of a seed which all can see decides is as in RFC 3797 (2004). Shares rounded by one lot
for all groups are systematic sampling: Madow (1949), Annals of Mathematical Statistics 20:333.
"""

from __future__ import annotations

import hashlib
import math
import operator
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from numbers import Integral

from rmkit.definitions.discreet import discreet
from rmkit.errors import Fault, FaultsFound, shown

__all__ = ["Draw", "Group", "lottery"]

_LONGEST = 100


@discreet("listed", "places")
@dataclass(frozen=True, slots=True)
class Group:
    """People with the same label, and how many places went to them."""

    label: str
    listed: tuple[str, ...]
    places: int


@discreet("seed", "places", "listed", "drawn", "waiting", "groups")
@dataclass(frozen=True, slots=True)
class Draw:
    """A lottery, with all that is needed to repeat it.

    Parameters
    ----------
    seed, places
        What it was drawn with.
    listed
        The ids it was drawn from, sorted by their characters' code points.
    drawn
        Who has a place, in the order of their lots.
    waiting
        Who waits, in the order of their lots.
    groups
        By label, where places were shared out between groups; otherwise empty.
    """

    seed: str
    places: int
    listed: tuple[str, ...]
    drawn: tuple[str, ...]
    waiting: tuple[str, ...]
    groups: tuple[Group, ...] = ()

    @property
    def method(self) -> str:
        """How to repeat it by hand or in any language, in a sentence or two."""
        places = min(self.places, len(self.listed))
        each = (
            f"Everybody's lot is the SHA-256 (hexadecimal) of the seed, a colon and their id, in "
            f'UTF-8 ("{self.seed}:ID"); people are ordered by their lots, the smallest first.'
        )
        if not self.groups:
            return f"{each} The first {places} of {len(self.listed)} have a place."
        return (
            f"{each} Each group's share is {places} x its people / {len(self.listed)}. Groups "
            f'are ordered by the SHA-256 of "{self.seed}:group:LABEL", their shares laid end to '
            f"end on a line from 0, and one number from 0 to 1 drawn: the SHA-256 of "
            f'"{self.seed}:start" / 2^256. At that number and every 1 further along a place goes '
            f"to the group whose share lies there (from its start up to, not including, its end). "
            f"The first of each group have its places."
        )


def lottery(
    person_ids: Iterable[str],
    places: int,
    seed: str | int,
    *,
    strata: Mapping[str, str | None] | None = None,
) -> Draw:
    """Draw who gets a place, everybody with the same chance.

    Parameters
    ----------
    person_ids
        Everybody who is eligible, each once. Their order changes nothing.
    places
        How many places there are, a whole number from 0. With as many places as people or more,
        everybody has one.
    seed
        What the lottery is drawn with, a whole number or a printable text; spaces around it do
        not count. The same seed and the same people give the same draw on every machine.
    strata
        A label by id (organisation, role, ...), so that places are shared out in proportion:
        each group has its share, rounded down or up. None or an empty text is a group of its
        own. Labels of others than `person_ids` are not looked at.

    Returns
    -------
    Draw
        Who is drawn and who waits, both in the order of their lots.

    Raises
    ------
    FaultsFound
        No people, an id that is doubled, blank or not text, places that are not a whole number
        from 0, a seed that is missing or blank, somebody without a label. All faults at once.

    Notes
    -----
    A lot depends on the seed and the id alone, so that somebody who joins or leaves the list leaves
    the order of all others as it was. Which groups are rounded up is drawn too, each as often as
    its fraction says: then everybody's chance is the same in small groups as in large ones. (To
    give it to the largest fractions would leave a person without colleagues no chance at all.)

    Examples
    --------
    >>> draw = lottery(["ann", "bo", "cy", "di"], 2, "spring 2027")
    >>> draw.drawn, draw.waiting
    (('di', 'ann'), ('bo', 'cy'))
    """
    ids = [person_ids] if isinstance(person_ids, str) else list(person_ids)
    faults = [*_people_faults(person_ids, ids), *_number_faults(places, seed)]
    faults += _label_faults(ids, strata) if strata is not None and not faults else []
    if faults:
        raise FaultsFound(faults, "Nobody was drawn.")
    told = str(seed).strip()
    number = operator.index(places)
    order = sorted(ids, key=lambda name: (_lot(told, name), name))
    groups = () if strata is None else _groups(sorted(ids), strata, number, told)
    if groups:
        group_of = {name: group for group in groups for name in group.listed}
        left = {group.label: group.places for group in groups}
        drawn = [name for name in order if _takes(left, group_of[name].label)]
    else:
        drawn = order[:number]
    with_place = set(drawn)
    return Draw(
        seed=told,
        places=number,
        listed=tuple(sorted(ids)),
        drawn=tuple(drawn),
        waiting=tuple(name for name in order if name not in with_place),
        groups=groups,
    )


def _lot(seed: str, what: str) -> str:
    return hashlib.sha256(f"{seed}:{what}".encode()).hexdigest()


def _takes(left: dict[str, int], label: str) -> bool:
    """Take one of the places that a group has left; say whether there was one."""
    left[label] -= 1
    return left[label] >= 0


def _groups(
    ids: Sequence[str], strata: Mapping[str, str | None], places: int, seed: str
) -> tuple[Group, ...]:
    """Share places out; a group's share is rounded up as often as its fraction says."""
    members: dict[str, list[str]] = {}
    for name in ids:
        members.setdefault(strata[name] or "", []).append(name)
    start = Fraction(int(_lot(seed, "start"), 16), 2**256)
    share = Fraction(min(places, len(ids)), len(ids))
    found = []
    people = 0
    for label in sorted(members, key=lambda label: (_lot(seed, f"group:{label}"), label)):
        before, people = people, people + len(members[label])
        n_places = math.ceil(people * share - start) - math.ceil(before * share - start)
        found.append(Group(label, tuple(members[label]), n_places))
    return tuple(sorted(found, key=lambda group: group.label))


def _people_faults(given: object, ids: Sequence[object]) -> Iterator[Fault]:
    if isinstance(given, str):
        yield Fault("The people are one text.", "Give a list of ids.")
        return
    if not ids:
        yield Fault("There is nobody on the list.", "Give the ids of everybody who is eligible.")
    bad = [position for position, name in enumerate(ids, start=1) if not _is_id(name)]
    if bad:
        yield Fault(
            f"Of the ids, {len(bad)} are blank or not text; the first is number {bad[0]}.",
            "Give every candidate an id.",
        )
    for name, times in Counter(name for name in ids if _is_id(name)).items():
        if times > 1:
            yield Fault(f'The id "{shown(name)}" is on the list {times} times.', "Keep it once.")


def _is_id(name: object) -> bool:
    return _is_text(name) and bool(str(name).strip())


def _is_text(value: object) -> bool:
    """Tell texts from everything else, and from halves of characters that no file can hold."""
    return isinstance(value, str) and not any("\ud800" <= part <= "\udfff" for part in value)


def _number_faults(places: object, seed: object) -> Iterator[Fault]:
    try:
        number = -1 if isinstance(places, bool) else operator.index(places)  # type: ignore[arg-type]
    except TypeError:
        number = -1
    if number < 0:
        yield Fault(
            f'"{shown(places)}" is not a number of places.',
            "Give a whole number from 0, such as 30.",
        )
    fix = 'Give a text or a whole number that others know, such as "spring 2027".'
    if seed is None or (isinstance(seed, str) and not seed.strip()):
        yield Fault("There is no seed.", fix)
    elif isinstance(seed, bool) or not isinstance(seed, (str, Integral)):
        yield Fault(f"The seed is of the kind {type(seed).__name__}.", fix)
    elif abs(int(seed)) >= 10**_LONGEST if isinstance(seed, Integral) else len(seed) > _LONGEST:
        yield Fault(f"The seed is longer than {_LONGEST} characters.", fix)
    elif not str(seed).strip().isprintable():
        yield Fault("The seed has characters that cannot be seen.", fix)


def _label_faults(ids: Sequence[str], strata: Mapping[str, str | None]) -> Iterator[Fault]:
    without = [name for name in ids if name not in strata]
    if without:
        yield Fault(
            f'Of the people, {len(without)} have no label; the first is "{shown(min(without))}".',
            "Give everybody a label; None makes a group of its own.",
        )
    labels = [(name, strata.get(name)) for name in ids]
    wrong = [name for name, label in labels if label is not None and not _is_text(label)]
    if wrong:
        yield Fault(
            f'Of the labels, {len(wrong)} are not text; the first is of "{shown(min(wrong))}".',
            "Give texts, or None.",
        )
