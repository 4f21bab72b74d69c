"""The data samples: made again they are the same, they are valid, and their exports read back."""

import csv
import re
import sys
import zipfile
from functools import cache
from io import StringIO
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from rmkit import instruments
from rmkit.definitions.safe_yaml import read_yaml
from rmkit.exchange.preview import Preview, preview
from rmkit.people import chain, from_answers, needs, supply_and_demand, validate
from rmkit.synthetic import Cohort
from rmkit.synthetic.kinds import KINDS
from rmkit.synthetic.planting import FACTS

FOLDER = Path(__file__).resolve().parents[1] / "data_samples"
sys.path.append(str(FOLDER))

import make  # noqa: E402
from making.half_years import TABLES  # noqa: E402
from making.samples import SAMPLES, Sample, write_sample  # noqa: E402

EACH = pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.id)
EXPORTS = [
    pytest.param(sample, name, id=f"{sample.id}-{name}")
    for sample in SAMPLES
    for name in sample.raw
    if not name.startswith("staff")
]


@cache
def made(sample: Sample) -> Cohort:
    return sample.cohort()


@cache
def table(sample: Sample, name: str) -> pd.DataFrame:
    return pd.read_csv(FOLDER / sample.id / f"{name}.csv", dtype="str")


@cache
def people(sample: Sample) -> pd.DataFrame:
    return validate(table(sample, "people"))


def staff_file(sample: Sample) -> Path:
    (name,) = (name for name in sample.raw if name.startswith("staff"))
    return FOLDER / sample.id / "raw" / name


@cache
def read(path: Path, sample: Sample) -> Preview:
    staff = path.name.startswith("staff")
    mapping = path.with_suffix(".mapping.yaml")
    return preview(
        path,
        instruments.load("staff_list") if staff else sample.instrument(),
        mapping=mapping if mapping.exists() else None,
    )


def content(path: Path) -> object:
    """The bytes of a file; of a workbook the parts, since zlib may pack them in other ways.

    The forms are rmkit's own, and how they look may change: of them, what stands in the cells.
    """
    if path.parent.name == "forms":
        return texts(path)
    if path.suffix == ".xlsx":
        with zipfile.ZipFile(path) as book:
            return {part.filename: book.read(part) for part in book.infolist()}
    return path.read_bytes()


def texts(path: Path) -> list[str]:
    if path.suffix == ".xlsx":
        cells = (row for sheet in openpyxl.load_workbook(path) for row in sheet.values)
        return [cell for row in cells for cell in row if isinstance(cell, str)]
    return [path.read_text("utf-8-sig")]


def files(folder: Path) -> list[str]:
    return sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file())


@EACH
def test_a_sample_made_again_is_the_same(sample, tmp_path):
    written = sorted(
        path.relative_to(tmp_path).as_posix() for path in write_sample(sample, tmp_path)
    )
    assert written == files(FOLDER / sample.id)
    for name in written:
        same = content(tmp_path / name) == content(FOLDER / sample.id / name)
        assert same, f"{name} differs; see what changed with: python data_samples/make.py"


def test_the_script_writes_a_sample_to_a_folder_and_names_its_files(tmp_path, capsys):
    make.main(["six_pairs", "--to", str(tmp_path)])
    told = capsys.readouterr().out.splitlines()
    named = [Path(line).relative_to(tmp_path).as_posix() for line in told]
    assert sorted(named) == files(tmp_path)
    assert "six_pairs/people.csv" in named


def test_the_script_knows_which_samples_there_are(tmp_path, capsys):
    with pytest.raises(SystemExit) as left:
        make.main(["harbor", "--to", str(tmp_path)])
    assert left.value.code == 2
    assert "there is harbour, chamber, six_pairs" in capsys.readouterr().err
    assert not files(tmp_path)


def test_no_sample_is_there_that_nobody_made():
    there = {path.parent.name for path in FOLDER.glob("*/programme.yaml")}
    assert there == {sample.id for sample in SAMPLES}


@EACH
def test_the_people_of_a_sample_are_a_valid_table(sample):
    assert people(sample).columns.tolist() == table(sample, "people").columns.tolist()
    pd.testing.assert_frame_equal(people(sample), made(sample).people)


@EACH
def test_the_card_names_every_column_of_every_table(sample):
    card = (FOLDER / sample.id / "CARD.md").read_text("utf-8")
    told = set(re.findall(r"^\| `(\w+)` \|", card, re.MULTILINE))
    again = ("changes",) if sample.asked_again else ()
    for name in ("staff", "people", "truth", *TABLES, *again):
        assert set(table(sample, name).columns) <= told
    headings = {field.heading() for field in sample.instrument().fields}
    assert all(f"| {heading} |" in card for heading in headings)
    for export in (FOLDER / sample.id / "raw").glob("*.csv"):
        if export.name.startswith("staff"):
            continue
        first = next(csv.reader(StringIO(export.read_text("utf-8-sig")), delimiter=_mark(export)))
        assert {" ".join(cell.split()) for cell in first[1:]} == headings


def _mark(path: Path) -> str:
    return ";" if path.name == "european.csv" else ","


@EACH
def test_the_card_says_where_the_sample_comes_from_and_what_it_is_not_for(sample):
    card = (FOLDER / sample.id / "CARD.md").read_text("utf-8")
    assert f"seed {sample.seed}" in card
    for heading in ("Origin and licence", "People", "Columns", "Planted facts"):
        assert f"## {heading}\n" in card
    assert "## What it must not be used for\n" in card
    assert all(f"`raw/{name}`" in card for name in sample.raw)


@EACH
def test_nobody_can_be_reached_through_a_sample(sample):
    for name in files(FOLDER / sample.id):
        for text in texts(FOLDER / sample.id / name):
            addresses = re.findall(r"[^\s;,\"<>]+@([\w.\-]+\w)", text)
            assert set(addresses) <= {"example.org"}, name
            assert set(re.findall(r"https?://([^/\s\"]+)", text)) <= {"example.org"}, name
            bare = re.sub(r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}( \d{1,2}:\d\d:\d\d)?", "", text)
            assert not re.search(r"(\+|\b00)\d\d|\d[\d ()/\-]{6,}\d", bare), name


@EACH
def test_the_programme_names_files_and_questions_that_are_there(sample):
    path = FOLDER / sample.id / "programme.yaml"
    programme = read_yaml(path.read_text("utf-8"), source=path.name).data
    assert set(programme) == {
        "name", "organisation", "language", "coordinator", "objective", "questionnaire", "answers",
        "staff", "running",
    }  # fmt: skip
    assert programme["coordinator"]["email"] not in set(table(sample, "staff")["email"])
    for source in ("answers", "staff"):
        assert all((path.parent / file).is_file() for file in programme[source].values())
    asked = programme["questionnaire"]
    chosen = instruments.load("candidate", asked["variant"], asked["entries"])
    rated = {field.key for field in chosen.fields if field.key.startswith("level_")}
    assert len(rated) == 7
    assert rated <= set(table(sample, "people").columns)


@pytest.mark.parametrize(("sample", "name"), EXPORTS)
def test_an_export_reads_back_to_the_answers_that_were_given(sample, name):
    got = read(FOLDER / sample.id / "raw" / name, sample)
    assert got.ok, got.text()
    given = made(sample).answers.set_index("email", drop=False).drop(columns="person_id")
    assert len(got.responses) == len(given)
    for response in got.responses:
        answers = given.loc[response.answers["email"]]
        expected = {k: v for k, v in answers.items() if isinstance(v, list) or not pd.isna(v)}
        assert dict(response.answers) == expected


@EACH
def test_a_staff_list_reads_back_to_the_clean_one(sample):
    got = read(staff_file(sample), sample)
    assert got.ok, got.text()
    rows = pd.DataFrame([dict(response.answers) for response in got.responses])
    by_email = dict(zip(rows["email"], rows["person_id"], strict=True))
    rows["manager_id"] = rows["manager"].map(lambda name: by_email.get(name, name))
    clean = table(sample, "staff")
    rows = rows.set_index("person_id").loc[clean["person_id"]].reset_index()[clean.columns]
    pd.testing.assert_frame_equal(rows.astype("str"), clean)


@pytest.mark.parametrize(("sample", "name"), EXPORTS)
def test_an_export_and_the_staff_list_give_the_clean_table_of_people(sample, name):
    staff = pd.DataFrame([dict(r.answers) for r in read(staff_file(sample), sample).responses])
    got = read(FOLDER / sample.id / "raw" / name, sample)
    answers = pd.DataFrame([dict(response.answers) for response in got.responses])
    answers["person_id"] = answers["email"].map(staff.set_index("email")["person_id"])
    pd.testing.assert_frame_equal(from_answers(answers, staff), people(sample))


@EACH
def test_the_truth_is_about_the_candidates_and_nobody_else(sample):
    truth = table(sample, "truth")
    assert truth["person_id"].tolist() == people(sample)["person_id"].tolist()
    assert set(truth["kind"]) <= set(KINDS)
    assert set(truth["planted"].dropna()) <= set(FACTS)
    assert set(truth["other_id"].dropna()) <= set(truth["person_id"])


@EACH
def test_the_scarce_skill_is_what_the_programme_will_be_short_of(sample):
    asked = supply_and_demand(people(sample), assumed_target=4)
    assert asked.iloc[0]["skill"] == sample.scarce
    clearly = 2 if len(people(sample)) > 50 else 1
    assert asked.iloc[0]["mentees_per_able"] > clearly * asked["mentees_per_able"][1:].max()


@EACH
def test_the_mentor_who_could_give_most_sits_in_the_line_of_some_seniors(sample):
    truth = table(sample, "truth").set_index("planted")
    best = truth.loc["knows_all", "person_id"]
    seniors = truth.loc[["best_mentor_below"], "person_id"]
    line = table(sample, "staff").set_index("person_id")["manager_id"]
    mentors = people(sample).query("role != 'mentee'").set_index("person_id").filter(like="level_")
    wanted = needs(people(sample), assumed_target=4)
    for senior in seniors:
        assert senior in chain(best, line)
        gains = pd.Series(0, index=mentors.index)
        for need in wanted[wanted["person_id"] == senior].itertuples():
            given = mentors[f"level_{need.skill}"].fillna(0).clip(upper=need.target) - need.level
            gains += given.clip(lower=0)
        assert gains[gains == gains.max()].index.tolist() == [best]


@EACH
def test_what_one_person_shares_with_nobody_is_planted(sample):
    truth = table(sample, "truth").set_index("planted")["person_id"]
    for column, fact in (("languages", "own_language"), ("slots", "own_slot")):
        sets = people(sample).set_index("person_id")[column].dropna().str.split(";").explode()
        count = sets.map(sets.value_counts()).groupby(level=0).max()
        planted = truth.get([fact], pd.Series(dtype="str")).tolist() if fact in truth else []
        assert count.index[count == 1].tolist() == sorted(planted)


def test_harbour_and_chamber_are_as_large_as_they_say():
    sizes = {s.id: (len(people(s)), table(s, "staff")["organisation"].nunique()) for s in SAMPLES}
    assert sizes == {"harbour": (64, 1), "chamber": (1_200, 30), "six_pairs": (14, 1)}


def test_the_raw_files_of_the_large_sample_stay_small():
    assert sum(path.stat().st_size for path in (FOLDER / "chamber" / "raw").iterdir()) < 3_000_000
