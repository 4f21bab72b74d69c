"""Bad choices for the pairs of a programme, in Python and in a shell: a sentence each."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from rmkit.cli import run
from rmkit.errors import FaultsFound, RmkitError
from rmkit.matching import CRITERIA
from rmkit.programme.programme import Programme
from rmkit.programme.shipped import sample_folder

SIX = sample_folder("six_pairs") / "raw"
SAID: dict[str, tuple[dict[str, Any], str]] = {
    "unknown aim": ({"aim": "pairs"}, 'no aim "pairs". There is: participation, score.'),
    "unknown criterion": ({"criteria": {"x": 1}}, 'no criterion "x". There is:'),
    "criteria as text": ({"criteria": "x"}, "The criteria are a text. Write them by id"),
    "nothing weighs": ({"criteria": {c.id: 0 for c in CRITERIA}}, "Give at least one a weight"),
    "endless weight": ({"criteria": {"needs_covered": float("inf")}}, "whole number from 0"),
    "unknown rule": ({"rules": {"x": "hard"}}, 'no rule "x". There is:'),
    "rules as text": ({"rules": "x"}, "The rules are a text. Write them by id"),
    "unknown strength": ({"rules": {"same_manager": "soft"}}, "There is: hard, off, warning."),
    "locked is a number": ({"locked": 5}, 'given as "locked" is a number, and no list.'),
    "locked is nothing": ({"locked": None}, 'given as "locked" is nothing, and no list.'),
    "locked is no pair": ({"locked": ["P001"]}, 'locked pair "P001" is not a pair of two ids.'),
    "locked to themselves": ({"locked": [("P001", "P001")]}, "pair of two different people."),
    "locked in the wrong role": ({"locked": [("P003", "P001")]}, "turn the pair round."),
    "forbidden with nobody": ({"forbidden": [("P001", "X1")]}, 'nobody is called "X1".'),
}
TYPED = {
    "half a pair": (["--lock", "P001"], "--lock needs MENTOR:MENTEE"),
    "an empty pair": (["--forbid", ":"], "--forbid needs MENTOR:MENTEE"),
    "three people": (["--lock", "P001:P003:P004"], "nobody is called P003:P004"),
    "both lists": (["--lock", "P001:P003", "--forbid", "P003:P001"], "off one of the two lists"),
    "an unknown aim": (["--aim", "pairs"], "'participation', 'score'"),
}


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("imported") / "a.rmkit"
    with Programme.create(path, name="Pilot", organisation="Lantern") as programme:
        programme.candidates.add(SIX / "staff_list.xlsx", instrument="staff_list")
        programme.candidates.recognise(SIX / "google_forms.csv")
        programme.candidates.add(SIX / "google_forms.csv")
    return path


@pytest.fixture
def programme(imported: Path, tmp_path: Path) -> Iterator[Programme]:
    with Programme.open(shutil.copy(imported, tmp_path / "a.rmkit")) as opened:
        yield opened


def test_bad_choices_are_refused_in_words_by_solving_and_by_weighing(
    programme: Programme,
) -> None:
    for name, (choices, words) in SAID.items():
        ask = programme.pairing.weigh if "locked" in choices else programme.pairing.solve
        with pytest.raises(RmkitError) as told:
            ask(**choices)
        assert words in str(told.value), name
    assert programme.file.pairs("proposed") == []


def test_a_staff_list_with_a_circle_is_not_imported_and_its_rows_are_named(
    programme: Programme, tmp_path: Path
) -> None:
    staff = pd.read_excel(SIX / "staff_list.xlsx", dtype="str")
    manager = next(name for name in staff.columns if "anager" in name)
    top = staff[manager].isna()
    staff.loc[top, manager] = staff.loc[~top, manager].iloc[0]
    staff.to_csv(tmp_path / "staff.csv", index=False)
    with pytest.raises(FaultsFound, match="Nothing was imported") as told:
        programme.candidates.add(tmp_path / "staff.csv", instrument="staff_list")
    assert "leads in a circle: the people in rows 9 and 12 manage each other. Correct one" in str(
        told.value
    )


@pytest.fixture
def typed(
    imported: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Callable[..., tuple[int, str]]:
    """Run `rmkit match` as a shell would; give its exit code and what it printed."""
    path = shutil.copy(imported, tmp_path / "a.rmkit")

    def call(*words: str) -> tuple[int, str]:
        monkeypatch.setattr("sys.argv", ["rmkit", "match", str(path), *words])
        with pytest.raises(SystemExit) as ended:
            run()
        said = capsys.readouterr()
        return int(ended.value.code or 0), said.out + said.err

    return call


def test_what_is_typed_wrong_after_match_is_answered_in_words(
    typed: Callable[..., tuple[int, str]],
) -> None:
    for name, (words, answer) in TYPED.items():
        code, said = typed(*words)
        assert code > 0, name
        assert answer in " ".join(said.replace("│", " ").split()), name
        assert "Traceback" not in said
