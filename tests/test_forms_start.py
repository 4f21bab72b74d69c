"""The panel of notebook 00, and the first line of the others."""

from __future__ import annotations

import html
import json
import os
import time
from datetime import UTC, datetime

import nbformat
import pytest
from nbclient import NotebookClient

import rmkit
from rmkit.errors import FaultsFound, FileRefused, NotReady, RmkitError, UnknownName
from rmkit.forms import opening, sample
from rmkit.forms.start_panel import StartPanel, start
from rmkit.programme import chosen
from rmkit.programme.play import STAGES
from rmkit.programme.programme import Programme
from rmkit.programme.samples import load_sample


@pytest.fixture(autouse=True)
def _own_settings(tmp_path, monkeypatch):
    monkeypatch.setattr(chosen, "user_config_path", lambda *_, **__: tmp_path / "settings")
    monkeypatch.setattr(sample, "user_cache_path", lambda *_, **__: tmp_path / "cache")
    monkeypatch.delenv("RMKIT_PROGRAMME", raising=False)


@pytest.fixture
def folder(tmp_path):
    made = tmp_path / "notebooks"
    made.mkdir()
    return made


@pytest.fixture
def panel(folder) -> StartPanel:
    return start(folder)


def wrong(reply) -> str:
    assert reply.notice.kind == "wrong"
    return reply.notice.text


# The cards


def test_while_nothing_is_chosen_it_offers_samples_and_a_programme_of_ones_own(panel):
    assert panel.view["choosing"]
    assert panel.view["standing"] is None
    assert panel.view["problem"] == ""
    assert repr(panel) == "<StartPanel of rmkit.forms>"
    assert rmkit.forms.start is start


def test_what_it_says_of_the_samples_is_true(panel):
    offered = panel.view["samples"]
    assert [one["id"] for one in offered] == ["harbour", "six_pairs", "chamber"]
    for one in offered:
        assert len(load_sample(one["id"])["people"]) == one["candidates"]


def test_a_sample_becomes_a_file_that_every_notebook_opens(panel, folder):
    heard = []
    panel._tell = lambda done, what: heard.append(done)
    reply = panel.do("try_sample", {"sample": "six_pairs"})
    assert reply.notice.kind == "done"
    assert chosen.chosen_path() == folder / "six_pairs.rmkit"
    assert heard == sorted(heard)
    assert (heard[0], heard[-1]) == (0, 1)
    standing = panel.view["standing"]
    assert standing["line"].startswith("Lantern six, 14 candidates, 0 pairs, saved ")
    assert [step["mark"] for step in standing["steps"]] == [True, 14, False, 0, False]
    assert standing["todo"][0]["file"] == "03_profiles.ipynb"
    panel.do("try_sample", {"sample": "six_pairs"})
    made = sorted(path.name for path in folder.iterdir())
    assert made == ["six_pairs-2.rmkit", "six_pairs.rmkit"]


@pytest.mark.parametrize(
    ("place", "line", "first"),
    [
        ("kickoff", "Lantern six, 14 candidates, 6 pairs, saved ", "Write the letters"),
        (
            "middle",
            "Lantern six, 16 candidates, 6 pairs, played to 23 November",
            "2 people ask for",
        ),
    ],
)
def test_a_sample_can_be_looked_at_later_on(panel, folder, place, line, first):
    heard = []
    panel._tell = lambda done, what: heard.append(done)
    assert panel.do("try_sample", {"sample": "six_pairs", "place": place}).notice.kind == "done"
    assert (heard, heard[-1]) == (sorted(heard), 1)
    assert panel.view["standing"]["line"].startswith(line)
    assert panel.view["standing"]["todo"][0]["what"].startswith(first)
    assert [path.name for path in folder.iterdir()] == ["six_pairs.rmkit"]
    assert place in [one["id"] for one in panel.view["places"]]


def test_a_place_that_is_not_there_is_told(panel, folder):
    assert "no place" in wrong(panel.do("try_sample", {"sample": "six_pairs", "place": "moon"}))
    assert list(folder.iterdir()) == []


def test_a_sample_that_is_stopped_leaves_nothing_behind(panel, folder):
    panel._stop.set()
    assert panel.do("try_sample", {"sample": "six_pairs"}).notice.kind == "note"
    assert list(folder.iterdir()) == []
    assert Programme.chosen() is None


def test_a_folder_that_cannot_be_written_is_told(tmp_path):
    gone = start(tmp_path / "gone")
    assert gone.view["files"] == []
    assert "Start JupyterLab in a folder" in wrong(gone.do("try_sample", {"sample": "six_pairs"}))
    own = {"name": "A", "organisation": "B", "file": "a"}
    assert "no folder" in wrong(gone.do("start_own", own))


def test_a_programme_of_ones_own_is_made_and_chosen(panel, folder):
    given = {"name": "Pilot", "organisation": "Firm", "file": "pilot"}
    assert panel.do("start_own", given).notice.kind == "done"
    assert Programme.chosen() == folder / "pilot.rmkit"
    assert panel.view["standing"]["name"] == "Pilot"
    assert not panel.view["choosing"]
    todo = [one["file"] for one in panel.view["standing"]["todo"]]
    assert todo == ["02_candidates.ipynb", "02_candidates.ipynb", "01_objective.ipynb"]
    assert "already" in wrong(panel.do("start_own", given))


@pytest.mark.parametrize(
    ("given", "keys"),
    [
        ({"name": "", "organisation": " ", "file": ""}, ["name", "organisation", "file"]),
        ({"name": "x" * 121, "organisation": "Firm", "file": "a"}, ["name"]),
        ({"name": "Pilot\nBcc: x", "organisation": "Firm", "file": "a"}, ["name"]),
    ],
)
def test_names_that_are_missing_or_odd_are_told_at_their_fields(panel, folder, given, keys):
    notice = panel.do("start_own", given).notice
    assert [fault.key for fault in notice.faults] == keys
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize(
    "file", ["/", "..", ".", "a\0b", "~nobody-is-called-so/a", "x" * 500, "no/such/folder", 7, None]
)
def test_a_file_that_cannot_be_is_told_and_nothing_is_made(panel, folder, file):
    given = {"name": "Pilot", "organisation": "Firm", "file": file}
    assert "rmkit's mistake" not in wrong(panel.do("start_own", given))
    assert "rmkit's mistake" not in wrong(panel.do("open_one", {"file": file}))
    assert list(folder.iterdir()) == []
    assert Programme.chosen() is None


@pytest.mark.parametrize("name", ["../x", "", ["harbour"], None, {}])
def test_a_sample_that_is_not_there_is_told(panel, folder, name):
    assert "mistake" not in wrong(panel.do("try_sample", {"sample": name}))
    assert list(folder.iterdir()) == []


def test_files_beside_the_notebooks_are_offered_the_newest_first(panel, folder):
    for n in range(14):
        path = folder / f"p{n:02}.rmkit"
        path.write_text("x")
        os.utime(path, (n, n))
    panel.do("look")
    assert [one["file"] for one in panel.view["files"]][:2] == ["p13.rmkit", "p12.rmkit"]
    assert len(panel.view["files"]) + panel.view["more"] == 14
    assert "not a programme file" in wrong(panel.do("open_one", {"file": "p13.rmkit"}))


def test_another_programme_can_be_opened_and_one_can_go_back(panel, folder, tmp_path):
    for name in ("one", "two"):
        Programme.create(tmp_path / f"{name}.rmkit", name=name, organisation="Firm").close()
        panel.do("open_one", {"file": str(tmp_path / f"{name}.rmkit")})
    panel.do("another")
    assert panel.view["choosing"]
    assert panel.view["standing"]["name"] == "two"
    panel.do("look")
    assert not panel.view["choosing"]


# Where it stands


def test_a_whole_programme_has_a_tick_for_what_is_done(panel, folder):
    with Programme.sample("six_pairs") as played:
        played.choose()
    panel.do("look")
    marks = [step["mark"] for step in panel.view["standing"]["steps"]]
    assert marks == [True, True, True, 0, 0]
    parts = [
        [part["file"][:2] for part in step["parts"]] for step in panel.view["standing"]["steps"]
    ]
    assert parts == [["01"], ["02", "03", "04"], ["05", "06"], ["07"], ["08"]]
    todo = [(one["what"].split()[0], one["file"]) for one in panel.view["standing"]["todo"]]
    assert todo == [
        ("Read", "05_kick_off.ipynb"),
        ("Plan", "05_kick_off.ipynb"),
        ("Prepare", "06_prepare.ipynb"),
    ]


def test_no_person_stands_in_the_state_of_the_panel(panel):
    panel.do("try_sample", {"sample": "six_pairs"})
    with Programme.open() as programme:
        names = {part for person in programme.file.people() for part in person.name.split()}
    told = json.dumps(panel.view)
    assert len(names) > 10
    assert [name for name in names if f" {name} " in told] == []


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is empty"),
        (b"not a programme at all" * 99, "not a programme file"),
        (None, "there is no file"),
    ],
)
def test_a_chosen_file_that_cannot_be_opened_is_told_beside_the_cards(folder, content, said):
    path = folder / "pilot.rmkit"
    with Programme.create(path, name="Pilot", organisation="Firm") as made:
        made.choose()
    path.unlink()
    if content is not None:
        path.write_bytes(content)
    panel = start(folder)
    assert said in panel.view["problem"]
    assert panel.view["choosing"]
    with pytest.raises((NotReady, FileRefused), match="00 Start here"):
        opening.open_programme("pairing")


def test_a_mistake_of_ours_is_told_in_the_panel_too(folder, monkeypatch):
    with Programme.create(folder / "pilot.rmkit", name="Pilot", organisation="Firm") as made:
        made.choose()
    monkeypatch.setattr(Programme, "status", lambda self: 1 / 0)
    assert "rmkit's mistake (ZeroDivisionError" in start(folder).view["problem"]


def test_where_the_environment_decides_nothing_can_be_chosen(folder, monkeypatch):
    with Programme.create(folder / "a.rmkit", name="Of the environment", organisation="F"):
        pass
    monkeypatch.setenv("RMKIT_PROGRAMME", str(folder / "a.rmkit"))
    panel = start(folder)
    assert panel.view["named"]
    assert panel.view["standing"]["name"] == "Of the environment"
    for name in ("another", "try_sample", "start_own", "open_one"):
        assert "RMKIT_PROGRAMME decides" in wrong(panel.do(name))
    monkeypatch.setenv("RMKIT_PROGRAMME", str(folder / "gone.rmkit"))
    assert "RMKIT_PROGRAMME names it" in start(folder).view["problem"]
    with pytest.raises(NotReady, match="RMKIT_PROGRAMME names"):
        opening.open_programme("pairing")


# The first line of a notebook


def test_a_notebook_opens_the_chosen_programme_and_says_so(folder, capsys):
    with Programme.create(folder / "a.rmkit", name="Ours & theirs <3", organisation="F") as made:
        made.choose()
    with opening.open_programme("pairing") as programme:
        assert programme.name == "Ours & theirs <3"
        assert not programme.is_temporary
        line = opening._Line(opening._sentence(programme))
    assert capsys.readouterr().out.startswith("Ours & theirs <3, 0 candidates, 0 pairs, saved ")
    assert "Ours &amp; theirs &lt;3, 0 candidates" in line._repr_html_()
    assert html.unescape(line._repr_html_()).count("<") == 5


def test_without_a_choice_it_works_on_a_temporary_copy_that_is_kept_for_next_time(capsys, tmp_path):
    with opening.open_programme("profiles") as first:
        assert first.is_temporary
        assert first.organisation == "Harbour"
        assert len(first.file.responses("candidate")) == 64
    assert "This is a temporary copy of our sample, Harbour" in capsys.readouterr().out
    assert Programme.chosen() is None
    (kept,) = (tmp_path / "cache").iterdir()
    began = time.process_time()
    with opening.open_programme("profiles") as second:
        assert time.process_time() - began < 2
        assert second.is_temporary
        assert second.file.path not in (first.file.path, kept)
        with second.file.change(actor="c", action="Try", now=datetime.now(UTC)) as change:
            change.save_document("coordinator", "", {"name": "A", "email": "a@example.org"})
    with Programme.open(kept) as untouched:
        assert untouched.coordinator.name == "Greta Möwenfeld"


@pytest.mark.parametrize("spoilt", ["damaged", "stale", "other"])
def test_a_kept_copy_that_is_no_good_is_played_again(tmp_path, monkeypatch, spoilt):
    played = []
    play = Programme.sample
    monkeypatch.setattr(
        Programme, "sample", lambda *a, **k: played.append(1) or play("six_pairs", until=k["until"])
    )
    sample.temporary_harbour("candidates", tell=lambda *_: None).close()
    sample.temporary_harbour("candidates", tell=lambda *_: None).close()
    assert len(played) == 1
    (kept,) = (tmp_path / "cache").iterdir()
    if spoilt == "damaged":
        kept.write_bytes(kept.read_bytes()[:3000])
    elif spoilt == "stale":
        os.utime(kept, (1, 1))
    else:
        monkeypatch.setattr(sample, "_edition", lambda: "another")
    sample.temporary_harbour("candidates", tell=lambda *_: None).close()
    assert len(played) == 2
    assert len(list((tmp_path / "cache").iterdir())) == 1


def test_a_cache_that_cannot_be_written_is_no_harm(tmp_path):
    (tmp_path / "cache").write_text("a file where the folder should be")
    with sample.temporary_harbour("objective", tell=lambda *_: None) as programme:
        assert programme.is_temporary


def test_a_step_that_is_not_there_is_named():
    with pytest.raises(UnknownName, match='no step "pears"'):
        opening.open_programme("pears")


@pytest.mark.parametrize("until", STAGES[1:])
def test_one_bar_goes_from_nothing_to_whole_for_every_step(until):
    heard = []
    news = sample.one_bar(lambda done, what: heard.append(done), until=until)
    before = STAGES[: STAGES.index(until)]
    parts = [part for part, (stage, _) in sample._PARTS.items() if stage in before]
    for part in parts:
        for done in (0.0, 0.5, 1.0):
            news(part, done, "")
    assert heard == sorted(heard)
    assert (heard[0], heard[-1]) == (0, pytest.approx(1))


# An error in a cell


def run(*cells: str):
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(c) for c in cells])
    NotebookClient(notebook, timeout=120, allow_errors=True).execute()
    return [cell.outputs for cell in notebook.cells]


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # of the kernel's own libraries
def test_in_a_notebook_an_error_of_ours_is_its_sentence_and_another_keeps_its_traceback():
    first, second = run("import rmkit\nrmkit.load_sample('harbor')", "1 / 0")
    (error,) = first
    assert error["traceback"] == [
        'There is no sample "harbor". Did you mean "harbour"? '
        "There is: chamber, harbour, six_pairs."
    ]
    assert any("Traceback" in line for line in second[0]["traceback"])


def test_the_lines_of_an_error_are_its_text_however_ipython_asks():
    error = FaultsFound([rmkit.errors.Fault("Odd.")])
    assert error._render_traceback_() == str(error).splitlines()
    assert error._render_traceback_(type(error), error, None) == str(error).splitlines()
    assert isinstance(error, RmkitError)
