"""The programme file as a target that is only opened: an older one is brought to this schema."""

import shutil
import tempfile
from pathlib import Path

from rmkit.records.store import ProgrammeFile

OLD = Path(__file__).resolve().parents[1] / "fixtures" / "schema_1.rmkit"
FRIENDLY = ("FileRefused", "NotSaved", "NotAllowed")


def open(path):
    return ProgrammeFile.open(path)


def warm():
    """Open an old file once, so that no fork has to prepare statements."""
    with tempfile.TemporaryDirectory() as folder:
        open(shutil.copy(OLD, folder)).close()
