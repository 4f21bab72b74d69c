"""rmkit and its panels never run what somebody wrote: no door to do so stands open.

What the code says is read here, not run. Each door that is used all the same is listed with the
reason why no text of others can come through it.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from rmkit.page.document import policy

ROOT = Path(__file__).resolve().parents[1]
SOURCES = [*sorted((ROOT / "rmkit").rglob("*.py")), ROOT / "start.py"]
SCRIPTS = sorted((ROOT / "rmkit").rglob("*.js"))
TEMPLATES = sorted((ROOT / "rmkit").rglob("*.jinja"))
LOOKS = [p for p in sorted((ROOT / "rmkit").rglob("*.*")) if p.suffix in {".css", ".svg", ".html"}]
MARKUP = [*SCRIPTS, *TEMPLATES, *LOOKS]

# Modules that make objects or run programs out of bytes.
MODULES = {
    "cPickle", "cloudpickle", "code", "codeop", "commands", "ctypes", "dill", "joblib",
    "jsonpickle", "marshal", "pdb", "pickle", "pty", "runpy", "shelve", "subprocess",
    "telnetlib", "xmlrpc", "xml.dom", "xml.sax.expatreader", "multiprocessing", "numba",
    "webbrowser",
}  # fmt: skip
# Names that run text, wherever they come from (`frame.eval`, `os.system`).
CALLS = {
    "__import__", "allow_pickle", "compile", "eval", "exec", "execfile", "getoutput",
    "getstatusoutput", "mktemp", "popen", "query", "read_clipboard", "read_hdf", "read_html",
    "read_pickle", "spawnl", "spawnv", "startfile", "system", "to_pickle", "unsafe_load",
    "full_load", "input",
}  # fmt: skip
DOORS = {
    ("rmkit/cli/lab.py", "subprocess"): "starts JupyterLab by a list of arguments, without a shell",
    ("rmkit/cli/serve_command.py", "subprocess"): "runs `python -m rmkit.page` by a list, no shell",
    ("rmkit/outcomes/design/batches.py", "joblib"): "hands rmkit's own functions and numbers on",
    ("rmkit/records/surroundings.py", "ctypes"): "asks Windows of what kind a drive is",
    **{
        (f"rmkit/matching/large/{name}.py", "numba"): "compiles rmkit's own functions on numbers"
        for name in ("compiled", "kernel", "lanes", "points")
    },
    ("start.py", "subprocess"): "sets up and starts rmkit by lists of arguments, without a shell",
}
MEANT = {
    "compile": ("re",),  # a pattern, not a program
    "system": ("platform",),  # its name, not a command
}


def called(node: ast.Call) -> tuple[str, str]:
    """Give what a call calls: the last name, and the one before it."""
    if isinstance(node.func, ast.Attribute):
        before = node.func.value
        return node.func.attr, before.id if isinstance(before, ast.Name) else "..."
    return (node.func.id, "") if isinstance(node.func, ast.Name) else ("", "")


def imported(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom) and node.module and not node.level:
        return [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
    return []


def doors(tree: ast.AST) -> Iterator[str]:
    """Find every way in which a module could run what somebody wrote."""
    for node in ast.walk(tree):
        for name in imported(node):
            tops = {name, name.split(".")[0]}
            yield from sorted(tops & MODULES)
        if not isinstance(node, ast.Call):
            continue
        name, of = called(node)
        keywords = {word.arg: word.value for word in node.keywords}
        if name in CALLS and of not in MEANT.get(name, ()):
            yield name
        if name == "load" and of in {"yaml", "pickle", "np", "numpy"}:
            yield f"{of}.load"
        if "shell" in keywords or "allow_pickle" in keywords:
            yield "shell" if "shell" in keywords else "allow_pickle"
        if name == "Environment" and not said_true(keywords.get("autoescape")):
            yield "jinja2 without escaping"
        if name in {"Template", "Markup"} and of in {"jinja2", "markupsafe", ""}:
            yield f"{name}()"


def said_true(value: ast.expr | None) -> bool:
    return isinstance(value, ast.Constant) and value.value is True


@pytest.mark.claim("no-code")
def test_no_module_can_run_what_somebody_wrote():
    found = {}
    for path in SOURCES:
        name = path.relative_to(ROOT).as_posix()
        for door in doors(ast.parse(path.read_text(encoding="utf-8"))):
            found.setdefault((name, door), None)
    assert sorted(set(found) - set(DOORS)) == []
    assert sorted(set(DOORS) - set(found)) == [], "a reason is given for a door that is not there"


@pytest.mark.claim("no-code")
@pytest.mark.parametrize(
    "line",
    [
        "eval(text)", "exec(text)", "frame.eval(text)", "people.query(text)", "import pickle",
        "from pickle import loads", "import subprocess", "os.system(text)", "run(x, shell=True)",
        "yaml.load(text)", "np.load(path, allow_pickle=True)", "tempfile.mktemp()",
        "pd.read_pickle(path)", "Environment()", "jinja2.Environment(autoescape=False)",
        "jinja2.Template(text)", "__import__(name)", "compile(text, '', 'exec')", "Markup(text)",
        "from xml.sax import expatreader", "import joblib",
    ],
)  # fmt: skip
def test_each_door_would_be_seen(line):
    assert list(doors(ast.parse(line)))


@pytest.mark.claim("no-code")
def test_files_are_made_into_objects_by_readers_that_cannot_run_them():
    """YAML has a loader of its own in one room; no XML of others is parsed beside defusedxml."""
    yaml_readers, xml_readers = set(), set()
    for path in SOURCES:
        name = path.relative_to(ROOT).as_posix()
        names = [n for node in ast.walk(ast.parse(path.read_text("utf-8"))) for n in imported(node)]
        yaml_readers |= {name for n in names if n.split(".")[0] == "yaml"}
        harmless = {"xml.etree.ElementTree.ParseError", "xml.etree.ElementTree.Element"}
        parsers = (
            set(names) - harmless - {"xml.etree.ElementTree"} if harmless & set(names) else names
        )
        xml_readers |= {name for n in parsers if n.startswith(("xml.etree", "lxml"))}
    assert yaml_readers == {"rmkit/definitions/safe_yaml.py", "rmkit/definitions/scalars.py"}
    assert xml_readers == {"rmkit/figures/svg.py"}, "reads what matplotlib wrote a moment ago"


RUNNING = (
    r"innerHTML|outerHTML|insertAdjacentHTML|createContextualFragment|document\.write|\beval\b|"
    r"new\s+Function|\bFunction\(|setHTML|DOMParser|javascript:|setTimeout\(\s*[\"'`]|\bimport\(|"
    r"\.src\s*=|srcset|<script"
)


@pytest.mark.claim("no-code")
def test_no_script_of_a_panel_makes_markup_or_programs_out_of_text():
    assert len(SCRIPTS) >= 8
    found = [
        f"{path.name}:{number}: {line.strip()}"
        for path in [*SCRIPTS, *TEMPLATES]
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if re.search(RUNNING, line)
    ]
    assert found == []


@pytest.mark.claim("no-code")
def test_a_frame_shows_a_letter_without_its_scripts():
    frames = [
        line
        for path in SCRIPTS
        for line in path.read_text(encoding="utf-8").splitlines()
        if "iframe" in line and "el(" in line
    ]
    assert frames
    for line in frames:
        assert re.search(r'sandbox: "(allow-same-origin)?"', line), line


# Lines that do speak to a server, each with the reason why to no other than the page's own.
OWN_SERVER = {
    ("rmkit/page/static/server.js", "const reply = await fetch(`${HERE}/${part}`, {"): (
        "HERE is the path of the page itself; its policy says connect-src 'self'"
    )
}


@pytest.mark.claim("no-network")
def test_nothing_that_ships_names_a_place_to_load_from():
    allowed = re.compile(r"http://www\.w3\.org/(2000/svg|1999/xlink|1999/xhtml)")
    loads = re.compile(r"https?://|//[a-z0-9-]+\.[a-z]{2,}/|@import|url\(|\bfetch\(|XMLHttpRequest|"
                       r"WebSocket|sendBeacon|EventSource|importScripts|^\s*import\s")  # fmt: skip
    found = [
        (path.relative_to(ROOT).as_posix(), line.strip())
        for path in MARKUP
        for line in path.read_text(encoding="utf-8").splitlines()
        if loads.search(allowed.sub("", line))
    ]
    assert sorted(found) == sorted(OWN_SERVER), "each once, and no reason for what is not there"


@pytest.mark.claim("no-network")
def test_the_page_speaks_to_its_own_server_alone():
    script = (ROOT / "rmkit/page/static/server.js").read_text(encoding="utf-8")
    assert re.findall(r"\bHERE = .*", script) == ["HERE = location.pathname;"]
    assert "connect-src 'self';" in policy()
    assert policy().startswith("default-src 'none';")
