"""The announcement kit: filled with the programme's data, in one's own words, on one sheet."""

import pytest
from pypdf import PdfReader

from rmkit.content.announcement import announcement_text
from rmkit.content.relationship import relationship
from rmkit.errors import FaultsFound, NotReady, UnknownName
from rmkit.programme.programme import Programme

BY = "Rosa Vidal"


@pytest.fixture(scope="module")
def six():
    with Programme.sample("six_pairs", until="pairing") as programme:
        yield programme


@pytest.fixture
def empty(tmp_path):
    with Programme.create(tmp_path / "a.rmkit", name="Pilot", organisation="Firm <b>&") as made:
        yield made


def test_the_kit_serves_its_parts_of_the_method_and_says_what_is_lost():
    assert {"CV-2.1", "REC-2", "CV-C1"} <= set(announcement_text().covers)
    assert relationship().covers == ("CV-2.8",)
    assert "lost" in relationship().source
    assert "lost" not in relationship().opening.say()


def test_an_empty_programme_says_what_is_still_to_be_completed(empty):
    made = empty.candidates.announcement()
    assert {"objective", "plan", "coordinator", "where"} <= set(made.missing)
    assert "[to be completed: objective]" in made.text
    assert "Firm <b>&" in made.poster.lead


def test_everything_known_stands_in_every_text_and_nothing_in_braces(six, tmp_path):
    made = six.candidates.announcement(where="https://forms.example.org/a")
    assert made.missing == ()
    assert "{" not in made.text
    assert six.coordinator.email in made.text
    assert [one for one, *_ in made.parts] == [part.id for part in announcement_text().parts]
    written = {p.name: p for p in six.candidates.write_announcement(tmp_path / "a", where="Room 2")}
    (page,) = PdfReader(written["poster.pdf"]).pages
    told = page.extract_text()
    assert "Room 2" in told
    assert six.organisation in told
    assert six.organisation in written["texts to copy.txt"].read_text("utf-8")


def test_own_words_are_kept_and_a_placeholder_that_is_not_there_is_refused(empty, tmp_path):
    step, before = empty.candidates, empty.candidates.announcement_words("call")
    with pytest.raises(FaultsFound, match="Nothing was saved"):
        step.keep_announcement("call", "Come to {organistaion}!", by=BY)
    assert step.announcement_words("call") == before
    step.keep_announcement("call", "Come to {organisation} {plan}", by=BY)
    step.keep_announcement("poster", "Learn <i>upwards</i>", by=BY)
    assert step.announcement().parts[0][2].startswith("Come to Firm <b>&")
    written = {p.name: p for p in step.write_announcement(tmp_path / "a")}
    html = written["poster.html"].read_text("utf-8")
    assert "Learn &lt;i&gt;upwards" in html
    assert "<i>" not in html
    step.keep_announcement("call", None, by=BY)
    assert step.announcement_words("call") == before
    with pytest.raises(UnknownName):
        step.keep_announcement("flyer", "x", by=BY)


def test_a_whole_organisation_gets_poster_appointment_form_and_reflection_sheet(empty, tmp_path):
    written = empty.candidates.write_rollout_kit(tmp_path / "kit")
    assert {"poster.pdf", "appointment.pdf", "reflection.pdf"} <= {p.name for p in written}
    assert all(p.read_bytes().startswith(b"%PDF") for p in written)


def test_the_guide_of_a_talk_holds_what_was_answered_and_is_noted_for_erasure(six, tmp_path):
    step = six.candidates
    one, other = step.not_interviewed[:2]
    written = step.write_interview_guides(tmp_path / "talks", [one, other])
    assert len(written) == 3
    words = "".join(page.extract_text() for page in PdfReader(written[0]).pages)
    assert step.names[one] in words
    assert "What they answered" in words
    assert "What shapes a relationship" in words
    total = sum(len(PdfReader(p).pages) for p in written[:2])
    assert len(PdfReader(written[2]).pages) == total
    assert any(told for told in step.erase(one, by=BY).sentences if "talks" in told)


def test_there_is_no_guide_where_nobody_is_to_be_talked_to(empty, tmp_path):
    with pytest.raises(NotReady, match="no guide"):
        empty.candidates.write_interview_guides(tmp_path / "talks")
