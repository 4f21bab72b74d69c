import os
import sys

import docx
import pytest

from rmkit.cli import run
from rmkit.exchange.form_writers import FORMATS
from rmkit.exchange.preview import preview
from rmkit.instruments import catalogue, load
from rmkit.programme.programme import Programme

OWN = """
id: own
version: 1
title: Our own
purpose: To try.
source: ours
items:
  - {id: word, kind: text, text: A word, privacy: none, required: true}
"""


@pytest.fixture
def rmkit(monkeypatch, capsys, tmp_path):
    """Run one command as a shell of 80 columns would; give its exit code and what it printed."""
    from rmkit.programme import chosen

    monkeypatch.setattr(chosen, "user_config_path", lambda *_, **__: tmp_path / "settings")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.delenv("RMKIT_COMMAND", raising=False)

    def call(*words):
        monkeypatch.setattr(sys, "argv", ["rmkit", "instruments", *map(str, words)])
        with pytest.raises(SystemExit) as ended:
            run()
        said = capsys.readouterr()
        assert "Traceback" not in said.out + said.err
        return ended.value.code or 0, said.out + said.err

    return call


def test_every_instrument_is_listed_under_its_step_in_80_columns(rmkit):
    code, said = rmkit("list")
    assert code == 0
    lines = said.splitlines()
    assert max(map(len, lines)) <= 80
    for line in catalogue():
        assert any(told.startswith(f"{line.id} ") for told in lines), line.id
    assert lines.index("Objective") < lines.index("Kick-off") < lines.index("Evaluation")
    assert "Before the first session" in said


@pytest.mark.parametrize("name", [line.id for line in catalogue()])
def test_every_question_of_every_instrument_is_shown_in_80_columns(rmkit, name):
    code, said = rmkit("show", name)
    assert code == 0
    assert max(map(len, said.splitlines())) <= 80
    flat = " ".join(said.split())
    instrument = load(name)
    for field in instrument.fields:
        assert field.key in flat
        words = field.row.text.say() if field.row else field.item.text.say()
        assert " ".join(words.split()) in flat
    assert ("Not validated as a scale." in flat) == (not instrument.validated)


def test_voices_scales_and_scores_are_told(rmkit):
    told = " ".join(rmkit("show", "session_worksheet")[1].split())
    assert "mentor and mentee each; for the pair alone; keys learning_outcomes_mentor," in told
    told = " ".join(rmkit("show", "pulse")[1].split())
    assert "Levels: 1 not at all | 2 rather not | 3 partly" in told
    assert "(pulse): mean of pulse; at least 4 answers" in told
    assert "capacity" in rmkit("show", "candidate", "--variant", "extended")[1]
    assert "capacity" not in rmkit("show", "candidate", "--variant", "short")[1]


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_is_written_and_said(rmkit, tmp_path, name):
    to = tmp_path / f"receipt{FORMATS[name].ending}"
    code, said = rmkit("export", "session_receipt", "--to", to, "--format", name)
    assert code == 0, said
    assert all(f"Wrote {path}" in said for path in FORMATS[name].files(to))
    assert ("--instrument session_receipt" in said) == FORMATS[name].reads_back


def test_all_of_them_go_into_a_folder_and_lists_go_as_tables(rmkit, tmp_path):
    forms = {line.id for line in catalogue() if line.kind == "form"}
    assert rmkit("export", "all", "--to", "google", "--format", "google")[0] == 0
    assert {path.stem for path in (tmp_path / "google").iterdir()} == forms
    assert rmkit("export", "all", "--to", "tables", "--format", "table")[0] == 0
    every = {line.id for line in catalogue()}
    assert {path.stem for path in (tmp_path / "tables").iterdir()} == every


def test_a_programme_gives_its_rows_and_its_organisation(rmkit, tmp_path):
    with Programme.create(tmp_path / "a.rmkit", name="A", organisation="Lantern") as programme:
        programme.candidates.choose("extended", {"tools": ["spreadsheets"], "competences": []})
    for name in ("candidate", "learning_needs"):
        to = tmp_path / f"{name}.gs"
        assert rmkit("export", name, "--to", to, "--programme", "a.rmkit")[0] == 0
        script = to.read_text("utf-8")
        assert "Lantern" in script
        assert "Spreadsheets" in script
        assert "AI assistants" not in script


def test_a_questionnaire_of_ones_own_is_shown_and_comes_back(rmkit, tmp_path):
    (tmp_path / "own.yaml").write_text(OWN, encoding="utf-8")
    assert "A word *" in rmkit("show", "own.yaml")[1]
    code, said = rmkit("export", "own.yaml", "--to", "own.docx", "--organisation", "Lantern")
    assert code == 0, said
    assert "Lantern" in [p.text for p in docx.Document(str(tmp_path / "own.docx")).paragraphs]
    from rmkit.instruments import read_instrument

    own = read_instrument(tmp_path / "own.yaml").chosen(libraries={})
    assert preview(tmp_path / "own.docx", own).matched[0].answers == "word"


def test_what_belongs_to_a_pair_is_said_of_a_survey_tool(rmkit):
    code, said = rmkit("export", "goal_setting", "--to", "goals.gs")
    assert code == 0
    assert "Whoever owns the form in the survey tool reads every answer" in said
    assert "rmkit import takes none of them in" in said
    assert "Whoever owns" not in rmkit("export", "pulse", "--to", "pulse.gs")[1]


def test_a_file_that_may_hold_answers_is_written_over_only_when_that_is_said(rmkit, tmp_path):
    (tmp_path / "pulse - steps.txt").write_text("mine", encoding="utf-8")
    words = ("export", "pulse", "--to", "pulse.docx", "--format", "msforms")
    code, said = rmkit(*words)
    assert code == 1
    assert "may hold answers; nothing was written" in said
    assert not (tmp_path / "pulse.docx").exists()
    assert rmkit(*words, "--replace")[0] == 0
    assert "Quick import" in (tmp_path / "pulse - steps.txt").read_text("utf-8")


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("show", "candidat"), 'Did you mean "candidate"'),
        (("show", "candidate", "--variant", "shrt"), 'Did you mean "short"'),
        (("show", "missing.yaml"), "missing.yaml could not be opened"),
        (("export", "pulze", "--to", "a.pdf"), 'Did you mean "pulse"'),
        (("export", "pulse", "--to", "a.odt"), 'The ending ".odt" tells no format'),
        (("export", "pulse", "--to", "a.docx", "--format", "pdf"), "should end in .pdf"),
        (("export", "pulse", "--to", "."), "is a folder. Name the format"),
        (("export", "staff_list", "--to", "a.pdf"), "is a list, not a form"),
        (("export", "pulse", "--to", "file/a.pdf"), "cannot be made"),
    ],
)
def test_what_is_wrong_is_one_sentence_and_ends_with_one(rmkit, tmp_path, words, says):
    (tmp_path / "file").write_text("no folder", encoding="utf-8")
    code, said = rmkit(*words)
    assert code == 1
    assert says in said


@pytest.mark.parametrize(
    "words",
    [
        ("export", "pulse", "--to", "a.pdf", "--format", "pfd"),
        ("export", "pulse", "--to", "a.pdf", "--language", "fr"),
        ("export", "pulse"),
        ("export", "all", "--to", "a"),
        ("export", "all", "--to", "a", "--format", "pdf", "--variant", "short"),
        ("print", "pulse"),
    ],
)
def test_wrong_usage_ends_with_two(rmkit, words):
    assert rmkit(*words)[0] == 2


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="nothing is forbidden to root")
def test_a_folder_that_cannot_be_written_to_is_told(rmkit, tmp_path):
    (tmp_path / "shut").mkdir(mode=0o500)
    code, said = rmkit("export", "pulse", "--to", "shut/a.pdf")
    assert code == 1
    assert "cannot be written" in said


def test_a_language_without_texts_is_said(rmkit, tmp_path):
    code, said = rmkit("export", "pulse", "--to", tmp_path / "p.docx", "--language", "de")
    assert code == 0
    assert "In English, as there are no texts in de yet: pulse." in " ".join(said.split())


def test_an_agreement_that_is_signed_is_not_asked_back(rmkit, tmp_path):
    place = tmp_path / "c.docx"
    rmkit("export", "confidentiality", "--to", place)
    told = " ".join(paragraph.text for paragraph in docx.Document(place).paragraphs)
    assert "stays between the two of you" in told
    assert "send it back" not in told
