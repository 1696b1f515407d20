# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
"""The travel core beside a bare loop that only parses the same JSON: one table.

    python tests/benchmarks/harcirah.py [--claims 2000]

Both read the same lines; the loop stops at ``json.loads``, the core goes on to the
entitlement and writes it as JSON. Seconds are of the processor, which other work on
the machine disturbs less, and the least of five runs; memory is the peak of the
process.
"""

import argparse
import json
import os
import platform
import random
import resource
import sys
from datetime import datetime, timedelta
from pathlib import Path
from time import process_time

HERE = Path(__file__).resolve().parent
# This file is called as the package is; its folder must not hide it.
sys.path[:] = [p for p in sys.path if Path(p or ".").resolve() != HERE]
sys.path.insert(0, str(HERE.parents[1] / "mbb_mentor_expense"))
import harcirah  # noqa: E402

RUNS = 5
DAY = timedelta(days=1)
BUS = {"kind": "bus", "amount": "500.00", "count": 2}


def iso(moment):
    return f"{moment:%Y-%m-%dT%H:%M}"


def journey(draw, nights):
    """Departure and return of a trip with that many nights."""
    first = datetime(2026, 1, 1, draw.randint(5, 16))
    start = first + draw.randrange(365) * DAY
    return start, start + nights * DAY + timedelta(hours=draw.randint(1, 8))


def trip(draw, nights, **more):
    start, end = journey(draw, nights)
    return {
        "daily_rate": draw.choice(["850.00", "860.00", "870.00", "880.00", "890.00"]),
        "departure": iso(start),
        "return": iso(end),
        "transport": [BUS, {"kind": "taxi", "amount": "120.00", "count": 2}],
        **more,
    }


def one_day(draw):
    return trip(draw, 0)


def three_days(draw):
    invoice = {"nights": 2, "invoice_total": f"{draw.randint(1500, 4000)}.00"}
    return trip(draw, 2, lodging=[invoice], advance="2000.00")


def half_a_year(draw):
    """Over each border of m.42 and of the lodging bands."""
    invoice = {"nights": 180, "invoice_total": "150000.00"}
    return trip(draw, 185, lodging=[invoice])


def shared(draw):
    """Sickness, waiting, rates that change, other payers, a ceiling, tax."""
    start, end = journey(draw, 6)
    days = [f"{start.date() + offset * DAY}" for offset in range(7)]
    return {
        **trip(draw, 6),
        "departure": iso(start),
        "return": iso(end),
        "degree": 3,
        "rates": [{"from": days[3], "daily_rate": "900.00"}],
        "sickness": [{"from": days[1], "to": days[2]}],
        "waiting": [{"from": days[4], "cause": "road_closed"}],
        "lodging": [{"nights": 6, "invoice_total": "7200.00"}],
        "coverage": {"allowance": "0.5", "lodging": "1/3", "transport": "1"},
        "others": [{"name": "Host", "shares": {"allowance": "0.5", "lodging": "2/3"}}],
        "coverage_ceiling": "9000.00",
        "policy": {"stamp_tax_rate": "0.00759", "stamp_tax_base": "all"},
    }


def abroad(draw):
    row = {"country": "DE", "daily_rate": "164.00", "currency": "EUR"}
    invoice = {"nights": 4, "invoice_total": "720.00"}
    rates = {"currency": "EUR", "declaration_rate": "50.25"}
    return trip(draw, 4, countries=[row], lodging=[invoice], exchange=[rates])


KINDS = (one_day, three_days, half_a_year, shared, abroad)


def parsed(lines):
    """The limit: nobody computes faster than the JSON can be read."""
    for line in lines:
        json.loads(line)


def computed(lines):
    for line in lines:
        json.dumps(harcirah.entitle(json.loads(line)))


def seconds(work, lines):
    found = []
    for _run in range(RUNS):
        begun = process_time()
        work(lines)
        found.append(process_time() - begun)
    return min(found)


def say(line):
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--claims", type=int, default=2000)
    options = parser.parse_args()
    say(
        f"{os.cpu_count()} cores, {platform.machine()}, Python "
        f"{platform.python_version()}, load {os.getloadavg()[0]:.1f}\n"
    )
    say("| claims | KiB each | parsed/s | computed/s | times the parsing |")
    say("|---|---:|---:|---:|---:|")
    for kind in KINDS:
        # Long trips are few.
        count = max(options.claims // (20 if kind is half_a_year else 1), 1)
        draw = random.Random(kind.__name__)
        lines = [json.dumps(kind(draw)) for _claim in range(count)]
        bare, whole = seconds(parsed, lines), seconds(computed, lines)
        size = sum(map(len, lines)) / count / 1024
        say(
            f"| {count} × {kind.__name__.replace('_', ' ')} | {size:.2f} "
            f"| {count / bare:,.0f} | {count / whole:,.0f} | {whole / bare:.0f} |"
        )
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    say(f"\nPeak memory {memory:.0f} MiB. Load at the end: {os.getloadavg()[0]:.1f}.")


if __name__ == "__main__":
    main()
