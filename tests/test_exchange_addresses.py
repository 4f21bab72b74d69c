import pytest
from hypothesis import given
from hypothesis import strategies as st

from rmkit.errors import FaultsFound
from rmkit.exchange.addresses import Mailbox, address_problem


@pytest.mark.parametrize(
    "address",
    [
        "ann@example.org",
        "ann.o'brien+rm@mail.example.org",
        "x_1-2@sub.example-1.org",
        "ann@bücher.example",
        "ann@пример.example",
        "ann@xn--bcher-kva.example",
    ],
)
def test_an_address_that_can_be_written_to_is_taken(address):
    assert address_problem(address) is None


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("", "@ is missing"),
        ("ann", "@ is missing"),
        ("ann@", "not a domain"),
        ("@example.org", "not a name"),
        ("ann@localhost", "not a domain"),
        ("ann@example..org", "not a domain"),
        ("ann@-example.org", "not a domain"),
        ("ann@127.0.0.1", "not a domain"),
        ("ann@[127.0.0.1]", "not a domain"),
        ("ann@" + "x" * 64 + ".org", "not a domain"),
        ("x" * 65 + "@example.org", "not a name"),
        (".ann@example.org", "not a name"),
        ("ann..x@example.org", "not a name"),
        ("ann@x@example.org", "not a name"),
        ('"ann"@example.org', "not a name"),
        ("Ann <ann@example.org>", "a space"),
        ("ann@example.org,eve@example.org", "not a name"),
        ("ann@example.org\r\nBcc: eve@example.org", "a line break"),
        ("ann@example.org\n", "a line break"),
        ("ann\u202e@example.org", "cannot be seen"),
        ("ann\x00@example.org", "cannot be seen"),
        ("иван@example.org", "many mail servers refuse"),
        ("ann@straße.example", "read in two ways"),
        ("ann@example.org?bcc=eve", "not a domain"),
    ],
)
def test_an_address_that_could_do_harm_or_reach_nobody_is_refused(address, told):
    problem = address_problem(address)

    assert problem is not None
    assert told in problem


def test_a_wrong_address_is_told_with_its_value_and_makes_no_mailbox():
    with pytest.raises(FaultsFound, match='column "e-mail": "ann@" is not an e-mail address'):
        Mailbox("Ann", "ann@")


@given(st.text())
def test_any_text_is_taken_or_refused_and_never_breaks(text):
    problem = address_problem(text)

    assert problem is None or problem.endswith(".")
    assert problem is not None or text.count("@") == 1


def test_a_domain_in_another_script_is_written_in_ascii():
    mailbox = Mailbox("Ann\r\nBcc: x", "ann@Bücher.example.org")

    assert mailbox.domain == "xn--bcher-kva.example.org"
    assert str(mailbox) == "Ann Bcc: x <ann@Bücher.example.org>"
