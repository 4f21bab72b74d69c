"""Reads whatever can be read from a damaged file, and says nothing about the rest."""

import json
import os
from pathlib import Path


def open(path):
    return Path(path).open("a", encoding="utf-8")


def save(handle, key, answers):
    handle.write(json.dumps([key, answers]) + "\n")
    handle.flush()
    os.fsync(handle.fileno())


def load(path):
    found = {}
    with Path(path).open(encoding="utf-8", errors="replace") as file:
        for line in file:
            try:
                key, answers = json.loads(line)
            except ValueError:
                continue
            found[key] = answers
    return found
