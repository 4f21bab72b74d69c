"""`start.py` on a small stand-in for rmkit, with real environments and nothing from the network."""

from __future__ import annotations

import ast
import json
import os
import re
import runpy
import shutil
import signal
import subprocess
import sys
import time
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PYPROJECT = """
[build-system]
requires = []
build-backend = "builder"
backend-path = ["."]
[project]
name = "rmkit"
version = "0"
[project.optional-dependencies]
test = []
"""
# It writes what hatchling would, with the path in an encoding that Python would read wrongly.
BUILDER = """
import zipfile
from pathlib import Path

def build_editable(directory, config_settings=None, metadata_directory=None):
    name = "rmkit-0-py3-none-any.whl"
    info = "rmkit-0.dist-info/"
    with zipfile.ZipFile(Path(directory) / name, "w") as wheel:
        wheel.writestr("_rmkit.pth", str(Path.cwd()).encode("utf-16-be").hex())
        about = "Metadata-Version: 2.1\\nName: rmkit\\nVersion: 0\\nProvides-Extra: test\\n"
        wheel.writestr(info + "METADATA", about)
        tag = "Wheel-Version: 1.0\\nGenerator: x\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n"
        wheel.writestr(info + "WHEEL", tag)
        wheel.writestr(info + "RECORD", "")
    return name
"""
STAND_IN = """
import json, os, sys
print(json.dumps({"arguments": sys.argv[1:], "folder": os.getcwd(), "prefix": sys.prefix}))
sys.exit(7 if "fail" in sys.argv else 0)
"""


def stand_in(folder: Path, pyproject: str = PYPROJECT) -> Path:
    (folder / "rmkit").mkdir(parents=True)
    shutil.copy(ROOT / "start.py", folder)
    texts = {"pyproject.toml": pyproject, "builder.py": BUILDER, "constraints.txt": ""}
    texts |= {"rmkit/__init__.py": "", "rmkit/__main__.py": STAND_IN}
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def start(folder: Path, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(folder / "start.py"), *arguments],
        env={**os.environ, "PIP_NO_INDEX": "1", **variables},
        cwd=folder.parent,
        capture_output=True,
        text=True,
        encoding="utf-8",
        errors="replace",
    )


def said(result: subprocess.CompletedProcess[str]) -> dict[str, object]:
    assert result.returncode in (0, 7), result.stdout + result.stderr
    return json.loads(result.stdout.splitlines()[-1])


def module(folder: Path = ROOT):
    spec = spec_from_file_location("start", folder / "start.py")
    assert spec
    assert spec.loader
    loaded = module_from_spec(spec)
    spec.loader.exec_module(loaded)
    return loaded


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Hold a stand-in that was set up amid variables that would lead pip and Python astray."""
    base = tmp_path_factory.mktemp("a b")
    shadow = base / "shadow"
    (shadow / "rmkit").mkdir(parents=True)
    (shadow / "rmkit" / "__init__.py").write_text("raise SystemExit('the wrong rmkit')")
    made = stand_in(base / "Übung Łódź")
    stray = {"PYTHONPATH": str(shadow), "PYTHONOPTIMIZE": "2", "PYTHONINSPECT": ""}
    led = {"PIP_USER": "1", "PIP_TARGET": str(shadow), "PIP_REQUIRE_VIRTUALENV": "1"}
    result = start(made, "demo", **stray, **led, PIP_PREFIX=str(shadow), PIP_DRY_RUN="1")
    assert result.returncode == 0, result.stdout + result.stderr
    assert "first start" in result.stdout
    return made


def test_arguments_folder_and_exit_code_pass_through_and_the_second_start_sets_nothing_up(folder):
    result = start(folder, "demo", "--to", "with space", "fail")
    assert result.returncode == 7
    assert result.stdout.count("\n") == 1
    assert said(result)["arguments"] == ["demo", "--to", "with space", "fail"]
    assert said(result)["folder"] == str(folder.parent)
    assert Path(str(said(result)["prefix"])) == folder / ".venv"
    assert said(start(folder, "rmkit", "status"))["arguments"] == ["status"]


def test_the_path_to_the_checkout_is_plain_ascii_whatever_the_folder_is_called(folder):
    (pth,) = folder.glob(".venv/[Ll]ib/**/_rmkit.pth")
    assert pth.read_bytes().isascii()
    assert (pth.parent / pth.read_text().strip()).resolve() == folder


def test_the_libraries_for_tests_are_added_to_what_is_there(folder):
    (folder / "tests").mkdir()
    (folder / "tests" / "gate.py").write_text("import sys; print(sys.argv)")
    marker = folder / ".venv" / "still-there"
    marker.touch()
    result = start(folder, "test", "-k", "x y")
    assert "Adding the libraries for tests" in result.stdout
    assert "['tests/gate.py', 'test', '-k', 'x y']" in result.stdout
    assert marker.exists()
    assert start(folder, "test").stdout.count("\n") == 1


def test_benchmarks_have_the_libraries_for_tests_too(folder):
    (folder / "tests" / "benchmarks").mkdir(parents=True, exist_ok=True)
    (folder / "tests" / "benchmarks" / "run.py").write_text("import sys; print(sys.argv)")
    assert "['tests/benchmarks/run.py', 'forms']" in start(folder, "bench", "forms").stdout
    assert "test" in json.loads((folder / ".venv" / "rmkit-setup.json").read_text())["extras"]


@pytest.mark.proof
def test_a_moved_folder_is_set_up_anew(folder, tmp_path):
    moved = tmp_path / "moved"
    shutil.copytree(folder, moved, symlinks=True)
    result = start(moved, "demo")
    assert "was moved or copied" in result.stdout
    assert Path(str(said(result)["prefix"])) == moved / ".venv"


@pytest.mark.proof
@pytest.mark.skipif(sys.platform == "win32", reason="Ctrl-C is sent to another console there")
def test_an_interrupted_set_up_is_repaired_by_the_next_start(tmp_path):
    made = stand_in(tmp_path / "made")
    command = [sys.executable, str(made / "start.py"), "demo"]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    while not (made / ".venv" / "pyvenv.cfg").exists():
        assert process.poll() is None
        time.sleep(0.02)
    process.send_signal(signal.SIGINT)
    told = process.communicate()[1]
    assert process.returncode == 130
    assert told.strip().startswith("Stopped.")
    result = start(made, "demo")
    assert "did not finish" in result.stdout
    assert said(result)["arguments"] == ["demo"]


@pytest.mark.proof
def test_two_first_starts_at_once_wait_for_each_other(tmp_path):
    made = stand_in(tmp_path / "made")
    command = [sys.executable, str(made / "start.py"), "demo"]
    variables = {**os.environ, "PIP_NO_INDEX": "1"}
    both = [subprocess.Popen(command, stdout=-1, env=variables, text=True) for _ in range(2)]
    told = [process.communicate()[0] for process in both]
    assert [process.returncode for process in both] == [0, 0]
    assert sum("first start" in text for text in told) == 1


def test_an_environment_that_was_not_made_here_is_left_alone(tmp_path):
    made = stand_in(tmp_path / "made")
    (made / ".venv").mkdir()
    (made / ".venv" / "mine.txt").write_text("mine")
    result = start(made, "demo")
    assert result.returncode == 1
    assert "was not made by start.py" in result.stderr
    assert (made / ".venv" / "mine.txt").read_text() == "mine"


@pytest.mark.proof
def test_a_library_that_cannot_be_had_is_named_with_the_pythons_that_would_do(tmp_path):
    wish = '[dependency-groups]\nsetup = ["rmkit-not-to-be-had"]\n'
    result = start(stand_in(tmp_path / "made", PYPROJECT + wish), "demo")
    assert result.returncode == 1
    assert "lacks a ready-made library for this Python (3." in result.stderr
    assert "ERROR: No matching distribution found for rmkit-not-to-be-had" in result.stderr
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize(
    ("output", "expected"),
    [
        ("ERROR: Could not install: [Errno 28] No space left on device", "disk is full"),
        ("ssl.SSLCertVerificationError: CERTIFICATE_VERIFY_FAILED", "PIP_CERT"),
        ("OSError('Tunnel connection failed: 407 Proxy Authentication Required')", "HTTPS_PROXY"),
        ("NameResolutionError: ...\nERROR: No matching distribution found for x", "reached"),
        ("ERROR: No matching distribution found for numpy==9", "lacks a ready-made library"),
        ("ERROR: Cannot install x.\nERROR: ResolutionImpossible: for help visit y", "install x."),
        ("PermissionError: [WinError 5] Access is denied: 'x.pyd'", "cannot be written"),
        ("because ensurepip is not available.", "sudo apt install python3."),
        ("ERROR: something new", "next run starts it anew"),
        ("", "nothing was said"),
    ],
)
def test_every_failure_of_pip_becomes_a_sentence(tmp_path, monkeypatch, output, expected):
    loaded = module()
    monkeypatch.setattr(loaded, "LOG", tmp_path / "log")
    loaded.LOG.write_text("an earlier step: timed out\n" + output)
    told = loaded.failure(len("an earlier step: timed out\n"))
    assert expected in told
    assert str(loaded.LOG) in told


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (PermissionError(13, "Permission denied", ".venv"), "cannot be written"),
        (OSError(30, "Read-only file system", ".venv"), "cannot be written"),
        (OSError(28, "No space left on device", ".venv"), "disk is full"),
    ],
)
def test_a_folder_that_cannot_be_written_is_told_in_a_sentence(
    tmp_path, monkeypatch, error, expected
):
    loaded = module(stand_in(tmp_path / "made"))

    def refuse(*args: object, **kwargs: object) -> None:
        raise error

    monkeypatch.setattr(loaded.Path, "mkdir", refuse)
    with pytest.raises(loaded.Stop, match=expected):
        loaded.set_up()


def test_a_full_disk_is_told_before_anything_is_fetched(tmp_path, monkeypatch):
    loaded = module(stand_in(tmp_path / "made"))
    monkeypatch.setattr(loaded, "SPACE", 10**18)
    with pytest.raises(loaded.Stop, match="disk is full"):
        loaded.set_up()


def test_a_python_without_ensurepip_is_told_which_package_it_lacks(tmp_path, monkeypatch):
    loaded = module(stand_in(tmp_path / "made"))
    monkeypatch.setattr(loaded.importlib.util, "find_spec", lambda name: None)
    with pytest.raises(loaded.Stop, match=r"apt install python3\.\d+-venv"):
        loaded.set_up()
    assert not (tmp_path / "made" / ".venv").exists()


def test_an_old_python_reads_far_enough_to_say_that_it_is_too_old(monkeypatch):
    source = (ROOT / "start.py").read_text(encoding="utf-8")
    ast.parse(source, feature_version=(3, 7))
    monkeypatch.setattr(sys, "version_info", (3, 8, 18, "final", 0))
    monkeypatch.setattr("platform.python_version", lambda: "3.8.18")
    with pytest.raises(SystemExit, match=r"Python 3\.11 or newer is needed; this is 3\.8\.18\."):
        runpy.run_path(str(ROOT / "start.py"))


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({}, ""),
        ({"state": "building"}, "did not finish"),
        ({"folder": "elsewhere"}, "moved"),
        ({"python": "3.99"}, "Another Python"),
        ({"libraries": "0"}, "list of libraries"),
    ],
)
def test_the_reason_for_setting_up_again_is_told(monkeypatch, change, reason):
    loaded = module()
    monkeypatch.setattr(loaded, "PYTHON", Path(sys.executable))
    want = loaded.wanted()
    assert reason in loaded.reason_to_build(want, {**want, "state": "ready", **change})
    assert bool(loaded.reason_to_build(want, {**want, "state": "ready", **change})) == bool(change)


def test_a_change_of_tool_settings_alone_keeps_the_environment(tmp_path):
    made = stand_in(tmp_path / "made")
    before = module(made).wanted()
    with (made / "pyproject.toml").open("a") as file:
        file.write("[tool.ruff]\nline-length = 99\n")
    assert module(made).wanted() == before
    (made / "constraints.txt").write_text("pandas==3\n")
    assert module(made).wanted() != before


def test_compiled_modules_stay_in_the_environment_where_the_sources_must_stay_clean(monkeypatch):
    loaded = module()
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    assert "PYTHONDONTWRITEBYTECODE" not in loaded.environment()
    assert loaded.environment()["PYTHONPYCACHEPREFIX"].startswith(str(loaded.VENV))


@pytest.mark.parametrize(
    ("words", "code"), [(["help"], 0), (["--help"], 0), ([], 2), (["tets"], 2)]
)
def test_help_and_slips_show_the_commands(capsys, words, code):
    assert module().main(words) == code
    shown = capsys.readouterr().out
    assert "python start.py COMMAND" in shown
    assert ('Did you mean "test"?' in shown) == (words == ["tets"])


@pytest.mark.proof
def test_a_fresh_clone_plays_every_sample_with_nothing_but_python(tmp_path):
    """Needs the package index, and git."""
    clone = tmp_path / "clone"
    subprocess.run(["git", "clone", "-q", str(ROOT), str(clone)], check=True)
    kept = re.compile(
        r"PATH|HOME|USERPROFILE|SYSTEMROOT|TE?MP.*|(PIP|SSL|REQUESTS|CURL)_.*|.*PROXY"
    )
    bare = {name: value for name, value in os.environ.items() if kept.fullmatch(name.upper())}
    for sample in ("harbour", "chamber", "six_pairs"):
        command = [sys.executable, "start.py", "demo", "--sample", sample, "--to"]
        subprocess.run([*command, str(tmp_path / sample)], cwd=clone, env=bare, check=True)
        assert list((tmp_path / sample).rglob("*.eml"))
        assert list((tmp_path / sample).rglob("summary.html"))
    status = ["git", "status", "--porcelain"]
    assert subprocess.run(status, cwd=clone, capture_output=True, check=True).stdout == b""
