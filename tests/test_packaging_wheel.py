"""What travels in the wheel and in the source archive, and whether it works from there."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tarfile
import venv
import zipfile
from pathlib import Path

import pytest

pytest.importorskip("hatchling", reason="`python start.py test` installs hatchling; this has none")
ROOT = Path(__file__).resolve().parents[1]
SHIPPED = ("data_samples", "notebooks")


def build(source: Path, target: Path, kind: str) -> Path:
    command = [sys.executable, "-m", "hatchling", "build", "-t", kind, "-d", str(target)]
    subprocess.run(command, cwd=source, check=True, capture_output=True)
    (made,) = target.glob("*.whl" if kind == "wheel" else "*.tar.gz")
    return made


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(ROOT, tmp_path_factory.mktemp("wheel"), "wheel")


@pytest.fixture(scope="module")
def inside(wheel: Path) -> set[str]:
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


def test_samples_and_notebooks_travel_in_the_wheel_and_their_makers_do_not(inside, tracked):
    paths = [path.relative_to(ROOT).as_posix() for path in tracked]
    there = {path for path in paths if path.split("/")[0] in SHIPPED}
    makers = {path for path in there if path.startswith(("data_samples/mak", "notebooks/."))}
    makers.add("data_samples/.gitattributes")
    assert {f"rmkit/shipped/{path}" for path in there - makers} <= inside
    shipped = {name for name in inside if name.startswith("rmkit/shipped/")}
    assert [name for name in shipped if "/mak" in name or "/." in name] == []
    assert any(name.endswith("harbour/CARD.md") for name in shipped)


def test_every_file_of_the_package_travels_not_only_its_modules(inside, tracked):
    paths = {path.relative_to(ROOT).as_posix() for path in tracked}
    assert {path for path in paths if path.startswith("rmkit/")} <= inside
    assert "rmkit/py.typed" in inside


def test_nothing_but_the_package_is_installed(inside):
    assert {name.split("/")[0] for name in inside} == {"rmkit", "rmkit-0.1.0.dist-info"}
    assert "rmkit-0.1.0.dist-info/licenses/LICENSE" in inside


def test_an_installed_rmkit_finds_its_samples_and_its_command(wheel, tmp_path):
    venv.create(tmp_path / "env", with_pip=False)
    programs = tmp_path / "env" / ("Scripts" if os.name == "nt" else "bin")
    into = ["--python", str(programs / "python"), "install", "--no-deps", "--no-index"]
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", *into, str(wheel)]
    subprocess.run(pip, check=True, capture_output=True)
    assert (programs / ("rmkit.exe" if os.name == "nt" else "rmkit")).is_file()
    (package,) = (tmp_path / "env").glob("[Ll]ib/**/site-packages/rmkit")
    look = "import rmkit; print(rmkit.__file__, len(rmkit.load_sample('harbour')['people']))"
    found = subprocess.run(
        [sys.executable, "-c", look],
        env={**os.environ, "PYTHONPATH": str(package.parent)},
        cwd=tmp_path,
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    assert found.split()[0] == str(package / "__init__.py")
    assert int(found.split()[1]) > 0


def test_the_source_archive_makes_the_same_wheel(inside, tmp_path):
    archive = build(ROOT, tmp_path / "sdist", "sdist")
    with tarfile.open(archive) as packed:
        names = {name.partition("/")[2] for name in packed.getnames()}
        packed.extractall(tmp_path, filter="data")
    wanted = {"start.py", "constraints.txt", "environment.yml", "LICENSE", "README.md", ".ci/run"}
    assert wanted <= names
    assert [n for n in names if n.startswith((".venv", ".git/", "dist/")) or "cache" in n] == []
    again = build(tmp_path / archive.name.removesuffix(".tar.gz"), tmp_path / "again", "wheel")
    with zipfile.ZipFile(again) as packed_again:
        assert set(packed_again.namelist()) == inside


def test_a_checkout_without_samples_or_notebooks_still_builds(tmp_path):
    source = tmp_path / "source"
    (source / "rmkit").mkdir(parents=True)
    for name in ("pyproject.toml", "README.md", "LICENSE", "rmkit/__init__.py"):
        shutil.copy(ROOT / name, source / name)
    with zipfile.ZipFile(build(source, tmp_path / "dist", "wheel")) as archive:
        assert "rmkit/__init__.py" in archive.namelist()
