"""The Monday board in a notebook: what is due and why, who meets, every pair by its status.

Beside it, in tabs of their own: who asks for a call, who would like another partner, who joined,
the risks, the reviews and the pulse. What somebody wrote who asks for a call is opened one at a
time, in somebody's name, and is written to the access log.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, cast

from rmkit.disclosure.audiences import opened
from rmkit.errors import FaultsFound, NotAllowed, RmkitError
from rmkit.forms.given import Given
from rmkit.forms.meetings_tabs import tab_view
from rmkit.forms.meetings_view import meetings_view, opened_view
from rmkit.forms.notice import Notice, notice_of
from rmkit.forms.panel import Panel, Reply, act, long_act, script, style
from rmkit.instruments.answers import check_answers
from rmkit.report.drawn import form_script, form_style

if TYPE_CHECKING:
    from rmkit.meetings.receipts import Outcome
    from rmkit.programme.concerns import ConcernState
    from rmkit.programme.programme import Programme

__all__ = ["MeetingsPanel", "meetings"]


class MeetingsPanel(Panel):
    """The board of meetings of one programme; `programme` is None where none is chosen."""

    _esm = script("meetings", "meetings_tabs", before=form_script(elements=False))
    _css = f"{form_style(house=False)}\n{style('meetings')}"

    def __init__(self, programme: Programme) -> None:
        self._programme = programme
        self._day: date | None = None
        super().__init__(self._seen())

    @act
    def look(self, _: Given) -> None:
        """Look again: another notebook, or a participant, may have done something."""
        self.view = self._seen()

    @act
    def day(self, given: Given) -> None:
        """Look from another day, or with an empty one from the programme's today."""
        said = given.text("day")
        try:
            self._day = date.fromisoformat(said) if said else None
        except ValueError:
            message = "This is not a day. Write it as 2026-11-30."
            raise RmkitError(message) from None
        self.view = self._seen()

    @act
    def turn(self, given: Given) -> Reply:
        """Turn to a tab; what stands behind it comes with the reply."""
        return Reply(data=tab_view(self._programme, given.text("tab"), self._today))

    @act
    def show_pair(self, given: Given) -> Reply:
        """Open one pair: its dates, what was told of them, who signed."""
        return Reply(data=opened_view(self._programme, given.text("pair"), self._today))

    @long_act
    def remind(self, given: Given) -> Reply:
        """Write the reminders that are due as drafts."""
        by, kinds = _named(given), given.list_of_texts("kinds")
        self.on_progress(0.0, "Writing the reminders")
        done = self._programme.meetings.remind(by=by, kinds=kinds or None, today=self._today)
        self.view = self._seen()
        told = Notice("done" if done.paths else "note", " ".join(done.sentences))
        return Reply(told, {"folder": str(done.folder) if done.paths else ""})

    @act
    def receipt(self, given: Given) -> Reply:
        """Note a receipt that one of a pair told on the phone."""
        by, pair = _named(given), given.text("pair")
        form = self._programme.questionnaires.instrument("session_receipt")
        kept, faults = check_answers(form, given.mapping("answers"))
        wrong = [fault for fault in faults if fault.level == "error"]
        if wrong:
            raise FaultsFound(wrong, "Nothing was saved.")
        new_day, minutes, kind = (kept.get(name) for name in ("new_date", "minutes", "kind"))
        done = self._programme.meetings.take_receipt(
            pair,
            date.fromisoformat(str(kept["date"])),
            cast("Outcome", kept["held"]),
            by=by,
            told_by=given.text("person") or None,
            minutes=float(str(minutes)) if minutes is not None else None,
            kind=str(kind) if kind else None,
            new_day=date.fromisoformat(str(new_day)) if new_day else None,
            today=self._today,
        )
        self.view = self._seen()
        names = self._programme.candidates.names
        told = [names.get(word, word) for word in str(done).split(" ")]
        return Reply(
            Notice("done", " ".join(told)), opened_view(self._programme, pair, self._today)
        )

    @act
    def contact(self, given: Given) -> Reply:
        """Note on which day the two of a pair were in touch first."""
        by, pair = _named(given), given.text("pair")
        try:
            on = date.fromisoformat(given.text("on"))
        except ValueError:
            message = "Say on which day they were in touch. Nothing was saved."
            raise RmkitError(message) from None
        self._programme.kickoff.contacted(pair, on=on, by=by)
        self.view = self._seen()
        told = Notice("done", "Noted that they are in touch.")
        return Reply(told, opened_view(self._programme, pair, self._today))

    @act
    def read(self, given: Given) -> Reply:
        """Open what somebody wrote who asks for a call; it is written to the access log."""
        found = self._programme.meetings.read_concern(given.text("call"), by=_named(given))
        data = {"call": found.concern_id, "said": list(found.said), "notes": list(found.notes)}
        return Reply(data={"read": data})

    @act
    def outcome(self, given: Given) -> Reply:
        """Note where it stands."""
        back = given.text("back")
        try:
            back_on = date.fromisoformat(back) if back else None
        except ValueError:
            message = "The day to come back to it is not a day. Nothing was saved."
            raise RmkitError(message) from None
        self._programme.meetings.note_outcome(
            given.text("call"),
            cast("ConcernState", given.text("state")),
            by=_named(given),
            on=self._today,
            outcome=given.text("outcome") or None,
            agreed=given.text("agreed"),
            back_on=back_on,
        )
        return self._turned("calls", "Noted, with your name and the day.")

    @long_act
    def candidates(self, given: Given) -> Reply:
        """Look for the two best free partners of somebody; nothing is proposed or kept."""
        person = given.text("person")
        self.on_progress(0.0, "Looking for free partners")
        found = self._programme.pairing.candidates_for(person)
        rows = found[["name", "role", "score", "reason", "warnings"]].to_dict("records")
        return Reply(data={"free": {"person": person, "found": rows}})

    @act
    def rate(self, given: Given) -> Reply:
        """Rate a risk, and note what is done about it."""
        likely, harm = given.text("likely"), given.text("harm")
        if not (likely and harm):
            message = "Say both: how likely it is, and how much it would harm. Nothing was saved."
            raise NotAllowed(message)
        risk = given.text("risk")
        self._programme.meetings.rate(
            "own" if risk.startswith("own") else risk,
            own=risk.removeprefix("own").strip(),
            likely=int(likely) if likely.isdigit() else 0,
            harm=int(harm) if harm.isdigit() else 0,
            measure=given.text("measure"),
            by=_named(given),
            on=self._today,
        )
        return self._turned("risks", "Kept, with your name; the earlier rating stays too.")

    @act
    def review(self, given: Given) -> Reply:
        """Keep a review of the programme."""
        answers = {key: value for key, value in given.mapping("answers").items() if value}
        self._programme.meetings.note_review(answers, by=_named(given))
        return self._turned("reviews", "The review is kept.")

    @property
    def _today(self) -> date:
        return self._day or self._programme.today

    def _turned(self, tab: str, told: str) -> Reply:
        self.view = self._seen()
        return Reply(Notice("done", told), tab_view(self._programme, tab, self._today))

    def _seen(self) -> dict[str, object]:
        """Describe the board; where the file cannot be read, only why."""
        try:
            seen = meetings_view(self._programme, self._today)
        except Exception as error:  # noqa: BLE001 - told in the panel, never an exception in a cell
            return {"problem": notice_of(error).for_page()}
        shown: dict[str, object] = opened(seen, "coordinator", where="The board of meetings")
        return {"problem": None, **shown}


def _named(given: Given) -> str:
    by = given.text("by")
    if not by:
        message = "Write your name first: the file keeps who does this. Nothing was saved."
        raise NotAllowed(message)
    return by


def meetings(programme: Programme) -> MeetingsPanel:
    """Show the Monday board: what is due, who meets, all pairs by their status, and who asks.

    Parameters
    ----------
    programme
        Whose pairs. It is for the coordinator alone.

    Returns
    -------
    MeetingsPanel
        A widget. It writes reminders as drafts, notes receipts told on the phone, what became of
        a call, ratings of risks and reviews; each with a name. It sends nothing.
    """
    return MeetingsPanel(programme)
