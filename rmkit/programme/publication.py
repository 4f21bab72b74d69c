"""Group figures of a programme that may be passed on: by one plan, remembered, never by filter.

What was published is kept by who was counted where, so that later figures cannot be played
against earlier ones. The file keeps no names with it: people stand there under a label of their
own, which stays behind, as nobody's, when somebody is erased. People who objected to evaluation
or to research are in no new figures.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import pandas as pd

from rmkit.disclosure.plan import Plan, first_plan
from rmkit.disclosure.published import Place, Published, Remembered, publish
from rmkit.errors import NotAllowed
from rmkit.programme.clock import now
from rmkit.programme.days import in_words

if TYPE_CHECKING:
    from rmkit.programme.programme import Programme
    from rmkit.records.change import Change

__all__ = ["PublicationStep"]

_PURPOSES = ("evaluation", "research")
_FIGURES = ["breakdown", "group", "question", "people", "mean"]


class PublicationStep:
    """What a programme publishes of its answers: means by group, with nobody given away."""

    def __init__(self, programme: Programme) -> None:
        self._programme = programme
        self._file = programme.file

    @property
    def plan(self) -> Plan:
        """The plan that was fixed, or the one that the first publication will fix.

        Raises
        ------
        NotReady
            Nobody answered yet.
        """
        kept = self._file.document("publication_plan")
        return Plan.from_document(kept) if kept else self._plan(None)

    def fix_plan(self, columns: Sequence[str] | None = None) -> Plan:
        """Fix by what figures are broken down, before anything is published.

        Parameters
        ----------
        columns
            Columns of the table of people; None takes role, organisation, site and department.

        Raises
        ------
        NotAllowed
            Something was published already, or the plan would have too many groups.
        NotReady
            Nobody answered yet.
        """
        if self._file.documents("publication"):
            message = (
                "Figures were published by the plan that stands. Another plan now would let "
                "readers work out by subtraction what single people answered."
            )
            raise NotAllowed(message)
        plan = self._plan(columns)
        self._programme.save_document(
            "publication_plan",
            plan.as_document(),
            action="Fixed what is published, and by groups",
            for_good=True,
        )
        return plan

    def _plan(self, columns: Sequence[str] | None) -> Plan:
        candidates = self._programme.candidates
        people, staff = candidates.people, candidates.staff
        known = [c for c in staff.columns if c in people.columns and c != "person_id"]
        return first_plan(pd.concat([people, staff[known]], ignore_index=True), columns)

    def publish(self, *, on_progress: Callable[[float, str], None] | None = None) -> Published:
        """Give the figures that may be passed on now, and remember that they were.

        Where new figures would tell what a few people answered since, those published last come
        back, and say so.

        Raises
        ------
        NotReady
            Nobody answered yet.
        """
        plan, earlier = self.plan, self._earlier()
        owners, known = self._owners()
        people = self._people(owners)
        moment = now()
        done = publish(
            people,
            plan,
            earlier=[self._remembered(content) for content in earlier],
            mark=self._marker(owners),
            as_of=in_words(moment.date()),
            on_progress=on_progress,
        )
        if done is None:
            return _standing(earlier[-1], held_back=True)
        found, kept = done
        content = {**_as_document(kept), "figures": _figures(found), "as_of": found.as_of}
        if earlier and _same(earlier[-1], content):
            return _standing(earlier[-1], held_back=False)
        with self._file.change(
            actor="coordinator", action="Published group figures", now=moment, kind="note"
        ) as change:
            self._save(change, plan, known, content, number=len(earlier) + 1)
        return found

    @property
    def holds_objectors(self) -> bool:
        """Whether figures that stand count somebody who objected since."""
        owners, _ = self._owners()
        gone = {owners[person] for person in self._objected() if person in owners}
        return any(
            place["owner"] in gone
            for content in self._earlier()[-1:]
            for place in content["places"]
        )

    def _objected(self) -> set[str]:
        return {i for purpose in _PURPOSES for i in self._file.objected(purpose)}  # type: ignore[arg-type]

    def _save(
        self,
        change: Change,
        plan: Plan,
        owners: dict[str, Any],
        content: dict[str, Any],
        number: int,
    ) -> None:
        change.save_document("publication_plan", "", plan.as_document())
        change.save_document("publication_places", "", owners)
        change.save_document("publication", f"{number:04d}", content)

    def _earlier(self) -> list[dict[str, Any]]:
        kept = self._file.documents("publication")
        return [kept[name] for name in sorted(kept)]

    def _owners(self) -> tuple[dict[str, str], dict[str, Any]]:
        """Give the label of every person, and what the file is to keep of labels."""
        known = dict(self._file.document("publication_places") or {})
        owners = {p["person_id"]: label for label, p in known.items() if p["person_id"]}
        for person in self._file.people():
            if person.person_id not in owners:
                label = secrets.token_hex(6)
                owners[person.person_id] = label
                known[label] = {"person_id": person.person_id}
        return owners, known

    def _people(self, owners: dict[str, str]) -> pd.DataFrame:
        people = self._programme.candidates.people
        people = people[~people["person_id"].isin(self._objected())]
        return people.assign(owner=people["person_id"].map(owners)).reset_index(drop=True)

    def _marker(self, owners: dict[str, str]) -> Callable[[str, str, object], str]:
        """Mark answers so that a change shows; without the response nobody turns a mark back."""
        secret = {
            owners[r.person_id]: r.response_id
            for r in self._file.counting("candidate")
            if r.person_id
        }

        def mark(owner: str, question: str, answer: object) -> str:
            text = f"{secret.get(owner, '')}|{question}|{answer}"
            return hashlib.sha256(text.encode()).hexdigest()[:8]

        return mark

    def _remembered(self, content: dict[str, Any]) -> Remembered:
        places = [Place(p["owner"], tuple(p["groups"]), p["marks"]) for p in content["places"]]
        return Remembered(tuple(places), {q: tuple(n) for q, n in content["shown"].items()})


def _as_document(kept: Remembered) -> dict[str, Any]:
    places = sorted(kept.places, key=lambda place: place.owner)
    return {
        "places": [
            {"owner": p.owner, "groups": list(p.groups), "marks": dict(p.marks)} for p in places
        ],
        "shown": {question: list(cells) for question, cells in kept.shown.items()},
    }


def _figures(found: Published) -> list[list[Any]]:
    return [
        [None if pd.isna(v) else (v if isinstance(v, str) else float(v)) for v in row]
        for row in found.rows[_FIGURES].itertuples(index=False)
    ]


def _same(before: dict[str, Any], content: dict[str, Any]) -> bool:
    return all(before[part] == content[part] for part in ("places", "shown"))


def _standing(content: dict[str, Any], *, held_back: bool) -> Published:
    frame = pd.DataFrame(content["figures"], columns=_FIGURES)
    frame = frame.astype({"people": "Int64", "mean": "Float64"})
    return Published(frame, held_back=held_back, as_of=content["as_of"])
