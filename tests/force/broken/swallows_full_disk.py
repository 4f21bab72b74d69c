"""Appends and syncs, and takes no notice when the disk says no."""

import contextlib
import json
import os


def open(path):
    return os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)


def save(handle, key, answers):
    with contextlib.suppress(OSError):
        os.write(handle, (json.dumps([key, answers]) + "\n").encode())
        os.fsync(handle)


def load(path):
    found = {}
    with contextlib.suppress(ValueError):
        for line in _lines(path):
            key, answers = json.loads(line)
            found[key] = answers
    return found


def _lines(path):
    handle = os.open(path, os.O_RDONLY)
    size = os.fstat(handle).st_size
    content = os.read(handle, size)
    os.close(handle)
    return content.splitlines()
