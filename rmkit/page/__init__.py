"""The participants' page: a small web server that shows one form behind each link.

It reads and writes an inbox (`rmkit.exchange.inbox`) and nothing else: it has no code to open a
programme file, and import-linter keeps it so. Start it with `rmkit serve`.
"""
