"""Saving what kinds were found, who was matched with whom, and which pairs were confirmed."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from rmkit.errors import NotAllowed
from rmkit.records import schema
from rmkit.records.digests import canonical
from rmkit.records.model import Pair, PairState
from rmkit.records.rows import as_row
from rmkit.records.writing import Writing

__all__ = ["Pairing"]


class Pairing(Writing):
    """The part of a change that saves clusterings, matchings and pairs."""

    def save_clustering(
        self, *, settings: Mapping[str, object], result: Mapping[str, object]
    ) -> int:
        """Save a clustering as a new one; give its clustering_id.

        Tables in `result` are lists of records ([{"person_id": ..., ...}], not columns) or keyed
        by person_id: then a person can be taken out of them.
        """
        number = self.next_number(schema.clusterings)
        row = as_row(
            schema.clusterings,
            clustering_id=number,
            made_at=self.ledger.at,
            settings=settings,
            result=result,
        )
        self.put(schema.clusterings, row)
        return number

    def save_matching(
        self,
        *,
        settings: Mapping[str, object],
        data_digest: str,
        result: Mapping[str, object],
        total: int,
        gap: float,
        pairs: Iterable[Pair] = (),
    ) -> int:
        """Save a matching and its pairs as the proposal; give its matching_id.

        Pairs that were proposed before and not confirmed are taken away: there is one proposal at
        a time, and the earlier matching's result still tells the others. Tables in `result` are
        lists of records, as for a clustering.

        Raises
        ------
        UnknownName
            A mentor or mentee is not in the file.
        """
        number = self.next_number(schema.matchings)
        row = as_row(
            schema.matchings,
            matching_id=number,
            made_at=self.ledger.at,
            settings=settings,
            data_digest=data_digest,
            result=result,
            total=int(total),
            gap=float(gap),
            opened=[],
        )
        self.put(schema.matchings, row)
        self.remove(schema.pairs, self.rows(schema.pairs, schema.pairs.c.state == "proposed"))
        proposed = [
            replace(
                pair,
                score=None if pair.score is None else float(pair.score),
                pair_id=f"{number}-{place:04d}",
                matching_id=number,
                state="proposed",
            )
            for place, pair in enumerate(pairs, start=1)
        ]
        self.need_people(id_ for pair in proposed for id_ in (pair.mentor_id, pair.mentee_id))
        self.put_over(schema.pairs, [(None, as_row(schema.pairs, pair)) for pair in proposed])
        return number

    def confirm_pairs(
        self, pair_ids: Iterable[str] | None = None, *, opened: Sequence[str]
    ) -> list[Pair]:
        """Confirm proposed pairs, and record who did, when, and what they had opened before.

        Parameters
        ----------
        pair_ids
            Which; None for all that are proposed.
        opened
            What the coordinator had looked at: "unmatched", "flagged", a pair's id. It is kept
            with the matching.

        Returns
        -------
        list of Pair
            The pairs as they are now.

        Raises
        ------
        NotAllowed
            A pair is not proposed (any more).
        UnknownName
            A pair is not there.
        """
        if pair_ids is None:
            pair_ids = [pair.pair_id for pair in self.pairs("proposed")]
        chosen = [self.pair(pair_id) for pair_id in pair_ids]
        by, at = self.ledger.actor, self.ledger.at
        for pair in chosen:
            _need_state(pair, "proposed")
        confirmed = [
            replace(pair, state="confirmed", confirmed_by=by, confirmed_at=at) for pair in chosen
        ]
        self._save_pairs(confirmed)
        for matching_id in sorted({pair.matching_id for pair in confirmed}):
            self._add_opened(matching_id, opened)
        return confirmed

    def _add_opened(self, matching_id: int, opened: Sequence[str]) -> None:
        for row in self.rows(schema.matchings, schema.matchings.c.matching_id == matching_id):
            seen = dict.fromkeys([*json.loads(row["opened"]), *opened])
            self.put_over(schema.matchings, [(row, {**row, "opened": canonical(list(seen))})])

    def end_pair(self, pair_id: str) -> Pair:
        """End a confirmed pair and record who did and when; no reason is asked.

        Raises
        ------
        NotAllowed
            The pair is not confirmed.
        UnknownName
            The pair is not there.
        """
        pair = self.pair(pair_id)
        _need_state(pair, "confirmed")
        by, at = self.ledger.actor, self.ledger.at
        ended = replace(pair, state="ended", ended_by=by, ended_at=at)
        self._save_pairs([ended])
        return ended

    def _save_pairs(self, pairs: Sequence[Pair]) -> None:
        there = self.rows_with(schema.pairs.c.pair_id, [pair.pair_id for pair in pairs])
        before = {row["pair_id"]: row for row in there}
        rows = [(before[pair.pair_id], as_row(schema.pairs, pair)) for pair in pairs]
        self.put_over(schema.pairs, rows)


def _need_state(pair: Pair, state: PairState) -> None:
    if pair.state != state:
        message = f'Pair "{pair.pair_id}" is {pair.state}, not {state}; nothing was changed.'
        raise NotAllowed(message)
