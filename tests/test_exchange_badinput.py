"""Hostile and broken tables get their verdict: a sentence with row and column, never a traceback.

The files lie beside the repository and are no part of it; where they are not there, only the
cases written out in the other tests run.
"""

import csv
from pathlib import Path

import pytest

from rmkit.errors import FileRefused
from rmkit.exchange.preview import preview
from rmkit.instruments import read_instrument

CORPUS = Path(__file__).parents[2] / "shared" / "badinput"
QUESTIONS = read_instrument(
    """\
id: corpus
version: 1
title: What the files ask
purpose: To try bad files on.
source: tests
scales:
  level5:
    options:
      - {value: 1, label: none}
      - {value: 2, label: basic}
      - {value: 3, label: medium}
      - {value: 4, label: advanced}
      - {value: 5, label: expert}
items:
  - {id: name, kind: text, text: Name, privacy: direct}
  - {id: email, kind: text, format: email, text: E-mail, privacy: direct, required: true}
  - {id: department, kind: text, text: Department, privacy: quasi}
  - id: role
    kind: choice
    text: Role
    privacy: none
    options: [{value: mentor, label: Mentor}, {value: mentee, label: Mentee}]
  - {id: age, kind: number, text: Age, privacy: quasi, whole: true, minimum: 16, maximum: 100}
  - id: q
    kind: matrix
    text: How much do you know?
    privacy: none
    scale: level5
    rows: [{id: q1, text: One}, {id: q2, text: Two}, {id: q3, text: Three}]
"""
)
REFUSED = {
    "c11_cp1251.csv": r"not UTF-8.*cannot be told for sure.*cp1251 \(Cyrillic\)",
    "c23_10000_columns.csv": "10,000 columns; the limit is 2,000",
    "x01_zip_bomb.xlsx": r"unpacks to 400 MB from 0\.4 MB; the limit is 50 MB and 100 times",
    "x02_xxe.xlsx": "declares XML entities",
    "x03_billion_laughs.xlsx": "declares XML entities",
    "x08_csv_named_xlsx.xlsx": "looks like a CSV text table",
    "x11_truncated.xlsx": "cut off or damaged",
}
FAULTS = {
    "c02_header_only.csv": ["The heading is right, but there are no rows. 0 people"],
    "c13_dup_columns.csv": ["answered by 3 columns (C, D, E). Keep which?"],
    "c15_missing_column.csv": ["Missing column: E-mail. Found: name, department."],
    "c16_unknown_column.csv": ['column "qqq9": This column is not', "(q_q3)", '"qqq9": ignore'],
    "v01_level6.csv": ['row 2, column "q1": "6" is not a level. Levels run from 1 (none) to 5'],
    "v03_three_word.csv": ['row 2, column "q1": "three" is not a level'],
    "v06_1e308.csv": ['row 2, column "age": "1e308"', 'row 2, column "q1": "1e308"'],
    "v07_nan_inf.csv": ['column "q1": "nan"', 'column "q2": "inf"', 'column "q3": "-inf"'],
    "v08_negative_age.csv": ['row 2, column "age": "-28" is outside the range'],
    "v10_bool.csv": ['row 2, column "q1": "TRUE" is not a level'],
    "v11_huge_int.csv": ['row 2, column "age": "9999', "is a number of 5,000 digits"],
    "v19_crlf_header.csv": ['row 2, column "email"', "line break inside an address"],
    "v21_traversal_attachment.csv": ['column "attachment": This column is not a question'],
    "v26_zalgo.csv": ['row 2, column "name"', "the limit is 200"],
    "v29_same_email_case.csv": ["answered in rows 2 and 3, and the answers differ (Role)"],
    "v31_bad_email.csv": ['row 2, column "email": "ann@@x" is not an e-mail address'],
    "v33_mentor_is_mentee.csv": ["None of its 3 columns is a question of corpus."],
    "v34_own_manager_pair.csv": ['column "manager_email": This column is not a question'],
    "v36_unknown_person.csv": ["None of its 3 columns is a question of corpus."],
    "v37_twice_in_wave.csv": ["rows 2 and 3 for wave 1, and the answers differ (One). Which"],
    "v38_negative_sessions.csv": ["None of its 3 columns is a question of corpus."],
    "x06_error_date_cells.xlsx": ['row 2, column "q1": "#N/A" is an error', 'row 3, column "q1"'],
    "x12_hidden_two_sheets.xlsx": ['All sheets are hidden; sheet "real" was read.'],
}
WARNINGS = {
    "v04_decimal_comma.csv": ['row 2, column "q1": "3,0" read as 3 (decimal comma)'],
    "v23_rtl_override.csv": ['row 2, column "name": text-direction control character removed'],
    "v25_combining.csv": ["rows 2 and 3 have the same name, written in two ways"],
}
GOOD = {
    "c05_tab.csv": 1,
    "c06_pipe_one_column.csv": 1,
    "c22_cr_only.csv": 1,
    "v12_formula.csv": 1,
    "v15_img_onerror.csv": 1,
    "v22_emoji_zwj.csv": 1,
    "v40_all_same_and_missing.csv": 30,
}

pytestmark = pytest.mark.skipif(not CORPUS.is_dir(), reason="the files are not beside us")


def tables():
    if not CORPUS.is_dir():
        return []
    with (CORPUS / "manifest.csv").open(encoding="utf-8") as manifest:
        rows = csv.DictReader(manifest)
        return [row["file"] for row in rows if row["kind"] in {"csv", "xlsx"}]


def test_every_table_of_the_corpus_has_its_verdict_here():
    assert sorted([*REFUSED, *FAULTS, *WARNINGS, *GOOD]) == sorted(tables())


@pytest.mark.parametrize("file", tables())
def test_bad_file_gets_its_verdict(file):
    path = CORPUS / "files" / file
    if file in REFUSED:
        with pytest.raises(FileRefused, match=REFUSED[file]):
            preview(path, QUESTIONS)
        return
    seen = preview(path, QUESTIONS)
    assert seen.ok == (file not in FAULTS), seen.text()
    told = "\n".join(map(str, seen.faults if file in FAULTS else seen.warnings))
    for sentence in [*FAULTS.get(file, []), *WARNINGS.get(file, [])]:
        assert sentence in told
    if file in GOOD:
        assert (len(seen.responses), seen.problems) == (GOOD[file], ())


def test_text_that_could_run_elsewhere_is_kept_as_it_is():
    formula = preview(CORPUS / "files" / "v12_formula.csv", QUESTIONS)
    assert formula.responses[0].answers["name"].startswith("=HYPERLINK(")
    markup = preview(CORPUS / "files" / "v15_img_onerror.csv", QUESTIONS)
    assert "<img src=x onerror=" in markup.responses[0].answers["name"]
