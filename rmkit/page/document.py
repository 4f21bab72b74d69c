"""The pages as HTML: complete in themselves, with nothing in them that acts but our own script.

Script and style stand in the page, and a policy names each by its digest: whatever else somebody
smuggled in would not run. What people wrote stands in it as data, never as markup.
"""

from __future__ import annotations

import html
import json
from functools import cache
from importlib.resources import files

from rmkit.definitions.inert import one_line
from rmkit.report.drawn import form_script, form_style
from rmkit.report.drawn.embedding import as_data, digest, embeddable

__all__ = ["HEADERS", "form_page", "message_page", "policy"]

HEADERS = {
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "X-Robots-Tag": "noindex, nofollow",
}
"""What every answer of the server carries, beside the policy."""

_SCRIPTS = ("keys.js", "server.js", "links.js", "page.js")
_NO_SCRIPT = "This form needs JavaScript. Switch it on, or ask for a form to print."


def policy() -> str:
    """Give the Content-Security-Policy of every page."""
    return (
        f"default-src 'none'; script-src '{digest(_script())}'; style-src '{digest(_style())}'; "
        "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )


def form_page(*, title: str, form: str, state: dict[str, object]) -> str:
    """Give the page with a form.

    Parameters
    ----------
    title
        Of the questionnaire.
    form
        What is asked, as JSON.
    state
        What the page's script needs besides: answers, drafts, who reads them.
    """
    data = f'{{"form": {form}, "state": {json.dumps(state)}}}'
    body = (
        f'<div id="place"></div>\n<noscript><p class="rm">{_NO_SCRIPT}</p></noscript>\n'
        f'<script type="application/json" id="given">{as_data(data)}</script>\n'
        f"<script>{_script()}</script>"
    )
    return _whole(title, str(state.get("organisation") or "Reverse mentoring"), body)


def message_page(title: str, *sentences: str, organisation: str = "") -> str:
    """Give a plain page that says something."""
    told = "".join(f"<p>{_words(sentence)}</p>" for sentence in sentences if sentence)
    body = f'<section class="rm"><h2>{_words(title)}</h2>{told}</section>'
    return _whole(title, organisation or "Reverse mentoring", body)


def _whole(title: str, heading: str, body: str) -> str:
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{_words(title)}</title>\n<style>{_style()}</style>\n</head>\n"
        '<body class="rm-page">\n'
        f'<header class="rm-page-head"><h1>{_words(heading)}</h1></header>\n'
        f"<main>\n{body}\n</main>\n</body>\n</html>\n"
    )


def _words(text: str) -> str:
    return html.escape(one_line(text))


@cache
def _script() -> str:
    return embeddable("\n".join([form_script(), *map(_static, _SCRIPTS)]))


@cache
def _style() -> str:
    return embeddable("\n".join([form_style(), _static("page.css")]))


def _static(name: str) -> str:
    return (files("rmkit.page") / "static" / name).read_text(encoding="utf-8")
