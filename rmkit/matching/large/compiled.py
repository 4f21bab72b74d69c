"""Where compiled loops are kept: in your own cache folder, never beside the program.

The folder's name tells the very text of the programs here, so that a loop compiled from an older
text is never run.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

from numba import config as _config
from numba import njit
from platformdirs import user_cache_path

__all__ = ["kept"]

config: Any = _config  # its names are made as it is loaded


def kept(function: Callable[..., None]) -> Any:  # noqa: ANN401 - numba's own type is not public
    """Compile a function when it is first called, and keep it for the next time if possible."""
    compiled = njit(nogil=True)(function)
    before = config.CACHE_DIR
    config.CACHE_DIR = str(user_cache_path("rmkit") / f"compiled-{_digest()}")
    try:
        with suppress(RuntimeError):  # nowhere to write: it is compiled anew each time
            compiled.enable_caching()
    finally:
        config.CACHE_DIR = before
    return compiled


@cache
def _digest() -> str:
    text = hashlib.blake2b(digest_size=8)
    for path in sorted(Path(__file__).parent.glob("*.py")):
        text.update(path.read_bytes())
    return text.hexdigest()
