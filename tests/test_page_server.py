"""The page's server, asked as browsers and others ask it: what it gives, takes and refuses."""

from __future__ import annotations

import contextlib
import re
import socket
import sys
import time
from datetime import UTC, datetime, timedelta

import pytest

from rmkit.exchange.inbox import Inbox
from rmkit.page.doors import LARGEST_BODY
from tests.page_samples import SOON, check_in, inbox_with, mixed, sheet
from tests.page_server import PageServer, handed_in, serving

ANA = handed_in({"name": "Ana Ruiz", "how_met": "3"})
SEALED = {"pair": "1." + "A" * 16 + "." + "B" * 40, "keys": {"pair": "K" * 22}}


@pytest.fixture(scope="module")
def running(tmp_path_factory):
    """Run one server for most of the tests."""
    path, _ = inbox_with(tmp_path_factory.mktemp("page"), check_in())
    with serving(path) as server:
        yield server, path


@pytest.fixture
def place(running, request):
    """Give two people's links on the server, and what came from them."""
    server, path = running
    keys = [f"{request.node.name} {n}" for n in (1, 2)]
    with Inbox.open(path) as inbox:
        tokens = [inbox.invite(check_in(), key, expires_at=SOON) for key in keys]

    def came() -> list[object]:
        found = waiting(path)
        return [found[key] for key in keys if key in found]

    return server, tokens, came


def waiting(path):
    with Inbox.open(path) as inbox:
        return {s.person_key: s.answers for s in inbox.waiting()}


def test_a_form_is_shown_handed_in_and_waits_for_the_facilitator(place):
    server, (first, _), came = place
    page = server.ask("GET", f"/f/{first}")
    assert page.status == 200
    assert "The check_in" in page.text
    done = server.ask("PUT", f"/f/{first}/answers", ANA)
    assert done.data["notice"]["kind"] == "done"
    assert "have arrived at Harbour" in done.data["notice"]["text"]
    assert came() == [{"name": "Ana Ruiz", "how_met": 3}]


@pytest.mark.claim("page-links")
def test_nobody_reaches_anothers_answers(place):
    server, (first, second), _ = place
    server.ask("PUT", f"/f/{first}/answers", ANA)
    server.ask("PUT", f"/f/{first}/draft", handed_in({"story": "of Ana"}))
    for path in (f"/f/{second}", f"/f/{second}/now", "/", "/f/", f"/f/{first[:-1]}", "/f/1",
                 f"/f/{first[:-1]}%00", f"/f/{first}/../{second}", "/pilot.inbox"):  # fmt: skip
        assert "Ana" not in server.ask("GET", path).text, path


@pytest.mark.claim("page-links")
def test_forged_over_revoked_and_used_links_say_so_and_take_nothing(tmp_path):
    soon = datetime.now(UTC) + timedelta(seconds=2)
    path, (over,) = inbox_with(tmp_path, check_in(), "k0", expires_at=soon)
    with Inbox.open(path) as inbox:
        later = soon + timedelta(days=9)
        revoked, used = (inbox.invite(check_in(), k, expires_at=later) for k in ("k1", "k2"))
        inbox.revoke(person_key="k1")
    with serving(path) as server:
        assert server.ask("PUT", f"/f/{used}/answers", ANA).status == 200
        with Inbox.open(path) as inbox:
            inbox.taken([s.id for s in inbox.waiting()])
        time.sleep(max(0.0, (soon - datetime.now(UTC)).total_seconds() + 1))
        forged = "A" * 43
        for token, status, words in (
            (forged, 404, "There is no form here"), (over, 410, "This link is over"),
            (revoked, 410, "This link was closed"), (used, 410, "your answers have arrived"),
        ):  # fmt: skip
            page = server.ask("GET", f"/f/{token}")
            assert (page.status, words in page.text) == (status, True)
            assert ("Ask Rosa Vidal, rosa@example.org" in page.text) == (token != forged)
            for part in ("answers", "draft"):
                told = server.ask("PUT", f"/f/{token}/{part}", ANA)
                assert told.status == status
                assert words in told.data["notice"]["text"]
        unknown = server.ask("GET", "/f/" + "B" * 43)
        assert unknown.text == server.ask("GET", f"/f/{forged}").text
        assert unknown.text == server.ask("GET", "/f/short").text


def test_wrong_answers_are_told_by_their_question_and_nothing_is_kept(place):
    server, (first, _), came = place
    bad = {"hours": "a hundred", "how_met": "9", "story": "x" * 100_001, "nonsense": "1"}
    told = server.ask("PUT", f"/f/{first}/answers", handed_in(bad))
    assert told.status == 422
    faults = {f["key"]: f["short"] for f in told.data["notice"]["faults"]}
    assert faults.keys() == {"name", "hours", "how_met", "story", "nonsense"}
    assert "xxx" not in told.text
    assert "100,001 characters" in faults["story"]
    assert told.data["notice"]["text"] == "5 answers are to mend. Nothing was saved."
    assert came() == []
    assert server.ask("PUT", f"/f/{first}/answers", handed_in({})).status == 422


def test_a_replayed_save_counts_once_and_a_second_device_is_told(place):
    server, (first, _), came = place
    assert server.ask("PUT", f"/f/{first}/answers", ANA).data["revision"] == 1
    assert server.ask("PUT", f"/f/{first}/answers", ANA).data["revision"] == 1
    told = server.ask("PUT", f"/f/{first}/answers", handed_in({"name": "Ana B"}, device="e" * 32))
    assert told.status == 409
    assert told.data["now"]["answers"] == {"name": "Ana Ruiz", "how_met": 3}
    assert "Both are kept" in told.data["notice"]["text"]
    now = server.ask("GET", f"/f/{first}/now").data
    assert [d["answers"] for d in now["drafts"]] == [{"name": "Ana B"}]
    assert came()[0]["name"] == "Ana Ruiz"


@pytest.mark.claim("page-durable")
def test_what_was_acknowledged_survives_a_kill(tmp_path):
    path, tokens = inbox_with(tmp_path, check_in(), *[f"k{n}" for n in range(3)])
    for number, token in enumerate(tokens):
        with serving(path) as server:
            answers = handed_in({"name": f"Person {number}"})
            assert server.ask("PUT", f"/f/{token}/answers", answers).status == 200
            server.kill()
    assert {a["name"] for a in waiting(path).values()} == {f"Person {n}" for n in range(3)}


@pytest.mark.parametrize(
    ("headers", "status"),
    [({"Origin": "http://evil.example"}, 403), ({"Sec-Fetch-Site": "cross-site"}, 403),
     ({"Sec-Fetch-Site": "same-site"}, 403), ({"Origin": "null"}, 403), ({"Origin": ""}, 403),
     ({"Origin": "http://evil.example", "Sec-Fetch-Site": "same-origin"}, 200),
     ({"Content-Type": "text/plain"}, 415),
     ({"Content-Type": "application/x-www-form-urlencoded"}, 415)],
)  # fmt: skip
def test_another_site_cannot_save_in_somebodys_name(place, headers, status):
    server, (first, _), came = place
    assert server.ask("PUT", f"/f/{first}/answers", ANA, headers=headers).status == status
    assert bool(came()) == (status == 200)


def test_what_is_no_request_of_a_form_gets_a_sentence(place):
    server, (first, _), came = place
    raw = lambda content: server.ask("PUT", f"/f/{first}/answers", raw=content)  # noqa: E731
    deep = b'{"answers":' + b"[" * 500 + b"]" * 500 + b"}"
    for content in (b"", b"{", b"[]", b"null", b'{"answers": 3}', b"\xff\xfe", deep,
                    b'{"answers": {"a": NaN}}', b'{"answers": {}, "answers": {}}'):  # fmt: skip
        assert raw(content).status == 400, content[:40]
    for wrong in ({"base": "0"}, {"base": -1}, {"base": 10**12}, {"device": "x"}, {"save": None},
                  {"save": "../../x"}, {"pair": 3}, {"pair": "clear text"}, {"keys": []},
                  {"keys": {"pair": "short"}}, {"keys": {"other": "K" * 22}},
                  {"pair": SEALED["pair"]}):  # fmt: skip
        told = server.ask("PUT", f"/f/{first}/answers", handed_in({"name": "A"}, **wrong))
        assert told.status == 400, wrong
    assert raw(b'{"answers": "' + b"x" * LARGEST_BODY + b'"}').status == 413
    for method in ("POST", "DELETE", "PATCH", "OPTIONS", "TRACE"):
        told = server.ask(method, f"/f/{first}/answers", ANA)
        assert told.status == 405, method
        assert "Access-Control-Allow-Origin" not in told.headers
    assert server.ask("PUT", f"/f/{first}/answers", ANA).status == 200
    assert came()


def test_every_answer_says_what_may_act_and_that_nothing_is_kept(place):
    server, (first, _), _ = place
    for path in (f"/f/{first}", "/f/forged", "/nothing", f"/f/{first}/now"):
        headers = server.ask("GET", path).headers
        policy = headers["Content-Security-Policy"]
        assert "unsafe" not in policy
        assert {"default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'",
                "form-action 'none'", "connect-src 'self'"} <= set(policy.split("; "))  # fmt: skip
        assert headers["Referrer-Policy"] == "no-referrer"
        assert headers["Cache-Control"] == "no-store"
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Server"] is None
        assert headers["Set-Cookie"] is None


@pytest.mark.claim("page-links")
def test_no_link_stands_in_what_the_server_says(tmp_path):
    path, (token,) = inbox_with(tmp_path, check_in())
    forged = "F" * 43
    with serving(path) as server:
        for method, part in (("GET", ""), ("GET", "/now"), ("PUT", "/answers"), ("PATCH", ""),
                             ("PUT", "/nowhere"), ("POST", "/next")):  # fmt: skip
            server.ask(method, f"/f/{token}{part}", ANA if method != "GET" else None)
        server.ask("GET", f"/f/{token}?x=<script>")
        for method, part in (("GET", ""), ("PUT", "/answers")):
            server.ask(method, f"/f/{forged}{part}", ANA if method != "GET" else None)
        with socket.create_connection(("127.0.0.1", server.port)) as line:
            line.sendall(f"GET /f/{token} HTTP/9\r\nbroken\r\n\r\n".encode())
            line.recv(1000)
        told = "".join(server.stop())
    assert token not in told
    assert forged not in told
    assert told.endswith("Stopped. What was acknowledged is in the inbox.\n")


def test_too_many_tries_are_told_when_to_come_again(tmp_path):
    path, (first, second) = inbox_with(tmp_path, check_in(), "k1", "k2")
    with serving(path) as server:
        _try_often(server, first, second)


def _try_often(server, first, second):
    statuses = [server.ask("GET", f"/f/{first}").status for _ in range(140)]
    assert statuses[:120] == [200] * 120
    told = server.ask("GET", f"/f/{first}")
    assert told.status == 429
    assert re.search(r"Wait \d seconds?, then try again", told.text)
    assert int(told.headers["Retry-After"]) >= 1
    assert server.ask("GET", f"/f/{second}").status == 200
    forged = [server.ask("GET", f"/f/{'C' * 40}{n:03}").status for n in range(40)]
    assert forged[:30] == [404] * 30
    assert 429 in forged
    assert server.ask("GET", f"/f/{second}").status == 200


@pytest.mark.claim("page-sealed")
def test_what_is_not_for_the_coordinator_is_refused_in_clear(tmp_path):
    path, (token,) = inbox_with(tmp_path, mixed())
    with serving(path) as server:
        clear = handed_in({"minutes": 50, "wish": "less mail"}, **SEALED)
        for part in ("answers", "draft"):
            told = server.ask("PUT", f"/f/{token}/{part}", clear)
            assert told.status == 400
            assert "came unencrypted" in told.text
        assert server.ask("PUT", f"/f/{token}/answers", handed_in({}, **SEALED)).status == 422
        good = handed_in({"minutes": 50}, **SEALED)
        assert server.ask("PUT", f"/f/{token}/answers", good).status == 200
    assert waiting(path) == {"k1": {"minutes": 50}}
    assert b"less mail" not in path.read_bytes()


def test_one_voice_cannot_answer_for_the_other(tmp_path):
    path, (token,) = inbox_with(tmp_path, sheet(), voice="mentor", partner_key="k2")
    with serving(path) as server:
        assert server.ask("PUT", f"/f/{token}/answers", handed_in({}, **SEALED)).status == 200
        for body in ({"token": "short", "key": "K" * 22}, {"token": "P" * 43, "key": ""}, {}):
            assert server.ask("POST", f"/f/{token}/partner", body).status == 400
        partner = {"token": "P" * 43, "key": "K" * 22}
        assert server.ask("POST", f"/f/{token}/partner", partner).status == 200
        page = server.ask("GET", "/f/" + "P" * 43)
        assert '"voice": "mentee"' in page.text
        assert server.ask("POST", "/f/" + "P" * 43 + "/partner", partner).status == 400
        other = handed_in({}, pair=SEALED["pair"], keys={"pair": "L" * 22})
        told = server.ask("PUT", "/f/" + "P" * 43 + "/answers", other)
        assert told.status == 409
        assert "begun with another link" in told.text


def test_a_slow_line_holds_nobody_up(place):
    server, (first, _), _ = place
    with contextlib.ExitStack() as stack:
        for _ in range(50):
            line = stack.enter_context(socket.create_connection(("127.0.0.1", server.port)))
            line.sendall(b"PUT /f/x HTTP/1.1\r\nHost: x\r\nContent-Length: 500\r\n\r\n{")
        begin = time.monotonic()
        assert server.ask("PUT", f"/f/{first}/answers", ANA).status == 200
        assert time.monotonic() - begin < 5


def test_behind_a_proxy_people_are_told_apart_and_only_its_own_site_can_save(tmp_path):
    path, (token,) = inbox_with(tmp_path, check_in())
    with serving(path, "--base-url", "https://forms.example.org") as server:
        own = {"Origin": "https://forms.example.org"}
        done = server.ask("PUT", f"/f/{token}/answers", ANA, headers=own)
        assert done.status == 200
        assert "max-age" in done.headers["Strict-Transport-Security"]
        assert server.ask("PUT", f"/f/{token}/answers", ANA).status == 403

        def forged(address, n):
            named = {"X-Forwarded-For": f"192.0.2.1, {address}"}
            return server.ask("GET", f"/f/{'C' * 40}{n:03}", headers=named).status

        assert 429 in [forged("198.51.100.7", n) for n in range(40)]
        assert forged("198.51.100.8", 50) == 404


def test_an_inbox_that_is_none_and_a_port_that_is_taken_get_a_sentence(tmp_path, running):
    server, path = running
    (tmp_path / "none.inbox").write_bytes(b"nothing")
    for inbox, options, told in (
        (tmp_path / "none.inbox", (), "no inbox of rmkit"),
        (tmp_path / "gone.inbox", (), "There is no inbox"),
        (path, ("--port", str(server.port)), "Nothing can listen"),
    ):
        with pytest.raises(RuntimeError, match=told), serving(inbox, *options):
            pass


@pytest.mark.claim("page-durable")
@pytest.mark.skipif(sys.platform == "win32", reason="no limit for files there")
def test_a_disk_that_is_full_is_said_and_what_was_acknowledged_stays(tmp_path):
    path, (first, second) = inbox_with(tmp_path, check_in(), "k1", "k2")
    room = path.stat().st_size + 40_000
    code = f"import resource as r, sys; r.setrlimit(r.RLIMIT_FSIZE, ({room}, {room}))\n"
    code += "from rmkit.page.__main__ import main; main(sys.argv[1:])"
    server = PageServer(path, command=[sys.executable, "-c", code])
    try:
        assert server.ask("PUT", f"/f/{first}/answers", ANA).status == 200
        long = handed_in({"story": "x" * 60_000})
        told = server.ask("PUT", f"/f/{second}/draft", long)
        assert told.status == 503
        assert "Nothing was saved. The server's disk" in told.data["notice"]["text"]
        assert server.ask("GET", f"/f/{second}").status == 200
    finally:
        server.stop()
    assert waiting(path) == {"k1": {"name": "Ana Ruiz", "how_met": 3}}


def test_a_form_that_repeats_begins_empty_again_and_the_first_answers_wait(running):
    server, path = running
    with Inbox.open(path) as inbox:
        often = check_in().model_copy(update={"repeats": True})
        token = inbox.invite(often, "repeats", expires_at=SOON)
        once = inbox.invite(check_in(), "once", expires_at=SOON)
    done = server.ask("PUT", f"/f/{token}/answers", ANA)
    assert "use this link again" in done.data["notice"]["text"]
    assert server.ask("POST", f"/f/{token}/another", {}).status == 200
    now = server.ask("GET", f"/f/{token}/now").data
    assert now["saved"] is None
    server.ask("PUT", f"/f/{token}/answers", {**ANA, "base": now["revision"], "save": "f" * 32})
    with Inbox.open(path) as inbox:
        assert [s.person_key for s in inbox.waiting()].count("repeats") == 2
    assert server.ask("POST", f"/f/{once}/another", {}).status == 400
