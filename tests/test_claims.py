"""Every claim of the pages has a test, and every marked test has its claim on a page."""

import ast
import importlib.util
import subprocess
import sys
from pathlib import Path

import pytest

TESTS = Path(__file__).resolve().parent
spec = importlib.util.spec_from_file_location("claims_runner", TESTS / "claims.py")
runner = importlib.util.module_from_spec(spec)
sys.modules["claims_runner"] = runner
spec.loader.exec_module(runner)


def marked():
    names = set()
    for path in TESTS.rglob("test_*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "pytest.mark.claim":
                names.add(ast.literal_eval(node.args[0]))
    return names


def test_claims_on_the_pages_and_marks_on_the_tests_are_the_same():
    on_pages = [name for page in runner.PAGES for name in runner.claims_of(page)]
    assert len(on_pages) == len(set(on_pages))
    assert set(on_pages) == marked()


def test_runner_tells_broken_from_held(tmp_path, monkeypatch, capsys):
    page = "| claim | what we claim |\n|---|---|\n" + "".join(
        f"| `{name}` | It is {name}. |\n" for name in ("good", "bad", "bare")
    )
    (tmp_path / "SECURITY.md").write_text(page, encoding="utf-8")
    (tmp_path / "tests").mkdir()
    (tmp_path / "pytest.ini").write_text(
        "[pytest]\nmarkers =\n  claim(name): x\n  proof: x\n", encoding="utf-8"
    )
    (tmp_path / "tests" / "test_it.py").write_text(
        "import pytest\n"
        "@pytest.mark.claim('good')\ndef test_good(): pass\n"
        "@pytest.mark.claim('bad')\ndef test_bad(): assert False\n"
        "def test_other(): assert False\n",
        encoding="utf-8",
    )
    script = (TESTS / "claims.py").read_text(encoding="utf-8")
    (tmp_path / "tests" / "claims.py").write_text(script, encoding="utf-8")
    run = [sys.executable, str(tmp_path / "tests" / "claims.py")]
    done = subprocess.run(run, capture_output=True, text=True, cwd=tmp_path, check=False)
    assert done.returncode == 1
    assert "held       good: It is good." in done.stdout
    assert "BROKEN     bad: It is bad." in done.stdout
    assert "NOT TESTED bare" in done.stdout
    assert "1 of 3 claims held, with 2 tests." in done.stdout
    one = subprocess.run([*run, "good"], capture_output=True, text=True, cwd=tmp_path, check=False)
    assert one.returncode == 0
    assert "1 of 1 claims held" in one.stdout
    none = subprocess.run([*run, "x"], capture_output=True, text=True, cwd=tmp_path, check=False)
    assert none.returncode == 1
    assert "There is no claim x. There is: security, privacy, bad, bare, good." in none.stderr


@pytest.mark.parametrize("page", runner.PAGES)
def test_page_is_one_page(page):
    text = (TESTS.parent / page).read_text(encoding="utf-8")
    assert len(text.split()) < 1100, "longer than what somebody reads before a meeting"
