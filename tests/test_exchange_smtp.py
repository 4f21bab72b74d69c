"""A mail server is reached under protection, and of each mail it is known what became of it."""

import socket
import threading

import pytest

from rmkit.errors import NotAllowed, NotSent, UnknownName
from rmkit.exchange.smtp import MailServer, Outcome, Server
from tests.mail_server import Got, MailServerHere, own_certificate

MAIL = b"From: a@example.org\r\nTo: b@example.org\r\nSubject: x\r\n\r\n.begins with a point\r\n"


def here(port, **more):
    return Server("127.0.0.1", port, **{"security": "none", **more})


def test_a_mail_arrives_as_it_was_written_also_where_a_line_begins_with_a_point():
    with MailServerHere() as running, MailServer(here(running.port)) as out:
        assert out.send(MAIL, sender="a@example.org", to="b@example.org") == Outcome("sent")
    assert running.got.readers == ["b@example.org"]
    assert running.got.mails[0][1].get_content().splitlines() == [".begins with a point"]


def test_who_is_refused_is_told_in_the_words_of_the_server_and_the_next_goes_out():
    with (
        MailServerHere(Got(refuse=["b@example.org"])) as running,
        MailServer(here(running.port)) as out,
    ):
        outcome = out.send(MAIL, sender="a@example.org", to="b@example.org")
        assert outcome == Outcome("refused", "550 5.1.1 There is nobody of this name here")
        assert out.send(MAIL, sender="a@example.org", to="c@example.org").state == "sent"


def test_a_server_that_hangs_up_with_the_letter_in_hand_leaves_it_unsure():
    with (
        MailServerHere(Got(hang_up="b@example.org")) as running,
        MailServer(here(running.port)) as out,
    ):
        assert out.send(MAIL, sender="a@example.org", to="b@example.org").state == "unsure"


def test_a_server_that_hangs_up_before_it_had_the_letter_has_not_sent_it():
    with (
        MailServerHere(Got(before_data="b@example.org")) as running,
        MailServer(here(running.port)) as out,
        pytest.raises(NotSent, match="broke the connection"),
    ):
        out.send(MAIL, sender="a@example.org", to="b@example.org")


def test_a_login_is_asked_for_and_a_wrong_password_is_told_and_never_shown():
    with MailServerHere(user="dana", password="right") as running:
        server = here(running.port, user="dana")
        with MailServer(server, "right") as out:
            assert out.send(MAIL, sender="a@example.org", to="b@example.org").state == "sent"
            assert "right" not in str(vars(out))
        with (
            pytest.raises(NotSent, match="does not let dana in") as told,
            MailServer(server, "wr0ng"),
        ):
            pass
    assert "wr0ng" not in str(told.value)


def test_a_connection_is_protected_unless_the_server_is_on_this_machine():
    assert Server("mail.example.org").security == "starttls"
    with pytest.raises(NotAllowed, match="would pass unprotected"):
        Server("mail.example.org", 25, security="none")
    with pytest.raises(UnknownName, match='Did you mean "tls"'):
        Server("mail.example.org", security="tsl")
    for host in ("", "mail example", "a\r\nb", "x/y"):
        with pytest.raises(NotAllowed, match="no mail server"):
            Server(host)


def test_a_server_without_protection_is_not_used():
    with (
        MailServerHere() as running,
        pytest.raises(NotSent, match="does not offer"),
        MailServer(here(running.port, security="starttls")),
    ):
        pass


def test_a_server_that_nobody_vouches_for_is_not_used_and_one_that_is_known_is(
    tmp_path, monkeypatch
):
    context, file = own_certificate(tmp_path)
    with MailServerHere(context=context, user="dana", password="right") as running:
        server = here(running.port, security="starttls", user="dana")
        with pytest.raises(NotSent, match="could not prove"), MailServer(server, "right"):
            pass
        assert running.got.mails == []
        monkeypatch.setenv("SSL_CERT_FILE", str(file))
        with MailServer(server, "right") as out:
            assert out.send(MAIL, sender="a@example.org", to="b@example.org").state == "sent"


def test_a_server_that_is_not_there_or_is_something_else_is_told_plainly():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
        with pytest.raises(NotSent, match="cannot be reached"), MailServer(here(port)):
            pass
        taken.listen()
        threading.Thread(target=_answer_as_a_web_server, args=(taken,), daemon=True).start()
        with pytest.raises(NotSent, match="cannot be reached"), MailServer(here(port)):
            pass


def _answer_as_a_web_server(taken):
    other, _ = taken.accept()
    with other:
        other.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")
