"""What is planted in a cohort, so that rules, warnings and reasons have something to show.

Each planted fact is true by construction and can be computed from the table of people and the
staff list; the truth names whom it is about. A person carries at most one.

- `knows_all`: a junior mentor at level 4 or 5 in every skill, the only one at 5 in the scarce one.
- `best_mentor_below`: a mentee above that junior in the line. Nobody else could give them as much,
  and no rule that forbids pairs within a line lets the two meet.
- `same_department`: a mentor and a mentee of one department, neither in the other's line. Each is
  strong where the other is not (the scarce skill apart); they have the same slots and languages.
- `scarce_skill`: a mentor who has the scarce skill (level 4); apart from these and the junior who
  knows all, no candidate has it.
- `own_language`: a mentor, and a mentee, who share no language with anybody.
- `own_slot`: a mentee who has time only when nobody else has.
- `no_wish`: a mentee who wants no level above the one they have.
- `no_slots`: a mentor who did not say when they have time.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from rmkit.synthetic.candidates import RARE_LANGUAGES, RARE_SLOT, Candidate, Role
from rmkit.synthetic.dice import Dice
from rmkit.synthetic.staff import Post, line_above

__all__ = ["FACTS", "Planted", "planted"]

FACTS = (
    "knows_all", "best_mentor_below", "same_department", "scarce_skill", "own_language",
    "own_slot", "no_wish", "no_slots",
)  # fmt: skip
"""Everything that can be planted; a small cohort has room for some of it only."""


@dataclass(frozen=True, slots=True)
class Planted:
    """A planted fact about a person, with the other person it is about, if there is one."""

    fact: str
    other_id: str | None = None


class _Bed:
    """The candidates while facts are planted among them."""

    def __init__(self, candidates: tuple[Candidate, ...], seed: int) -> None:
        self.people = {c.post.person_id: c for c in candidates}
        self.facts: dict[str, Planted] = {}
        self._order = Dice(seed, 6).shuffled(list(self.people))

    def free(self, role: Role) -> list[Candidate]:
        """List the candidates of a role about whom nothing is planted yet, in a random order."""
        people = [self.people[i] for i in self._order if i not in self.facts]
        return [person for person in people if person.role == role]

    def has_room(self, role: Role) -> bool:
        """Whether most candidates of a role are still without a planted fact."""
        everybody = sum(person.role == role for person in self.people.values())
        return 2 * len(self.free(role)) > everybody + 1

    def put(self, person: Candidate, fact: str, other_id: str | None = None) -> None:
        """Keep a changed candidate with what was planted."""
        self.people[person.post.person_id] = person
        self.facts[person.post.person_id] = Planted(fact, other_id)


def planted(
    candidates: tuple[Candidate, ...],
    posts: Mapping[str, Post],
    *,
    scarce: str,
    extended: bool,
    seed: int,
) -> tuple[tuple[Candidate, ...], dict[str, Planted]]:
    """Plant what there is room for; give the changed candidates, and the facts by person.

    Facts about languages, slots and wanted levels need the `extended` questionnaire, which asks
    for them.
    """
    bed = _Bed(candidates, seed)
    _plant_line(bed, posts, scarce)
    _plant_department(bed, posts, scarce)
    _plant_scarce_skill(bed, scarce)
    if extended:
        _plant_alone(bed)
    return tuple(bed.people.values()), bed.facts


def _plant_line(bed: _Bed, posts: Mapping[str, Post], scarce: str) -> None:
    """Make the junior with the most candidates above them the best mentor for all of these."""
    mentees = {person.post.person_id: person for person in bed.free("mentee")}
    lines = [
        (junior, [i for i in line_above(junior.post.person_id, posts) if i in mentees])
        for junior in bed.free("mentor")
    ]
    junior, above = max(lines, key=lambda line: len(line[1]))
    if not above:
        return
    levels = {skill: max(level, 4) for skill, level in junior.levels.items()} | {scarce: 5}
    targets = {skill: max(level, junior.targets[skill] or 0) for skill, level in levels.items()}
    bed.put(replace(junior, kind="mixed", levels=levels, targets=targets), "knows_all")
    for person_id in above:
        mentee = mentees[person_id]
        low = {skill: min(level, 3) for skill, level in mentee.levels.items()}
        wanted: dict[str, int | None] = {**dict.fromkeys(low, 4), scarce: 5}
        mentee = replace(mentee, levels=low, targets=wanted)
        bed.put(mentee, "best_mentor_below", junior.post.person_id)


def _plant_department(bed: _Bed, posts: Mapping[str, Post], scarce: str) -> None:
    """Make a mentor and a mentee of one department each other's complement."""
    for mentor, mentee in _colleagues(bed, posts):
        strong = [skill for skill, level in mentor.levels.items() if level >= 4]
        if not strong:
            continue
        levels = {skill: 2 if skill in strong else 4 for skill in mentee.levels} | {scarce: 3}
        changed = replace(
            mentee,
            kind="mixed",
            levels=levels,
            targets=dict.fromkeys(levels, 4) | {scarce: 3},
            languages=mentor.languages,
            slots=mentor.slots,
        )
        bed.put(changed, "same_department", mentor.post.person_id)
        bed.put(mentor, "same_department", mentee.post.person_id)
        return


def _colleagues(bed: _Bed, posts: Mapping[str, Post]) -> Iterator[tuple[Candidate, Candidate]]:
    for mentor in bed.free("mentor"):
        line = line_above(mentor.post.person_id, posts)
        for mentee in bed.free("mentee"):
            together = (mentor.post.organisation, mentor.post.department) == (
                mentee.post.organisation,
                mentee.post.department,
            )
            if together and mentee.post.person_id not in line:
                yield mentor, mentee


def _plant_scarce_skill(bed: _Bed, scarce: str) -> None:
    mentors = [person for person in bed.free("mentor") if person.kind != "mixed"]
    for person in mentors[: max(1, len(mentors) // 8)]:
        target = max(4, person.targets[scarce] or 0)
        changed = replace(
            person,
            levels={**person.levels, scarce: 4},
            targets={**person.targets, scarce: target},
        )
        bed.put(changed, "scarce_skill")


def _plant_alone(bed: _Bed) -> None:
    """Plant what concerns one person alone, each while there is room for it."""
    if bed.has_room("mentee"):
        person = bed.free("mentee")[0]
        bed.put(replace(person, languages=RARE_LANGUAGES[1:]), "own_language")
    if bed.has_room("mentor"):
        person = bed.free("mentor")[0]
        bed.put(replace(person, languages=RARE_LANGUAGES[:1]), "own_language")
    if bed.has_room("mentee"):
        person = bed.free("mentee")[0]
        bed.put(replace(person, slots=(RARE_SLOT,)), "own_slot")
    if bed.has_room("mentee"):
        person = bed.free("mentee")[0]
        bed.put(replace(person, targets=dict(person.levels)), "no_wish")
    if bed.has_room("mentor"):
        person = bed.free("mentor")[0]
        bed.put(replace(person, slots=None), "no_slots")
