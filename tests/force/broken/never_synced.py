"""Hands every save to the system and never syncs it: no kill shows that, a power cut does."""

import json
from pathlib import Path


def open(path):
    return Path(path).open("a", encoding="utf-8")


def save(handle, key, answers):
    # its own line, even after one that a kill cut short
    handle.write("\n" + json.dumps([key, answers]) + "\n")
    handle.flush()


def load(path):
    found = {}
    with Path(path).open(encoding="utf-8", errors="replace") as file:
        for line in file:
            try:
                key, answers = json.loads(line)
            except ValueError:  # the line that was being written
                continue
            found[key] = answers
    return found
