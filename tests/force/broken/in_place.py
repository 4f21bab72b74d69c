"""Rewrites the file in place, synced: what comes between loses everything."""

import json
import os
from pathlib import Path


def open(path):
    return path


def save(path, key, answers):
    there = load(path) if Path(path).exists() else {}
    there[key] = answers
    with Path(path).open("w", encoding="utf-8") as file:
        json.dump(there, file)
        file.flush()
        os.fsync(file.fileno())


def load(path):
    with Path(path).open(encoding="utf-8") as file:
        return json.load(file)
