"""What is installed and what is built: pins, licences, the conda way, the wheel."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from importlib import metadata
from pathlib import Path

import pytest
import yaml
from packaging.markers import Marker, default_environment
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[1]
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
BASE = [Requirement(line) for line in PYPROJECT["project"]["dependencies"]]
EXTRAS = PYPROJECT["project"]["optional-dependencies"]
LARGE = [Requirement(line) for line in EXTRAS["large"]]
RESEARCH = [Requirement(line) for line in EXTRAS["research"]]
TEST = [Requirement(line) for line in EXTRAS["test"]]
SETUP = [Requirement(line) for line in PYPROJECT["dependency-groups"]["setup"]]
PINS = [
    Requirement(line) for line in (ROOT / "constraints.txt").read_text("utf-8").splitlines() if line
]
PLATFORMS = [
    {"sys_platform": "linux", "platform_machine": "x86_64", "os_name": "posix"},
    {"sys_platform": "darwin", "platform_machine": "arm64", "os_name": "posix"},
    {"sys_platform": "darwin", "platform_machine": "x86_64", "os_name": "posix"},
    {"sys_platform": "win32", "platform_machine": "AMD64", "os_name": "nt"},
    {"sys_platform": "win32", "platform_machine": "ARM64", "os_name": "nt"},
]
# Mozilla's licence covers their own files only, which we ship unchanged, as wheels of their own.
FILE_LEVEL_COPYLEFT = {"certifi", "fqdn", "tqdm"}


def pins_for(name: str, **facts: str) -> list[Requirement]:
    environment = {**default_environment(), **facts}
    return [
        pin
        for pin in PINS
        if canonicalize_name(pin.name) == canonicalize_name(name)
        and (pin.marker is None or pin.marker.evaluate(environment))
    ]


def closure(wanted: list[Requirement]) -> dict[str, metadata.Distribution]:
    """Collect what the requirements pull in here, as far as it is installed."""
    found: dict[str, metadata.Distribution] = {}
    seen: set[tuple[str, frozenset[str]]] = set()
    queue = [(requirement, frozenset[str]()) for requirement in wanted]
    while queue:
        requirement, extras = queue.pop()
        if requirement.marker and not any(
            requirement.marker.evaluate({"extra": extra}) for extra in extras or {""}
        ):
            continue
        name, inner = canonicalize_name(requirement.name), frozenset(requirement.extras)
        if (name, inner) in seen:
            continue
        seen.add((name, inner))
        found[name] = metadata.distribution(name)
        queue += [(Requirement(line), inner) for line in found[name].requires or ()]
    return found


def test_every_line_of_the_constraints_is_an_exact_pin_without_an_address():
    for pin in PINS:
        assert pin.url is None
        assert not pin.extras
        assert [spec.operator for spec in pin.specifier] == ["=="], pin
        assert "*" not in str(pin.specifier)
    text = (ROOT / "constraints.txt").read_text(encoding="utf-8")
    assert not re.search(r"://|^\s*-", text, re.MULTILINE)


@pytest.mark.parametrize("version", ["3.11", "3.12", "3.13", "3.14"])
@pytest.mark.parametrize("platform", PLATFORMS, ids=lambda p: "-".join(list(p.values())[:2]))
def test_every_dependency_has_one_pin_that_fits_on_every_platform(version, platform):
    facts = {"python_version": version, "python_full_version": f"{version}.7", **platform}
    for wanted in BASE + LARGE + RESEARCH + TEST + SETUP:
        if wanted.marker and not wanted.marker.evaluate({**default_environment(), **facts}):
            continue
        (pin,) = pins_for(wanted.name, **facts)
        (exact,) = pin.specifier
        assert wanted.specifier.contains(exact.version), f"{pin} does not satisfy {wanted}"


def test_what_the_dependencies_pull_in_is_pinned_too():
    loose = [name for name in closure(BASE + LARGE + RESEARCH + TEST) if len(pins_for(name)) != 1]
    assert loose == []


def test_the_builder_is_pinned_with_what_sets_rmkit_up():
    group = {canonicalize_name(wanted.name): wanted.specifier for wanted in SETUP}
    for line in PYPROJECT["build-system"]["requires"]:
        needed = Requirement(line)
        assert group[canonicalize_name(needed.name)] == needed.specifier


def licence(dist: metadata.Distribution) -> str:
    about = dist.metadata
    classifiers = [c for c in about.get_all("Classifier", []) if c.startswith("License ::")]
    stated = about.get("License-Expression") or " AND ".join(classifiers) or about.get("License")
    return (stated or "").strip().split("\n")[0]


def test_what_ships_has_permissive_licences_alone():
    stated = {name: licence(dist) for name, dist in closure(BASE + LARGE + RESEARCH).items()}
    copyleft = re.compile(r"GPL|General Public|SSPL|EUPL|Sleepycat|NonCommercial|-NC-|MPL|Mozilla")
    assert {name for name, text in stated.items() if copyleft.search(text)} <= FILE_LEVEL_COPYLEFT
    assert [name for name, text in stated.items() if text in ("", "UNKNOWN")] == []


def test_the_package_imports_only_what_it_declares():
    declared = {canonicalize_name(wanted.name) for wanted in BASE + LARGE + RESEARCH}
    owners = metadata.packages_distributions()
    stray = set()
    for path in sorted((ROOT / "rmkit").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom) and node.module and not node.level:
                names = [node.module]
            for top in {name.split(".")[0] for name in names} - sys.stdlib_module_names - {"rmkit"}:
                if not {canonicalize_name(owner) for owner in owners.get(top, [top])} & declared:
                    stray.add(f"{path.relative_to(ROOT)}: {top}")
    assert sorted(stray) == []


def test_the_set_up_needs_the_standard_library_alone():
    tree = ast.parse((ROOT / "start.py").read_text(encoding="utf-8"))
    names = {a.name for n in ast.walk(tree) if isinstance(n, ast.Import) for a in n.names}
    names |= {n.module for n in ast.walk(tree) if isinstance(n, ast.ImportFrom) and n.module}
    assert {name.split(".")[0] for name in names} <= sys.stdlib_module_names


def test_the_conda_environment_lists_what_pyproject_declares():
    listed = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))["dependencies"]
    python, pip, by_pip = listed
    lines = by_pip["pip"]
    assert (pip, lines[0], lines[-1]) == ("pip", "-c constraints.txt", "-e .")
    got = sorted((str(r.name), str(r.specifier)) for r in map(Requirement, lines[1:-1]))
    assert got == sorted((r.name, str(r.specifier)) for r in BASE + LARGE + RESEARCH)
    allowed = SpecifierSet(PYPROJECT["project"]["requires-python"])
    assert all(str(spec) in python for spec in allowed)


def test_every_line_of_the_conda_environment_says_who_needs_it():
    text = (ROOT / "environment.yml").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if line.lstrip().startswith("- ")]
    bare = [line for line in lines if not re.search(r"\S  # \w.{4,}", line) and "pip:" not in line]
    assert bare == []
    assert len(lines) > len(BASE + LARGE + RESEARCH)


def test_required_platforms_are_markers_that_can_be_read():
    for line in PYPROJECT["tool"]["uv"]["required-environments"]:
        Marker(line)
