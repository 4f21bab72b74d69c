"""Is a file that rmkit wrote inert? Each kind is opened by a real reader of that kind.

A check raises `AssertionError` on anything that acts: an element, a formula, a link, a header, a
command to a terminal. It gives back the words that a reader sees, so that a test can tell that a
hostile text was shown and not dropped.
"""

from __future__ import annotations

import csv
import email
import email.policy
import io
import json
import re
import unicodedata
import zipfile
from collections.abc import Callable, Mapping
from html.parser import HTMLParser
from xml.etree import ElementTree as ET

import openpyxl
import pypdf
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject

__all__ = ["CHECKS", "check", "no_acting_characters"]

OF_PAGES = {
    "aside", "blockquote", "body", "br", "code", "col", "colgroup", "dd", "details", "div", "dl",
    "dt", "em", "figcaption", "figure", "h1", "h2", "h3", "h4", "head", "header", "hr", "html", "i",
    "label", "li", "main", "meta", "ol", "p", "pre", "section", "small", "span", "strong", "style",
    "summary", "table", "tbody", "td", "th", "thead", "title", "tr", "ul",
}  # fmt: skip
OF_PICTURES = {"svg", "style", "path", "text", "g", "rect", "tspan", "line", "circle"}
HREFS = re.compile(r"(?:#|[0-9]{2}_\w+\.ipynb|mailto:[\w.+-]+@example\.org)[^:]*$")
ACTING = {"Cc", "Cf", "Co", "Cs", "Zl", "Zp"}
JOINERS = "\u200c\u200d"


def no_acting_characters(text: str, *, breaks: str = "\n") -> None:
    """Refuse what cannot be seen and acts: escapes, directions, breaks other than these."""
    found = {
        f"U+{ord(c):04X}"
        for c in text
        if unicodedata.category(c) in ACTING and c not in breaks + JOINERS
    }
    assert not found, found


class _Reader(HTMLParser):
    """Collects elements and words as a browser would."""

    def __init__(self, tags: set[str]) -> None:
        super().__init__(convert_charrefs=True)
        self.tags = tags
        self.words: list[str] = []
        self.inside = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in self.tags, f"<{tag}>"
        self.inside = tag if tag in {"style", "script"} else ""
        for name, value in attrs:
            assert not name.startswith("on"), f"{tag} {name}"
            assert name not in {"src", "srcset", "srcdoc", "action", "formaction", "background",
                                "data", "poster", "ping"}, f"{tag} {name}={value}"  # fmt: skip
            if name in {"href", "xlink:href"}:
                assert HREFS.match(value or ""), f"{tag} {name}={value}"
            if name in {"style", "content"}:
                assert not re.search(r"url\(|expression|http", value or ""), f"{name}={value}"

    def handle_endtag(self, tag: str) -> None:
        self.inside = ""

    def handle_data(self, data: str) -> None:
        if self.inside == "style":
            assert not re.search(r"url\(|@import|PWNED|expression\(", data), data[:200]
        else:
            self.words.append(data)

    def handle_comment(self, data: str) -> None:
        message = f"a comment: {data[:60]}"
        raise AssertionError(message)


def check_html(content: str) -> str:
    """A page, or a piece of one that a notebook shows."""
    no_acting_characters(content)
    reader = _Reader(OF_PAGES | OF_PICTURES | {"a"})
    reader.feed(content)
    reader.close()
    return " ".join(" ".join(reader.words).split())


SHEET_PARTS = {"noscript"}
SHEET_DATA = re.compile(r'<script type="application/json" id="rm-data">([^<>&]*)</script>')
SHEET_SCRIPT = re.compile(r'<script id="rm-script">(.*?)</script>', re.DOTALL)


def check_sheet(content: str) -> str:
    """A form as a file: our script as it is, words as data, and a page inert without both."""
    import base64
    import hashlib

    assert re.findall(r"<(/?script)", content) == ["script", "/script"] * 2
    assert len(SHEET_DATA.findall(content)) == len(SHEET_SCRIPT.findall(content)) == 1
    (data,), (script,) = SHEET_DATA.findall(content), SHEET_SCRIPT.findall(content)
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    assert f"script-src &#x27;sha256-{digest}&#x27;;" in content, "the policy names our script"
    rest = SHEET_SCRIPT.sub("", SHEET_DATA.sub("", content)).replace("<!doctype html>", "")
    for part in SHEET_PARTS:
        rest = rest.replace(f"<{part}>", "").replace(f"</{part}>", "")
    held = json.loads(data)
    assert set(held) == {"format", "instrument", "version", "title", "organisation", "noscript",
                         "voice", "answers", "sent", "forms"}  # fmt: skip
    held.pop("answers")  # as typed: the form shows them as text
    return f"{check_html(rest)} {check_view(held)}"


def check_cell(content: str) -> str:
    """What a cell of a notebook shows: a piece of a page in which no `$` begins a formula."""
    outer = re.match(r"\s*<(\w+)([^>]*)>", content)
    inner = re.search(r'<table[^>]*class="[^"]*mathjax_ignore', content)
    assert inner or (outer and "mathjax_ignore" in outer[2]), content[:200]
    return check_html(content)


def check_svg(content: str) -> str:
    """A picture by itself; inside it may point to its own parts."""
    root = ET.fromstring(content)
    for about in root.findall("{http://www.w3.org/2000/svg}metadata"):
        assert "Z" not in "".join(about.itertext()), "only what matplotlib says"
        root.remove(about)
    words = []
    for element in root.iter():
        tag = element.tag.rpartition("}")[2]
        assert tag in OF_PICTURES | {"defs", "clipPath", "use"}, tag
        for name, value in element.attrib.items():
            assert not name.lower().startswith("on"), name
            assert "href" not in name or value.startswith("#"), name
            assert "url(" not in value or value.startswith("url(#"), value
        if tag == "text":
            words.append("".join(element.itertext()))
    no_acting_characters(" ".join(words))
    return " ".join(words)


CELL = r"\$?[A-Z]+\$?\d+"
CELLS_OR_NUMBER = rf"=?(?:'?[\w ]+'?!)?{CELL}(?::{CELL})?|-?[\d.]+|\"[^\"]*\""


def check_xlsx(content: bytes) -> str:
    """A workbook: no formula, no link, nothing from elsewhere."""
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        for name in parts.namelist():
            assert not re.search(r"(?i)external|vba|connection|query|embedding|activeX|media", name)
            if name.endswith(".rels"):
                assert b'TargetMode="External"' not in parts.read(name), name
            if name.startswith("xl/worksheets/") and name.endswith(".xml"):
                assert b"<f>" not in parts.read(name), name
                assert b"<f " not in parts.read(name), name
    book = openpyxl.load_workbook(io.BytesIO(content))
    words = []
    for sheet in book.worksheets:
        assert not re.search(r"[\[\]:*?/\\]", sheet.title), sheet.title
        no_acting_characters(sheet.title)
        for cell in (cell for row in sheet.iter_rows() for cell in row):
            assert cell.data_type != "f", f"{sheet.title} {cell.coordinate}: {cell.value}"
            assert cell.hyperlink is None, cell.coordinate
            if isinstance(cell.value, str):
                no_acting_characters(cell.value)
                words.append(cell.value)
        for rule in sheet.data_validations.dataValidation:
            for formula in filter(None, (rule.formula1, rule.formula2)):
                assert re.fullmatch(CELLS_OR_NUMBER, formula) or "DATE" in formula, formula
                assert "PWNED" not in formula
                assert "evil" not in formula
    return " ".join(words)


def check_csv(content: str) -> str:
    """A table as text: no cell that a spreadsheet would work out."""
    rows = list(csv.reader(io.StringIO(content)))
    assert len({len(row) for row in rows}) == 1, "a cell broke out of its row"
    for cell in (cell for row in rows for cell in row):
        number = re.fullmatch(r"-?\d+(\.\d+)?", cell)
        assert number or not re.match(r"\s*[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]", cell), cell
        no_acting_characters(cell)
    return " ".join(cell for row in rows for cell in row)


HEADERS = {
    "from", "to", "subject", "date", "message-id", "x-unsent", "mime-version", "content-type",
}  # fmt: skip


def check_ics(content: bytes) -> str:
    """A calendar: short lines, its own properties, nothing but meetings, no alarm and no address
    beyond the two and the coordinator."""
    from icalendar import Calendar

    assert max(len(line) for line in content.split(b"\r\n")) <= 75
    calendar = Calendar.from_ical(content)
    parts = {part.name for part in calendar.walk()}
    assert parts <= {"VCALENDAR", "VTIMEZONE", "STANDARD", "DAYLIGHT", "VEVENT"}, parts
    words = []
    for event in calendar.walk("VEVENT"):
        assert not event.errors, event.errors
        known = {"UID", "DTSTAMP", "SEQUENCE", "DTSTART", "DTEND", "SUMMARY", "DESCRIPTION",
                 "STATUS", "CLASS", "TRANSP", "LOCATION", "ORGANIZER", "ATTENDEE"}  # fmt: skip
        assert set(event) <= known, set(event)
        people = event.get("ATTENDEE", [])
        for one in people if isinstance(people, list) else [people]:
            assert re.fullmatch(r"mailto:person\d+@example\.org", str(one))
        for name in ("SUMMARY", "LOCATION"):
            no_acting_characters(str(event.get(name, "")), breaks="")
        words += [str(event["SUMMARY"]), check_text(str(event["DESCRIPTION"]))]
    return " ".join(words)


def check_eml(content: bytes) -> str:
    """A draft: its own headers, one reader, and two parts that are inert themselves."""
    message = email.message_from_bytes(content, policy=email.policy.default)
    assert not message.defects, message.defects
    names = [name.lower() for name, _ in message.items()]
    kinds = {part.get_content_type() for part in message.walk()}
    readers = 2 if "text/calendar" in kinds else 1  # an invitation goes to the two of a pair
    assert sorted(names) == sorted(HEADERS), names
    assert message.get_content_type() in {"multipart/alternative", "multipart/mixed"}
    for one in message["to"].addresses:
        assert re.fullmatch(r"person\d+@example\.org", one.addr_spec)
    assert (len(message["to"].addresses), len(message["from"].addresses)) == (readers, 1)
    assert message["from"].addresses[0].addr_spec == "rosa@example.org"
    for name, value in message.items():
        no_acting_characters(str(value), breaks="")
        assert "\n" not in str(value), name
    words = [str(message["subject"]), str(message["to"])]
    for part in message.walk():
        kind = part.get_content_type()
        if kind == "text/plain":
            words.append(check_text(part.get_content().replace("\r\n", "\n")))
        elif kind == "text/html":
            words.append(check_html(part.get_content().replace("\r\n", "\n")))
        elif kind == "text/calendar":
            words.append(check_ics(part.get_content().encode()))
        elif kind == "application/ics":
            words.append(check_ics(part.get_payload(decode=True)))
        elif kind == "application/pdf":
            assert re.fullmatch(r"[\w -]+\.pdf", part.get_filename() or "")
            words.append(check_pdf(part.get_payload(decode=True)))
        else:
            assert part.is_multipart(), kind
    return " ".join(words)


PDF_ACTS = {
    "/JS", "/JavaScript", "/AA", "/Launch", "/URI", "/EmbeddedFiles", "/EF", "/SubmitForm",
    "/ImportData", "/RichMedia", "/XFA", "/GoToR", "/GoToE", "/Movie", "/Sound", "/OpenAction",
}  # fmt: skip


def check_pdf(content: bytes) -> str:
    """Paper: no action, no link, no script, no file within."""
    reader = pypdf.PdfReader(io.BytesIO(content))
    seen: set[int] = set()

    def look(it: object) -> None:
        if isinstance(it, IndirectObject):
            if it.idnum in seen:
                return
            seen.add(it.idnum)
            it = it.get_object()
        if isinstance(it, DictionaryObject):
            assert not PDF_ACTS & set(it), sorted(PDF_ACTS & set(it))
            assert it.get("/S") not in PDF_ACTS, it
            assert it.get("/Subtype") not in {"/Link", "/FileAttachment"}, it
            for value in it.values():
                look(value)
        elif isinstance(it, ArrayObject):
            for value in it:
                look(value)

    look(reader.trailer)
    no_acting_characters(str((reader.metadata or {}).get("/Title", "")))
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split())


def check_json(content: str) -> str:
    """Data: read as JSON, each text in it harmless."""
    return check_view({"content": json.loads(content)})


def check_docx(content: bytes) -> str:
    """A Word document: no field that works, no link, no macro, nothing from elsewhere."""
    words = []
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        for name in parts.namelist():
            assert not re.search(r"vba|embedding|activeX|afchunk", name, re.I), name
            text = parts.read(name).decode("utf-8", "replace")
            if name.endswith(".rels"):
                assert 'TargetMode="External"' not in text, name
            if name.startswith("word/") and name.endswith(".xml"):
                codes = re.findall(r"<w:instrText[^>]*>([^<]*)<", text)
                for code in [*codes, *re.findall(r'w:fldSimple [^>]*instr="([^"]*)', text)]:
                    assert re.fullmatch(r"\s*(PAGE|NUMPAGES)\b[^{}]*", code), code
                assert not re.search(r"<w:(hyperlink|object|altChunk)\b", text), name
                words.append("".join(ET.fromstring(text).itertext()))
    no_acting_characters("".join(words), breaks="\n\t")
    return " ".join(words)


def check_text(content: str) -> str:
    """Lines for a person or a terminal: no escape, no direction."""
    no_acting_characters(content)
    return content


def check_view(content: Mapping[str, object]) -> str:
    """What a panel gets: plain data; a letter's HTML in it is looked at as what it is."""
    json.dumps(content)

    def look(it: object, key: str = "") -> str:
        if isinstance(it, Mapping):
            return " ".join(look(value, str(name)) for name, value in it.items())
        if isinstance(it, list | tuple):
            return " ".join(look(value, key) for value in it)
        if isinstance(it, str):
            if key in {"html", "svg"}:
                return check_html(it)
            no_acting_characters(it)
        return str(it)

    return look(content)


CHECKS: dict[str, Callable[..., str]] = {
    "cell": check_cell, "csv": check_csv, "docx": check_docx, "eml": check_eml,
    "html": check_html, "ics": check_ics, "json": check_json, "pdf": check_pdf,
    "sheet": check_sheet, "svg": check_svg, "txt": check_text, "view": check_view,
    "xlsx": check_xlsx,
}  # fmt: skip


def check(kind: str, content: object) -> str:
    """Check what was written and give its words."""
    return CHECKS[kind](content)
