"""Answers in JSON and YAML are read as those in a table, by response and question."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rmkit.errors import FaultsFound, FileRefused, RmkitError
from rmkit.exchange.arrival import Arrival
from rmkit.exchange.preview import preview
from rmkit.exchange.tables import read_arrival
from rmkit.instruments import read_instrument

SMALL = read_instrument(Path(__file__).parent / "instruments" / "small.yaml")
ANN = {
    "name": "Ann",
    "email": "ann@example.org",
    "role": "mentor",
    "topics": ["ai", "inclusion"],
    "know_q1": 4,
}


def see(tmp_path, data, name="answers.json", instrument=SMALL, **more):
    path = tmp_path / name
    text = data if isinstance(data, str) else json.dumps(data)
    path.write_text(text, encoding="utf-8")
    return preview(path, instrument, **more)


@pytest.mark.parametrize(
    "data",
    [
        ANN,
        [ANN],
        {"responses": [ANN]},
        {"count": 1, "next": None, "previous": None, "results": [ANN]},
        {"instrument": SMALL.id, "version": SMALL.version, "answers": ANN},
        {"responses": [{"instrument": SMALL.id, "version": SMALL.version, "answers": ANN}]},
    ],
)
def test_each_usual_shape_of_json_is_read(tmp_path, data):
    seen = see(tmp_path, data)
    assert seen.ok, seen.text()
    assert [dict(response.answers) for response in seen.responses] == [ANN]


def test_yaml_is_read_alike(tmp_path):
    text = "responses:\n  - {email: ann@example.org, role: mentor, topics: [ai], know_q1: 4}\n"
    seen = see(tmp_path, text, "answers.yaml")
    assert seen.ok, seen.text()
    assert seen.responses[0].answers["topics"] == ["ai"]


def test_kobotoolbox_adds_lists_and_objects_of_its_own(tmp_path):
    kobo = {"_id": 7, "_uuid": "u-1", "_submission_time": "2026-05-07T10:00:00", "_tags": [],
            "_geolocation": [None, None], "_attachments": [{}], "_validation_status": {},
            "email": "ann@example.org", "role": "mentor", "topics": "ai inclusion"}  # fmt: skip
    seen = see(tmp_path, {"count": 1, "results": [kobo]})
    assert seen.ok, seen.text()
    assert seen.layout == "kobo"
    assert seen.responses[0].external_id == "u-1"
    assert seen.responses[0].answers["topics"] == ["ai", "inclusion"]


@pytest.mark.claim("bad-files")
@pytest.mark.parametrize(
    ("data", "says"),
    [
        ([ANN | {"email": ["ann@example.org"]}], 'row 1, column "email": must be one answer, not'),
        ([ANN, ANN | {"know_q1": {"$gt": 0}}], 'row 2, column "know_q1": must be text or a num'),
        ([ANN | {"name": "\ud800"}], 'column "name": holds half a character'),
        ([ANN | {"know_q1": True}], '"TRUE" is not a level'),
        ([ANN | {"admin": True}], 'column "admin": This column is not a question'),
        ([ANN | {"topics": ["ai", "x"]}], 'column "topics"'),
        ([ANN, ANN | {"know_q1": 1}], "answered in rows 1 and 2, and the answers differ"),
        ({"instrument": "other", "version": 1, "answers": ANN}, "This is a form of other"),
    ],
)
def test_what_is_wrong_in_a_response_is_told_by_row_and_question(tmp_path, data, says):
    seen = see(tmp_path, data)
    assert not seen.ok
    assert says in "\n".join(map(str, seen.faults))


@pytest.mark.parametrize(
    ("data", "says"),
    [
        ("[]", "holds no responses"),
        ("[{}]", "holds no responses"),
        ("3", "holds no answers"),
        ("[1]", "response 1: an object with answers"),
        ('{"id": "x", "items": []}', "a questionnaire, not answers"),
        (json.dumps([{f"k{i}": 1 for i in range(2_001)}]), "2,001 columns"),
    ],
)
def test_json_without_answers_is_refused(tmp_path, data, says):
    with pytest.raises((FileRefused, FaultsFound), match=says):
        see(tmp_path, data)


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(max_size=5), lambda inner:
    st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["email", "topics", "answers",
    "responses", "version", "instrument", "_uuid", "know_q1", "wave", "x"]), inner, max_size=4),
    max_leaves=10))  # fmt: skip
def test_any_json_is_a_table_or_a_sentence(data):
    arrival = Arrival("a.json", json.dumps(data).encode(), "json")
    try:
        table = read_arrival(arrival)
    except RmkitError:
        return
    assert all(len(row) == len(table.header) for row in table.rows)
