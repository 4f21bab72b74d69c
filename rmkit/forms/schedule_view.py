"""What the panel of meetings shows, as plain values: those without a common hour first."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from rmkit.programme.running import running_pairs

if TYPE_CHECKING:
    from rmkit.meetings.meeting import Meeting
    from rmkit.meetings.series import Proposal
    from rmkit.programme.programme import Programme

__all__ = ["opened_view", "pair_rows", "planned_words", "proposal_view"]


def planned_words(programme: Programme) -> str:
    """Say what the plan asks for; empty where there is none."""
    plan = programme.objective.record
    if plan is None or plan.sessions is None:
        return ""
    long = f" of {plan.session_minutes} minutes" if plan.session_minutes else ""
    within = f" in {plan.months} months" if plan.months else ""
    return f"The plan: {plan.sessions} meetings{long}{within}."


def _names(programme: Programme) -> dict[str, str]:
    known = programme.candidates.names
    return {
        pair.pair_id: " and ".join(known.get(i or "") or str(i) for i in two)
        for pair in running_pairs(programme.file)
        for two in [(pair.mentor_id, pair.mentee_id)]
    }


def pair_rows(programme: Programme) -> list[dict[str, object]]:
    """Give the running pairs: those without a meeting first, then by the next one."""
    waiting = {one.pair_id: one for one in programme.kickoff.waiting_for_contact()}
    table, names = programme.schedule.table(), _names(programme)
    rows = []
    for row in table.to_dict("records"):
        late = waiting.get(row["pair_id"])
        rows.append(
            {
                "pair": row["pair_id"],
                "names": names.get(row["pair_id"], ""),
                "planned": row["planned"],
                "next": row["next"],
                "where": row["where"],
                "flags": row["flags"],
                "contact": "" if late is None else f"No contact known yet (until {late.until}).",
                "late": late is not None and late.is_late,
            }
        )
    return sorted(rows, key=lambda row: (row["planned"] != 0, str(row["pair"])))


def proposal_view(programme: Programme, proposal: Proposal) -> dict[str, object]:
    """Give a proposal: what stands in the way, and each series with its days."""
    names, frame = _names(programme), proposal.frame
    often = "week" if frame.cadence_weeks == 1 else f"{frame.cadence_weeks} weeks"
    return {
        "frame": (
            f"{frame.meetings} meetings of {frame.minutes} minutes, one every {often}, from "
            f"{frame.first} to {frame.last}."
        ),
        "notes": list(proposal.notes),
        "without": [
            {
                "pair": one.pair_id,
                "names": names.get(one.pair_id, ""),
                "missing": f"{len(one.missing)} of {one.meetings} without a time",
                "why": list(one.why),
                "helps": list(one.would_help),
            }
            for one in sorted(proposal.obstacles, key=lambda one: (not one.is_whole, one.pair_id))
        ],
        "series": [
            {
                "pair": one.pair_id,
                "names": names.get(one.pair_id, ""),
                "rhythm": one.rhythm,
                "days": [_said(meeting) for meeting in one.meetings],
                "moved": list(one.moved),
            }
            for one in proposal.series
        ],
    }


def _said(meeting: Meeting) -> str:
    where = meeting.place or meeting.link
    return f"{meeting.local:%a %d %b %Y, %H:%M}{f' · {where}' if where else ''}"


def opened_view(programme: Programme, pair_id: str) -> dict[str, object] | None:
    """Give the meetings of one pair with what became of them; None where it does not run."""
    names = _names(programme)
    if pair_id not in names:
        return None
    meetings = programme.schedule.meetings(pair_id)
    history = programme.schedule.history(pair_id)
    zone = ZoneInfo(meetings[0].zone if meetings else programme.schedule.settings.zone)
    table = programme.schedule.table()
    coming = {one.number for one in meetings if one.is_planned and one.local.date() >=
              programme.today}  # fmt: skip
    return {
        "pair": pair_id,
        "names": names[pair_id],
        "zone": zone.key,
        "flags": str(table.loc[table["pair_id"] == pair_id, "flags"].iloc[0]),
        "meetings": [
            {
                "number": one.number,
                "says": _said(one),
                "local": f"{one.local:%Y-%m-%dT%H:%M}",
                "state": "" if one.is_planned else "called off",
                "coming": one.number in coming,
            }
            for one in meetings
        ],
        "history": [
            f"{row['at'][:10]}: meeting {row['number']} {row['what']}, by {row['by']}"
            for row in history.to_dict("records")
            if row["what"] != "planned"
        ],
    }
