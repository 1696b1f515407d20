# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

"""A run that is killed or held by somebody else; the last place, asked for twice."""

import psycopg2
import pytest

#: First half of the key of a run's advisory lock.
LOCK = 0x6D6262

BEGIN = """
run = env["mbb.match.run"].create({})
run.action_compute()
env.cr.commit()
print("RUN", run.id, run.state)
"""

# The process ends when all is written and nothing is committed.
KILL = """
import os
import signal

kind = type(env["mbb.match.run"])
whole = kind._store


def store(run, *found):
    whole(run, *found)
    env.flush_all()
    os.kill(os.getpid(), signal.SIGKILL)


kind._store = store
env["mbb.match.run"]._cron_compute()
print("ALIVE")
"""

LOOK = """
{}
run = env["mbb.match.run"].browse({})
env.cr.commit()
print("STATE", run.state, len(run.line_ids), bool(run.cohort))
"""

TWICE = """
import threading

import odoo
from odoo.modules.registry import Registry

registry = Registry(env.cr.dbname)
officer = env.ref("mbb_mentor.group_mentor_officer").user_ids[0]
mentor = env["mbb.mentor"].search([("state", "=", "available")], limit=1)
mentor.capacity = mentor.occupied + 1
mentees = env["mbb.mentee"].search(
    [
        ("state", "=", "waiting"),
        ("institution_id", "!=", mentor.institution_id.id),
        # A pair that there is already would be refused for that.
        ("match_ids", "=", False),
    ],
    limit=2,
)
assert len(mentees) == 2
env.cr.commit()
ready = threading.Barrier(2)
answers = []


def accept(mentee_id):
    # A connection of its own: what the other has not committed is not seen.
    with registry.cursor() as cr:
        own = odoo.api.Environment(cr, officer.id, {})
        assert own["mbb.mentor"].browse(mentor.id).capacity_left == 1
        ready.wait(timeout=60)
        try:
            own["mbb.match"].create({"mentor_id": mentor.id, "mentee_id": mentee_id})
            cr.commit()
            answers.append("accepted")
        except Exception as error:
            cr.rollback()
            answers.append(f"{type(error).__name__}")


threads = [threading.Thread(target=accept, args=(row.id,)) for row in mentees]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join(120)
env.cr.rollback()
env.invalidate_all()
print("ANSWERS", sorted(answers))
print("LEFT", mentor.capacity_left)
"""


def _said(output, word):
    return next(line for line in output.splitlines() if line.startswith(word)).split()


@pytest.fixture
def begun(house):
    """A database with a run that waits to be computed: (name, run id)."""
    database = house.clone()
    return database, int(_said(house.shell(database, BEGIN), "RUN")[1])


def test_killed_in_the_middle(house, begun):
    """Nothing half written is left; the run is marked, and can be computed again."""
    database, run = begun
    with pytest.raises(Exception) as failure:
        house.shell(database, KILL)
    assert "ALIVE" not in str(failure.value)
    assert _said(house.shell(database, LOOK.format("", run)), "STATE")[1:] == [
        "running",
        "0",
        "False",
    ]
    tick = 'env["mbb.match.run"]._cron_compute()'
    assert _said(house.shell(database, LOOK.format(tick, run)), "STATE")[1:3] == [
        "stopped",
        "0",
    ]
    again = f"""
run = env["mbb.match.run"].browse({run})
run.action_reset()
run.action_compute()
{tick}
"""
    state, lines = _said(house.shell(database, LOOK.format(again, run)), "STATE")[1:3]
    assert state == "computed"
    assert int(lines) > 0


def test_held_by_another_server(house, begun):
    """Who computes holds the lock: the others neither compute nor mark the run."""
    database, run = begun
    tick = 'env["mbb.match.run"]._cron_compute()'
    other = psycopg2.connect(**house.connection(database))
    try:
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [LOCK, run])
        said = house.shell(database, LOOK.format(tick, run))
        assert _said(said, "STATE")[1] == "running"
    finally:
        other.close()
    said = house.shell(database, LOOK.format(tick, run))
    assert _said(said, "STATE")[1] == "computed"


def test_last_place_asked_for_twice(house):
    """Of two officers one gets the place; the other is told, or tries again and is."""
    said = house.shell(house.clone(), TWICE)
    answers = " ".join(_said(said, "ANSWERS"))
    assert answers.count("'accepted'") == 1, said
    assert "UserError" in answers or "SerializationFailure" in answers, said
    assert _said(said, "LEFT")[1] == "0"
