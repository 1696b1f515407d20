"""Warnings and errors in Odoo's log, less those of the platform that are known."""

import re

import checkout

KNOWN = checkout.ROOT / "tests" / "known_platform.txt"

_LINE = re.compile(r"^\d{4}-\d\d-\d\d \S+ \d+ (\w+) ")
_LOUD = {"WARNING", "ERROR", "CRITICAL"}
# What Python itself or a library prints outside of the log.
_OUTSIDE = re.compile(r"^(Traceback |\S*(Warning|Error)\b|<string>:\d+: \((WARNING|ERROR))")


def remarkable(text):
    """The lines of a log that are loud."""
    found = []
    for line in text.splitlines():
        match = _LINE.match(line)
        if match.group(1) in _LOUD if match else _OUTSIDE.match(line):
            found.append(line)
    return found


def known():
    """The patterns of tests/known_platform.txt: one a line, its reason above it."""
    lines = KNOWN.read_text().splitlines() if KNOWN.exists() else []
    return [re.compile(line) for line in lines if line.strip() and not line.startswith("#")]


def unexpected(lines, patterns=None):
    patterns = known() if patterns is None else patterns
    return [line for line in lines if not any(pattern.search(line) for pattern in patterns)]
