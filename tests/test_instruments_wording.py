"""Text, e-mail and web addresses that people wrote, made safe to keep."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rmkit.instruments.wording import read_email, read_text, read_url


def one_line(raw):
    return read_text(raw, longest=200, one_line=True)


def test_text_is_kept_as_it_was_written():
    for words in (
        "Ana Ñíguez",
        "=cmd|' /C calc'!A0",
        "<img src=x onerror=alert(1)>",
        "👩‍👩‍👧 family",
        "می‌خواهم",
        'O\'Neill, "Ann"',
    ):
        read = one_line(f"  {words} ")
        assert (read.value, read.note) == (words, None)


def test_text_is_kept_in_one_normal_form():
    assert one_line("Nin\u0303o").value == "Niño"


def test_characters_that_turn_or_hide_text_are_removed_with_a_note():
    read = one_line("Ann\u202egpj.exe")
    assert (read.value, read.note) == ("Anngpj.exe", "text-direction control character removed")
    assert one_line("An\u200bn\x07").note == "invisible character removed"
    assert one_line("\u200b\u202e").value is None


def test_a_line_break_in_a_line_becomes_a_space_with_a_note():
    read = one_line("Ann\r\nBcc: all@example.org")
    assert (read.value, read.note) == ("Ann Bcc: all@example.org", "line break replaced by a space")


def test_long_text_keeps_its_lines():
    read = read_text(" one  \r\n\r\n two\rthree \n", longest=100, one_line=False)
    assert (read.value, read.note) == ("one\n\n two\nthree", None)


def test_text_that_is_too_long_is_refused_without_repeating_it():
    read = one_line("é" * 6000)
    assert read.problem == "has 6,000 characters; the limit is 200."
    assert one_line("x" * 200).problem is None
    assert one_line("e" + "\u0301" * 6000).problem == "has 6,000 characters; the limit is 200."


def test_half_a_character_is_refused():
    assert one_line("\ud83d broken").problem == "holds half a character."


@given(st.text(max_size=60), st.booleans())
@settings(max_examples=200)
def test_kept_text_is_normal_and_reads_as_itself_again(raw, single):
    first = read_text(raw, longest=500, one_line=single)
    if first.value is None:
        return
    assert unicodedata.is_normalized("NFC", first.value)
    again = read_text(first.value, longest=500, one_line=single)
    assert (again.value, again.note) == (first.value, None)


@pytest.mark.parametrize(
    "address",
    [
        "ann@example.org",
        "Ann.O'Neill+rm@mail.example.co.uk",
        "jürgen@bücher.example",
        "a_b-c@x-y.example.org",
    ],
)
def test_addresses_are_kept_as_written(address):
    assert read_email(f" {address} ").value == address


def test_an_address_with_a_name_is_taken_with_a_note():
    read = read_email("Ann Lee <ann@example.org>")
    assert (read.value, read.note) == ("ann@example.org", "read as ann@example.org")
    assert read_email("mailto:ann@example.org").value == "ann@example.org"


NO_ADDRESSES = """
ann@@x|ann|ann@example|@example.org|ann@|ann@.org|ann@example..org|.ann@example.org|<>
ann.@example.org|a..b@example.org|ann lee@example.org|ann@example.org, bob@example.org
ann@-example.org|ann@example.org>
"""


@pytest.mark.parametrize(
    "wrong",
    [
        *NO_ADDRESSES.strip().replace("\n", "|").split("|"),
        "x" * 65 + "@example.org",
        "ann@" + "x" * 300 + ".org",
        "\ud83d@example.org",
    ],
)
def test_what_is_no_address_is_told(wrong):
    read = read_email(wrong)
    assert (read.value, read.problem) == (None, "is not an e-mail address.")


@pytest.mark.parametrize(
    "wrong",
    [
        "ann@example.org\nBcc: all@example.org",
        "a\r\n@example.org",
        "a\x0b@example.org",
        "a\u2028@example.org",
    ],
)
def test_a_line_break_inside_an_address_is_refused(wrong):
    assert read_email(wrong).problem == "has a line break inside an address."


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("https://example.org/in/ann", "https://example.org/in/ann"),
        ("www.example.org/in/ann", "https://www.example.org/in/ann"),
        ("example.org", "https://example.org"),
        ("HTTP://Example.org/a?b=c#d", "HTTP://Example.org/a?b=c#d"),
        ("https://bücher.example/ä", "https://bücher.example/ä"),
        ("https://example.org:8443/x", "https://example.org:8443/x"),
    ],
)
def test_web_addresses_are_kept(written, kept):
    assert read_url(written, longest=200).value == kept
    assert read_url(kept, longest=200).value == kept


NO_WEB_ADDRESSES = """
javascript:alert(1) JavaScript:alert(1)//example.org data:text/html,x ftp://example.org https://
file:///etc/passwd linkedin https://ann@example.org https://example.org/<script> http://[::1
https://x.org:99999 https://example.org/"onclick https://localhost/x
"""


@pytest.mark.parametrize("wrong", [*NO_WEB_ADDRESSES.split(), "no link"])
def test_what_is_no_web_address_is_told(wrong):
    assert read_url(wrong, longest=200).problem == "is not a web address."
