"""Canonical JSON is one text for one content, and digests follow it."""

import json
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rmkit.errors import NotSaved
from rmkit.records import schema
from rmkit.records.digests import canonical, row_digest, salted, sha256
from rmkit.records.model import Response
from rmkit.records.rows import as_plain, as_record, as_row, from_plain, plain_text, with_digest

texts = st.text(st.characters(exclude_categories=("Cs",)), max_size=20)
leaves = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | texts
leaves = leaves.filter(lambda x: not isinstance(x, float) or abs(x) != float("inf"))
values = st.recursive(
    leaves, lambda inner: st.lists(inner) | st.dictionaries(texts, inner), max_leaves=20
)


@given(values)
def test_canonical_text_reads_back_equal_and_is_written_again_with_the_same_bytes(value):
    text = canonical(value)
    assert json.loads(text) == value
    assert canonical(json.loads(text)) == text


@given(st.dictionaries(texts, leaves))
def test_order_of_keys_does_not_matter(value):
    assert canonical(value) == canonical(dict(reversed(value.items())))


def test_numbers_of_arrays_tuples_and_whole_number_keys_become_plain_json():
    value = {2: np.int64(3), 10: (np.float64(0.5), np.bool_(True))}
    assert canonical(value) == '{"10":[0.5,true],"2":3}'


def test_half_a_character_is_refused_in_words_without_showing_the_answer():
    with pytest.raises(NotSaved, match="half a character") as caught:
        canonical({"name": "secret \ud800"})
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize("value", [float("nan"), Decimal(1), {(1, 2): 3}, {True: 1}, object()])
def test_what_is_no_json_is_a_programming_error(value):
    with pytest.raises((TypeError, ValueError)):
        canonical(value)


def response_row(answers, sealed):
    response = Response("p1", "q", 1, answers, sealed=sealed, response_id="r", received_at="t")
    row = as_row(schema.responses, response, number=1, definition_id=1)
    return with_digest(schema.responses, row)


@given(st.dictionaries(texts, values, max_size=4), st.none() | st.binary(max_size=20))
def test_plain_row_is_canonical_and_makes_the_same_row_and_record_again(answers, sealed):
    row = response_row(answers, sealed)
    plain = as_plain(schema.responses, row)
    assert plain_text(schema.responses, row) == canonical(plain)
    assert from_plain(schema.responses, plain) == row
    record = as_record(Response, schema.responses, row)
    assert (record.answers, record.sealed) == (answers, sealed)


def test_digest_of_a_row_changes_with_every_column():
    row = response_row({"q1": 3}, b"x")
    digests = {row["digest"]}
    for column in schema.digested_columns(schema.responses):
        digests.add(row_digest(schema.responses, {**row, column: "another"}))
    assert len(digests) == 1 + len(schema.digested_columns(schema.responses))


def test_same_text_has_another_salted_digest_each_time():
    (salt, digest), (other_salt, other) = salted("Ann Lee"), salted("Ann Lee")
    assert salt != other_salt
    assert digest != other
    assert digest == sha256(salt + "Ann Lee")
