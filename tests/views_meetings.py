"""The views of the meetings: the Monday board, on a screen and on paper, and the schedule."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from rmkit import forms
from tests.hostile import FORMULAS, marks_of
from tests.viewing import Output, files_in, panel_of, view

if TYPE_CHECKING:
    from rmkit.programme.programme import Programme


@view("report.monday_page")
def monday(programme: Programme, folder: Path) -> Iterator[Output]:
    from rmkit.programme.monday import write_monday

    yield from files_in([write_monday(programme, folder)])


@view("forms.meetings")
def meetingspanel_of(programme: Programme, folder: Path) -> Iterator[Output]:
    by = {"by": marks_of("Zterm", "Zquote")}
    first = programme.file.pairs("confirmed")[0]
    concern = {"what": marks_of("Zscript", "Zclose"), "wish": "talk"}
    person = first.mentee_id
    programme.questionnaires.answer("concern", concern, person=person, by="Rosa Vidal")
    call = programme.meetings.concerns[0].concern_id
    receipt = {"date": programme.today.isoformat(), "held": "held", "kind": marks_of("Zquote")}
    yield from panel_of(
        forms.meetings(programme), show_pair={"pair": first.pair_id}, day={"day": "<b>"},
        receipt={**by, "pair": first.pair_id, "answers": receipt}, read={**by, "call": call},
        outcome={**by, "call": call, "state": "talk", "agreed": marks_of("Zscript"), "back": ""},
        rate={**by, "risk": "own " + marks_of("Zclose"), "likely": "3", "harm": "3"},
        review={**by, "answers": {"changed": marks_of("Zscript", "Zjson")}}, remind=by,
        candidates={"person": person},
    )  # fmt: skip
    for tab in ("calls", "partners", "risks", "reviews", "pulse"):
        yield tab, "view", dict(forms.meetings(programme).do("turn", {"tab": tab}).data)


@view("forms.schedule", "exchange.write_invitations", "exchange.invitation_draft")
def schedulepanel_of(programme: Programme, folder: Path) -> Iterator[Output]:
    by = {"by": marks_of("Zterm", "Zquote")}
    panel = forms.schedule(programme)
    rooms = {"rooms": marks_of("Zscript", "Zquote").replace(":", " "), "place": FORMULAS[0]}
    asked = {"meetings": "3", "first": "", "zone": "Europe/Berlin", **rooms}
    yield from panel_of(panel, propose=asked)
    pair = programme.file.pairs("confirmed")[0].pair_id
    yield from panel_of(panel, keep=by, open_pair={"pair": pair}, invite={}, look={})
    to = {**by, "pair": pair, "number": 1, "to": "2020-01-01T10:00"}
    yield from panel_of(panel, offers=to, move=to, cancel=to, contacted={**by, "pair": pair})
    yield from files_in(programme.schedule.invitations(folder / "invitations", again=True))
