"""Step 4: who meets whom. The machine proposes, with reasons; a person confirms."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, cast

import pandas as pd

from rmkit.errors import NotAllowed, NotReady
from rmkit.programme.actors import named
from rmkit.programme.changing import ChangingPairs
from rmkit.programme.choosing_rules import ChoosingRules
from rmkit.programme.clock import now
from rmkit.programme.confirming import (
    confirm_proposal,
    ending_places,
    is_waiting,
    new_search,
)
from rmkit.programme.drawing_places import DrawingPlaces
from rmkit.programme.left_over import UNMATCHED, without_partner
from rmkit.programme.naming import with_names
from rmkit.programme.objecting import warned
from rmkit.programme.proposed import CHANGED, is_stale, propose, work_out
from rmkit.programme.purposes import not_to_be_matched
from rmkit.programme.reworking import ReworkingPairs
from rmkit.programme.running import both
from rmkit.programme.situation import Situation, kept_situation, situation_now
from rmkit.programme.weighing import Standing, Weighed, weighed
from rmkit.records.model import Pair

if TYPE_CHECKING:
    from rmkit.matching import Aim, Criterion, Matching, Rule

__all__ = ["PairingStep"]

_BEFORE_CONFIRMING = {
    "unmatched": "those left over (pairing.open_unmatched)",
    "flagged": "the pairs with a warning (pairing.open_flagged)",
}
_STRENGTHS = {"hard": "always kept", "warning": "a warning"}


class PairingStep(ChangingPairs, DrawingPlaces, ChoosingRules, ReworkingPairs):
    """The pairs of one programme: proposed, looked at, confirmed."""

    def solve(
        self,
        *,
        aim: Aim = "participation",
        criteria: Mapping[str, object] | Sequence[Criterion] | None = None,
        rules: Mapping[str, object] | Sequence[Rule] | None = None,
        locked: Sequence[tuple[str, str]] = (),
        forbidden: Sequence[tuple[str, str]] = (),
        floor: float = 0.0,
        keep: Sequence[tuple[str, str]] = (),
        on_progress: Callable[[float, str], None] | None = None,
    ) -> Matching:
        """Propose the best pairs that the rules allow, and keep the proposal.

        Takes what `rmkit.match` takes, and `**choices` as it stands; `keep` are pairs to disturb
        as little as possible. A new proposal replaces one that was not confirmed. Where nobody was
        asked for languages, the warning of an unknown one is off unless `rules` says otherwise.

        Raises
        ------
        NotReady
            Nobody answered yet.
        NotAllowed
            A locked pair breaks a rule, or pairs were confirmed already.
        """
        self._refuse_second_list()
        return propose(
            self._programme,
            situation_now(self._programme),
            aim=aim,
            criteria=criteria,
            rules=rules,
            locked=locked,
            forbidden=forbidden,
            floor=floor,
            keep=keep,
            on_progress=on_progress,
        )

    def weigh(
        self,
        *,
        aim: Aim = "participation",
        criteria: Mapping[str, object] | Sequence[Criterion] | None = None,
        rules: Mapping[str, object] | Sequence[Rule] | None = None,
        locked: Sequence[tuple[str, str]] = (),
        forbidden: Sequence[tuple[str, str]] = (),
        floor: float = 0.0,
        keep: Sequence[tuple[str, str]] = (),
        on_progress: Callable[[float, str], None] | None = None,
    ) -> Weighed:
        """Say what `solve` would come to with these choices; nothing is kept.

        Takes what `solve` takes and refuses what it refuses, but for confirmed pairs: other
        choices can still be weighed against them. While a proposal waits beside pairs that run,
        these stay, as they do in it. To change one choice of those that stand:
        `weigh(**{**choices, "rules": {**choices["rules"], "same_department": "hard"}})`.

        Raises
        ------
        NotReady
            Nobody answered yet.
        NotAllowed
            A locked pair breaks a rule.
        """
        found = work_out(
            self._programme,
            situation=self._weighed_from(),
            aim=aim,
            criteria=criteria,
            rules=rules,
            locked=locked,
            forbidden=forbidden,
            floor=floor,
            keep=keep,
            on_progress=on_progress,
        )
        return weighed(found, self._standing_now(), self._names)

    def _weighed_from(self) -> Situation:
        kept = self._file.matching()
        if kept is not None and self._file.pairs("proposed"):
            return kept_situation(kept.settings)
        everything = situation_now(self._programme)
        return Situation(left_out=everything.left_out, drawn=everything.drawn)

    def _standing_now(self) -> Standing | None:
        kept = self._file.matching()
        if kept is None:
            return None
        left = cast("list[dict[str, Any]]", kept.result["unmatched"])
        return Standing(
            frozenset(
                (p.mentor_id, p.mentee_id) for p in self._standing() if p.mentor_id and p.mentee_id
            ),
            frozenset(str(row["person_id"]) for row in left),
            self.is_stale,
        )

    def _refuse_second_list(self) -> None:
        confirmed = len(self._file.pairs("confirmed"))
        if confirmed:
            message = (
                f"{confirmed} pairs are confirmed already; proposing all anew would undo what "
                "people were told. For those who are free: pairing.rematch(), or `rmkit pairs "
                "rematch`. To try other rules, work on a copy of the programme's file."
            )
            raise NotAllowed(message)

    @property
    def pairs(self) -> pd.DataFrame:
        """The pairs that run and those that are proposed: ids, names, score (0 to 100), reason.

        `warnings` and reasons name nobody; a pair of which somebody asked not to be matched since
        has a warning that says so. `locked` tells the pairs that somebody insisted on, `state`
        which are confirmed, `since` (ISO day) from when. Once pairs were confirmed, `new` tells
        those of the last search; `ends`, those that end when the proposal is confirmed.
        """
        names, kept, standing = self._names, self._file.matching(), self._standing()
        closed = not_to_be_matched(self._file)
        insisted = self._insisted({p.matching_id for p in standing})
        ending = ending_places(kept.settings) if kept else frozenset()
        newest = new_search(self._file)
        rows = [
            (
                p.pair_id, p.mentor_id, names.get(p.mentor_id or ""), p.mentee_id,
                names.get(p.mentee_id or ""), p.score, p.reason, " ".join(warned(p, closed)),
                (p.matching_id, p.mentor_id, p.mentee_id) in insisted, p.state,
                (p.confirmed_at or "")[:10], p.matching_id == newest,
                p.state == "confirmed" and both(p) in ending,
            )
            for p in standing
        ]  # fmt: skip
        columns = [
            "pair_id", "mentor_id", "mentor", "mentee_id", "mentee", "score", "reason",
            "warnings", "locked", "state", "since", "new", "ends",
        ]  # fmt: skip
        return pd.DataFrame(rows, columns=columns)

    def _insisted(self, numbers: Iterable[int]) -> set[tuple[int, str, str]]:
        """Give the pairs that were locked, each with the number of its search."""
        made = [kept for number in numbers if (kept := self._file.matching(number))]
        return {
            (kept.matching_id, one, other)
            for kept in made
            for one, other in cast("list[list[str]]", kept.settings["locked"])
        }

    def _standing(self) -> list[Pair]:
        return [*self._file.pairs("confirmed"), *self._file.pairs("proposed")]

    @property
    def unmatched(self) -> pd.DataFrame:
        """Everyone without a partner, with why and what would help.

        Whoever asked not to be matched stands here too, unless they are in a pair: that pair then
        has a warning. Of those on the waiting list it is said since when they wait.
        """
        return without_partner(
            self._programme, self._kept("unmatched", UNMATCHED), self._standing()
        )

    @property
    def flagged(self) -> pd.DataFrame:
        """The pairs with a warning."""
        pairs = self.pairs
        return pairs.loc[pairs["warnings"] != ""].reset_index(drop=True)

    def open_unmatched(self) -> pd.DataFrame:
        """Look at everyone left over; the file remembers that somebody did."""
        self._mark_opened("unmatched")
        return self.unmatched

    def open_flagged(self) -> pd.DataFrame:
        """Look at the pairs with a warning; the file remembers that somebody did."""
        self._mark_opened("flagged")
        return self.flagged

    @property
    def rules(self) -> tuple[str, ...]:
        """The rules and criteria of the proposal, as sentences."""
        settings = cast("dict[str, Any]", self.proposal.settings)
        rules = (
            f"{rule['sentence']} ({_STRENGTHS[rule['strength']]})"
            for rule in settings["rules"]
            if rule["strength"] in _STRENGTHS
        )
        weights = [f"{c['title']} ({c['weight']})" for c in settings["criteria"] if c["weight"]]
        return (*rules, f"What counted for a pair, with its weight: {', '.join(weights)}.")

    @property
    def audit(self) -> pd.DataFrame:
        """What was checked about the proposal: rules kept, optimal, everyone accounted for."""
        audit = self._kept("audit", ["check", "outcome", "detail"])
        names = self._names
        return audit.assign(detail=with_names(audit["detail"], names))

    def _kept(self, name: str, columns: list[str]) -> pd.DataFrame:
        rows = cast("list[dict[str, Any]]", self.proposal.result[name])
        return pd.DataFrame(rows, columns=columns)

    def confirm(self, *, by: str) -> pd.DataFrame:
        """Make the proposed pairs definitive, and keep who did, when, and by which rules.

        Parameters
        ----------
        by
            The person who confirms, by name.

        Raises
        ------
        NotReady
            Nothing was proposed, or answers changed since.
        NotAllowed
            Those left over, or the pairs with a warning, were not looked at; or no name is given.
        """
        if not by.strip():
            message = "A person confirms the pairs: say who, confirm(by=...)."
            raise NotAllowed(message)
        self._refuse_stale()
        opened = self._opened()
        missing = [what for key, what in _BEFORE_CONFIRMING.items() if key not in opened]
        if missing:
            message = (
                f"Before the pairs are confirmed, open {' and '.join(missing)}; "
                "`rmkit match` shows both."
            )
            raise NotAllowed(message)
        with self._file.change(actor=named(by), action="Confirmed the pairs", now=now()) as change:
            confirm_proposal(change, self._programme, self.proposal.settings, opened=opened)
        return self.pairs

    def _refuse_stale(self) -> None:
        proposal = self.proposal
        if not is_waiting(self._file, proposal.settings):
            message = "No pair is waiting to be confirmed: they are confirmed, or there is none."
            raise NotReady(message)
        if is_stale(self._programme, proposal):
            again = "`rmkit match`, or pairing.solve()"
            if self._file.pairs("confirmed"):
                again = "`rmkit pairs rematch`, or pairing.rematch()"
            message = f"{CHANGED}. Propose them again: {again}."
            raise NotReady(message)

    @property
    def is_stale(self) -> bool:
        """Whether people, or pairs beside a proposal, changed since; False before there is one."""
        kept = self._file.matching()
        return kept is not None and is_stale(self._programme, kept)

    @property
    def is_looked_at(self) -> bool:
        """Whether those left over and the pairs with a warning were opened."""
        return set(self._opened()) >= set(_BEFORE_CONFIRMING)

    def _opened(self) -> list[str]:
        kept = self._file.document("opened", str(self.proposal.matching_id)) or {}
        return list(kept.get("opened", []))

    def _mark_opened(self, what: str) -> None:
        opened = self._opened()
        if what in opened or not is_waiting(self._file, self.proposal.settings):
            return
        name = str(self.proposal.matching_id)
        with self._file.change(
            actor="coordinator", action=f"Opened the {what} of a proposal", now=now()
        ) as change:
            change.save_document("opened", name, {"opened": [*opened, what]})
