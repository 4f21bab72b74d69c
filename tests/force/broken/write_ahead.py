"""SQLite with a write-ahead log: what was saved stands beside the file, and a copy misses it."""

import json
import sqlite3


def open(path):
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("CREATE TABLE IF NOT EXISTS answers (key TEXT PRIMARY KEY, content TEXT)")
    return connection


def save(connection, key, answers):
    connection.execute("INSERT INTO answers VALUES (?, ?)", (key, json.dumps(answers)))


def load(path):
    connection = sqlite3.connect(path)
    rows = connection.execute("SELECT key, content FROM answers").fetchall()
    connection.close()
    return {key: json.loads(content) for key, content in rows}
