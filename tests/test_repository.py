"""What no file of the repository may hold, whoever wrote it."""

from __future__ import annotations

import ast
import csv
import json
import re
import tomllib
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[1]
TEXT = {".py", ".md", ".yaml", ".yml", ".toml", ".txt", ".ipynb", ".csv", ".jinja", ".html", ".js"}
TEXT |= {".css", ".cfg", ".json", ".svg", ""}
LONGEST_FILE = 400
LONGEST_BODY = 50  # lines of a function


@pytest.fixture(scope="module")
def texts(tracked: list[Path]) -> dict[str, str]:
    return {
        path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8")
        for path in tracked
        if path.suffix in TEXT
    }


def places(texts: dict[str, str], pattern: str, but: tuple[str, ...] = ()) -> list[str]:
    """Find a pattern: each hit as `file:line: what`."""
    return [
        f"{name}:{number}: {found.group()}"
        for name, text in texts.items()
        if name not in but
        for number, line in enumerate(text.splitlines(), start=1)
        for found in re.finditer(pattern, line)
    ]


def test_nothing_is_left_to_do(texts):
    # Written so that this file does not find itself.
    assert (
        places(texts, r"\b(TO" + r"DO|FIX" + r"ME|XX" + r"X|raise NotImplemented" + r"Error)\b")
        == []
    )


def test_no_file_names_a_package_index(texts):
    hosts = ["-".join(["index", "url"]), "-".join(["trusted", "host"]), "/" + "simple/"]
    hosts += [r"pypi\." + "org", "python" + "hosted", "npm" + r"js\.", "ana" + r"conda\.org"]
    assert places(texts, "|".join(hosts)) == []


def test_mail_addresses_are_at_example_org_and_in_tests_at_another_example(texts):
    address = r"[\w.+-]+@[\w-]+(?:\.[\w-]+)*\.[A-Za-z]{2,}\b"
    made_up = re.compile(r"@(?:[\w-]+\.)*example\.org$", re.IGNORECASE)
    odd = re.compile(r"^tests/.*@.*\bexample\b", re.IGNORECASE)
    found = places(texts, address)
    assert [hit for hit in found if not (made_up.search(hit) or odd.search(hit))] == []


def test_no_module_is_longer_than_the_alarm(texts):
    lengths = {name: text.count("\n") for name, text in texts.items() if name.endswith(".py")}
    assert {name: n for name, n in lengths.items() if n > LONGEST_FILE} == {}


def test_no_function_is_longer_than_the_alarm(texts):
    found = []
    for name, text in texts.items():
        for node in ast.walk(ast.parse(text)) if name.endswith(".py") else ():
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                body = node.body[1:] if ast.get_docstring(node) else node.body
                size = (body[-1].end_lineno or 0) - body[0].lineno + 1 if body else 0
                if size > LONGEST_BODY:
                    found.append(f"{name}:{node.lineno} {node.name} ({size} lines)")
    assert found == []


def test_notebooks_are_kept_without_outputs_and_widget_state(texts):
    for name, text in texts.items():
        if name.endswith(".ipynb"):
            notebook = json.loads(text)
            assert "widgets" not in notebook["metadata"], name
            for cell in notebook["cells"]:
                assert not cell.get("outputs"), name
                assert cell.get("execution_count") is None, name


def test_the_picture_of_the_house_is_the_one_that_imports_are_held_to():
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    layers = contracts["tool"]["importlinter"]["contracts"][0]["layers"]
    held_to = [re.findall(r"[a-z]+", layer) for layer in layers if layer != "__main__"]
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    picture = text.split("## The house in one picture")[1].split("```")[1]
    drawn = [re.findall(r"[a-z]+", re.split(r" {3,}", line)[0]) for line in picture.splitlines()]
    assert [rooms for rooms in drawn if rooms] == held_to


def test_every_place_that_contributing_names_is_there():
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    named = re.findall(
        r"`((?:rmkit|tests|data_samples|\.ci)/[\w./]+|[\w.]+\.(?:py|toml|yml))`", text
    )
    assert len(named) > 10
    elsewhere = {path.name for path in (ROOT / "rmkit").rglob("*.*")}
    assert [n for n in named if not (ROOT / n).exists() and n not in elsewhere] == []


def covered(value: object) -> set[str]:
    """Collect the ids under every key `covers`."""
    if isinstance(value, list):
        return set().union(*map(covered, value))
    if not isinstance(value, dict):
        return set()
    own = value.get("covers", [])
    ids = {own} if isinstance(own, str) else {str(one) for one in own}
    return ids.union(*(covered(inner) for key, inner in value.items() if key != "covers"))


def test_what_pieces_say_they_cover_is_in_the_list_of_what_must_exist(texts, shared):
    with (shared / "coverage.csv").open(encoding="utf-8", newline="") as file:
        known = {row["id"] for row in csv.DictReader(file)}
    unknown, seen = {}, set()
    for name, text in texts.items():
        data = text if name.endswith(".yaml") else text.split("\n---\n")[0].removeprefix("---\n")
        if name.startswith("rmkit/") and (name.endswith(".yaml") or text.startswith("---\n")):
            ids = covered(yaml.safe_load(data))
            seen |= ids
            unknown |= {name: sorted(ids - known)} if ids - known else {}
    assert unknown == {}
    assert seen, "no piece says what it covers: is the key still called so?"
