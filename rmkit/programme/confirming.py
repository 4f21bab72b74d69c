"""What confirming a proposal does: new pairs begin, reopened ones may end, days are kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from rmkit.errors import NotReady
from rmkit.programme.baselines import keep_baselines
from rmkit.programme.running import Place, both, confirmed_searches, running_places

if TYPE_CHECKING:
    from rmkit.programme.programme import Programme
    from rmkit.records.change import Change
    from rmkit.records.store import ProgrammeFile

__all__ = ["confirm_proposal", "ending_places", "is_waiting", "new_search"]


def confirm_proposal(
    change: Change, programme: Programme, settings: Mapping[str, Any], *, opened: Sequence[str]
) -> None:
    """Make the proposed pairs run, and end the reopened ones that are in it no more."""
    gone = ending_places(settings)
    for pair in programme.file.pairs("confirmed"):
        if both(pair) in gone:
            change.end_pair(pair.pair_id)
    change.confirm_pairs(opened=opened)
    try:
        people = programme.candidates.people
    except NotReady:  # pragma: no cover - a proposal of nobody is stale
        return
    keep_baselines(change, programme.file, people["person_id"])


def ending_places(settings: Mapping[str, Any]) -> frozenset[Place]:
    """Give the pairs that run and end when a proposal is confirmed."""
    kept = settings.get("situation") or {}
    return frozenset((str(one), str(other)) for one, other in kept.get("ending", ()))


def is_waiting(file: ProgrammeFile, settings: Mapping[str, Any]) -> bool:
    """Say whether a proposal waits to be confirmed: it has new pairs, or ends some that run."""
    return bool(file.pairs("proposed") or ending_places(settings) & running_places(file))


def new_search(file: ProgrammeFile) -> int:
    """Give the number of the search whose pairs are new beside others; 0 before there is one."""
    confirmed = [one.matching_id for one in confirmed_searches(file)]
    proposed = {pair.matching_id for pair in file.pairs("proposed")}
    newest = max([*confirmed, *proposed], default=0)
    return newest if any(number < newest for number in confirmed) else 0
