"""The library of a programme: own activities kept, what fits a mentee and a pair, and kits."""

import shutil
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader
from typer.testing import CliRunner

from rmkit.cli.app import app
from rmkit.content.activities import shipped_activities
from rmkit.content.starters import discussion_starters
from rmkit.content.suggesting import Need
from rmkit.errors import FaultsFound, FileRefused, NotAllowed, NotReady, UnknownName
from rmkit.exchange.form_writers import write_as
from rmkit.instruments import load
from rmkit.meetings.goals import goal_standings
from rmkit.meetings.meeting import Meeting
from rmkit.programme.clock import now
from rmkit.programme.goal_sheets import goals_on
from rmkit.programme.meetings_kept import save_meetings
from rmkit.programme.programme import Programme
from rmkit.programme.sealing import SealingStep
from tests.fillers import fill_xlsx
from tests.sealing.rig import ANNS, CHEAP
from tests.test_content_activities import OWN

CANARY = "Zcanary"


@pytest.fixture(scope="module")
def six(tmp_path_factory):
    path = tmp_path_factory.mktemp("six") / "six.rmkit"
    with Programme.sample("six_pairs", until="kickoff") as programme:
        shutil.copy(programme.file.path, path)
    return path


@pytest.fixture
def programme(six, tmp_path):
    with Programme.open(shutil.copy(six, tmp_path / "six.rmkit")) as opened:
        yield opened


@pytest.fixture
def own(tmp_path):
    path = tmp_path / "own.yaml"
    path.write_text(OWN, encoding="utf-8")
    return path


def test_own_activities_are_taken_over_found_first_exported_and_undone(programme, own, tmp_path):
    library = programme.library
    assert library.add(own).told == "1 activity of your own taken over."
    assert library.activities[0].id == "our_intranet"
    assert len(library.activities) == len(shipped_activities()) + 1
    for name in ("back.yaml", "back.xlsx"):
        written = library.export(tmp_path / name)
        assert library.read(written) == library.own
        assert library.add(written).replaced == ("our_intranet",)
    assert library.find(Need(words="intranet"))[0].activity.id == "our_intranet"
    library.remove("our_intranet")
    assert library.own == ()
    programme.keeping.undo(by="Rosa")
    assert [one.id for one in library.own] == ["our_intranet"]


def test_a_file_with_a_fault_changes_nothing_and_ours_cannot_be_taken_out(programme, own):
    own.write_text(OWN.replace("minutes: 20", "minutes: soon"), encoding="utf-8")
    before = programme.file.head_digest()
    with pytest.raises(FaultsFound, match="row 8"):
        programme.library.add(own)
    assert programme.file.head_digest() == before
    with pytest.raises(UnknownName):
        programme.library.remove("one_password")
    with pytest.raises(NotReady, match="table to fill in"):
        programme.library.export(own.with_name("none.yaml"))
    with pytest.raises(FileRefused, match="neither YAML nor a table"):
        programme.library.add(own.with_suffix(".doc"))


def test_a_programme_without_anybody_has_a_library_too(tmp_path):
    with Programme.create(tmp_path / "a.rmkit", name="Pilot", organisation="Firm") as programme:
        assert len(programme.library.find()) == len(shipped_activities())
        assert programme.library.need_of("nobody").is_empty
        with pytest.raises(NotReady, match="no confirmed pair"):
            programme.library.write_kits(tmp_path / "kits")


def test_a_mentee_is_suggested_what_they_want_to_learn_and_what_they_ticked(programme):
    pair = programme.file.pairs("confirmed")[0]
    skills = programme.library.need_of(pair.mentee_id).skills
    assert skills
    assert all(level is None or level < target for level, target in skills.values())
    answers = {"topics_mentee": ["balance", "ai"], "released_topics": ["balance"],
               "seen_and_wondered_mentee": "Zsecret"}  # fmt: skip
    programme.questionnaires.answer("topics_of_interest", answers, person=pair.mentee_id, by="Rosa")
    need = programme.library.need_of(pair.mentee_id)
    assert need.topics == ("balance",)
    assert "Balance and wellbeing" in [w for k in programme.library.for_pair(pair.pair_id)
                                       for w in k.why]  # fmt: skip


def test_whoever_asked_not_to_be_matched_is_suggested_nothing(programme):
    pair = programme.file.pairs("confirmed")[0]
    programme.rights.object(pair.mentee_id, "matching", by="Rosa")
    assert programme.library.need_of(pair.mentee_id).is_empty


def test_reasons_for_a_pair_tell_no_level_and_only_skills_that_the_mentor_has(programme):
    for pair in programme.file.pairs("confirmed"):
        (mentor,) = programme.file.counting("candidate", person_id=pair.mentor_id)
        words = programme.candidates.words
        strong = {words[k.removeprefix("level_")] for k, v in mentor.answers.items()
                  if k.startswith("level_") and v >= 4}  # fmt: skip
        told = {why for one in programme.library.for_pair(pair.pair_id) for why in one.why}
        assert told <= strong


def test_goals_count_with_both_yeses_and_a_goal_with_one_is_told_as_not_counting_yet():
    sheet = {"goal_1_smart": "I read it.", "goal_1_agreed_mentee": "yes",
             "goal_1_agreed_mentor": "yes", "goal_2_step": "Open it.",
             "goal_2_agreed_mentee": "yes", "goal_3_agreed_mentor": "yes"}  # fmt: skip
    first, second = goal_standings(sheet)
    assert first.counts
    assert not second.counts
    assert second.missing == ("mentor",)
    assert "does not count yet: the yes of the mentor" in second.told
    (later,) = goal_standings({"goal_2_step": "x", "goal_2_agreed_mentor": "not_yet"})
    assert later.missing == ("mentee", "mentor")
    assert "I read it." not in repr(first)


# ---- kits


@pytest.fixture
def pair(programme):
    return programme.file.pairs("confirmed")[0]


def text_of(path: Path) -> str:
    if path.suffix == ".pdf":
        return "\n".join(
            page.extract_text() for page in PdfReader(BytesIO(path.read_bytes())).pages
        )
    return path.read_text(encoding="utf-8")


def test_a_kit_holds_dates_guides_sheets_activities_and_starters(programme, pair, tmp_path):
    starts = datetime(2027, 1, 12, 9, 0, tzinfo=UTC)
    meetings = [Meeting(pair.pair_id, 1, starts, 60, "Europe/Madrid", "Room 4")]
    meetings.append(Meeting(pair.pair_id, 2, starts.replace(month=2), 60).cancelled())
    with programme.file.change(actor="me", action="Planned", now=now()) as change:
        save_meetings(change, pair.pair_id, meetings)
    written = programme.library.write_kit(pair.pair_id, tmp_path / "kits")
    files = {path.name: path for path in written.files}
    assert written.pairs == (pair.pair_id,)
    assert {"Kit.pdf", "Kit.html", "Guide for the mentor.pdf", "Guide for the mentee.pdf",
            "Goals.pdf", "Agenda.pdf", "Session worksheet.pdf", "Action plan.pdf",
            "What stays between us.pdf", "The first three months.pdf",
            "What we expect of each other.pdf",
            "What makes you curious.pdf", "Principles.pdf"} == set(files)  # fmt: skip
    page = text_of(files["Kit.html"])
    assert "12 January 2027, 10:00 (Europe/Madrid)" in page
    assert "February" not in page, "a meeting that was called off is no date"
    assert "Room 4" in page
    assert "A silent minute" in page
    given = programme.library.given(pair.pair_id)
    assert len(given["starters"]) == 6
    assert 1 <= len(given["activities"]) <= 4
    for one in discussion_starters().by_id(given["starters"]):
        assert one.ask.say() in page.replace("&#39;", "'").replace("&#34;", '"')


def test_each_guide_fits_on_one_side(programme, pair, tmp_path):
    written = programme.library.write_kit(pair.pair_id, tmp_path / "kits")
    guides = [path for path in written.files if path.name.startswith("Guide")]
    assert [len(PdfReader(BytesIO(path.read_bytes())).pages) for path in guides] == [1, 1]


def test_nothing_of_what_a_pair_wrote_is_in_any_kit(programme, pair, tmp_path):
    sealed = SealingStep(programme, strength=CHEAP)
    sealed.begin(pair.pair_id, pair.mentor_id, ANNS)
    for name in (
        "goal_setting",
        "agenda",
        "action_plan",
        "topics_of_interest",
        "session_worksheet",
    ):
        asked = load(name, "smart") if name == "goal_setting" else load(name)
        words = {f.key: CANARY for f in asked.fields
                 if f.visibility == "pair" and f.kind in ("text", "long_text")}  # fmt: skip
        needed = {f.key: 1 if f.kind == "number" else "2027-01-12" for f in asked.fields
                  if f.required and f.kind in ("number", "date")}  # fmt: skip
        ticked = {"topics_mentee": ["privacy"]} if name == "topics_of_interest" else {}
        sealed.answer(pair.pair_id, pair.mentee_id, asked, {**needed, **words, **ticked})
    assert len(sealed.open(pair.pair_id, pair.mentor_id, passphrase=ANNS).answers) == 5
    written = programme.library.write_kit(pair.pair_id, tmp_path / "kits")
    told = [text_of(path) for path in written.files]
    assert len(told) >= 13
    assert not [text for text in told if CANARY in text]
    assert "privacy" not in programme.library.need_of(pair.mentee_id).topics


def test_the_next_kit_brings_other_starters_and_activities(programme, pair, tmp_path):
    library = programme.library
    library.write_kit(pair.pair_id, tmp_path / "one")
    first = library.given(pair.pair_id)
    drawn = library.draw(pair.pair_id, 5, seed=9, theme="views")
    assert {one.theme for one in drawn} == {"views"}
    library.write_kit(pair.pair_id, tmp_path / "two")
    second = library.given(pair.pair_id)
    assert second["starters"][:6] == first["starters"]
    assert len(set(second["starters"])) == 17
    assert set(first["activities"]) < set(second["activities"])


def test_kits_of_all_pairs_are_written_at_once_with_progress_and_who_is_left_out(
    programme, pair, tmp_path
):
    programme.rights.object(pair.mentee_id, "matching", by="Rosa")
    told = []
    written = programme.library.write_kits(
        tmp_path / "kits", on_progress=lambda done, what: told.append(done)
    )
    assert len(written.pairs) == 5
    assert pair.pair_id not in written.pairs
    assert pair.pair_id in written.left_out[0]
    assert told == sorted(told)
    assert told[-1] == 1.0
    names = [path.relative_to(written.folder).as_posix() for path in written.files]
    people = [p.name for p in programme.file.people()]
    assert not [name for name in names if any(person in name for person in people)]
    with pytest.raises(NotReady, match="asked not to be matched"):
        programme.library.write_kit(pair.pair_id, tmp_path / "other")


def test_what_the_mentee_released_goes_with_the_kit(programme, pair, tmp_path):
    from tests.test_programme_sharing import answer

    programme.candidates.choose("extended")
    answer(programme, pair.mentee_id, ["strengths"])
    written = programme.library.write_kit(pair.pair_id, tmp_path / "kits")
    (page,) = [path for path in written.files if path.name.startswith("What the mentee shares")]
    assert "Zstrengths" in text_of(page)
    assert "Zchallenges" not in text_of(page)
    assert "Zstrengths" not in text_of(next(p for p in written.files if p.name == "Kit.html"))


def test_kits_go_when_somebody_in_them_is_erased_and_not_when_somebody_else_is(
    programme, pair, tmp_path
):
    one, two = programme.file.pairs("confirmed")[:2]
    programme.library.write_kit(one.pair_id, tmp_path / "one")
    programme.library.write_kit(two.pair_id, tmp_path / "two")
    programme.candidates.erase(one.mentee_id, by="Rosa")
    assert not (tmp_path / "one").exists()
    assert (tmp_path / "two").exists()


def test_a_folder_with_other_files_an_unknown_theme_and_no_pair_are_refused(
    programme, pair, tmp_path
):
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "a.txt").write_text("x")
    with pytest.raises(NotAllowed, match="other files"):
        programme.library.write_kit(pair.pair_id, tmp_path / "mine")
    with pytest.raises(UnknownName):
        programme.library.write_kit(pair.pair_id, tmp_path / "k", theme="cooking")
    with pytest.raises(NotReady, match="no confirmed pair"):
        programme.library.write_kit("9-9999", tmp_path / "k")
    assert programme.library.given(pair.pair_id) == {"starters": (), "activities": ()}


# ---- goals


GOALS = {"session_number": 1, "date": "2027-01-12", "mentee": "Bo", "goal_1_smart": "Zgoal",
         "goal_1_agreed_mentee": "yes", "goal_1_agreed_mentor": "yes", "goal_2_step": "Open it",
         "goal_2_agreed_mentee": "yes"}  # fmt: skip


def test_a_filled_goal_sheet_tells_which_goals_count_and_says_nothing_of_what_they_are(tmp_path):
    asked = load("goal_setting", "smart")
    (blank,) = write_as(asked, tmp_path / "goals.xlsx", "xlsx", organisation="Firm")
    path = fill_xlsx(blank, asked, GOALS)
    first, second = goals_on([path])
    assert first.counts
    assert second.missing == ("mentor",)
    done = CliRunner().invoke(app, ["goals", str(path)])
    assert done.exit_code == 1, "one does not count yet"
    assert "Goal 1 counts" in done.output
    assert "yes of the mentor is missing" in done.output
    assert "Zgoal" not in done.output


def test_a_sheet_without_a_goal_is_told_so(tmp_path):
    asked = load("goal_setting", "real")
    (blank,) = write_as(asked, tmp_path / "goals.xlsx", "xlsx", organisation="Firm")
    fill_xlsx(blank, asked, {"session_number": 1, "date": "2027-01-12", "mentee": "Bo"})
    with pytest.raises(FileRefused, match="no goal on it yet"):
        goals_on([blank])
