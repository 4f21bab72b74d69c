"""Step 4: who meets whom. The machine proposes, with reasons; a person confirms."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal, cast

import pandas as pd

from rmkit.errors import NotAllowed, NotReady
from rmkit.people import managers_of
from rmkit.programme.naming import with_names
from rmkit.records.model import KeptMatching, Pair

if TYPE_CHECKING:
    from rmkit.matching import Criterion, Matching, Rule, Strength
    from rmkit.programme.programme import Programme

__all__ = ["PairingStep"]

_BEFORE_CONFIRMING = {
    "unmatched": "those left over (pairing.open_unmatched)",
    "flagged": "the pairs with a warning (pairing.open_flagged)",
}
_STRENGTHS = {"hard": "always kept", "warning": "a warning"}


class PairingStep:
    """The pairs of one programme: proposed, looked at, confirmed."""

    def __init__(self, programme: Programme) -> None:
        self._programme = programme
        self._file = programme.file

    def solve(
        self,
        *,
        aim: Literal["participation", "score"] = "participation",
        criteria: Mapping[str, int] | Sequence[Criterion] | None = None,
        rules: Mapping[str, Strength] | Sequence[Rule] | None = None,
        locked: Sequence[tuple[str, str]] = (),
        forbidden: Sequence[tuple[str, str]] = (),
        on_progress: Callable[[float, str], None] | None = None,
    ) -> Matching:
        """Propose the best pairs that the rules allow, and keep the proposal.

        Takes what `rmkit.match` takes. A new proposal replaces one that was not confirmed.

        Raises
        ------
        NotReady
            Nobody answered yet.
        NotAllowed
            A locked pair breaks a rule, or pairs were confirmed already.
        """
        from rmkit.matching import match
        from rmkit.programme.programme import now

        self._refuse_second_list()
        candidates = self._programme.candidates
        people = self._programme.profiles.people
        staff = candidates.staff
        found = match(
            people,
            aim=aim,
            criteria=criteria,
            rules=_rules_that_can_be_checked(people) if rules is None else rules,
            locked=locked,
            forbidden=forbidden,
            managers=None if staff.empty else managers_of(staff),
            labels=candidates.words,
            on_progress=on_progress,
        )
        with self._file.change(actor="coordinator", action="Proposed pairs", now=now()) as change:
            change.save_matching(
                settings=found.settings(),
                data_digest=_digest(people),
                result={
                    "unmatched": _records(found.unmatched),
                    "audit": _records(found.audit()),
                },
                total=found.total,
                gap=found.gap,
                pairs=_pairs(found.pairs),
            )
        return found

    def _refuse_second_list(self) -> None:
        confirmed = len(self._file.pairs("confirmed"))
        if confirmed:
            message = (
                f"{confirmed} pairs are confirmed already; proposing again would undo what people "
                "were told. To try other rules, work on a copy of the programme's file."
            )
            raise NotAllowed(message)

    @property
    def proposal(self) -> KeptMatching:
        """The proposal that stands; raise `NotReady` before there is one."""
        kept = self._file.matching()
        if kept is None:
            message = (
                "There are no pairs yet. Propose them first: `rmkit match`, or pairing.solve()."
            )
            raise NotReady(message)
        return kept

    @property
    def pairs(self) -> pd.DataFrame:
        """The pairs, proposed or confirmed: ids, names, score (0 to 100), reason and warnings."""
        names = self._programme.candidates.names
        rows = [
            (
                p.pair_id, p.mentor_id, names.get(p.mentor_id or ""), p.mentee_id,
                names.get(p.mentee_id or ""), p.score, p.reason, " ".join(p.warnings), p.state,
            )
            for p in self._standing()
        ]  # fmt: skip
        columns = [
            "pair_id", "mentor_id", "mentor", "mentee_id", "mentee", "score", "reason",
            "warnings", "state",
        ]  # fmt: skip
        return pd.DataFrame(rows, columns=columns)

    def _standing(self) -> list[Pair]:
        return self._file.pairs("confirmed") or self._file.pairs("proposed")

    @property
    def unmatched(self) -> pd.DataFrame:
        """Everyone left over, with why and what would help."""
        frame = self._kept("unmatched", ["person_id", "role", "reason", "what_would_help"])
        names = self._programme.candidates.names
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
        names = self._programme.candidates.names
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
        with self._file.change(actor=by.strip(), action="Confirmed the pairs", now=now()) as change:
            change.confirm_pairs(opened=opened)
        return self.pairs

    def _refuse_stale(self) -> None:
        proposal = self.proposal
        if not self._file.pairs("proposed"):
            message = "No pair is waiting to be confirmed: they are confirmed, or there is none."
            raise NotReady(message)
        if proposal.data_digest != _digest(self._programme.profiles.people):
            message = (
                "Answers, the staff list or kinds changed since these pairs were proposed. "
                "Propose them again: `rmkit match`, or pairing.solve()."
            )
            raise NotReady(message)

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


def _rules_that_can_be_checked(people: pd.DataFrame) -> dict[str, Strength]:
    """Turn off the warning of an unknown language where nobody was asked: it tells nothing."""
    return {"language_unknown": "off"} if people["languages"].isna().all() else {}


def _digest(people: pd.DataFrame) -> str:
    text = people.sort_values("person_id").to_csv(index=False, lineterminator="\n")
    return hashlib.sha256(text.encode()).hexdigest()


def _records(frame: pd.DataFrame) -> list[dict[str, object]]:
    whole = frame.astype(object).where(frame.notna(), None)
    return [{str(k): v for k, v in row.items()} for row in whole.to_dict("records")]


def _pairs(frame: pd.DataFrame) -> list[Pair]:
    points = [name for name in frame.columns if name.startswith("points_")]
    return [
        Pair(
            row["mentor_id"],
            row["mentee_id"],
            score=float(row["score"]),
            points={name.removeprefix("points_"): int(row[name]) for name in points},
            reason=row["reason"],
            warnings=(row["warnings"],) if row["warnings"] else (),
        )
        for row in frame.to_dict("records")
    ]
