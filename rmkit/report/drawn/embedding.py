"""Script, style and data inside an HTML document, so that nothing else in it can act."""

from __future__ import annotations

import base64
import hashlib
from functools import cache

__all__ = ["as_data", "digest", "embeddable"]


def as_data(text: str) -> str:
    r"""Make JSON harmless inside a script element.

    >>> as_data('{"a": "</script><!--"}')
    '{"a": "\\u003c/script\\u003e\\u003c!--"}'
    """
    for sign in "<>&\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return text


def embeddable(text: str) -> str:
    """Give a script or style of ours as it is; none may hold what would end its element."""
    if any(sign in text for sign in ("</script", "</style", "<!--")):
        message = "A script or style of ours would end its own element."
        raise ValueError(message)
    return text


@cache
def digest(text: str) -> str:
    """Give the digest by which a Content-Security-Policy names a script or style."""
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
