# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
"""The matching core against other ways to do the same: prints one table.

    python tests/benchmarks/matching.py [--quick] [--no-mentor-match]

Seconds are those of the work alone, on the wall and of the processor: imports and
JSON are left out. Ratios are of processor seconds, which other work on the machine
disturbs less. Every figure comes from a process of its own and is the least of up to
five runs, of one where that takes long; peak memory includes the instance given.
"""

import argparse
import importlib
import json
import multiprocessing
import os
import platform
import random
import resource
import subprocess
import sys
import tempfile
import venv
from pathlib import Path
from time import perf_counter, process_time

HERE = Path(__file__).resolve().parent
# This file is called as the package is; its folder must not hide it.
sys.path[:] = [p for p in sys.path if Path(p or ".").resolve() != HERE]
sys.path.insert(0, str(HERE.parents[1] / "mbb_mentor"))
import matching  # noqa: E402
import numpy as np  # noqa: E402
from matching.data import parse  # noqa: E402
from matching.levels import levels, mentor_ties  # noqa: E402
from matching.places import Places  # noqa: E402
from matching.run import Run  # noqa: E402
from matching.solve import Network  # noqa: E402

sys.path.append(str(HERE))
import baselines  # noqa: E402
import cohorts  # noqa: E402

# Imports are no part of the figures, so all are made now.
for library in (
    "ortools.graph.python.min_cost_flow scipy.optimize scipy.sparse.csgraph "
    "snowballstemmer"
).split():
    importlib.import_module(library)

MENTOR_MATCH = "mentor-match==7.0.1"
POINTS = {"profession": 5, "grade": 3, "role": 2}
SIZES = ((200, 1_000), (1_000, 5_000), (2_000, 10_000))
LARGE = (10_000, 50_000)
#: What takes less is run again; the least time counts.
RUNS, SHORT = 5, 3.0


def clock():
    """Seconds on the wall and of this process: on a busy machine they differ."""
    return perf_counter(), process_time()


def since(begun):
    return tuple(now - then for now, then in zip(clock(), begun, strict=True))


def measured(work, *arguments):
    """``(what work returned, seconds, peak MiB, seconds of the processor)``, in a
    forked process of its own."""
    receiver, sender = multiprocessing.Pipe(duplex=False)

    def child():
        started, runs = perf_counter(), []
        while not runs or len(runs) < RUNS and perf_counter() - started < SHORT:
            begun = clock()
            try:
                answer = work(*arguments)
            except Exception as error:  # noqa: BLE001: shown in the table
                answer = error
            spent = since(begun)
            # Some time themselves, to leave out what the others need not do either.
            if isinstance(answer, tuple) and len(answer) == 3:
                spent, answer = answer[2], answer[:2]
            runs.append(spent)
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        seconds, processor = (min(column) for column in zip(*runs, strict=True))
        sender.send((answer, seconds, memory, processor))

    process = multiprocessing.get_context("fork").Process(target=child)
    process.start()
    found = receiver.recv()
    process.join()
    return found


def say(line):
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


class Table:
    """Rows printed as they come."""

    def __init__(self):
        say("| instance | method | seconds | processor | peak MiB | objective | served | note |")
        say("|---|---|---:|---:|---:|---:|---:|---|")

    def row(self, instance, method, found, note=""):
        answer, seconds, memory, processor = found
        if isinstance(answer, Exception):
            answer, note = ("", ""), f"failed: {answer}"
        objective, served = answer
        if objective != "":
            objective = f"{objective:.4f}"
        say(
            f"| {instance} | {method} | {seconds:.3f} | {processor:.3f} | {memory:.0f} | {objective} "
            f"| {served} | {note} |"
        )
        return processor


# --- cohorts -----------------------------------------------------------------------


def instance_of(cohort):
    """The pairs that scoring leaves, and the network behind them."""
    run = Run(parse(cohort))
    mentee, mentor, score = run.pairs()
    network = Network(run.places, run.waiting)
    return baselines.Instance(mentee, mentor, score, network, run.places)


def engine(given, ties):
    """The core's solver on ready arrays: optimum and proof, and equal plans told
    apart or not."""
    size, mentors = given.network.mentees, given.network.mentors
    best = np.zeros(size, dtype=np.int64)
    np.maximum.at(best, given.mentee, given.score)
    paired = np.bincount(given.mentee, minlength=size) > 0
    begun = clock()
    wanted = levels("score", np.ones(size, dtype=int), best, paired)
    if ties:
        wanted += mentor_ties(size, mentors)
    else:
        wanted = [level for level in wanted if not level.tie]
    found = given.network.solve(given.mentee, given.mentor, given.score, wanted)
    spent = since(begun)
    taken = found.mentor[given.mentee] == given.mentor
    return given.score[taken].sum() / 1e6, int(taken.sum()), spent


def whole(cohort, cache=None):
    """Everything: reading, scoring, solving, full lists, greedy, explaining."""
    plan = matching.plan(cohort, cache=cache)
    return plan["objective"], len(plan["matches"])


def again(cohort, side, field):
    """A second plan with what the first one kept, after one profile has changed."""
    cache = matching.Cache()
    matching.plan(cohort, cache=cache)
    people = [dict(row) for row in cohort[side]]
    people[0][field] += 100
    begun = clock()
    found = whole({**cohort, side: people}, cache)
    return *found, since(begun)


def cohort_rows(table, mentors, mentees, slow):
    cohort = cohorts.skewed(mentors, mentees, seed=1)
    name = f"{mentors}×{mentees}"
    given = instance_of(cohort)
    name += f", {len(given.score)} pairs"
    limit = table.row(name, "bare OR-Tools", measured(baselines.bare, given), "the limit")
    for ties, note in ((False, "with proof"), (True, "with proof and ties")):
        found = measured(engine, given, ties)
        ratio = f"{found[3] / limit:.2f}× bare; {note}"
        table.row(name, "this core, solving", found, ratio)
    if slow:
        found = measured(baselines.programme, given)
        table.row(name, "SciPy HiGHS LP", found)
    table.row(name, "greedy", measured(baselines.greedy, given))
    found = measured(whole, cohort)
    note = f"{found[3] / limit:.1f}× bare; full lists where a short one left nobody"
    table.row(name, "this core, everything", found, note)
    for side, field in (("mentees", "waiting_days"), ("mentors", "load")):
        found = measured(again, cohort, side, field)
        table.row(name, f"… again, one of the {side} changed", found)
    if slow:
        flat = instance_of({**cohort, "unit_capacity": {}, "institution_capacity": {}})
        name += ", mentors' places only"
        table.row(name, "bare OR-Tools", measured(baselines.bare, flat))
        table.row(name, "this core, solving", measured(engine, flat, True))
        note = "knows no unit or institution"
        table.row(name, "slots, SciPy LAPJVsp", measured(baselines.slots, flat), note)


# --- mentor-match ------------------------------------------------------------------


def their_people(count, seed):
    """People with what mentor-match's rules look at; few professions are common."""
    draw = random.Random(seed)
    professions = [f"profession{k}" for k in range(12)]
    weights = [1 / (k + 1) for k in range(12)]

    def people(letter, low, high):
        return [
            {
                "email": f"{letter}{k}",
                "grade": draw.randint(low, high),
                "organisation": f"o{draw.randrange(20)}",
                "profession": draw.choices(professions, weights)[0],
                "role": f"r{draw.randrange(6)}",
            }
            for k in range(count)
        ]

    return people("m", 2, 6), people("n", 1, 5)


def points(mentors, mentees):
    """mentor-match's rules on arrays: points per pair, −1 where disqualified."""

    def columns(field):
        # Names as numbers: these are compared faster.
        number = {}
        one, other = (
            np.array([number.setdefault(p[field], len(number)) for p in side], np.int16)
            for side in (mentors, mentees)
        )
        return one[None, :], other[:, None]

    def grades(people):
        return np.array([person["grade"] for person in people], np.int16)

    value = np.zeros((len(mentees), len(mentors)), np.int16)
    for field in ("profession", "role"):
        one, other = columns(field)
        value += POINTS[field] * (one == other)
    ahead = grades(mentors)[None, :] - grades(mentees)[:, None]
    value += POINTS["grade"] * (ahead == 2)
    one, other = columns("organisation")
    value[(ahead <= 0) | (one == other)] = -1
    return value


def _one_place(mentors):
    """Places of mentors who each take one."""
    people = [
        {
            "id": person["email"],
            "institution": person["organisation"],
            "capacity": 1,
            "languages": ["en"],
            "modes": ["any"],
            "skills": {"grade": max(1, person["grade"] - 1)},
        }
        for person in mentors
    ]
    return people, Places(parse({"mentors": people}))


def on_their_rules(mentors, mentees, ties):
    """Their rules on arrays, and the core's solver; points and pairs with points."""
    places = _one_place(mentors)[1]
    begun = clock()
    value = points(mentors, mentees)
    row, column = np.nonzero(value >= 0)
    score = value[row, column].astype(np.int64)
    network = Network(places, np.ones(len(mentees), dtype=bool))
    paired = (value >= 0).any(axis=1)
    best = np.maximum(value.max(axis=1), 0)
    wanted = levels("score", np.ones(len(mentees), dtype=int), best, paired)
    wanted += mentor_ties(len(mentees), len(mentors))
    found = network.solve(row, column, score, wanted if ties else wanted[:1])
    served = np.flatnonzero(found.mentor >= 0)
    total = float(value[served, found.mentor[served]].sum())
    return total, len(served), since(begun)


def planned_on_their_rules(mentors, mentees):
    """The whole core: points handed over as costs, the one part that takes any
    number per pair; disqualified pairs are excluded by the core's own hard rules."""
    value = points(mentors, mentees)
    most = sum(POINTS.values())
    people, _places = _one_place(mentors)
    row, column = (axis.tolist() for axis in np.nonzero(value >= 0))
    plan = matching.plan(
        {
            "mentors": people,
            "mentees": [
                {
                    "id": person["email"],
                    "institution": person["organisation"],
                    "languages": ["en"],
                    "modes": ["any"],
                    "skills": {"grade": person["grade"] - 1},
                }
                for person in mentees
            ],
            "costs": [
                [mentors[m]["email"], mentees[n]["email"], most - int(value[n, m])]
                for n, m in zip(row, column, strict=True)
            ],
            "weights": dict.fromkeys(matching.PARTS, 0) | {"cost": 1},
            "candidates": len(mentors),
        }
    )
    mentor_of = {person["email"]: k for k, person in enumerate(mentors)}
    mentee_of = {person["email"]: k for k, person in enumerate(mentees)}
    chosen = [
        (mentee_of[r["mentee"]], mentor_of[r["mentor"]]) for r in plan["matches"]
    ]
    return float(sum(value[pair] for pair in chosen)), len(chosen)


def theirs(python, mentors, mentees):
    done = subprocess.run(
        [python, "-I", str(HERE / "mentor_match.py")],
        input=json.dumps({"mentors": mentors, "mentees": mentees, **POINTS}),
        capture_output=True,
        text=True,
        check=True,
    )
    found = json.loads(done.stdout)
    mentor_of = {person["email"]: k for k, person in enumerate(mentors)}
    mentee_of = {person["email"]: k for k, person in enumerate(mentees)}
    value = points(mentors, mentees)
    chosen = [(mentee_of[n], mentor_of[m]) for m, n in found["pairs"]]
    answer = float(sum(value[pair] for pair in chosen)), len(chosen)
    return answer, found["seconds"], found["memory"], found["processor"]


def mentor_match_rows(table):
    with tempfile.TemporaryDirectory() as folder:
        venv.create(folder, with_pip=True)
        python = str(Path(folder) / "bin" / "python")
        install = [python, "-m", "pip", "install", "-q", MENTOR_MATCH]
        subprocess.run(install, check=True)
        listed = subprocess.run(
            [python, "-m", "pip", "list", "--format=freeze"],
            capture_output=True,
            text=True,
            check=True,
        ).stdout.split()
        munkres = next(line for line in listed if line.startswith("munkres"))
        for count in (100, 200, 400):
            people = their_people(count, seed=count)
            name = f"{count}+{count} on mentor-match's rules"
            found = theirs(python, *people)
            limit = table.row(name, f"mentor-match 7.0.1 ({munkres})", found)
            for ties, note in ((False, "no ties, as there"), (True, "ties by id too")):
                found = measured(on_their_rules, *people, ties)
                note = f"{limit / found[3]:.0f}× faster; rules on arrays; {note}"
                table.row(name, "this core, scores and solving", found, note)
            found = measured(planned_on_their_rules, *people)
            note = f"{limit / found[3]:.0f}× faster; points as costs, parts, greedy"
            table.row(name, "this core, everything", found, note)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="without the largest")
    parser.add_argument("--no-mentor-match", action="store_true")
    options = parser.parse_args()
    say(
        f"{os.cpu_count()} cores, {platform.machine()}, Python "
        f"{platform.python_version()}, load {os.getloadavg()[0]:.1f}\n"
    )
    table = Table()
    if not options.no_mentor_match:
        mentor_match_rows(table)
    for mentors, mentees in SIZES:
        cohort_rows(table, mentors, mentees, slow=True)
    if not options.quick:
        cohort_rows(table, *LARGE, slow=False)
    say(
        "\nmentor-match pairs one to one and has no capacities, classes or required "
        "pairs, so only its own rules are compared; its objective counts the points "
        "of the pairs it made. At the largest size HiGHS and the slots are left out: "
        f"they take minutes. Load at the end: {os.getloadavg()[0]:.1f}."
    )


if __name__ == "__main__":
    main()
