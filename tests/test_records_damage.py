"""A file that is not a sound programme file is refused in one sentence and left as it is."""

import ctypes
import os
import random
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import UTC, datetime

import pytest

from rmkit.errors import FileRefused, NotSaved
from rmkit.records.model import Person
from rmkit.records.store import ProgrammeFile

NOW = datetime(2026, 11, 2, 9, 42, tzinfo=UTC)


@pytest.fixture(scope="module")
def sound(tmp_path_factory):
    path = tmp_path_factory.mktemp("sound") / "harbour.rmkit"
    people = [Person(f"p{i:03d}", f"Name {i}", staff={"x": "y" * 60}) for i in range(60)]
    file = ProgrammeFile.create(path, name="Harbour", organisation="Port", now=NOW)
    with file.change(actor="c", action="Filled.", now=NOW) as change:
        change.save_people(people)
    return path.read_bytes()


@pytest.fixture
def path(tmp_path, sound):
    path = tmp_path / "harbour.rmkit"
    path.write_bytes(sound)
    return path


def refusal(path):
    """Say what opening the file is refused with, after seeing that the file was left alone."""
    before = path.read_bytes()
    with pytest.raises(FileRefused) as caught:
        ProgrammeFile.open(path)
    assert path.read_bytes() == before
    assert [p.name for p in path.parent.iterdir()] == [path.name]
    said = str(caught.value)
    assert f'"{path.name}"' in said
    assert "\n" not in said
    assert said.endswith(".")
    assert ". " not in said  # one sentence
    return said


def sql(path, *statements):
    with closing(sqlite3.connect(path)) as connection:
        for statement in statements:
            connection.execute(statement)
        connection.commit()


def test_sound_file_is_opened(path):
    with ProgrammeFile.open(path) as file:
        assert len(file.people()) == 60


def test_empty_file_is_refused(path):
    path.write_bytes(b"")
    assert "is empty" in refusal(path)


@pytest.mark.parametrize(
    "content", [b"name,email\nAnn,a@example.org\n", b"SQLite format 3\0", b"\0"]
)
def test_file_of_another_kind_is_refused(path, content):
    path.write_bytes(content)
    assert "not a programme file" in refusal(path)


def test_database_of_another_program_is_refused(path):
    path.unlink()
    sql(path, "CREATE TABLE cookies (a)")
    assert "belongs to another program" in refusal(path)


def test_newer_file_is_refused_with_the_way_out(path):
    sql(path, "PRAGMA user_version = 3")
    assert "install the newer rmkit" in refusal(path)


def test_file_without_a_schema_version_is_refused(path):
    sql(path, "PRAGMA user_version = 0")
    assert "no schema that rmkit ever wrote" in refusal(path)


@pytest.mark.parametrize("share", [0.01, 0.02, 0.1, 0.3, 0.5, 0.7, 0.9, 0.97, 0.999])
def test_truncated_file_is_refused(path, sound, share):
    path.write_bytes(sound[: int(len(sound) * share)])
    assert "damaged" in refusal(path) or "not a programme file" in refusal(path)


def test_file_cut_at_a_page_is_refused(path, sound):
    path.write_bytes(sound[:-4096])
    assert "damaged" in refusal(path)


@pytest.mark.claim("tamper")
def test_changed_digit_is_refused(path, sound):
    at = sound.index(b"Name 17")
    path.write_bytes(sound[:at] + b"Name 18" + sound[at + 7 :])
    assert "1 of 60 rows of people are not as rmkit wrote them" in refusal(path)
    (problem,) = ProgrammeFile.examine(path)
    assert problem == 'people: the row with person_id "p017" was damaged, or altered outside rmkit'


def test_bytes_that_are_no_text_any_more_are_refused(path, sound):
    at = sound.index(b"Name 17")
    path.write_bytes(sound[:at] + b"\xff\xfe" + sound[at + 2 :])
    assert "damaged" in refusal(path)


@pytest.mark.claim("tamper")
@pytest.mark.parametrize(
    "statement",
    [
        "DROP TABLE pairs",
        "ALTER TABLE people RENAME name TO n",
        "ALTER TABLE people ADD COLUMN z DEFAULT 'x'",
        "CREATE TABLE extra (a)",
        "CREATE INDEX strange ON people (name)",
        "DROP INDEX responses_by_person",
    ],
)
def test_changed_layout_is_refused(path, statement):
    sql(path, "DROP TABLE pairs" if "pairs" in statement else statement)
    said = refusal(path)
    assert "damaged" in said or "not laid out" in said
    assert len(ProgrammeFile.examine(path)) == 1


def test_file_without_its_programme_is_refused(path):
    sql(path, "DELETE FROM programme")
    assert "does not say what programme it holds" in refusal(path)


def test_scribbled_file_is_refused_or_shows_nothing_wrong(path, sound):
    draw = random.Random(3)
    with ProgrammeFile.open(path) as file:
        right = file.people()
    outcomes = set()
    for _ in range(40):
        damaged = bytearray(sound)
        for _ in range(4):
            at = draw.randrange(100, len(sound) - 64)
            damaged[at : at + 64] = draw.randbytes(64)
        path.write_bytes(damaged)
        try:
            with ProgrammeFile.open(path) as file:
                assert file.people() == right
                outcomes.add("read right")
        except FileRefused:
            outcomes.add("refused")
        assert path.read_bytes() == bytes(damaged)
        ProgrammeFile.examine(path)
    assert "refused" in outcomes


def test_missing_file_and_folder_are_named(tmp_path):
    with pytest.raises(FileRefused, match='no file "x'):
        ProgrammeFile.open(tmp_path / "x.rmkit")
    with pytest.raises(FileRefused, match="is a folder"):
        ProgrammeFile.open(tmp_path)
    assert not list(tmp_path.iterdir())


AS_OTHERS = """
import sys
from datetime import UTC, datetime
from rmkit.errors import RmkitError
from rmkit.records.model import Person
from rmkit.records.store import ProgrammeFile
try:
    with ProgrammeFile.open(sys.argv[1]) as file:
        print("read", len(file.people()))
        with file.change(actor="c", action="Tried.", now=datetime.now(UTC)) as change:
            change.save_person(Person("new"))
        print("saved")
except RmkitError as error:
    print(type(error).__name__, error)
"""


def as_others(path):
    """Read and save as an account that must obey the rights of files, which root need not."""
    root = os.name == "posix" and os.geteuid() == 0
    if root and sys.platform != "linux":
        pytest.skip("run as root, which may do everything")

    def obey():
        libc = ctypes.CDLL(None)
        for capability in (1, 2):  # to ignore the rights of files, and of folders
            libc.prctl(24, capability, 0, 0, 0)

    run = [sys.executable, "-c", AS_OTHERS, str(path)]
    done = subprocess.run(
        run, capture_output=True, text=True, check=True, preexec_fn=obey if root else None
    )
    return done.stdout.splitlines()


def test_read_only_file_is_read_and_a_change_is_refused(path, sound):
    path.chmod(0o444)
    read, refused = as_others(path)
    assert read == "read 60"
    assert refused.startswith('NotSaved "harbour.rmkit" is read-only')
    assert path.read_bytes() == sound
    path.chmod(0o600)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no read-only folders")
def test_read_only_folder_refuses_a_change(path, sound):
    path.parent.chmod(0o555)
    read, refused = as_others(path)
    path.parent.chmod(0o777)
    assert read == "read 60"
    assert refused.startswith("NotSaved")
    assert path.read_bytes() == sound


@pytest.mark.skipif(os.name == "nt", reason="Windows has other rights")
def test_file_without_the_right_to_read_is_refused(path):
    path.chmod(0o000)
    assert as_others(path) == [
        'FileRefused "harbour.rmkit" may not be read by this account; ask its owner for access.'
    ]


def test_full_disk_is_said_and_nothing_is_lost(path, sound):
    with ProgrammeFile.open(path) as file:

        def fill():
            with file.change(actor="c", action="Tried.", now=NOW) as change:
                pages = change.connection.exec_driver_sql("PRAGMA page_count").scalar()
                change.connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
                change.save_people([Person(f"q{i}", "x" * 900) for i in range(100)])

        with pytest.raises(NotSaved, match="disk is full"):
            fill()
        assert path.read_bytes() == sound
        with file.change(actor="c", action="Tried.", now=NOW) as change:
            change.save_person(Person("new"))
        assert len(file.people()) == 61
