"""Puts a whole new file in the place of the old one, as one should, but alone in the world."""

import json
import os
from pathlib import Path


def open(path):
    return path


def save(path, key, answers):
    there = load(path) if Path(path).exists() else {}
    there[key] = answers
    beside = f"{path}.{os.getpid()}"
    with Path(beside).open("w", encoding="utf-8") as file:
        json.dump(there, file)
        file.flush()
        os.fsync(file.fileno())
    Path(beside).replace(path)
    folder = os.open(Path(path).parent, os.O_RDONLY)
    os.fsync(folder)
    os.close(folder)


def load(path):
    with Path(path).open(encoding="utf-8") as file:
        return json.load(file)
