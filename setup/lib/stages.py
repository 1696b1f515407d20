"""The stages of ./setup/test: each one a pytest process with a bound."""

import collections
import json
import os
import re
import shutil
import subprocess
import threading
import time
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from pathlib import Path

import checkout
import console
import environment
import node
from console import Problem, say, step
from logcheck import unexpected

RESULTS = checkout.LOCAL / "test"
PLUGINS = checkout.ROOT / "setup" / "plugins"


@dataclass(frozen=True)
class Stage:
    """`paths` are relative to the checkout; those that do not exist are left out."""

    title: str
    paths: tuple
    minutes: int
    template: str = ""  # method of Databases that gives what to test on
    odoo: bool = False  # under pytest-odoo, on a clone of the template
    apart: tuple = ()  # folders and files inside `paths` that belong to other stages
    long: tuple = ()  # further paths, with --long or when they are named

    @property
    def name(self):
        return re.sub(r"\W+", "_", self.title.lower())

    def present(self, long=False):
        paths = self.paths + (self.long if long else ())
        return [path for path in paths if any(self._tests(checkout.ROOT / path))]

    def _tests(self, folder):
        for path in [folder] if folder.is_file() else folder.rglob("test_*.py"):
            if not any(path.is_relative_to(checkout.ROOT / other) for other in self.apart):
                yield path

    def owns(self, path):
        path = _resolved(path)
        inside = [checkout.ROOT / own for own in self.paths + self.long]
        apart = [checkout.ROOT / other for other in self.apart]
        return any(path.is_relative_to(own) or own.is_relative_to(path) for own in inside) and (
            not any(path.is_relative_to(other) for other in apart)
        )


# On the database that has the demo: it is not loaded a second time.
_DEMO = "mbb_mentor_portal/tests/test_demo.py"
_SEPARATE = ("tests/lint", "tests/cores", "tests/walks", "tests/accessibility")
# Two run at a time, begun in this order: the longest first, and what needs no
# database while the first is being built.
STAGES = (
    Stage(
        "The addons together",
        tuple(f"{name}/tests" for name in checkout.ADDONS[1:]),
        30,
        "with_addons",
        odoo=True,
        apart=("mbb_mentor/tests/relation/test_walks.py", _DEMO),
        long=("mbb_mentor/tests",),
    ),
    Stage("Linters", ("tests/lint",), 10, apart=("tests/lint/from_odoo",)),
    Stage("The cores, without Odoo", ("tests/cores",), 10),
    Stage("mbb_mentor alone", ("mbb_mentor/tests",), 20, "alone", odoo=True),
    Stage("In the browser", ("tests/walks",), 30, "with_demo"),
    Stage("Accessibility of the pages", ("tests/accessibility",), 20, "with_demo"),
    Stage("Across the addons", ("tests",), 30, "with_demo", apart=_SEPARATE),
    Stage(
        "Odoo's linters, the demo",
        ("tests/lint/from_odoo", _DEMO),
        10,
        "with_demo",
        odoo=True,
    ),
)
LANES = 2


class Run:
    def __init__(self, databases, arguments, long, keep):
        self.databases, self.long, self.keep = databases, long, keep
        self.paths = [item for item in arguments if _is_path(item)]
        self.options = [item for item in arguments if not _is_path(item)]
        self.total = collections.Counter()
        self.complaints = []
        self.broken, self.checked = set(), set()
        self._processes = []
        self._building = threading.Lock()
        shutil.rmtree(RESULTS, ignore_errors=True)
        RESULTS.mkdir()
        databases.sweep()

    # -- which

    def _wanted(self, stage):
        present = stage.present(self.long or bool(self.paths))
        if not self.paths:
            return [str(checkout.ROOT / path) for path in present]
        chosen = []
        for path in self.paths:
            if not stage.owns(path):
                continue
            full, *rest = _resolved(path), *path.split("::")[1:]
            inside = [checkout.ROOT / own for own in present]
            if any(full.is_relative_to(own) for own in inside):
                chosen.append("::".join([str(full), *rest]))
            else:
                chosen += [str(own) for own in inside if own.is_relative_to(full)]
        return chosen

    # -- running

    def everything(self):
        """One stage is heard while it runs; several are heard as each ends."""
        chosen = [stage for stage in STAGES if self._wanted(stage)]
        if len(chosen) == 1:
            step(chosen[0].title)
            self._heard(chosen[0], self._stage(chosen[0]))
            return
        with ThreadPoolExecutor(LANES) as pool:
            try:
                running = {pool.submit(self._stage, stage, quiet=True): stage for stage in chosen}
                for done in as_completed(running):
                    self._heard(running[done], done.result())
            finally:
                pool.shutdown(wait=False, cancel_futures=True)
                for process in self._processes:
                    console.end(process)

    def _heard(self, stage, result):
        """Count what `_stage` returns, and say what has not been said."""
        seconds, problem, status = result
        if _output(stage).exists():
            step(stage.title)
            print(_output(stage).read_text(errors="replace"), flush=True)
        if problem:
            self._complain(stage, problem.what, problem.why)
        else:
            self._count(stage, status)
        say(f"{seconds:.0f} s")

    def _stage(self, stage, quiet=False):
        """Its seconds, the Problem that kept it from running, and pytest's status."""
        clone = problem = status = None
        begin = time.monotonic()
        try:
            template = self._template(stage) if stage.template else None
            if stage.odoo:
                clone = f"test_{os.getpid()}_{stage.name}"
                self.databases.clone(template, clone)
            if quiet:
                say(f"begun: {stage.title}")
                with open(_output(stage), "wb") as output:
                    status = self._pytest(stage, clone, stdout=output, stderr=output)
            else:
                status = self._pytest(stage, clone)
            if clone and not self.keep:
                self.databases.drop(clone)
        except Problem as caught:
            problem = caught
        return time.monotonic() - begin, problem, status

    def _template(self, stage):
        """Its database; what Odoo logs while that is built is a test of its own."""
        kind = stage.template
        if kind in self.broken:
            raise Problem("its database could not be built", "See above.")
        try:
            with self._building, checkout.lock():
                name = getattr(self.databases, kind)()
        except Problem:
            self.broken.add(kind)
            raise
        if kind not in self.checked:
            self.checked.add(kind)
            lines = unexpected(self.databases.note(name).get("logs", []))
            if lines:
                self._complain(stage, "unexpected in the log of the installation", *lines)
            else:
                self.total["passed"] += 1
        return name

    def _pytest(self, stage, clone=None, **options):
        """Its exit status, or None where its time ran out."""
        command = [
            *(str(environment.python()), "-m", "pytest", "-p", "counts"),
            *("-c", str(checkout.ROOT / "pytest.ini"), "--tb=short", "-ra"),
            "--continue-on-collection-errors",
            f"--junitxml={RESULTS / stage.name}.xml",
            *(f"--ignore={checkout.ROOT / other}" for other in stage.apart),
            # A long test is no hanging one.
            *(("-o", "faulthandler_timeout=0") if self.long else ()),
        ]
        if stage.odoo:
            config = self.databases.odoo.config_test
            command += [
                *(f"--odoo-config={config}", f"--odoo-database={clone}", "--odoo-http"),
                f"--odoo-extra=screenshots={RESULTS / 'screenshots'}",
            ]
        else:
            command += ["-p", "no:odoo", *(["-p", "served"] if stage.template else [])]
        process = subprocess.Popen(
            [*command, *self.options, *self._wanted(stage)],
            stdin=subprocess.DEVNULL,
            env=self._variables(stage),
            cwd=checkout.ROOT,
            start_new_session=True,
            **options,
        )
        self._processes.append(process)
        try:
            return process.wait(stage.minutes * 60 * (20 if self.long else 1))
        except subprocess.TimeoutExpired:
            console.end(process)
            return None

    def _variables(self, stage):
        odoo = self.databases.odoo
        values = odoo.variables()
        values.update(odoo.cluster.variables())
        # PGDATABASE would name one database to everybody.
        del values["PGDATABASE"]
        values["PATH"] += os.pathsep + str(odoo.cluster.programs)
        values["PYTHONPATH"] += os.pathsep + str(PLUGINS)
        values["MBB_COUNTS"] = str(_counts(stage))
        values["MBB_SOURCE"] = json.dumps(odoo.source.__dict__, default=str)
        values["MBB_NPM"] = str(node.folder())
        values["MBB_LONG"] = "1" if self.long else ""
        return values

    # -- counting

    def _count(self, stage, status):
        counts = checkout.read_json(_counts(stage))
        if status is None:
            self._complain(stage, f"not done within {stage.minutes} minutes")
        elif counts is None:
            self._complain(stage, f"pytest broke off (status {status})")
        elif not sum(counts.values()) and not (self.paths or self.options):
            self._complain(stage, "no test was found")
        elif status not in (0, 5) and not (counts["failed"] or counts["skipped"]):
            self._complain(stage, f"pytest ended with status {status}")
        self.total.update(counts or {})

    def _complain(self, stage, what, *details):
        self.total["failed"] += 1
        self.complaints.append(f"{stage.title}: {what}")
        for line in (f"FAILED: {what}", *details):
            say(line)

    def summary(self):
        text = f"{self.total['passed']} passed, {self.total['failed']} failed"
        if self.total["skipped"]:
            text += f", {self.total['skipped']} skipped"
        return text

    def status(self):
        fine = self.total["passed"] and not self.total["failed"] and not self.total["skipped"]
        return 0 if fine else 1


def _resolved(item):
    """The file or folder that an argument names, seen from here or from the checkout."""
    name = item.split("::")[0]
    for start in (Path.cwd(), checkout.ROOT):
        if (start / name).exists():
            return (start / name).resolve()
    return None


def _is_path(item):
    return not item.startswith("-") and _resolved(item) is not None


def _counts(stage):
    return RESULTS / f"{stage.name}.json"


def _output(stage):
    return RESULTS / f"{stage.name}.txt"
