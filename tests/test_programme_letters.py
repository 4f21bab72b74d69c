"""Letters for every occasion, written to those concerned: as drafts, as text, and on paper."""

import email
import shutil
from dataclasses import replace
from email.policy import default

import openpyxl
import pytest
from pypdf import PdfReader

from rmkit import content
from rmkit.errors import FaultsFound, NotReady, UnknownName
from rmkit.programme.clock import now
from rmkit.programme.mailing import mailings
from rmkit.programme.programme import Programme

MEETING = {"when": "8 December, 10:00 to 10:45", "where": "Room 2.14"}


@pytest.fixture(scope="module")
def played(tmp_path_factory):
    with Programme.sample("six_pairs", until="evaluation") as programme:
        return shutil.copy(programme.file.path, tmp_path_factory.mktemp("played") / "a.rmkit")


@pytest.fixture
def programme(played, tmp_path):
    with Programme.open(shutil.copy(played, tmp_path / "pilot.rmkit")) as opened:
        yield opened


@pytest.fixture
def empty(tmp_path):
    made = Programme.create(tmp_path / "empty.rmkit", name="Our pilot", organisation="Our firm")
    with made as programme:
        yield programme


def alter(programme, person_id, **what):
    person = replace(programme.file.person(person_id), **what)
    with programme.file.change(actor="coordinator", action="Altered", now=now()) as change:
        change.save_person(person)


def running(programme):
    return programme.file.pairs("confirmed")


def read(path):
    return email.message_from_bytes(path.read_bytes(), policy=default)


def test_the_shelf_has_every_letter_by_occasion_with_how_many_get_it(programme, empty):
    shelf = programme.letters.shelf()
    assert {choice.id for choice in shelf} == set(content.letters())
    assert [c.id for c in programme.letters.shelf("admission")] == [
        "interview_invitation", "admitted", "waiting_list", "not_admitted",
    ]  # fmt: skip
    people = {choice.id: choice.people for choice in shelf}
    assert people["training_invitation"] == 2 * people["thanks_mentee"]
    assert people["receipt_reminder"] == len(
        programme.letters.recipients("receipt_reminder").readers
    )
    assert {choice.people for choice in empty.letters.shelf()} == {0}
    with pytest.raises(UnknownName, match='Did you mean "admission"'):
        programme.letters.shelf("admissions")


@pytest.mark.parametrize("name", content.letters())
def test_every_letter_has_an_example_in_an_empty_programme(empty, name):
    shown = empty.letters.example(name)
    assert shown.plain.strip()
    assert "Harbour" not in shown.subject + shown.plain


def test_every_letter_is_written_to_those_for_whom_it_is_due(programme):
    for choice in programme.letters.shelf():
        if choice.people and choice.occasion in ("training", "reminder", "change", "leaders"):
            more = MEETING if choice.occasion == "training" else None
            written = programme.letters.write(choice.id, more=more)
            drafts = [path for path in written if path.suffix == ".eml"]
            assert len(drafts) == choice.people, choice.id
            text = written[0].with_name("letters.txt").read_text("utf-8")
            assert "{{" not in text
            for reader in programme.letters.recipients(choice.id).readers:
                assert reader.why


def test_a_letter_is_a_draft_a_text_to_copy_and_a_row_for_a_mail_merge(programme, tmp_path):
    person = programme.letters.recipients("briefing_invitation").readers[0]
    folder = tmp_path / "out"
    written = programme.letters.write(
        "briefing_invitation", [person.person_id], folder=folder, more=MEETING
    )
    (path,) = [path for path in written if path.suffix == ".eml"]
    mail = read(path)
    assert mail["X-Unsent"] == "1"
    assert programme.file.person(person.person_id).email in str(mail["To"])
    assert "Room 2.14" in mail.get_body(("plain",)).get_content()
    assert "Room 2.14" in (folder / "letters.txt").read_text("utf-8")
    sheet = openpyxl.load_workbook(folder / "mail_merge.xlsx").active
    head, row = list(sheet.values)
    assert dict(zip(head, row, strict=True))["where"] == "Room 2.14"


def test_what_nobody_gave_is_told_once_for_all_and_nothing_is_written(programme, tmp_path):
    with pytest.raises(FaultsFound) as told:
        programme.letters.write("circle_invitation", more={"when": "8 December"})
    assert [fault.column for fault in told.value.faults] == ["where"]
    assert 'more={"where": "..."}' in str(told.value)
    assert not (tmp_path / "pilot-letters").exists()
    with pytest.raises(FaultsFound, match='Did you mean "where"'):
        programme.letters.write("circle_invitation", more={**MEETING, "wehre": "Room"})
    with pytest.raises(FaultsFound, match="name is filled in by the programme itself"):
        programme.letters.write("circle_invitation", more={**MEETING, "name": "Ann"})


def test_a_link_may_be_given_for_each_person(programme):
    one, two = (p.person_id for p in programme.file.people()[:2])
    links = {one: "https://forms.example.org/one", two: "https://forms.example.org/two"}
    assert links[one] in programme.letters.preview("call", one, {"link": links}).plain
    assert links[two] in programme.letters.preview("call", two, {"link": links}).plain


def test_who_left_objected_was_erased_or_parted_gets_no_letter_and_it_is_said(programme):
    pairs = running(programme)
    left, objected, gone, named = (pair.mentor_id for pair in pairs[:4])
    erased_partner = pairs[2].mentee_id
    alter(programme, left, state="left")
    programme.rights.object(objected, "participation", by="Rosa Vidal")
    programme.candidates.erase(gone, by="Rosa Vidal")
    found = programme.letters.recipients("circle_invitation", [left, objected, gone, named])
    assert [reader.person_id for reader in found.readers] == [named]
    assert [one.why for one in found.left_out] == [
        "they left the programme.",
        "they asked not to take part any more.",
        "nobody has this id any more. People were erased; perhaps they were.",
    ]
    programme.letters.write("circle_invitation", [left, objected, gone, named], more=MEETING)
    readme = programme.file.path.with_name("pilot-letters") / "circle_invitation" / "README.txt"
    assert f"{left} gets no letter: they left the programme." in readme.read_text("utf-8")
    (alone,) = programme.letters.recipients("briefing_invitation", [erased_partner]).left_out
    assert alone.why == "they are in no pair that runs as a mentee."
    ended = programme.letters.preview("pair_ended", erased_partner).plain
    assert "Your pair in six_pairs" in ended or "has ended" in ended
    with pytest.raises(NotReady, match="Nobody gets the letter circle_invitation"):
        programme.letters.write("circle_invitation", [left], more=MEETING)


def test_a_pair_of_which_somebody_asked_not_to_be_matched_is_talked_about_first(programme):
    pair = running(programme)[0]
    programme.rights.object(pair.mentee_id, "matching", by="Rosa Vidal")
    (out,) = programme.letters.recipients("circle_invitation", [pair.mentor_id]).left_out
    assert "talk with both first" in out.why
    assert pair.mentee_id not in out.why


def test_somebody_who_was_never_there_is_refused_while_nobody_was_erased(programme):
    with pytest.raises(UnknownName, match="nobody"):
        programme.letters.recipients("call", ["nobody"])


def test_who_has_no_mail_is_printed_for_with_what_is_enclosed(programme, tmp_path):
    pair = running(programme)[0]
    alter(programme, pair.mentor_id, email=None, staff={"department": "Dock 4", "site": "North"})
    people = [pair.mentor_id, pair.mentee_id]
    written = programme.letters.write(
        "training_invitation", people, more=MEETING, folder=tmp_path / "o"
    )
    assert len([path for path in written if path.suffix == ".eml"]) == 1
    pages = [page.extract_text() for page in PdfReader(tmp_path / "o" / "To print.pdf").pages]
    name = programme.file.person(pair.mentor_id).name
    assert f"{name}\nDock 4\nNorth\n" in pages[0]
    assert "Page 1 of 1" in pages[0]
    assert pages[1] == ""
    assert "Set goals." in pages[2]
    assert len(pages) == 4
    readme = (tmp_path / "o" / "README.txt").read_text("utf-8")
    assert readme.startswith("1 letter to send and 1 to print.")
    assert f"{pair.mentor_id} gets it on paper: no e-mail address is known." in readme
    states = {one.person_id: one.state for one in mailings(programme.file)}
    assert states == {pair.mentor_id: "printed", pair.mentee_id: "drafted"}


def test_a_programme_where_nobody_has_mail_gets_paper_alone(programme, tmp_path):
    person = running(programme)[0].mentor_id
    alter(programme, person, email="nonsense")
    written = programme.letters.write(
        "circle_invitation", [person], more=MEETING, folder=tmp_path / "o"
    )
    assert {path.name for path in written} == {"README.txt", "To print.pdf"}


def test_a_reminder_of_receipts_names_the_open_days_and_nothing_of_the_meetings(programme):
    reader = programme.letters.recipients("receipt_reminder").readers[0]
    plain = programme.letters.preview("receipt_reminder", reader.person_id).plain
    assert "2 November 2026, with" in plain


def test_a_new_partner_is_told_of_and_the_former_one_is_not(programme):
    for reader in programme.letters.recipients("new_partner").readers:
        person_id = reader.person_id
        plain = programme.letters.preview("new_partner", person_id).plain
        for pair in programme.file.pairs("ended"):
            if person_id in (pair.mentor_id, pair.mentee_id):
                former = pair.mentee_id if pair.mentor_id == person_id else pair.mentor_id
                assert programme.file.person(former).name not in plain


def test_mentors_get_their_letters_for_their_own_pair_and_mentees_get_none_of_it(programme):
    pair = running(programme)[0]
    written = programme.letters.write("mentor_pack", [pair.mentor_id])
    (path,) = [path for path in written if path.suffix == ".eml"]
    mail = read(path)
    assert programme.file.person(pair.mentor_id).email in str(mail["To"])
    attached = {part.get_filename(): part for part in mail.iter_attachments()}
    assert {"Session worksheet.pdf", "Goal-setting framework.pdf"} <= set(attached)
    text = attached[f"Letters to your mentee - {pair.mentee_id}.txt"].get_content()
    mentor, mentee = (programme.file.person(i).name for i in (pair.mentor_id, pair.mentee_id))
    assert text.count(f"Hello {mentee},") == 5
    assert text.count(f"\n{mentor}\n") >= 5
    for other in running(programme)[1:]:
        assert programme.file.person(other.mentee_id).name not in text
    shown = programme.letters.preview("mentor_after_session", pair.mentee_id)
    assert f"Hello {mentee}," in shown.plain


def test_what_is_written_is_noted_so_that_erasing_somebody_reaches_it(programme):
    pair = running(programme)[0]
    written = programme.letters.write("thanks_mentor", [pair.mentor_id])
    folder = written[0].parent
    programme.candidates.erase(pair.mentee_id, by="Rosa Vidal")
    assert not folder.exists()
    kept = programme.letters.write(
        "circle_invitation", [running(programme)[0].mentor_id], more=MEETING
    )
    programme.candidates.erase(running(programme)[1].mentor_id, by="Rosa Vidal")
    assert kept[0].exists()


def test_the_words_of_a_programme_are_kept_for_every_letter_and_restored(empty):
    empty.letters.edit("pair_ended", subject="{{ programme }}: an end, and a beginning")
    assert empty.letters.is_edited("pair_ended")
    assert empty.letters.example("pair_ended").subject == "Our pilot: an end, and a beginning"
    assert empty.letters.restore("pair_ended") == content.letter("pair_ended")
    with pytest.raises(FaultsFound, match='Did you mean "programme"'):
        empty.letters.edit("pair_ended", body="Dear {{ programe }}")


def test_erasing_somebody_of_whom_the_coordinator_noted_something_leaves_the_coordinator(programme):
    mentee = running(programme)[0].mentee_id
    before = programme.coordinator
    programme.candidates.erase(mentee, by="Rosa Vidal")
    assert programme.coordinator == before


def test_no_letter_holds_what_a_pair_or_a_person_keeps_to_themselves(programme):
    """Plant words in what was told in confidence and in what is sealed, and look for them."""
    canary, planted = "Kanarienvogel", 0
    for response in programme.file.responses():
        asked = programme.file.asked_in(response)
        words = {
            f.key: canary
            for f in asked.fields
            if f.kind in ("text", "long_text") and f.visibility == "coordinator"
            if f.item.format != "signature"
        }
        if asked.id in ("candidate", "staff_list"):
            continue
        with programme.file.change(actor="coordinator", action="Planted", now=now()) as change:
            change.save_response(
                replace(response, answers={**response.answers, **words}, sealed=canary.encode())
            )
        planted += 1
    assert planted > 3
    for choice in programme.letters.shelf():
        for reader in programme.letters.recipients(choice.id).readers:
            filled = programme.letters.preview(choice.id, reader.person_id)
            assert canary not in filled.subject + filled.plain + filled.html
            assert canary not in reader.why
