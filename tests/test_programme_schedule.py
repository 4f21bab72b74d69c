"""The meetings of a programme: proposed, kept, moved, called off, invited to."""

from __future__ import annotations

import email
from dataclasses import replace
from datetime import date, datetime, timedelta
from email.policy import default
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from rmkit.errors import FaultsFound, FileRefused, NotAllowed, NotReady, UnknownName
from rmkit.instruments import load
from rmkit.meetings.series import Proposal
from rmkit.programme.clock import at
from rmkit.programme.places import left_behind
from rmkit.programme.programme import Programme
from rmkit.records.model import Response

ZONE = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 10, 5, 8, tzinfo=ZONE)


@pytest.fixture(scope="module")
def played() -> Programme:
    with at(NOW - timedelta(days=4)):
        return Programme.sample("six_pairs", until="kickoff")


@pytest.fixture
def programme(played: Programme, tmp_path: Path):
    copy = tmp_path / "six.rmkit"
    copy.write_bytes(played.file.path.read_bytes())
    with at(NOW), Programme.open(copy) as opened:
        objective = opened.objective.record
        opened.objective.set(objective.model_copy(update={"months": 6}))
        yield opened


def kept(programme: Programme, **more: object) -> Proposal:
    found = programme.schedule.propose(zone="Europe/Berlin", **more)
    programme.schedule.keep(found, by="Rosa")
    return found


def test_a_proposal_changes_nothing_until_it_is_kept(programme):
    step, before = programme.schedule, programme.file.head_digest()
    found = step.propose(zone="Europe/Berlin", holidays="DE")
    assert programme.file.head_digest() == before
    assert found.frame.cadence_weeks == 4
    assert [len(one.meetings) for one in found.series] == [6] * 6
    assert step.table()["planned"].tolist() == [0] * 6
    assert step.keep(found, by="Rosa") == [one.pair_id for one in found.series]
    assert step.table()["planned"].tolist() == [6] * 6
    assert step.propose().notes[0].startswith("All pairs have meetings to come.")


def test_calendars_are_read_once_and_nothing_of_them_is_kept(programme, tmp_path):
    pair = programme.pairing.pairs.iloc[0]
    folder = tmp_path / "calendars"
    folder.mkdir()
    weekly = (
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nUID:1\r\nSUMMARY:Zsecret board\r\n"
        "DTSTART:20261005T060000Z\r\nDTEND:20261005T150000Z\r\nRRULE:FREQ=WEEKLY;BYDAY=MO,TU,WE\r\n"
        "END:VEVENT\r\nEND:VCALENDAR\r\n"
    )
    (folder / f"{pair['mentor_id']}.ics").write_bytes(b"\xef\xbb\xbf" + weekly.encode())
    address = programme.file.person(pair["mentee_id"]).email
    (folder / f"{address.upper()}.ics").write_text(weekly.replace("MO,TU,WE", "TH"))
    (folder / "P0.ics").write_text(weekly)
    (folder / "notes.txt").write_text("x")
    (folder / f"{programme.pairing.pairs.iloc[1]['mentor_id']}.ics").write_text("no calendar")
    empty = tmp_path / "empty"
    empty.mkdir()
    with pytest.raises(FileRefused, match="There is no calendar in"):
        programme.schedule.propose(calendars=empty)
    told: list[float] = []
    found = kept(programme, calendars=folder, on_progress=lambda done, what: told.append(done))
    days = {one.local.weekday() for one in found.of(pair["pair_id"]).meetings}
    assert days == {4}
    assert told[-1] == 1
    notes = "\n".join(found.notes)
    assert "P0.ics: nobody in a pair has this id" in notes
    assert "notes.txt: not an .ics file" in notes
    assert "Nothing of it counts." in notes
    assert "No calendar counts of" in notes
    everything = programme.file.path.read_bytes()
    assert b"Zsecret" not in everything
    assert b"BYDAY" not in everything


def test_a_meeting_moves_to_a_free_time_and_the_others_stay(programme):
    pair_id = kept(programme).series[0].pair_id
    step = programme.schedule
    before = step.meetings(pair_id)
    offers = step.offers(pair_id, 2)
    assert offers[0].starts.date() == before[1].starts.date()
    assert all(before[0].starts < one.starts < before[2].starts for one in offers)
    said = step.move(pair_id, 2, offers[1].starts, by="Rosa")
    assert "The agreement is not signed yet by" in said[0]
    after = step.meetings(pair_id)
    assert (after[1].starts, after[1].sequence) == (offers[1].starts, 1)
    assert [one.starts for i, one in enumerate(after) if i != 1] == [
        one.starts for i, one in enumerate(before) if i != 1
    ]
    history = step.history(pair_id)
    assert history["what"].tolist() == ["planned"] * 6 + ["moved"]
    assert history.iloc[-1]["by"] == "Rosa"


@pytest.mark.parametrize(
    ("when", "why"),
    [
        (datetime(2026, 9, 1, 10, tzinfo=ZONE), "it is in the past; the programme begins on"),
        (datetime(2027, 6, 1, 10, tzinfo=ZONE), "the programme ends on 2027-04-01"),
        (None, "meeting 1 of this pair is on the same day"),
    ],
)
def test_times_that_cannot_be_are_refused_with_every_reason(programme, when, why):
    pair_id = kept(programme).series[0].pair_id
    first, second = programme.schedule.meetings(pair_id)[:2]
    with pytest.raises(NotAllowed, match=why):
        programme.schedule.move(pair_id, 2, when or first.ends, by="Rosa")
    assert programme.schedule.meetings(pair_id)[1] == second
    with pytest.raises(NotAllowed, match="Say who does it"):
        programme.schedule.cancel(pair_id, 1, by=" ")
    with pytest.raises(UnknownName, match="meeting to come"):
        programme.schedule.cancel(pair_id, 9, by="Rosa")


def test_a_time_outside_of_working_hours_is_kept_and_told(programme):
    pair_id = kept(programme).series[0].pair_id
    late = datetime(2026, 10, 17, 22, tzinfo=ZONE)
    said = programme.schedule.plan_next(pair_id, late, by="Rosa")
    assert sum("outside the half-days or working hours" in line for line in said) == 2
    assert programme.schedule.meetings(pair_id)[-1].number == 7


def sign(programme: Programme, pair_id: str, voice: str) -> None:
    pair = next(p for p in programme.file.pairs() if p.pair_id == pair_id)
    who = pair.mentor_id if voice == "mentor" else pair.mentee_id
    form = load("confidentiality")
    answers = {f"signature_{voice}": "x", f"signed_on_{voice}": "2026-10-05"}
    with programme.file.change(actor="Rosa", action="Signed", now=NOW) as change:
        change.save_instrument(form)
        change.save_responses(
            [Response(who, "confidentiality", form.version, answers, pair_id=pair_id)]
        )


def test_who_has_not_signed_is_listed_until_both_have(programme):
    pair_id = kept(programme).series[0].pair_id
    step = programme.schedule
    mentor, mentee = step.not_signed()[pair_id]
    assert "stands before the agreement is signed" in step.table()["flags"][0]
    sign(programme, pair_id, "mentor")
    assert step.not_signed()[pair_id] == (mentee,)
    sign(programme, pair_id, "mentee")
    assert pair_id not in step.not_signed()
    assert mentor not in "".join(step.table()["flags"])


def test_invitations_updates_and_cancellations_are_each_written_once(programme, tmp_path):
    pair_id = kept(programme, link="https://meet.example.org/a").series[0].pair_id
    step = programme.schedule
    assert (step.unwritten().new, bool(step.unwritten())) == (36, True)
    step.invitations(tmp_path / "one")
    assert not step.unwritten()
    with pytest.raises(NotReady, match="There is nothing to write"):
        step.invitations()
    step.move(pair_id, 2, step.offers(pair_id, 2)[0].starts, by="Rosa")
    step.cancel(pair_id, 3, by="Rosa")
    assert (step.unwritten().changed, step.unwritten().cancelled) == (1, 1)
    names = [path.name for path in step.invitations(tmp_path / "two")]
    assert f"{pair_id}-meeting-3-cancelled.eml" in names
    update = (tmp_path / "two" / f"{pair_id}-meeting-2.ics").read_text()
    assert "SEQUENCE:1" in update
    again = [path.name for path in step.invitations(tmp_path / "three", again=True)]
    assert sum(name.endswith(".eml") for name in again) == 35
    assert any("invitations to meetings" in line for line in left(programme))


def left(programme: Programme) -> list[str]:
    return list(left_behind(programme.file))


def test_a_delegate_is_copied_on_invitations_and_never_in_letters(programme, tmp_path):
    pair = programme.file.pairs("confirmed")[0]
    person = programme.file.person(pair.mentee_id)
    staff = {**person.staff, "delegate_email": "pa@example.org"}
    with programme.file.change(actor="Rosa", action="Delegate", now=NOW) as change:
        change.save_people([replace(person, staff=staff)])
    kept(programme)
    programme.schedule.invitations(tmp_path / "invitations")
    mail = tmp_path / "invitations" / f"{pair.pair_id}-meeting-1.eml"
    message = email.message_from_bytes(mail.read_bytes(), policy=default)
    assert [one.addr_spec for one in message["Cc"].addresses] == ["pa@example.org"]
    programme.kickoff.write(tmp_path / "letters")
    letters = b"".join(p.read_bytes() for p in (tmp_path / "letters").rglob("*") if p.is_file())
    assert b"pa@example.org" not in letters


def test_when_a_pair_ends_its_meetings_are_called_off_and_cancellations_written(programme):
    found = kept(programme)
    programme.schedule.invitations()
    pair_id = found.series[0].pair_id
    with at(NOW + timedelta(days=20)):
        said = programme.pairing.part(pair_id, by="Rosa").sentences
        told = next(line for line in said if "called off" in line)
        folder = Path(told.partition("follow: ")[2])
        coming = [m for m in programme.file.document("meetings", pair_id)["meetings"]
                  if m["state"] == "planned"]  # fmt: skip
    assert len(list(folder.glob("*-cancelled.eml"))) == 6 - len(coming)
    assert not list(folder.glob("all-*.ics"))
    assert "METHOD:CANCEL" in next(folder.glob("*-cancelled.ics")).read_text()


def test_who_joins_late_gets_the_meetings_that_still_fit(programme):
    found = kept(programme)
    late = found.series[-1].pair_id
    with programme.file.change(actor="Rosa", action="Undone", now=NOW) as change:
        change.save_document("meetings", late, {"meetings": []})
    with at(datetime(2027, 1, 4, 8, tzinfo=ZONE)):
        rest = programme.schedule.propose(zone="Europe/Berlin")
        assert [one.pair_id for one in rest.series] == [late]
        assert len(rest.series[0].meetings) == 3
        assert f"Pair {late}: 3 of 6 meetings" in rest.notes[0]
        programme.schedule.keep(rest, by="Rosa")
    assert [one.number for one in programme.schedule.meetings(late)] == [1, 2, 3]


def test_a_series_is_planned_anew_with_the_same_names_for_calendars(programme):
    pair_id = kept(programme).series[0].pair_id
    step = programme.schedule
    step.invitations()
    before = step.meetings(pair_id)
    anew = step.propose(pairs=[pair_id], zone="Europe/Berlin", minutes=30, cadence_weeks=2)
    step.keep(anew, by="Rosa")
    after = step.meetings(pair_id)
    assert [one.uid for one in after] == [one.uid for one in before]
    assert {one.sequence for one in after} == {1}
    assert step.unwritten().changed == 6


def test_a_proposal_that_is_out_of_date_is_not_kept(programme):
    found = programme.schedule.propose(zone="Europe/Berlin")
    programme.pairing.part(found.series[0].pair_id, by="Rosa")
    with pytest.raises(NotAllowed, match="out of date"):
        programme.schedule.keep(found, by="Rosa")
    assert programme.schedule.table()["planned"].tolist() == [0] * 5


def test_without_a_coordinator_or_an_address_no_invitation_is_written(programme, tmp_path):
    pair = programme.file.pairs("confirmed")[0]
    kept(programme)
    person = programme.file.person(pair.mentor_id)
    with programme.file.change(actor="Rosa", action="No address", now=NOW) as change:
        change.save_people([replace(person, email=None)])
    with pytest.raises(FaultsFound, match=pair.mentor_id):
        programme.schedule.invitations(tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_first_contact_is_noted_and_watched(programme):
    pairs = [pair.pair_id for pair in programme.file.pairs("confirmed")]
    since = date.fromisoformat(programme.file.pairs("confirmed")[0].confirmed_at[:10])
    with at(datetime.combine(since, datetime.min.time(), ZoneInfo("UTC")) + timedelta(days=9)):
        day = since + timedelta(days=1)
        programme.kickoff.contacted(pairs[0], on=day, by="Rosa")
        waiting = programme.kickoff.waiting_for_contact(since + timedelta(days=15))
        assert sorted(one.pair_id for one in waiting) == pairs[1:]
        assert all(one.is_late for one in waiting)
        assert not any(one.is_late for one in programme.kickoff.waiting_for_contact(since))
        with pytest.raises(NotAllowed, match="cannot be the day of the first contact"):
            programme.kickoff.contacted(pairs[0], on=since - timedelta(days=9), by="Rosa")
