"""Meetings in a notebook: proposed, kept, moved and called off by a person; invitations to send."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from rmkit.errors import NotAllowed, NotReady, RmkitError
from rmkit.forms.given import Given
from rmkit.forms.notice import Notice
from rmkit.forms.panel import Panel, Reply, act, long_act, script, style
from rmkit.forms.schedule_view import opened_view, pair_rows, planned_words, proposal_view
from rmkit.programme.proposing import Settings

if TYPE_CHECKING:
    from rmkit.meetings.series import Proposal
    from rmkit.programme.programme import Programme

__all__ = ["SchedulePanel", "schedule"]


class SchedulePanel(Panel):
    """The meetings of one programme."""

    _esm = script("schedule")
    _css = style("schedule")

    def __init__(self, programme: Programme) -> None:
        self._programme = programme
        self._proposal: Proposal | None = None
        self._settings = programme.schedule.settings
        self._opened = ""
        super().__init__(self._seen())

    def _seen(self) -> dict[str, object]:
        programme, step = self._programme, self._programme.schedule
        try:
            rows = pair_rows(programme)
        except RmkitError as error:
            return {"problem": str(error)}
        if not rows:
            return {"problem": "No pair runs yet: confirm the pairs first, in 04 Match the pairs."}
        waiting = step.unwritten()
        return {
            "problem": "",
            "zone": self._settings.zone,
            "holidays": self._settings.holidays or "",
            "planned": planned_words(programme),
            "proposal": proposal_view(programme, self._proposal) if self._proposal else None,
            "pairs": rows,
            "opened": opened_view(programme, self._opened) if self._opened else None,
            "waiting": str(waiting) if waiting else "",
        }

    def _name_of(self, given: Given) -> str:
        by = given.text("by")
        if not by:
            message = "Write your name first: the file keeps who does it. Nothing was changed."
            raise NotAllowed(message)
        return by

    @act
    def look(self, _: Given) -> None:
        """Look again: another notebook may have changed something."""
        self.view = self._seen()

    @long_act
    def propose(self, given: Given) -> Notice | None:
        """Look for common hours; nothing is kept."""
        zone, holidays = given.text("zone"), given.text("holidays")
        rooms = [line for line in given.text("rooms").splitlines() if line.strip()]
        self._proposal = self._programme.schedule.propose(
            given.text("calendars") or None,
            first=_day(given.text("first")),
            rooms=rooms or None,
            place=given.text("place"),
            link=given.text("link"),
            zone=zone or None,
            holidays=holidays or None,
            pairs=given.list_of_texts("pairs") or None,
            on_progress=self.on_progress,
            cadence_weeks=_number(given, "cadence_weeks"),
            meetings=_number(given, "meetings"),
            minutes=_number(given, "minutes"),
        )
        self._settings = Settings(zone or self._settings.zone, holidays or None)
        self.view = self._seen()
        n, without = len(self._proposal.series), len(self._proposal.obstacles)
        told = f"Proposed for {_pairs(n)}; {_pairs(without)} without (all) meetings, on top."
        return Notice("done", f"{told} Nothing is kept yet.")

    @act
    def put_away(self, _: Given) -> Notice:
        """Forget the proposal."""
        self._proposal = None
        self.view = self._seen()
        return Notice("note", "The proposal is put away. Nothing was changed.")

    @act
    def keep(self, given: Given) -> Notice:
        """Keep the proposed meetings, in the name of a person."""
        by, step = self._name_of(given), self._programme.schedule
        if self._proposal is None:
            message = "There is no proposal to keep: propose again."
            raise NotReady(message)
        changed = step.keep(self._proposal, by=by)
        zone, holidays = self._settings.zone, self._settings.holidays
        if step.settings != self._settings:
            step.set_settings(zone=zone, holidays=holidays, by=by)
        self._settings, self._proposal = step.settings, None
        self.view = self._seen()
        return Notice(
            "done", f"Kept the meetings of {_pairs(len(changed))}. Now write invitations."
        )

    @act
    def open_pair(self, given: Given) -> None:
        """Show the meetings of one pair, or close them."""
        self._opened = given.text("pair")
        self.view = self._seen()

    @act
    def offers(self, given: Given) -> Reply:
        """Give the next free times for a meeting."""
        pair, number = given.text("pair"), given.number("number")
        folder = given.text("calendars") or None
        found = self._programme.schedule.offers(pair, number, calendars=folder)
        times = [{"at": one.starts.isoformat(), "says": one.says} for one in found]
        return Reply(data={"offers": times, "number": number})

    @act
    def move(self, given: Given) -> Notice:
        """Move a meeting, or add one where no number is given."""
        by, to = self._name_of(given), _moment(given.text("to"))
        pair, step = given.text("pair"), self._programme.schedule
        if given.parts.get("number") is None:
            said = step.plan_next(pair, to, by=by)
        else:
            said = step.move(pair, given.number("number"), to, by=by)
        self.view = self._seen()
        return Notice(
            "done", " ".join(["Kept. Write invitations, so that calendars follow.", *said])
        )

    @act
    def cancel(self, given: Given) -> Notice:
        """Call a meeting off."""
        by = self._name_of(given)
        self._programme.schedule.cancel(given.text("pair"), given.number("number"), by=by)
        self.view = self._seen()
        return Notice("done", "Called off. Write invitations, so that calendars follow.")

    @act
    def contacted(self, given: Given) -> Notice:
        """Note that the two of a pair are in touch."""
        by, day = self._name_of(given), _day(given.text("day"))
        self._programme.kickoff.contacted(given.text("pair"), on=day, by=by)
        self.view = self._seen()
        return Notice("done", "Noted.")

    @long_act
    def invite(self, given: Given) -> Notice:
        """Write what calendars do not know yet into a new folder."""
        written = self._programme.schedule.invitations(on_progress=self.on_progress)
        self.view = self._seen()
        n = sum(path.suffix == ".eml" for path in written)
        return Notice("done", f"{n} drafts are in {written[0].parent}. Nothing was sent.")


def _pairs(n: int) -> str:
    return "1 pair" if n == 1 else f"{n} pairs"


def _number(given: Given, name: str) -> int | None:
    text = given.text(name)
    if not text:
        return None
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= 480:
        message = f'"{text[:20]}" is not a number from 1 to 480. Write it in digits.'
        raise NotAllowed(message)
    return int(text)


def _day(text: str) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        message = "This is not a day. Write it as year-month-day, for example 2027-01-11."
        raise NotAllowed(message) from None


def _moment(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        message = "Give the day and the hour to which it moves. Nothing was changed."
        raise NotAllowed(message) from None


def schedule(programme: Programme) -> SchedulePanel:
    """Plan the meetings of all pairs: propose, keep, move, call off, write invitations.

    Parameters
    ----------
    programme
        Its pairs must be confirmed.
    """
    return SchedulePanel(programme)
