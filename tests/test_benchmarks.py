"""The benchmarks' runner; what they measure is nobody's promise."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

FOLDER = Path(__file__).resolve().parent / "benchmarks"


def run(folder: Path, *nouns: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(folder / "run.py"), *nouns]
    return subprocess.run(command, capture_output=True, text=True)


def test_every_benchmark_runs_under_its_title_and_a_broken_one_is_not_hidden(tmp_path):
    (tmp_path / "run.py").write_bytes((FOLDER / "run.py").read_bytes())
    (tmp_path / "bench_broken.py").write_text('"""Broken."""\nraise SystemExit(3)')
    (tmp_path / "bench_small.py").write_text('"""One beside two."""\nprint("ratio 0.5")')
    result = run(tmp_path)
    assert result.returncode == 1
    assert "== small: One beside two.\nratio 0.5\n" in result.stdout
    assert run(tmp_path, "small").returncode == 0
    assert "There is no benchmark smal. There is: broken, small." in run(tmp_path, "smal").stdout


def test_every_benchmark_says_what_it_compares():
    for path in FOLDER.glob("bench_*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        assert ast.get_docstring(tree), path.name
        assert "main" in {getattr(node, "name", "") for node in tree.body}, path.name
