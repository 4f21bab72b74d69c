"""What the coordinator decides over a report: what is quoted, how answers are sorted, what follows.

Each is kept with who and when, logged, and can be undone. The program decides none of it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Final, Literal, get_args

from rmkit.content.themes import themes
from rmkit.definitions.inert import plain_lines
from rmkit.errors import NotAllowed, UnknownName
from rmkit.programme.actors import named
from rmkit.programme.clock import now
from rmkit.programme.decided import DECISION
from rmkit.programme.evaluation.feedback import CODES, RELEASED, counted_at_the_end, quotable
from rmkit.records.model import stamp
from rmkit.report.evaluation.facts import Decision

if TYPE_CHECKING:
    from rmkit.programme.programme import Programme

__all__ = ["CHOICES", "decide", "decided", "release", "sort_answer"]

Choice = Literal["scale", "change", "stop"]
CHOICES: Final[tuple[str, ...]] = get_args(Choice)
_LONGEST = 4_000


def decide(programme: Programme, choice: Choice, *, why: str, by: str) -> Decision:
    """Keep what was decided; see `EvaluationStep.decide`."""
    by = named(by)
    if choice not in CHOICES:
        raise UnknownName(kind="decision", name=choice, known=CHOICES)
    reason = plain_lines(why).strip()[:_LONGEST]
    if not reason:
        message = (
            "Say why: why=... (it stands with the decision, for those who come after). Nothing was "
            "kept."
        )
        raise NotAllowed(message)
    made = Decision(choice, reason, by, stamp(now()))
    _save(
        programme,
        DECISION,
        {"choice": made.choice, "why": made.why, "by": made.by, "at": made.at},
        by=by,
        action="Decided what becomes of the pilot",
    )
    return made


def decided(programme: Programme) -> Decision | None:
    """Give what was decided last; None before."""
    kept = programme.file.document(DECISION)
    if not kept:
        return None
    return Decision(kept["choice"], str(kept["why"]), str(kept["by"]), str(kept["at"]))


def release(programme: Programme, response_ids: Iterable[str], *, by: str) -> int:
    """Release sentences to be quoted; those not named are released no more."""
    by, wanted = named(by), list(dict.fromkeys(response_ids))
    known = {one.response_id: one for one in quotable(programme)}
    if odd := [name for name in wanted if name not in known]:
        message = (
            f"{len(odd)} of {len(wanted)} are no sentences that their writers allow to be quoted. "
            "evaluation.quotable() lists those that are. Nothing was released."
        )
        raise NotAllowed(message)
    rows = [{"response_id": name, "mark": known[name].mark} for name in wanted]
    _save(programme, RELEASED, {"released": rows}, by=by, action="Released sentences to be quoted")
    return len(rows)


def sort_answer(
    programme: Programme, response_id: str, key: str, found: Iterable[str], *, by: str
) -> None:
    """Sort one answer into themes by hand; see `EvaluationStep.sort`."""
    by, names = named(by), sorted(set(found))
    if key not in ("more", "less"):
        raise UnknownName(kind="question to sort", name=key, known=["more", "less"])
    known = [one.id for one in themes().themes]
    for name in names:
        if name not in known:
            raise UnknownName(kind="theme", name=name, known=known)
    ids = {
        one.response_id
        for side in ("mentee", "mentor")
        for one in counted_at_the_end(programme, f"satisfaction_{side}")
    }
    if response_id not in ids:
        raise UnknownName(kind="answer at the end", name=response_id, known=[])
    kept = (programme.file.document(CODES) or {"sorted": []})["sorted"]
    rows = [row for row in kept if (row["response_id"], row["key"]) != (response_id, key)]
    rows.append({"response_id": response_id, "key": key, "themes": names})
    _save(programme, CODES, {"sorted": rows}, by=by, action="Sorted an answer into themes")


def _save(
    programme: Programme, kind: str, content: dict[str, Any], *, by: str, action: str
) -> None:
    with programme.file.change(actor=by, action=action, now=now()) as change:
        change.save_document(kind, "", content)
