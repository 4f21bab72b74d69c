"""No record tells names, addresses or answers where nobody asked: in a cell, a log, a traceback."""

from __future__ import annotations

import dataclasses
import gc
import importlib
import logging
import pkgutil
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from IPython.lib.pretty import pretty

import rmkit
from rmkit import forms
from rmkit.errors import Fault, FaultsFound
from rmkit.programme.programme import Programme
from tests.hostile import PEOPLE, make_hostile

PERSONAL = re.compile(r"Zname\d|Zdept\d|Zanswer\d|person\d+@example\.org")

# Dataclasses that may print their fields, each with the reason.
TELL_ALL = {
    "made up: nobody is meant": "synthetic.",
    "questions and definitions": "definitions.* instruments.fields.Field "
    "instruments.spellings.Spellings content.checking._Found people.columns.Column "
    "people.measures.Block people.measures.Feature profiles.methods.method.Method",
    "what a programme is called, and who made it": "records.model.Info programme.recipes.Recipe "
    "programme.todo.NextStep programme.status.Status programme.five_steps.* forms.sample.Place",
    "files, places and days of rmkit's own": "records.backup.Backup records.ends.Ended "
    "records.restoring.Restored programme.keeping.Checkup programme.places.Written "
    "programme.papers.Papers programme.recipes.Export",
    "purposes, classes of data, settings": "records.model.Retention programme.purposes.UsedFor "
    "programme.retention.DataClass programme.retention.Kept programme.choices.* "
    "programme.letters.LetterChoice matching.rule.Told",
    "headings and how they are meant": "exchange.layout.* exchange.columns.Column exchange.names.* "
    "exchange.form_cells._Line exchange.sources.Source exchange.recurrence.Rule "
    "forms.columns_said.Said",
    "ids, positions and numbers": "matching.assignment.Assignment matching.exact.* "
    "matching.large.* matching.relaxation.* matching.seating.* matching.switching.Alternative "
    "matching.leftovers.Verdict "
    "programme.weighing.Standing programme.explained.PointsRow "
    "programme.gap_told.TakenAway "
    "programme.pair_keys.SealingState disclosure.sealing.Label disclosure.wrapping.*",
    "formats by name": "exchange.form_writers.FormFormat exchange.survey_questions.* "
    "cli.instruments_export.Wanted",
    "records in it that tell nothing themselves": "programme.stepping_back.Lost",
    "rules of publication, and numbers": "disclosure.plan.* "
    "disclosure.hiding.* disclosure.attack.* disclosure.anonymity.Standing",
    "drawings and sentences about groups": "figures. report.evaluation. forms.shown.Link",
    "numbers about groups, and rules for them": "outcomes.estimate.Estimate "
    "outcomes.small_numbers.SmallNumberRule outcomes.scales.variance_shares._Squares",
}  # fmt: skip


def told_names() -> Iterator[str]:
    for names in TELL_ALL.values():
        yield from names.split()


def dataclasses_of_ours() -> dict[str, type]:
    found = {}
    for module in pkgutil.walk_packages(rmkit.__path__, "rmkit."):
        if module.name.endswith("__main__"):
            continue
        loaded = importlib.import_module(module.name)
        for name, it in vars(loaded).items():
            if (
                isinstance(it, type)
                and dataclasses.is_dataclass(it)
                and it.__module__ == module.name
            ):
                found[f"{module.name.removeprefix('rmkit.')}.{name}"] = it
    return found


def prints_fields(it: type) -> bool:
    """Whether the text of an object is made by `dataclass`, from every field."""
    code = getattr(it.__repr__, "__code__", None)
    wrapped = getattr(it.__repr__, "__wrapped__", None)
    return wrapped is not None and code is not None and "discreet" not in code.co_filename


def allowed(name: str) -> bool:
    return any(
        name == it or (it.endswith((".", ".*")) and name.startswith(it.rstrip("*")))
        for it in told_names()
    )


@pytest.mark.claim("no-leak-in-notebooks")
def test_every_record_is_discreet_or_listed_with_the_reason_why_it_need_not_be():
    ours = dataclasses_of_ours()
    assert len(ours) > 100
    assert sorted(n for n, it in ours.items() if prints_fields(it) and not allowed(n)) == [], (
        "mark it with rmkit.definitions.discreet, or say here why it may tell all"
    )
    stale = [n for n in told_names() if not n.endswith((".", "*")) and not prints_fields(ours[n])]
    assert stale == []


@pytest.fixture(scope="module")
def seen(tmp_path_factory) -> list[object]:
    """Do everything that a facilitator can in Python, and keep what comes back."""
    folder = tmp_path_factory.mktemp("discreet")
    programme = make_hostile(folder)
    step, pairing, kickoff = programme.candidates, programme.pairing, programme.kickoff
    first = pairing.pairs.iloc[0]
    preview = step.preview(folder / "staff.csv", instrument="staff_list")
    answers = {r.person_id: r for r in programme.file.responses("candidate")}
    person = kickoff.recipients()[0]
    kept = [
        programme, step, pairing, kickoff, programme.profiles, programme.objective, programme.file,
        programme.rights, programme.keeping, preview, step.keep(preview), preview.responses,
        programme.file.people(), answers, programme.file.pairs("confirmed"),
        programme.file.matching(), programme.file.clustering(), list(programme.file.history()),
        pairing.matching(), pairing.matching().explain(first["mentor_id"], first["mentee_id"]),
        pairing.explain(first["mentor_id"], first["mentee_id"]), pairing.weigh(),
        kickoff.recipients(), list(kickoff._letters(kickoff._frame(confirmed=True))),
        kickoff.preview(f"welcome_{person.side}", person.person_id), programme.status(),
        [getattr(forms, name)(programme) for name in ("candidates", "pairs", "letters", "charter")],
        programme.rights.objections.index, step.erase("P0003", by="Rosa Vidal"),
    ]  # fmt: skip
    yield kept
    programme.close()


@pytest.mark.claim("no-leak-in-notebooks")
def test_nothing_of_ours_that_lives_tells_a_person_by_its_text(seen):
    ours = [it for it in gc.get_objects() if str(type(it).__module__).startswith("rmkit.")]
    kinds = {type(it).__name__ for it in ours}
    assert kinds >= {"Person", "Response", "Pair", "Preview", "Matching", "Ready", "Explained",
                     "FilledLetter", "Programme", "PairsPanel", "HistoryEntry"}  # fmt: skip
    leaks = {
        f"{type(it).__module__}.{type(it).__name__}: {found[0]}"
        for it in ours
        if not isinstance(it, type) and (found := PERSONAL.search(repr(it)))
    }
    assert sorted(leaks) == []


@pytest.mark.claim("no-leak-in-notebooks")
def test_a_cell_that_ends_on_a_record_shows_ids_and_counts(seen):
    texts = [pretty(it, max_width=100) for it in seen]
    assert not [text for text in texts if PERSONAL.search(text)]
    assert any("<Preview: file staff.csv, responses 12" in text for text in texts)
    assert any("person_id P0001" in text for text in texts)


@pytest.mark.claim("no-leak-in-notebooks")
def test_a_fault_in_a_traceback_tells_its_place_and_not_its_value():
    fault = Fault("is no level.", "Write 1 to 5.", "a.csv", 3, "name", value=PEOPLE[0]["name"])
    assert repr(fault) == "<Fault: error, row 3, column name>"
    assert not PERSONAL.search(repr(FaultsFound([fault]).faults))


@pytest.mark.claim("no-leak-in-notebooks")
def test_nothing_is_logged_or_printed_about_people(tmp_path, caplog, capfd):
    with caplog.at_level(logging.DEBUG):
        programme = make_hostile(tmp_path)
        programme.kickoff.write(tmp_path / "box")
        for name in ("candidates", "pairs", "letters"):
            getattr(forms, name)(programme)
        programme.close()
    said = capfd.readouterr()
    assert not PERSONAL.search(caplog.text)
    assert not PERSONAL.search(said.out + said.err)


@pytest.mark.claim("no-leak-in-notebooks")
def test_no_module_prints_or_logs_but_the_terminal():
    printing = [
        path.name
        for path in sorted((Path(rmkit.__file__).parent).rglob("*.py"))
        if re.search(r"(?m)^\s*print\(|\blogging\b|getLogger|\.warn\(", path.read_text("utf-8"))
    ]
    assert printing == ["form_pdf_in.py"], "which silences what pypdf would say of a file"


def test_the_programme_itself_is_told_by_its_name_and_counts(tmp_path):
    with Programme.create(tmp_path / "a.rmkit", name="Pilot", organisation="Firm") as programme:
        assert repr(programme).startswith("Pilot, 0 candidates")
    assert repr(programme) == '"a.rmkit" was closed; open the programme again.'
