"""`rmkit serve`: a link for each, written to a file and told nowhere else, then the page."""

from __future__ import annotations

import csv
import os
import signal
import stat
import subprocess
import sys
import urllib.request

import pytest

from rmkit.cli import run
from rmkit.exchange.inbox import Inbox
from rmkit.programme.play import play, sample_recipe
from rmkit.programme.programme import Programme
from tests.page_server import handed_in, serving


@pytest.fixture(scope="module")
def played(tmp_path_factory):
    """Play the small sample once."""
    path = tmp_path_factory.mktemp("played") / "six.rmkit"
    play(sample_recipe("six_pairs"), path).close()
    return path


@pytest.fixture
def programme(played, tmp_path):
    """Give a copy of it, for one test alone."""
    path = tmp_path / "six.rmkit"
    path.write_bytes(played.read_bytes())
    return path


@pytest.fixture
def shell(programme, monkeypatch, capsys):
    """Run `rmkit serve` on it as a shell would; give what it printed and complained of."""

    def call(*words, code=0):
        monkeypatch.setattr(sys, "argv", ["rmkit", "serve", str(programme), *map(str, words)])
        with pytest.raises(SystemExit) as ended:
            run()
        said = capsys.readouterr()
        assert (ended.value.code or 0) == code, said.err
        return said

    return call


def links(path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        return {row["email"]: row["link"] for row in csv.DictReader(file)}


@pytest.mark.claim("page-links")
def test_links_go_into_a_file_of_their_owners_alone_and_not_on_the_screen(
    programme, shell, tmp_path
):
    to = tmp_path / "links.csv"
    base = "https://forms.example.org/rm/"
    done = shell("--instrument", "candidate", "--to", to, "--links-only",
               "--base-url", base)  # fmt: skip
    written = links(to)
    assert len(written) == 14
    assert all(link.startswith("https://forms.example.org/rm/f/") for link in written.values())
    assert "/f/" not in done.out + done.err
    if os.name == "posix":
        assert stat.S_IMODE(to.stat().st_mode) == 0o600
    inbox = programme.with_suffix(".inbox").read_bytes()
    assert not any(link.rpartition("/")[2].encode() in inbox + programme.read_bytes()
                   for link in written.values())  # fmt: skip


def test_whoever_has_a_link_keeps_it_unless_new_ones_are_asked_for(programme, shell, tmp_path):
    ask = ("--instrument", "candidate", "--links-only", "--to")
    with Programme.open(programme) as opened:
        two = opened.questionnaires.asked_people("candidate")[:2]
    shell(*ask, tmp_path / "a.csv", "--people", ", ".join(two))
    shell(*ask, tmp_path / "b.csv")
    assert len(links(tmp_path / "b.csv")) == 12
    told = shell(*ask, tmp_path / "c.csv").out
    assert "14 people have a link already" in told
    assert not (tmp_path / "c.csv").exists()
    told = shell(*ask, tmp_path / "d.csv", "--again", "--show-links").out
    assert all(link in told for link in links(tmp_path / "d.csv").values())
    with Inbox.open(programme.with_suffix(".inbox")) as inbox:
        states = [one.state for one in inbox.invitations()]
    assert (states.count("open"), states.count("revoked")) == (14, 14)


def test_where_the_file_cannot_be_made_nobody_is_asked_and_links_go_on(programme, shell, tmp_path):
    ask = ("--instrument", "candidate", "--links-only", "--again", "--to")
    inbox, nowhere = programme.with_suffix(".inbox"), tmp_path / "none" / "x.csv"
    assert "could not be written" in shell(*ask, nowhere, code=1).err
    assert not inbox.exists()
    shell(*ask, tmp_path / "a.csv")
    before = inbox.read_bytes()
    told = shell(*ask, nowhere, code=1).err
    assert "work" not in told
    assert inbox.read_bytes() == before


def test_where_nobody_is_asked_no_file_is_left(programme, shell, tmp_path):
    ask = ("--instrument", "candidate", "--links-only", "--to", tmp_path / "a.csv")
    shell(*ask, "--days", "0", code=1)
    shell(*ask, "--people", "P999", code=1)
    assert list(tmp_path.glob("*.csv")) == []


@pytest.mark.skipif(sys.platform == "win32", reason="a limit of the size of files is POSIX's")
def test_a_disk_that_is_full_meanwhile_leaves_no_half_file_and_no_link_that_works(
    programme, tmp_path
):
    to = tmp_path / "a.csv"
    code = (
        "import os, resource, signal\n"
        "from rmkit.programme import links_file\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "real = links_file._table\n"
        "def full(*given):\n"
        "    resource.setrlimit(resource.RLIMIT_FSIZE, (100, resource.RLIM_INFINITY))\n"
        "    return real(*given)\n"
        "links_file._table = full\n"
        "ended = links_file._ended\n"
        "def again(*given):\n"
        "    resource.setrlimit(resource.RLIMIT_FSIZE, (-1, -1))\n"
        "    return ended(*given)\n"
        "links_file._ended = again\n"
        "from rmkit.cli import run\n"
        "run()\n"
    )
    words = ("serve", programme, "--instrument", "candidate", "--links-only", "--to", to)
    command = [sys.executable, "-c", code, *map(str, words)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 1, done.stderr
    assert "they were ended" in " ".join(done.stderr.split())
    assert not to.exists()
    with Inbox.open(programme.with_suffix(".inbox")) as inbox:
        assert {one.state for one in inbox.invitations()} == {"revoked"}


def test_the_page_runs_while_the_programme_is_used_and_ends_with_ctrl_c(programme, shell, tmp_path):
    shell("--instrument", "pulse", "--to", tmp_path / "l.csv", "--links-only")
    command = [sys.executable, "-m", "rmkit", "serve", str(programme), "--port", "0"]
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    )
    lines = [process.stdout.readline() for _ in range(3)]
    url = lines[-1].split()[2].rstrip("/")
    link = next(iter(links(tmp_path / "l.csv").values()))
    with urllib.request.urlopen(f"{url}/f/{link.rpartition('/')[2]}", timeout=20) as page:
        assert "JavaScript" in page.read().decode()
    with Programme.open(programme) as opened:
        assert opened.status().line
    if sys.platform == "win32":
        process.terminate()
    else:
        os.killpg(process.pid, signal.SIGINT)
    said, complained = process.communicate(timeout=30)
    assert "lead to this machine alone" in complained
    if sys.platform != "win32":
        assert process.returncode == 0
        assert said.endswith("Stopped. What was acknowledged is in the inbox.\n")


def test_what_people_hand_in_on_the_page_comes_into_the_programme(
    programme, shell, tmp_path, monkeypatch, capsys
):
    shell("--instrument", "satisfaction_mentee", "--to", tmp_path / "l.csv", "--links-only")
    tokens = [link.rpartition("/")[2] for link in links(tmp_path / "l.csv").values()]
    with Programme.open(programme) as opened:
        fields = opened.questionnaires.instrument("satisfaction_mentee").fields
    words = next(f.key for f in fields if f.kind in {"text", "long_text"})
    answers = {f.key: str(f.options[0].value) for f in fields if f.kind == "choice"}
    answers[words] = "Zwords of mine"
    with serving(programme.with_suffix(".inbox")) as server:
        for token in tokens[:3]:
            assert server.ask("PUT", f"/f/{token}/answers", handed_in(answers)).status == 200
    monkeypatch.setattr(sys, "argv", ["rmkit", "inbox", str(programme), "--take", "--by", "Rosa"])
    with pytest.raises(SystemExit) as ended:
        run()
    assert not ended.value.code, capsys.readouterr().err
    with Programme.open(programme) as opened:
        came = opened.questionnaires.responses("satisfaction_mentee")
    assert list(came[words]) == ["Zwords of mine"] * 3
    assert b"Zwords" not in programme.with_suffix(".inbox").read_bytes()


def test_what_cannot_be_is_told_in_a_sentence(programme, shell):
    assert "Nobody was given a link yet" in shell(code=1).err
    ask = ("--links-only", "--instrument")
    assert "no form for people" in shell(*ask, "staff_list", code=1).err
    assert "Did you mean" in shell(*ask, "candidat", code=1).err
    assert "1 to 366 days" in shell(*ask, "candidate", "--days", "0", code=1).err
    assert "begins with https" in shell(*ask, "candidate", "--base-url", "x", code=2).err
    assert not programme.with_suffix(".inbox").exists()


def test_an_address_without_https_and_an_open_host_are_warned_of(monkeypatch):
    from rmkit.cli import screen, serve_command

    told: list[str] = []
    monkeypatch.setattr(screen, "complain", told.append)
    for host, base, words in (
        ("127.0.0.1", "https://forms.example.org", []),
        ("127.0.0.1", "http://localhost:9000", []),
        ("127.0.0.1", "", ["this machine alone"]),
        ("0.0.0.0", "http://forms.example.org", ["Listening on 0.0.0.0", "no https"]),
    ):
        told.clear()
        serve_command._warn(host, base)
        assert [word in line for word, line in zip(words, told, strict=True)] == [True] * len(words)
