"""Step 1 as a form: answers in, an objective and a charter out, and every fault in a sentence."""

import re
from datetime import date

import pytest

from rmkit.errors import FaultsFound, NotReady, NotSaved
from rmkit.programme.coordinator import Coordinator
from rmkit.programme.objective import Objective
from rmkit.programme.play import sample_recipe
from rmkit.programme.programme import Programme

WHOLE = {
    "focus": "Digital tools",
    "reason": "The port plans in shared tools from next year.\nMany have never used them.",
    "sentence": "By June 2027, every mentee goes from level 2 to level 4 in two tools.",
    "start": date(2027, 1, 11),
    "months": 6,
    "sessions": "8",
    "session_minutes": 60,
    "coordinator_name": "Rosa Vidal",
    "coordinator_email": "rosa.vidal@example.org",
}


@pytest.fixture
def programme(tmp_path):
    with Programme.create(tmp_path / "a.rmkit", name="Pilot", organisation="Firm") as made:
        yield made


def refused(programme, answers):
    before = programme.file.head_digest()
    with pytest.raises(FaultsFound, match="Nothing was saved") as told:
        programme.objective.keep(answers)
    assert programme.file.head_digest() == before
    return {fault.key: str(fault) for fault in told.value.faults}


def test_a_form_that_is_filled_in_becomes_the_objective_and_the_coordinator_in_one_change(
    programme,
):
    assert programme.objective.answers == {}
    kept = programme.objective.keep(WHOLE)
    assert (kept.sessions, kept.start) == (8, date(2027, 1, 11))
    assert programme.objective.record == kept
    assert programme.coordinator == Coordinator(name="Rosa Vidal", email="rosa.vidal@example.org")
    history = programme.file.history()
    assert history[-1].change_no == history[-2].change_no
    assert history[-1].change_no != history[-3].change_no


def test_what_is_kept_fills_the_form_again_and_keeping_it_again_changes_nothing(programme):
    programme.objective.keep(WHOLE)
    answers = programme.objective.answers
    assert answers == WHOLE | {"sessions": 8, "start": "2027-01-11"}
    assert set(answers) < {field.key for field in programme.objective.questionnaire.fields}
    before = programme.file.head_digest()
    programme.objective.keep(answers)
    assert programme.file.head_digest() == before


def test_every_fault_of_the_form_is_told_at_once_and_belongs_to_its_question(programme):
    wrong = {"sessions": "many", "session_minutes": 5, "months": 2.5, "colour": "blue"}
    told = refused(programme, wrong | {"start": "01/02/2027", "coordinator_name": "Rosa"})
    assert set(told) == {*wrong, "start", "sentence", "coordinator_email"}
    assert "nothing yet to write it from" in told["sentence"]
    assert "Give both, or leave both blank" in told["coordinator_email"]


def test_an_address_that_letters_could_not_be_sent_from_is_refused(programme):
    told = refused(programme, WHOLE | {"coordinator_email": "rosa@firm"})
    assert "is not an e-mail address" in told["coordinator_email"]
    told = refused(programme, WHOLE | {"coordinator_email": "rösa@example.org"})
    assert "before the @" in told["coordinator_email"]
    told = refused(programme, WHOLE | {"coordinator_name": " "})
    assert set(told) == {"coordinator_name"}


def test_the_longest_lines_that_the_form_allows_can_be_kept(programme):
    email = f"rosa@{'a' * 60}.{'b' * 60}.{'c' * 60}.{'d' * 50}.example.org"
    long = {"focus": "f" * 200, "reason": "r" * 2000, "sentence": "s" * 2000}
    programme.objective.keep(
        WHOLE | long | {"coordinator_name": "n" * 200, "coordinator_email": email}
    )
    assert programme.coordinator.email == email
    assert set(refused(programme, {name: text + "x" for name, text in long.items()})) == set(long)


def test_what_somebody_wrote_stands_in_no_fault(programme):
    told = refused(programme, {"reason": "Secret " * 400, "sentence": "Hidden " * 400})
    assert not any(word in text for text in told.values() for word in ("Secret", "Hidden"))


def test_a_blank_line_clears_the_objective_but_never_the_coordinator(programme):
    programme.objective.keep(WHOLE)
    programme.objective.keep({"sentence": WHOLE["sentence"], "focus": None, "sessions": ""})
    assert programme.objective.record == Objective(sentence=WHOLE["sentence"])
    assert programme.coordinator.name == "Rosa Vidal"


def test_a_whole_objective_lacks_nothing_and_a_bare_one_is_told_what(programme):
    assert programme.objective.keep(WHOLE).missing() == ()
    assert sample_recipe("harbour").objective.missing() == ()
    missing = Objective(sentence="Everybody learns something.").missing()
    assert "No date yet: by when?" in missing
    assert "No number of meetings yet." in missing
    assert any("level to come from" in sentence for sentence in missing)
    assert len(missing) == 8


@pytest.mark.parametrize(
    ("sentence", "dated", "levelled"),
    [
        ("From level 2 to 4 by June.", True, True),
        ("From basic to advanced within six months.", True, True),
        ("Everybody climbs from level 2 (basic) to at least level 4 before summer.", True, True),
        ("Two to three tools by the end of the year.", True, False),
        ("Managers reach level 4 in two tools.", False, False),
        ("We may march from one end of the port to the other.", False, False),
    ],
)
def test_words_for_a_date_and_for_two_levels_are_found_in_the_sentence(sentence, dated, levelled):
    missing = " ".join(Objective(sentence=sentence).missing())
    assert ("No date yet" not in missing) == dated
    assert ("level to come from" not in missing) == levelled


def test_a_first_day_and_a_number_of_months_are_a_date_too():
    objective = Objective(sentence="From level 2 to 4.", start=date(2027, 1, 11), months=6)
    assert not any("No date" in sentence for sentence in objective.missing())


@pytest.mark.parametrize(("sessions", "few"), [(1, "One meeting is few"), (4, "4 meetings are")])
def test_fewer_meetings_than_the_guide_counts_on_are_told(sessions, few):
    missing = Objective(sentence="From 2 to 4 by June.", sessions=sessions).missing()
    assert any(sentence.startswith(few) for sentence in missing)
    enough = Objective(sentence="From 2 to 4 by June.", sessions=5).missing()
    assert not any("few" in sentence for sentence in enough)


def test_the_charter_is_a_page_and_a_pdf_beside_the_programme_and_is_replaced(programme, tmp_path):
    programme.objective.keep(WHOLE)
    page, pdf = programme.objective.write_charter()
    assert (page, pdf) == (tmp_path / "charter.html", tmp_path / "charter.pdf")
    text = page.read_text(encoding="utf-8")
    for words in ("Pilot", "Firm", "Digital tools", "shared tools", "level 2 to level 4"):
        assert words in text
    for words in (
        "11 January 2027",
        "Rosa Vidal",
        "not for appraisal, promotion, dismissal or pay",
    ):
        assert words in text
    assert "still missing" not in text
    assert pdf.read_bytes().startswith(b"%PDF")
    programme.objective.keep({"sentence": "Another one."})
    programme.objective.write_charter()
    text = page.read_text(encoding="utf-8")
    assert "Another one." in text
    assert "No date yet: by when?" in text


def test_a_charter_goes_where_it_is_wanted_and_words_are_never_markup(programme, tmp_path):
    programme.objective.keep({"sentence": "<b>Two</b> tools."})
    page, _ = programme.objective.write_charter(tmp_path / "to" / "print")
    assert "&lt;b&gt;Two" in page.read_text(encoding="utf-8")
    assert page.parent == tmp_path / "to" / "print"


def test_without_an_objective_there_is_no_charter(programme, tmp_path):
    with pytest.raises(NotReady, match="State it first"):
        programme.objective.write_charter()
    programme.objective.keep({"sentence": "Two tools."})
    (tmp_path / "file").write_text("mine")
    with pytest.raises(NotSaved, match="choose another folder"):
        programme.objective.write_charter(tmp_path / "file")
    assert not list(tmp_path.glob("charter.*"))


def test_the_charter_says_what_each_has_of_it_with_dates_guidelines_and_how_one_will_know(
    programme,
):
    given = {**WHOLE, "matters": "They decide faster.", "indicator": "Days to the report"}
    programme.objective.keep({**given, "tools": 2, "from_level": 2, "to_level": 4, "weeks": 3})
    page, _ = programme.objective.write_charter()
    text = page.read_text(encoding="utf-8")
    for words in (
        "For Firm", "For the mentors", "For the mentees", "how Firm is run", "Goals on paper",
        "No line between them", "an hour a month", "11 Jan 2027", "Meetings of the pairs",
        "It would show in: Days to the report", "5 Return", "Intended application",
        "Eight meetings of 60 minutes can carry two levels in two skills", "Nobody measured it",
    ):  # fmt: skip
        assert words in text, words
    assert "{organisation}" not in text


def test_the_brief_and_the_page_for_leaders_are_written_beside_the_programme(programme, tmp_path):
    with pytest.raises(NotReady, match="no brief to write"):
        programme.objective.write_brief()
    programme.objective.keep(WHOLE)
    programme.objective.choose_plan("pilot")
    files = programme.objective.write_brief()
    assert [path.name for path in files] == [
        "sponsor_brief.html", "sponsor_brief.pdf", "leaders.html", "leaders.pdf",
    ]  # fmt: skip
    brief, leaders = (files[n].read_text(encoding="utf-8") for n in (0, 2))
    for words in ("What we ask of you", "Day of the decision", "8 August 2027", "Rosa Vidal"):
        assert words in brief
    assert "everybody who leads people at Firm" in leaders
    assert "not for appraisal" in leaders
    pages = len(re.findall(rb"/Type /Page\b", files[1].read_bytes()))
    assert pages == 1


def test_the_evaluation_plan_is_written_with_empty_cells_or_with_results(programme, tmp_path):
    with pytest.raises(NotReady, match="no evaluation plan to write"):
        programme.objective.write_evaluation_plan()
    programme.objective.keep(WHOLE)
    page, _ = programme.objective.write_evaluation_plan()
    assert "38 people" not in page.read_text(encoding="utf-8")
    page, _ = programme.objective.write_evaluation_plan(results={"reached": "31 of 38 people"})
    text = page.read_text(encoding="utf-8")
    assert "31 of 38 people" in text
    assert "11 October 2027" in text
    assert "Ties across the organisation" in text
    with pytest.raises(FaultsFound):
        programme.objective.write_evaluation_plan(results={"joy": 1})
