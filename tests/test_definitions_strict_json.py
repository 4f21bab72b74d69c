"""JSON from strangers is read as plain data, or refused with what is wrong."""

import json
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rmkit.definitions.strict_json import read_json
from rmkit.errors import FaultsFound

PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**20), 10**20) | st.text()
    | st.floats(allow_nan=False, allow_infinity=False),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(
        st.text(max_size=8).filter(lambda key: not key.startswith("__")),  # those are refused
        inner, max_size=3),
    max_leaves=12,
)  # fmt: skip


@given(PLAIN)
def test_what_a_json_writer_writes_is_read_back(value):
    for ascii_only in (True, False):
        text = json.dumps(value, ensure_ascii=ascii_only)
        encoded = text.encode("utf-8", "surrogatepass" if not ascii_only else "strict")
        assert read_json(encoded, source="a.json") == value


@pytest.mark.claim("bad-files")
@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"[" * 100_000 + b"]" * 100_000, "100,000 levels deep; the limit is 64"),
        (b"[" * 200_000, "200,000 levels deep"),
        (b'{"a": [{"b": 1}, {"em', "cut off at line 1, column 22"),
        (b'{"a": 1,\n "b": ', "cut off at line 2, column 6"),
        (b'{"a": 1} x', "not JSON at line 1, column 10"),
        (b'{"a": 1, "a": 2}', "The key a appears twice"),
        (b'{"a": ' + b"9" * 10_000 + b"}", "a number of 10,000 digits"),
        (b'{"a": [1e999]}', "larger than any answer"),
        (b'{"a": NaN}', "NaN is not an answer"),
        (b'{"a": -Infinity}', "-Infinity is not an answer"),
        (b'{"__proto__": {"admin": true}}', "Unknown keys __proto__ are refused"),
        (b'{"a": {"constructor": 1}}', "constructor"),
        (b'{"a": {"\\udc80x": {"b": 1}}}', "The key \u00b7x holds half a character"),
        ('{"a": 1}'.encode("utf-16"), "UTF-16"),
        (b'{"a": "\xff"}', "Line 1 is not in UTF-8"),
        (b"", "The file is empty"),
        (b"[" + b"[]," * 1_000_001 + b"[]]", "the limit is 1,000,000"),
        (b'"' + b'\\"' * 500_000, "cut off"),
    ],
)
def test_what_is_wrong_with_json_is_told(data, says):
    with pytest.raises(FaultsFound) as refused:
        read_json(data, source="a.json")
    assert says in str(refused.value)


def test_half_a_character_is_left_for_its_row_to_tell():
    assert read_json(b'{"name": "\\ud800"}', source="a.json") == {"name": "\ud800"}


@pytest.mark.claim("bad-files")
@pytest.mark.parametrize(
    ("data", "says"),
    [
        ("{" + ",".join(f'"k{n}":1,"k{n}":2' for n in range(40_000)) + "}", "k0 appears twice"),
        ("{" + ",".join(f'"__k{n}__":1' for n in range(40_000)) + "}", "and 39,980 more"),
        ('{"' + "k" * 800_000 + '":[' + "{}," * 300_000 + "NaN]}", "NaN is not an answer"),
        ('{"a":[' + "NaN," * 200_000 + "NaN]}", "NaN is not an answer"),
    ],
)
def test_many_faults_and_long_keys_take_no_time(data, says):
    begin = time.monotonic()
    with pytest.raises(FaultsFound) as refused:
        read_json(data.encode(), source="a.json")
    assert time.monotonic() - begin < 5
    assert says in str(refused.value)
    assert len(refused.value.faults) <= 1_000
    assert len(str(refused.value)) < 5_000
