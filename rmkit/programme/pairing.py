"""Step 4: who meets whom. The machine proposes, with reasons; a person confirms."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, cast

import pandas as pd

from rmkit.errors import NotAllowed, NotReady
from rmkit.programme.actors import named
from rmkit.programme.asking_why import AskingWhy
from rmkit.programme.choices import Choices, choices_of, first_choices
from rmkit.programme.naming import with_names
from rmkit.programme.objecting import ASKED_NOT_TO, NOTHING_TO_DO, warned
from rmkit.programme.proposed import (
    CHANGED,
    data_digest,
    is_stale,
    remember,
    save_proposal,
    work_out,
)
from rmkit.programme.purposes import not_to_be_matched
from rmkit.programme.weighing import Standing, Weighed, weighed
from rmkit.records.model import Pair

if TYPE_CHECKING:
    from rmkit.matching import Aim, Criterion, Matching, Rule, Strength

__all__ = ["PairingStep"]

_BEFORE_CONFIRMING = {
    "unmatched": "those left over (pairing.open_unmatched)",
    "flagged": "the pairs with a warning (pairing.open_flagged)",
}
_STRENGTHS = {"hard": "always kept", "warning": "a warning"}


class PairingStep(AskingWhy):
    """The pairs of one programme: proposed, looked at, confirmed."""

    def solve(
        self,
        *,
        aim: Aim = "participation",
        criteria: Mapping[str, int] | Sequence[Criterion] | None = None,
        rules: Mapping[str, Strength] | Sequence[Rule] | None = None,
        locked: Sequence[tuple[str, str]] = (),
        forbidden: Sequence[tuple[str, str]] = (),
        on_progress: Callable[[float, str], None] | None = None,
    ) -> Matching:
        """Propose the best pairs that the rules allow, and keep the proposal.

        Takes what `rmkit.match` takes, and `**choices` as it stands. A new proposal replaces one
        that was not confirmed. Where nobody was asked for languages, the warning of an unknown
        one is off unless `rules` says otherwise.

        Raises
        ------
        NotReady
            Nobody answered yet.
        NotAllowed
            A locked pair breaks a rule, or pairs were confirmed already.
        """
        from rmkit.programme.programme import now

        self._refuse_second_list()
        digest = data_digest(self._programme)
        found = work_out(
            self._programme,
            aim=aim,
            criteria=criteria,
            rules=rules,
            locked=locked,
            forbidden=forbidden,
            on_progress=on_progress,
        )
        with self._file.change(actor="coordinator", action="Proposed pairs", now=now()) as change:
            number = save_proposal(change, found, digest=digest)
        remember(self._programme, found, matching_id=number, digest=digest)
        return found

    def weigh(
        self,
        *,
        aim: Aim = "participation",
        criteria: Mapping[str, int] | Sequence[Criterion] | None = None,
        rules: Mapping[str, Strength] | Sequence[Rule] | None = None,
        locked: Sequence[tuple[str, str]] = (),
        forbidden: Sequence[tuple[str, str]] = (),
        on_progress: Callable[[float, str], None] | None = None,
    ) -> Weighed:
        """Say what `solve` would come to with these choices; nothing is kept.

        Takes what `solve` takes and refuses what it refuses, but for confirmed pairs: other
        choices can still be weighed against them. To change one choice of those that stand:
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
            aim=aim,
            criteria=criteria,
            rules=rules,
            locked=locked,
            forbidden=forbidden,
            on_progress=on_progress,
        )
        return weighed(found, self._standing_now(), self._names)

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

    @property
    def choices(self) -> Choices:
        """The rules, criteria, aim, locked and forbidden pairs as they are now, for a form.

        They are those of the proposal that stands, or what ships before there is one.

        Raises
        ------
        NotReady
            The proposal was made with rules or criteria of somebody's own.
        """
        kept = self._file.matching()
        if kept is not None:
            return choices_of(kept.settings)
        try:
            return first_choices(self._programme.candidates.people)
        except NotReady:
            return first_choices(None)

    def _refuse_second_list(self) -> None:
        confirmed = len(self._file.pairs("confirmed"))
        if confirmed:
            message = (
                f"{confirmed} pairs are confirmed already; proposing again would undo what people "
                "were told. To try other rules, work on a copy of the programme's file."
            )
            raise NotAllowed(message)

    @property
    def pairs(self) -> pd.DataFrame:
        """The pairs, proposed or confirmed: ids, names, score (0 to 100), reason and warnings.

        `locked` tells the pairs that somebody insisted on. Reasons and warnings name nobody. A
        pair of which somebody asked not to be matched since has a warning that says so.
        """
        names, kept = self._names, self._file.matching()
        closed = not_to_be_matched(self._file)
        insisted = cast("list[list[str]]", kept.settings["locked"]) if kept else []
        rows = [
            (
                p.pair_id, p.mentor_id, names.get(p.mentor_id or ""), p.mentee_id,
                names.get(p.mentee_id or ""), p.score, p.reason, " ".join(warned(p, closed)),
                [p.mentor_id, p.mentee_id] in insisted, p.state,
            )
            for p in self._standing()
        ]  # fmt: skip
        columns = [
            "pair_id", "mentor_id", "mentor", "mentee_id", "mentee", "score", "reason",
            "warnings", "locked", "state",
        ]  # fmt: skip
        return pd.DataFrame(rows, columns=columns)

    def _standing(self) -> list[Pair]:
        return self._file.pairs("confirmed") or self._file.pairs("proposed")

    @property
    def unmatched(self) -> pd.DataFrame:
        """Everyone left over, with why and what would help.

        Whoever asked not to be matched stands here too, unless they are in a pair: that pair then
        has a warning.
        """
        columns = ["person_id", "role", "reason", "what_would_help"]
        frame = self._kept("unmatched", columns)
        names, asked = self._names, self._programme.candidates.not_matched
        placed = {i for p in self._standing() for i in (p.mentor_id, p.mentee_id)}
        asked = asked[~asked["person_id"].isin(placed)].assign(
            reason=ASKED_NOT_TO, what_would_help=NOTHING_TO_DO
        )
        others = frame[~frame["person_id"].isin(asked["person_id"])]
        frame = pd.concat([others, asked[columns].astype(object)], ignore_index=True)
        frame.insert(1, "name", frame["person_id"].map(names))
        for column in ("reason", "what_would_help"):
            frame[column] = with_names(frame[column], names)
        return frame

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
        from rmkit.programme.programme import now

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
            change.confirm_pairs(opened=opened)
        return self.pairs

    def _refuse_stale(self) -> None:
        proposal = self.proposal
        if not self._file.pairs("proposed"):
            message = "No pair is waiting to be confirmed: they are confirmed, or there is none."
            raise NotReady(message)
        if is_stale(self._programme, proposal):
            message = f"{CHANGED}. Propose them again: `rmkit match`, or pairing.solve()."
            raise NotReady(message)

    @property
    def is_stale(self) -> bool:
        """Whether answers or the staff list changed since; False before a proposal."""
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
        from rmkit.programme.programme import now

        opened = self._opened()
        if what in opened or not self._file.pairs("proposed"):
            return
        name = str(self.proposal.matching_id)
        with self._file.change(
            actor="coordinator", action=f"Opened the {what} of a proposal", now=now()
        ) as change:
            change.save_document("opened", name, {"opened": [*opened, what]})
