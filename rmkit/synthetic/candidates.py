"""Who of the staff comes forward, in which role, with which skills and which time.

Juniors come forward as mentors; managers and people long in the organisation as mentees; a few
specialists would do either. Mentors are fewer than mentees: their places add up to about the
pairs that the cohort is meant for.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from rmkit.errors import TooFewPeople
from rmkit.synthetic.dice import Dice
from rmkit.synthetic.kinds import Kind, levels_of, targets_of
from rmkit.synthetic.staff import Post

__all__ = ["RARE_LANGUAGES", "RARE_SLOT", "Candidate", "Role", "candidates_of"]

Role = Literal["mentor", "mentee", "either"]

RARE_LANGUAGES: Final = ("uk", "el")
"""Languages that nobody speaks except where it is planted."""

RARE_SLOT: Final = "fri_pm"
"""The weekly slot that nobody offers except where it is planted."""

_SLOTS: Final = tuple(
    f"{day}_{half}" for day in ("mon", "tue", "wed", "thu", "fri") for half in ("am", "pm")
)[:-1]
_COMMUNICATION: Final = ("in_person", "video", "phone", "email")
_SECOND_LANGUAGES: Final = {"en": 0.3, "es": 0.3, "de": 0.2, "fr": 0.2}


@dataclass(frozen=True)
class Candidate:
    """Somebody who came forward. Where `slots` or `capacity` is None they did not answer."""

    post: Post
    role: Role
    kind: Kind
    levels: Mapping[str, int]
    targets: Mapping[str, int | None]
    languages: tuple[str, ...]
    slots: tuple[str, ...] | None
    capacity: int | None
    communication: tuple[str, ...]


def candidates_of(
    posts: Sequence[Post], *, n: int, n_pairs: int, skills: Sequence[str], scarce: str, seed: int
) -> tuple[Candidate, ...]:
    """Choose `n` candidates for about `n_pairs` pairs, sorted by `person_id`.

    Raises
    ------
    TooFewPeople
        The staff has not enough juniors or seniors for so many candidates.
    """
    chosen = _roles(posts, n=n, n_pairs=n_pairs, dice=Dice(seed, 2))
    people, skill_dice, time_dice = Dice(seed, 3), Dice(seed, 4), Dice(seed, 5)
    candidates = []
    for post, role in chosen:
        kind = _kind(role, people)
        levels = levels_of(kind, skills, scarce, skill_dice)
        candidates.append(
            Candidate(
                post=post,
                role=role,
                kind=kind,
                levels=levels,
                targets=targets_of(levels, scarce, skill_dice, keen=role != "mentor"),
                languages=_languages(post.named.language, time_dice),
                slots=tuple(time_dice.some(_SLOTS, time_dice.whole(2, 5))),
                capacity=None if role == "mentee" else time_dice.weighted({1: 0.88, 2: 0.12}),
                communication=tuple(time_dice.some(_COMMUNICATION, time_dice.whole(1, 3))),
            )
        )
    return tuple(candidates)


def _roles(posts: Sequence[Post], *, n: int, n_pairs: int, dice: Dice) -> list[tuple[Post, Role]]:
    either = max(1, n_pairs // 6)
    wanted: dict[Role, int] = {
        "mentor": n_pairs - either,
        "either": either,
        "mentee": n - n_pairs,
    }
    juniors = dice.shuffled([post for post in posts if post.rank == "junior"])
    specialists = dice.shuffled([post for post in posts if post.rank == "specialist"])
    managers = dice.shuffled([post for post in posts if post.rank not in {"junior", "specialist"}])
    willing = [post for post in managers if dice.chance(0.85)]
    pools: dict[Role, list[Post]] = {
        "mentor": juniors,
        "either": specialists[:either],
        "mentee": [*willing, *specialists[either:]],
    }
    for role, number in wanted.items():
        if number < 1 or len(pools[role]) < number:
            message = (
                f"{len(posts)} people on the staff list cannot give {number} candidates for the "
                f"role {role}. Ask for more staff (n_staff) or for fewer candidates."
            )
            raise TooFewPeople(message)
    chosen = [(post, role) for role, number in wanted.items() for post in pools[role][:number]]
    return sorted(chosen, key=lambda pair: pair[0].person_id)


def _kind(role: Role, dice: Dice) -> Kind:
    if role == "either" or dice.chance(0.08):
        return "mixed"
    return "experienced" if role == "mentee" else dice.pick(("maker", "analyst"))


def _languages(home: str, dice: Dice) -> tuple[str, ...]:
    spoken = {home} | ({"en"} if dice.chance(0.85) else set())
    if dice.chance(0.35):
        spoken.add(dice.weighted(_SECOND_LANGUAGES))
    return tuple(sorted(spoken))
