"""What the commands say, and how they run other programs."""

import os
import signal
import subprocess
import sys
import time

_begin = time.monotonic()
_count = 0


class Problem(Exception):
    """A failed step: what failed, why, and what the reader can do about it."""

    def __init__(self, what, why="", remedy="Run this command again."):
        super().__init__(what)
        self.what, self.why, self.remedy = what, why, remedy


def step(title):
    global _count
    _count += 1
    print(f"[{_count}] {time.monotonic() - _begin:6.1f} s  {title}", flush=True)


def say(text=""):
    for line in text.splitlines() or [""]:
        print(f"               {line}".rstrip(), flush=True)


def warn(text):
    say(f"WARNING: {text}")


def run(command, log=None, timeout=None, **options):
    """Run a program to its end and return it with its output, as text.

    With `log` the output goes to that file, and a long run says every quarter
    of a minute that it is alive.  Raises subprocess.TimeoutExpired.
    """
    options.setdefault("stdin", subprocess.DEVNULL)
    if log is None:
        return subprocess.run(
            command, capture_output=True, text=True, timeout=timeout, **options
        )
    with open(log, "ab") as output:
        start = output.tell()
        process = subprocess.Popen(
            command, stdout=output, stderr=output, start_new_session=True, **options
        )
        wait(process, timeout)
    with open(log, "rb") as output:
        output.seek(start)
        text = output.read().decode(errors="replace")
    return subprocess.CompletedProcess(command, process.returncode, text, "")


def wait(process, timeout=None):
    """Wait for a process that leads its own session; end it when time is up."""
    begin = time.monotonic()
    try:
        while True:
            left = None if timeout is None else timeout - (time.monotonic() - begin)
            if left is not None and left <= 0:
                raise subprocess.TimeoutExpired(process.args, timeout)
            try:
                return process.wait(15 if left is None else min(15, left))
            except subprocess.TimeoutExpired:
                say(f"... {time.monotonic() - begin:.0f} s")
    except BaseException:
        end(process)
        raise


def end(process, patience=10):
    """End a process and its children: politely first."""
    for sign in (signal.SIGTERM, signal.SIGKILL):
        try:
            os.killpg(process.pid, sign)
        except ProcessLookupError:
            break
        try:
            process.wait(patience)
        except subprocess.TimeoutExpired:
            continue
    process.wait()


def tail(text, lines=15):
    return "\n".join(text.strip().splitlines()[-lines:])


def main(function):
    """Run a command; a Problem becomes a readable message and status 1."""
    # Ctrl-C also where a shell has put this in the background.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda number, _frame: sys.exit(128 + number))
    try:
        sys.exit(function())
    except (Problem, OSError, subprocess.TimeoutExpired) as problem:
        if not isinstance(problem, Problem):
            problem = Problem("a step broke off", str(problem))
        sys.stdout.flush()
        print(f"\nFAILED: {problem.what}", file=sys.stderr)
        if problem.why:
            print("  Why: " + problem.why.strip().replace("\n", "\n       "), file=sys.stderr)
        print(f"  What to do: {problem.remedy}", file=sys.stderr)
        sys.exit(1)
    except KeyboardInterrupt:
        print("\nInterrupted; running it again goes on from here.", file=sys.stderr)
        sys.exit(130)
