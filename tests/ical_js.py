"""Calendars as ical.js reads them: the parser of Thunderbird and of most web calendars.

It is looked for in a cache outside of the repository, and fetched there once where npm can. Where
neither works, tests that need it are left out with a line that says so.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tarfile
from functools import lru_cache
from pathlib import Path

import pytest

VERSION = "2.2.1"
_READ = """
import ICAL from {module};
let text = '';
for await (const part of process.stdin) text += part;
const root = new ICAL.Component(ICAL.parse(text));
for (const zone of root.getAllSubcomponents('vtimezone')) {{
  const tzid = zone.getFirstPropertyValue('tzid');
  ICAL.TimezoneService.register(new ICAL.Timezone({{ component: zone, tzid }}), tzid);
}}
const people = (event) => event.attendees.map((who) =>
  [who.getFirstValue(), who.getParameter('role'), who.getParameter('cn') ?? '']);
console.log(JSON.stringify({{
  method: root.getFirstPropertyValue('method'),
  events: root.getAllSubcomponents('vevent').map((one) => new ICAL.Event(one)).map((event) => ({{
    uid: event.uid, sequence: event.sequence, summary: event.summary, location: event.location,
    start: event.startDate.toJSDate().toISOString(), end: event.endDate.toJSDate().toISOString(),
    local: event.startDate.toString(), zone: event.startDate.zone.tzid,
    status: event.component.getFirstPropertyValue('status'),
    organizer: event.organizer, people: people(event), description: event.description,
  }})),
}}));
"""


@lru_cache(maxsize=1)
def _module() -> Path | str:
    """Give where ical.js is, or why it is not there."""
    base = os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    folder = Path(base) / "rmkit-tests" / f"ical.js-{VERSION}"
    there = folder / "package" / "dist" / "ical.js"
    if shutil.which("node") is None:
        return "node is not on this machine, so calendars were not read by ical.js"
    if there.exists():
        return there
    npm = shutil.which("npm")
    if npm is None:
        return "npm is not on this machine, so calendars were not read by ical.js"
    folder.mkdir(parents=True, exist_ok=True)
    asked = [npm, "pack", f"ical.js@{VERSION}", "--silent"]
    try:
        subprocess.run(asked, cwd=folder, check=True, capture_output=True, timeout=60)
    except (subprocess.SubprocessError, OSError):
        return "ical.js cannot be fetched from here, so calendars were not read by it"
    with tarfile.open(next(folder.glob("*.tgz"))) as packed:
        packed.extractall(folder, filter="data")
    return there


def read_by_ical_js(content: bytes) -> dict[str, object]:
    """Read a calendar with ical.js in node; leave the test out where it cannot be had."""
    module = _module()
    if isinstance(module, str):
        pytest.skip(module)
    script = _READ.format(module=json.dumps(module.as_uri()))
    done = subprocess.run(
        ["node", "--input-type=module", "-e", script],
        input=content,
        capture_output=True,
        check=True,
        timeout=60,
        env={**os.environ, "TZ": "UTC"},
    )
    return json.loads(done.stdout)
