"""Set rmkit up and run it, with nothing but Python: `python start.py demo`.

The first call makes a folder `.venv` beside this file and installs rmkit with its pinned
libraries into it; later calls start at once. Nothing outside this folder is changed, and nothing
that happens to be installed is used. What is missing is said in a sentence.

Only the standard library is imported, and the file keeps to what Python 3.6 can read, so that an
old Python gets as far as saying that it is too old.
"""

import contextlib
import difflib
import errno
import hashlib
import importlib.util
import io
import json
import os
import platform
import re
import shutil
import subprocess
import sys
import sysconfig
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, BinaryIO

OLDEST = (3, 11)
NEWEST = (3, 14)  # the newest for which all pinned libraries come ready-made

if sys.version_info[:2] < OLDEST:
    sys.exit(
        f"Python 3.11 or newer is needed; this is {platform.python_version()}. Install one from "
        "python.org, then run `py -3.12 start.py demo` on Windows, `python3.12 start.py demo` "
        "elsewhere."
    )

USAGE = """\
python start.py COMMAND ...

  demo    play the whole main job on the sample organisation (--help shows the options)
  lab     open JupyterLab on the notebooks
  rmkit   any other command of rmkit, for example: python start.py rmkit status
  test    check everything: format, lint, types, layers, tests (-k and paths go to pytest)
  proof   the long tests: kill loops, simulations, fresh installations
  claims  what SECURITY.md and PRIVACY.md claim, each with its tests (a claim or page may be named)
  bench   the benchmarks, or those that are named

The first call sets up a folder .venv beside this file (some minutes, about 1 GB)."""

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PROGRAMS = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = PROGRAMS / ("python.exe" if os.name == "nt" else "python")
LIBRARIES = Path(sysconfig.get_path("purelib", "venv", {"base": str(VENV)}))
STAMP = VENV / "rmkit-setup.json"
LOCK = VENV / "rmkit-setup.lock"
LOG = VENV / "rmkit-setup.log"
OURS = {STAMP.name, LOCK.name, LOG.name}
SPACE = 1_000_000_000  # bytes

# What may steer pip: how it reaches its index and where it keeps its cache. Not what it installs.
PIP_MAY = re.compile(
    "PIP_(INDEX_URL|EXTRA_INDEX_URL|NO_INDEX|FIND_LINKS|TRUSTED_HOST|CERT|CLIENT_CERT|PROXY|"
    "CACHE_DIR|NO_CACHE_DIR|DEFAULT_TIMEOUT|TIMEOUT|RETRIES|RESUME_RETRIES|CONFIG_FILE|"
    "KEYRING_PROVIDER|USE_FEATURE|USE_DEPRECATED)"
)
# What would make the environment's Python look elsewhere or behave otherwise.
STRAY = re.compile("PYTHON(HOME|INSPECT|OPTIMIZE|PATH|STARTUP|WARNINGS)|__PYVENV_LAUNCHER__")

# What a failed set-up says, and what a person can do about it. The first that fits is told.
# fmt: off
FAILURES = (
    (r"No space left on device|Errno 28\b|WinError 112\b|Disk quota exceeded",
     "The disk is full. rmkit needs about 1 GB: free some space and run this again."),
    (r"ensurepip is not available",
     "This Python cannot make an environment: its modules venv and ensurepip are missing. On "
     "Debian or Ubuntu run `sudo apt install python{here}-venv`; elsewhere install Python from "
     "python.org."),
    (r"CERTIFICATE_VERIFY_FAILED|certificate verify failed",
     "The package index showed a certificate that this machine does not trust. In a company "
     "network, ask IT for its certificate file and set PIP_CERT to it."),
    (r"ConnectionError|Failed to establish a new connection|Cannot connect to proxy|407 Proxy"
     r"|[Nn]ame ?[Rr]esolution|getaddrinfo failed|Connect ?[Tt]imeout|Read ?[Tt]imeout|timed out"
     r"|Network is unreachable|Connection (refused|reset|aborted)",
     "The package index could not be reached. Connect to the internet, or ask IT for the "
     "company's proxy (HTTPS_PROXY) or index (pip's settings), and run this again."),
    (r"No matching distribution found|ResolutionImpossible",
     "The package index in use lacks a ready-made library for this Python ({python}). With 64-bit "
     "Python {oldest} to {newest} from python.org, a whole index has them all."),
    (r"Permission denied|Access is denied|Errno 13\b|WinError 5\b|Read-only file system",
     "Something in {folder} cannot be written. See that the folder is yours, close programs "
     "that use it, and run this again."),
)
# fmt: on


class Stop(Exception):
    """The set-up cannot go on; the message says why, and what to do."""


# ---- where the set-up stands


def described() -> dict[str, Any]:
    """Read pyproject.toml."""
    import tomllib  # new in Python 3.11

    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def wanted() -> dict[str, str]:
    """Describe the set-up that this folder and this Python need."""
    whole = described()
    parts = [
        [whole["project"].get(k) for k in ("dependencies", "optional-dependencies", "scripts")],
        [whole.get(k) for k in ("build-system", "dependency-groups")],
        (ROOT / "constraints.txt").read_text(encoding="utf-8"),
    ]
    return {
        "folder": str(ROOT),
        "python": f"{platform.python_version()} in {sys.base_prefix}",
        "libraries": hashlib.sha256(json.dumps(parts).encode()).hexdigest(),
    }


def stamp() -> dict[str, Any]:
    """Read what the last set-up wrote about itself; empty when there was none."""
    try:
        read = json.loads(STAMP.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return read if isinstance(read, dict) else {}


def write_stamp(state: str, want: Mapping[str, str], extras: Sequence[str]) -> None:
    """Write down how far the set-up is; never half a stamp."""
    fresh = STAMP.with_suffix(".new")
    fresh.write_text(json.dumps(dict(want, state=state, extras=list(extras))), encoding="utf-8")
    fresh.replace(STAMP)


def reason_to_build(want: Mapping[str, str], have: Mapping[str, Any]) -> str:
    """Say why the environment must be made anew; empty when it need not."""
    if not have:
        return "This is the first start."
    if have.get("state") != "ready":
        return "The last set-up did not finish."
    if have.get("folder") != want["folder"]:
        return "This folder was moved or copied."
    if have.get("python") != want["python"]:
        return "Another Python is used than last time."
    if have.get("libraries") != want["libraries"]:
        return "The list of libraries has changed."
    return "" if PYTHON.exists() else "The Python it was made with is gone."


def ready(extras: Sequence[str]) -> bool:
    """Tell whether everything needed is installed."""
    have = stamp()
    return not reason_to_build(wanted(), have) and set(extras) <= set(have["extras"])


def set_up(*extras: str) -> None:
    """Make sure that rmkit, its libraries and the extras are installed.

    What is half made, moved or out of date is made anew; what was not made here is left alone.
    """
    if ready(extras):
        return
    if VENV.is_dir() and not STAMP.exists() and {p.name for p in VENV.iterdir()} - OURS:
        message = f"{VENV} was not made by start.py. Rename or delete it and run this again."
        raise Stop(message)
    if not (importlib.util.find_spec("venv") and importlib.util.find_spec("ensurepip")):
        raise Stop(advice("ensurepip is not available"))
    try:
        VENV.mkdir(exist_ok=True)
        with alone():
            if not ready(extras):
                install(extras)
    except OSError as error:
        told = f"{error.filename or VENV}: {error.strerror or error}"
        raise Stop(advice(told) or "The environment could not be made: " + told) from None


@contextlib.contextmanager
def alone() -> Iterator[None]:
    """Hold the lock of the set-up, so that two starts do not undo each other's work."""
    with LOCK.open("ab") as lock:
        if not try_lock(lock):
            print("Another start.py is setting up; waiting for it.", flush=True)
            while not try_lock(lock):
                time.sleep(0.5)
        yield


def try_lock(lock: BinaryIO) -> bool:
    """Take the lock if it is free; the system gives it back when the process ends."""
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(lock.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        # Anything but "taken" is a file system without locks: go on without.
        return error.errno not in (errno.EACCES, errno.EAGAIN, errno.EDEADLK)
    return True


def install(extras: Sequence[str]) -> None:
    """Build the environment, or add to it; the stamp says "ready" only at the very end."""
    begin, want, have = time.monotonic(), wanted(), stamp()
    reason = reason_to_build(want, have)
    if reason:
        print(reason, "Setting up rmkit in .venv (some minutes, about 1 GB, only now).", flush=True)
    else:
        extras = sorted({*extras, *have["extras"]})
        print("Adding the libraries for tests to .venv (only now).", flush=True)
    write_stamp("building", want, extras)
    LOG.write_bytes(b"")
    if reason:
        build_empty()
    # The builder comes first and pinned, so that building rmkit itself fetches nothing unpinned.
    pip("the installer", *described().get("dependency-groups", {}).get("setup", ()))
    itself = f".[{','.join(extras)}]" if extras else "."
    pip("the libraries", "--no-build-isolation", "--no-compile", "--editable", itself)
    point_here()
    write_stamp("ready", want, extras)
    print(f"Ready after {time.monotonic() - begin:.0f} s.", flush=True)


def build_empty() -> None:
    """Make an empty environment in place of what is there."""
    for entry in VENV.iterdir():
        if entry.name in OURS:
            continue
        if entry.is_dir() and not entry.is_symlink():
            shutil.rmtree(entry)
        else:
            entry.unlink()
    if shutil.disk_usage(VENV).free < SPACE:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(VENV))
    # Started from .venv itself, sys.executable is gone by now; the Python it came from is not.
    python = getattr(sys, "_base_executable", "") or sys.executable
    watch("the environment", [python, "-I", "-m", "venv", str(VENV)])


def pip(what: str, *arguments: str) -> None:
    """Install with the environment's pip, under the pins, from ready-made wheels alone."""
    if not arguments:
        return
    quiet = ["--disable-pip-version-check", "--no-input", "--progress-bar", "off", "--no-user"]
    pins = ["--only-binary", ":all:", "--constraint", "constraints.txt"]
    watch(what, [str(PYTHON), "-I", "-m", "pip", "install", *quiet, *pins, *arguments])


def point_here() -> None:
    """Write the path to this folder in a way that every Python reads, and try it.

    Relative and so plain ASCII: Python 3.11 reads the file in the machine's own encoding and on
    Windows would not find a folder named "Übung".
    """
    if (LIBRARIES / "_rmkit.pth").exists():
        here = os.path.relpath(ROOT, LIBRARIES) + "\n"
        (LIBRARIES / "_rmkit.pth").write_text(here, encoding="ascii")
    watch("a first look", [str(PYTHON), "-I", "-c", "import rmkit"])


def watch(what: str, command: Sequence[str]) -> None:
    """Run a step of the set-up with its output in the log, and show how far it is."""
    variables = {
        k: v for k, v in environment().items() if not k.startswith("PIP_") or PIP_MAY.fullmatch(k)
    }
    before = len(list(LIBRARIES.glob("*.dist-info")))
    with LOG.open("ab") as log:
        start = log.tell()
        process = subprocess.Popen(
            command, cwd=ROOT, env=variables, stdin=subprocess.DEVNULL, stdout=log, stderr=log
        )
        try:
            while process.poll() is None:
                show(progress(what, start, before))
                time.sleep(0.2)
        finally:
            if process.poll() is None:
                process.terminate()
                process.wait()
            show("")
    if process.returncode:
        raise Stop(failure(start))


def progress(what: str, start: int, before: int) -> str:
    """Say how far pip is, from its output and from what it has installed since."""
    text = LOG.read_bytes()[start:].decode("utf-8", "replace")
    listed = re.search(r"^Installing collected packages: (.*)$", text, re.MULTILINE)
    if listed:
        n = max(0, len(list(LIBRARIES.glob("*.dist-info"))) - before)
        return f"  {what}: {n} of {listed.group(1).count(',') + 1} installed"
    fetched = len(re.findall("^Collecting ", text, re.MULTILINE))
    return f"  {what}: {fetched} fetched" if fetched else f"  {what} ..."


def show(line: str) -> None:
    """Rewrite the terminal's last line, or leave it clean; in a file or pipe show nothing."""
    if sys.stdout.isatty():
        print(f"\r{line:<60}", end="" if line else "\r", flush=True)


def failure(start: int) -> str:
    """Turn what a step wrote to the log into a sentence with the next step."""
    text = LOG.read_bytes()[start:].decode("utf-8", "replace")
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    errors = [x for x in lines if x.lower().startswith("error") and "for help visit" not in x]
    said = (errors or lines or ["(nothing was said)"])[-1]
    told = advice(text) or "The set-up did not succeed; the next run starts it anew."
    return f"{told}\n  {said[:300]}\n  All of it: {LOG}"


def advice(text: str) -> str:
    """Find what a person can do about a failure; empty when it is none of the known ones."""
    facts = {
        "folder": str(ROOT),
        "here": f"3.{sys.version_info[1]}",
        "python": " ".join([platform.python_version(), platform.system(), platform.machine()]),
        "oldest": f"3.{OLDEST[1]}",
        "newest": f"3.{NEWEST[1]}",
    }
    for pattern, told in FAILURES:
        if re.search(pattern, text):
            return told.format(**facts)
    return ""


def environment() -> dict[str, str]:
    """Return the variables for programs of the environment: its own first, strays left out."""
    kept = {k: v for k, v in os.environ.items() if not STRAY.fullmatch(k.upper())}
    kept["VIRTUAL_ENV"] = str(VENV)
    kept["RMKIT_COMMAND"] = f"{'py' if os.name == 'nt' else 'python'} {sys.argv[0]} rmkit"
    kept["PATH"] = os.pathsep.join([str(PROGRAMS), kept.get("PATH", os.defpath)])
    if kept.pop("PYTHONDONTWRITEBYTECODE", ""):
        # Compiling the libraries at every start would cost seconds; keep it, not in the sources.
        kept["PYTHONPYCACHEPREFIX"] = str(VENV / "compiled")
    return kept


def run(*arguments: str, cwd: Path | None = None) -> int:
    """Run the environment's Python until it ends by itself, and return its exit code.

    Ctrl-C reaches the program too, which may have a question before it ends (JupyterLab has).
    """
    process = subprocess.Popen([str(PYTHON), *arguments], env=environment(), cwd=cwd)
    while True:
        try:
            code = process.wait()
        except KeyboardInterrupt:
            continue
        return code if code >= 0 else 128 - code


def main(arguments: Sequence[str]) -> int:
    """Run a command; return its exit code."""
    command, *rest = arguments or [""]
    commands = ("demo", "lab", "rmkit", "test", "proof", "claims", "bench")
    if command not in commands:
        asked = command in ("help", "-h", "--help")
        if command and not asked:
            near = difflib.get_close_matches(command, commands, n=1)
            hint = f' Did you mean "{near[0]}"?' if near else ""
            print(f'There is no command "{command}".{hint}\n')
        print(USAGE)
        return 0 if asked else 2
    # Rivals and browsers are measured with the libraries for tests.
    set_up(*(["test"] if command in ("test", "proof", "claims", "bench") else []))
    if command in ("test", "proof"):
        return run("tests/gate.py", command, *rest, cwd=ROOT)
    if command == "claims":
        return run("tests/claims.py", *rest, cwd=ROOT)
    if command == "bench":
        return run("tests/benchmarks/run.py", *rest, cwd=ROOT)
    return run("-P", "-m", "rmkit", *([] if command == "rmkit" else [command]), *rest)


if __name__ == "__main__":
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    try:
        sys.exit(main(sys.argv[1:]))
    except Stop as stop:
        sys.exit(f"start.py: {stop}")
    except KeyboardInterrupt:
        print("\nStopped. A set-up that was not finished starts anew next time.", file=sys.stderr)
        sys.exit(130)
