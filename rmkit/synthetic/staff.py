"""Who works there and who reports to whom: a staff list with a management tree.

One person is at the top, a board next to them where there is one, a head for every department; in
large departments a team lead for about every seven people. The others are specialists (long there)
and juniors.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

import pandas as pd

from rmkit.synthetic.dice import Dice
from rmkit.synthetic.employers import Employer
from rmkit.synthetic.names import Named, names

__all__ = ["Post", "Rank", "line_above", "staff_of", "staff_table"]

Rank = Literal["top", "board", "head", "lead", "specialist", "junior"]

_YEARS: Final[dict[Rank, tuple[int, int]]] = {
    "top": (12, 30),
    "board": (10, 28),
    "head": (9, 30),
    "lead": (7, 26),
    "specialist": (8, 34),
    "junior": (0, 5),
}
_TEAM: Final = 7
_JUNIOR_SHARE: Final = 0.45


@dataclass(frozen=True, slots=True)
class Post:
    """A person on the staff list. `half_years` counts their time with the organisation."""

    person_id: str
    named: Named
    organisation: str
    site: str
    department: str
    rank: Rank
    job_title: str
    manager_id: str | None
    half_years: int
    started: date


@dataclass(frozen=True, slots=True)
class _Place:
    """A place in the tree before anybody fills it; `above` is the position of the manager."""

    rank: Rank
    department: str
    job_title: str
    above: int | None


def staff_of(employers: Sequence[Employer], n: int, *, seed: int, today: date) -> tuple[Post, ...]:
    """Fill the posts of some organisations with `n` people, sorted by `person_id`.

    Organisations differ in size, the largest being about three times the smallest. Ids say
    nothing about rank: they are given in a random order.
    """
    dice = Dice(seed, 1)
    people = list(names(n, Dice(seed, 0)))
    ids = [f"P{number:0{max(3, len(str(n)))}d}" for number in dice.shuffled(range(1, n + 1))]
    posts: list[Post] = []
    for employer, size in zip(employers, _sizes(len(employers), n, dice), strict=True):
        first = len(posts)
        for place in _places(employer, size, dice):
            i = len(posts)
            above = None if place.above is None else posts[first + place.above]
            post = _filled(place, ids[i], people[i], employer, above, dice, today)
            posts.append(post)
    return tuple(sorted(posts, key=lambda post: post.person_id))


def line_above(person_id: str, posts: Mapping[str, Post]) -> tuple[str, ...]:
    """List somebody's managers upwards, the nearest first."""
    line: list[str] = []
    manager = posts[person_id].manager_id
    while manager is not None:
        line.append(manager)
        manager = posts[manager].manager_id
    return tuple(line)


def staff_table(posts: Sequence[Post]) -> pd.DataFrame:
    """Write the staff list as a table, one row a person; dates are ISO texts."""
    rows = [
        {
            "person_id": post.person_id,
            "name": post.named.name,
            "email": post.named.email,
            "organisation": post.organisation,
            "site": post.site,
            "department": post.department,
            "manager_id": post.manager_id,
            "job_title": post.job_title,
            "started": post.started.isoformat(),
        }
        for post in posts
    ]
    return pd.DataFrame(rows, dtype="str")


def _sizes(n_employers: int, n: int, dice: Dice) -> list[int]:
    """Share people out over organisations; the sizes add up to `n`."""
    weights = [1.0 + dice.whole(0, 20) / 10 for _ in range(n_employers)]
    sizes = [int(n * weight / sum(weights)) for weight in weights]
    for i in range(n - sum(sizes)):
        sizes[i % n_employers] += 1
    return sizes


def _places(employer: Employer, size: int, dice: Dice) -> Iterator[_Place]:
    """Lay out the tree of one organisation, managers before those they lead."""
    board = employer.board if size >= 40 else ()
    departments = employer.departments[: max(1, (size - 1) // 4)]
    yield _Place("top", "Management", employer.top, None)
    for title in board:
        yield _Place("board", "Management", title, 0)
    first_head = 1 + len(board)
    for i, department in enumerate(departments):
        above = 1 + i % len(board) if board else 0
        yield _Place("head", department.name, f"Head of {department.name.lower()}", above)
    first_other = first_head + len(departments)
    n = size - first_other
    leading = [_leads(i, n, len(departments)) for i in range(n)]
    ranks = iter(_ranks(leading.count(False), dice))
    leader = list(range(first_head, first_other))
    for i, leads in enumerate(leading):
        d = i % len(departments)
        name = departments[d].name
        if leads:
            yield _Place("lead", name, f"Team lead, {name.lower()}", first_head + d)
            leader[d] = first_other + i
        else:
            yield _Place(next(ranks), name, dice.pick(departments[d].job_titles), leader[d])


def _leads(i: int, n: int, n_departments: int) -> bool:
    """Whether the `i`-th of `n` people below the heads leads a team of those who follow."""
    large = n > _TEAM * n_departments
    first_of_team = i // n_departments % _TEAM == 0
    return large and first_of_team and n - i > _TEAM * n_departments // 2


def _ranks(n: int, dice: Dice) -> list[Rank]:
    n_juniors = round(n * _JUNIOR_SHARE)
    ranks: list[Rank] = ["junior" if i < n_juniors else "specialist" for i in range(n)]
    return dice.shuffled(ranks)


def _filled(
    place: _Place,
    person_id: str,
    named: Named,
    employer: Employer,
    above: Post | None,
    dice: Dice,
    today: date,
) -> Post:
    low, high = _YEARS[place.rank]
    half_years = dice.whole(2 * low + 1, 2 * high)
    months = today.year * 12 + today.month - 1 - half_years * 6 - dice.whole(0, 5)
    managing = place.department == "Management"
    return Post(
        person_id=person_id,
        named=named,
        organisation=employer.name,
        site=employer.sites[0] if managing else dice.pick(employer.sites),
        department=place.department,
        rank=place.rank,
        job_title=place.job_title,
        manager_id=above.person_id if above else None,
        half_years=half_years,
        started=date(months // 12, months % 12 + 1, 1),
    )
