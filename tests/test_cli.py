import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from rmkit.cli import run
from rmkit.programme.programme import Programme
from rmkit.programme.shipped import sample_folder

SIX = sample_folder("six_pairs")


@pytest.fixture(autouse=True)
def _own_memo(tmp_path, monkeypatch):
    from rmkit.programme import chosen

    monkeypatch.setattr(chosen, "user_config_path", lambda *_, **__: tmp_path / "settings")


@pytest.fixture
def rmkit(monkeypatch, capsys, tmp_path):
    """Run one command as a shell would; give its exit code and what it printed."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("RMKIT_COMMAND", raising=False)

    def call(*words):
        monkeypatch.setattr(sys, "argv", ["rmkit", *map(str, words)])
        with pytest.raises(SystemExit) as ended:
            run()
        said = capsys.readouterr()
        return ended.value.code or 0, said.out + said.err

    return call


@pytest.fixture(scope="module")
def imported(tmp_path_factory):
    path = tmp_path_factory.mktemp("imported") / "six.rmkit"
    with Programme.create(path, name="Pilot", organisation="Lantern") as programme:
        programme.candidates.add(SIX / "raw" / "staff_list.xlsx", instrument="staff_list")
        programme.candidates.recognise(SIX / "raw" / "google_forms.csv")
        programme.candidates.add(SIX / "raw" / "google_forms.csv")
    return path


def test_ones_own_form_becomes_pairs_and_letters_step_by_step(rmkit):
    objective = "Two tools from level 2 to 4 in ten sessions."
    code, said = rmkit(
        "new", "pilot.rmkit", "--name", "Pilot", "--organisation", "My firm",
        "--coordinator", "Rosa Vidal <rosa.vidal@example.org>", "--objective", objective,
    )  # fmt: skip
    assert code == 0, said
    assert "Import the staff list" in said
    raw = SIX / "raw"
    steps = [
        ("import", "pilot.rmkit", raw / "staff_list.xlsx", "--instrument", "staff_list"),
        ("import", "pilot.rmkit", raw / "google_forms.csv", "--dry-run"),
        ("import", "pilot.rmkit", raw / "google_forms.csv"),
        ("profiles", "pilot.rmkit"),
        ("match", "pilot.rmkit"),
        ("match", "pilot.rmkit", "--confirm", "--by", "Rosa Vidal"),
        ("kickoff", "pilot.rmkit", "--to", "outbox"),
        ("check", "pilot.rmkit"),
    ]
    for step in steps:
        code, said = rmkit(*step)
        assert code == 0, (step, said)
    code, said = rmkit("status")
    assert "letters drafted" in said
    assert "confirmed" in said


def test_a_dry_run_keeps_nothing(rmkit):
    rmkit("new", "a.rmkit", "--name", "A", "--organisation", "B")
    code, said = rmkit("import", "a.rmkit", SIX / "raw" / "google_forms.csv", "--dry-run")
    assert code == 0
    assert "nothing was imported" in said
    with Programme.open("a.rmkit") as programme:
        assert programme.file.people() == []


def test_faults_end_with_one_and_are_all_told(rmkit, tmp_path):
    text = (SIX / "raw" / "google_forms.csv").read_text("utf-8")
    bad = tmp_path / "bad.csv"
    bad.write_text(text.replace('"Mentor"', '"Boss"', 2), encoding="utf-8")
    rmkit("new", "a.rmkit", "--name", "A", "--organisation", "B")
    code, said = rmkit("import", "a.rmkit", bad)
    assert code == 1
    assert "Boss" in said
    assert "Nothing was imported" in said
    with Programme.open("a.rmkit") as programme:
        assert programme.file.people() == []


def test_a_mapping_is_written_completed_and_followed(rmkit, tmp_path):
    text = (SIX / "raw" / "google_forms.csv").read_text("utf-8")
    own = tmp_path / "own.csv"
    own.write_text(text.replace("Your e-mail address at work", "Reach me at", 1), encoding="utf-8")
    rmkit("new", "a.rmkit", "--name", "A", "--organisation", "B")
    assert rmkit("import", "a.rmkit", own)[0] == 1
    code, said = rmkit("import", "a.rmkit", own, "--write-mapping", "map.yaml")
    assert code == 0, said
    mapping = tmp_path / "map.yaml"
    lines = mapping.read_text("utf-8").splitlines()
    assert any("Reach me at" in line and "?" in line for line in lines)
    mended = ['  "Reach me at": email' if "Reach me at" in line else line for line in lines]
    mapping.write_text("\n".join(mended), encoding="utf-8")
    code, said = rmkit("import", "a.rmkit", own, "--mapping", "map.yaml")
    assert code == 0, said


@pytest.mark.parametrize(
    "words",
    [
        ("import",),
        ("match", "a.rmkit", "--confirm"),
        ("match", "a.rmkit", "--lock", "M1"),
        ("import", "a.rmkit", "form.csv", "--instrument", "staff-list"),
        ("new", "a.rmkit"),
        ("new", "a.rmkit", "--name", "A", "--organisation", "B", "--coordinator", "no address"),
        ("nonsense",),
    ],
)
def test_wrong_usage_ends_with_two(rmkit, words):
    assert rmkit(*words)[0] == 2
    assert not Path("a.rmkit").exists()


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("status", "missing.rmkit"), "missing.rmkit"),
        (("status",), "No programme was chosen"),
        (("demo", "--sample", "harbor"), 'Did you mean "harbour"'),
        (("demo", "--staff", "staff.csv"), "--answers"),
    ],
)
def test_what_is_wrong_is_a_sentence_and_never_a_traceback(rmkit, words, says):
    code, said = rmkit(*words)
    assert code == 1
    assert says in said
    assert "Traceback" not in said


def test_a_letter_for_nobody_waits_for_confirmed_pairs(rmkit, imported, tmp_path):
    path = shutil.copy(imported, tmp_path / "six.rmkit")
    code, said = rmkit("kickoff", path, "--to", "outbox")
    assert code == 1
    assert "confirmed pairs" in said
    assert "coordinator" in said


def test_a_locked_pair_is_told_by_ids_that_are_there(rmkit, imported, tmp_path):
    path = shutil.copy(imported, tmp_path / "six.rmkit")
    code, said = rmkit("match", path, "--lock", "X1:X2")
    assert code == 1
    assert "X1" in said


def test_an_erased_person_leaves_no_name_in_the_file(rmkit, imported, tmp_path):
    path = shutil.copy(imported, tmp_path / "six.rmkit")
    with Programme.open(path) as programme:
        person = programme.file.people()[0]
    code, said = rmkit("erase", path, person.person_id, "--by", "Rosa Vidal")
    assert code == 0, said
    content = Path(path).read_bytes()
    assert person.email.encode() not in content
    assert person.name.encode() not in content
    assert rmkit("check", path)[0] == 0
    assert rmkit("erase", path, "nobody", "--by", "Rosa Vidal")[0] == 1


def test_demo_plays_the_smallest_sample_and_can_be_repeated(rmkit, tmp_path):
    for _ in range(2):
        code, said = rmkit("demo", "--sample", "six_pairs", "--to", "out")
        assert code == 0, said
    names = {path.name for path in (tmp_path / "out").iterdir()}
    assert names >= {"summary.html", "pairs.html", "outbox", "six_pairs.rmkit", "monday.html"}
    assert "How to go on" in said
    assert list((tmp_path / "out" / "outbox").glob("*.eml"))
    assert list((tmp_path / "out" / "reminders").rglob("*.eml"))
    assert list((tmp_path / "out" / "invitations").rglob("*.ics"))
    assert "Played on to 23 November 2026: 19 held by 6 pairs" in " ".join(said.split())
    monday = (tmp_path / "out" / "monday.html").read_text("utf-8")
    assert "2 people ask for a call" in monday
    with Programme.open(tmp_path / "out" / "six_pairs.rmkit") as programme:
        (asking, *_) = programme.meetings.concerns
        assert programme.candidates.names[asking.person_id].split()[0] in monday  # a pair as others
        assert programme.keeping.check().is_whole


def test_demo_leaves_a_folder_alone_that_is_not_its_own(rmkit, tmp_path):
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.txt").write_text("all of it")
    code, said = rmkit("demo", "--sample", "six_pairs", "--to", "mine")
    assert code == 1
    assert "Choose another folder" in said
    assert (tmp_path / "mine" / "thesis.txt").read_text() == "all of it"


def test_demo_never_takes_away_what_a_person_decided_or_wrote(rmkit, tmp_path):
    own = shutil.copy(SIX / "raw" / "google_forms.csv", tmp_path / "form.csv")
    assert rmkit("demo", "--answers", own, "--to", "out")[0] == 0
    path = tmp_path / "out" / "programme.rmkit"
    code, said = rmkit("match", path, "--confirm", "--by", "Ann Lee")
    assert code == 1
    assert "`rmkit match` shows both" in said
    assert rmkit("match", path)[0] == 0
    assert rmkit("match", path, "--confirm", "--by", "Ann Lee")[0] == 0
    code, said = rmkit("demo", "--answers", own, "--to", "out")
    assert code == 1
    assert "programme.rmkit" in said
    with Programme.open(path) as programme:
        assert programme.file.pairs("confirmed")


def test_the_rows_that_matter_are_chosen_before_anybody_answers(rmkit, tmp_path):
    rmkit("new", "a.rmkit", "--name", "A", "--organisation", "B")
    rows = ("--competences", "2.6, evaluating", "--tools", "")
    code, said = rmkit("choose", "a.rmkit", "--variant", "extended", *rows)
    assert code == 0, said
    assert "identity: Managing digital identity" in said
    with Programme.open("a.rmkit") as programme:
        assert set(programme.candidates.words) == {"identity", "evaluating"}
    to = ("--programme", "a.rmkit", "--to", "form.xlsx")
    assert rmkit("instruments", "export", "candidate", *to)[0] == 0
    assert (tmp_path / "form.xlsx").exists()
    code, said = rmkit("choose", "a.rmkit", "--competences", "flying")
    assert code == 1
    assert "flying" in said


def test_rows_that_the_file_rates_and_the_programme_does_not_ask_are_named(rmkit):
    rmkit("new", "a.rmkit", "--name", "A", "--organisation", "B")
    rmkit("choose", "a.rmkit", "--variant", "extended", "--tools", "spreadsheets,social_media")
    form = sample_folder("harbour") / "raw" / "google_forms.csv"
    code, said = rmkit("import", "a.rmkit", form)
    assert code == 1
    assert "also rates Data dashboards" in said
    assert "(data_dashboards) in `rmkit choose`" in said


def test_a_plan_is_taken_on_a_shell_and_the_papers_are_written(rmkit, tmp_path):
    rmkit("new", "a.rmkit", "--name", "A", "--organisation", "B")
    code, said = rmkit("describe", "a.rmkit", "--plan", "pilot")
    assert code == 1
    assert "Add --objective" in said
    words = ("--objective", "Two tools.", "--plan", "pilot", "--start", "2027-01-11", "--to", "to")
    code, said = rmkit("describe", "a.rmkit", *words)
    assert code == 0, said
    assert "No date yet" not in said  # the plan has a first day and months
    assert "evaluation_plan.pdf" in said
    code, said = rmkit("describe", "a.rmkit", "--objective", "One tool.")
    assert "One tool." in said
    with Programme.open("a.rmkit") as programme:
        kept = programme.objective.record
        assert (kept.sentence, kept.sessions, str(kept.start)) == ("One tool.", 8, "2027-01-11")
    code, said = rmkit("describe", "a.rmkit", "--plan", "forever")
    assert code == 1
    assert "ten_sessions" in said


def test_what_status_says_next_can_be_typed_as_it_stands(rmkit, tmp_path):
    rmkit("new", "a.rmkit", "--name", "A", "--organisation", "B")
    words = ("--objective", "Two tools by June.", "--coordinator", "Rosa <rosa@example.org>")
    code, said = rmkit("describe", "a.rmkit", *words)
    assert code == 0
    assert f'rmkit import "{tmp_path / "a.rmkit"}" my_form.csv' in said
    with Programme.open("a.rmkit") as programme:
        assert programme.objective.record.sentence == "Two tools by June."
        assert programme.coordinator.name == "Rosa"


def test_where_wanted_levels_were_not_asked_one_is_assumed_and_said(rmkit, imported, tmp_path):
    path = shutil.copy(imported, tmp_path / "six.rmkit")
    code, said = rmkit("profiles", path)
    assert code == 0
    assert "level 4 is taken as wanted" in said
    with Programme.open(path) as programme:
        assert programme.candidates.demand["wanting_mentees"].sum() > 0
    assert "too few people to tell kinds" in rmkit("status", path)[1]


def test_demo_with_ones_own_export_proposes_pairs_and_confirms_nothing(rmkit, tmp_path):
    own = shutil.copy(sample_folder("harbour") / "raw" / "google_forms.csv", tmp_path / "form.csv")
    code, said = rmkit("demo", "--answers", own, "--to", "out")
    assert code == 0, said
    assert "Look at the proposed pairs" in said
    with Programme.open(tmp_path / "out" / "programme.rmkit") as programme:
        assert len(programme.pairing.pairs) > 15
        assert set(programme.pairing.pairs["state"]) == {"proposed"}
    assert not (tmp_path / "out" / "outbox").exists()


def test_python_m_rmkit_is_the_same_command():
    done = subprocess.run(
        [sys.executable, "-m", "rmkit", "--help"], capture_output=True, text=True, check=True
    )
    for command in ("demo", "new", "status", "import", "profiles", "match", "kickoff", "lab"):
        assert command in done.stdout
