"""Two people write down two decisions of one number at the same moment."""

SAVE = """
import base64
import threading

import odoo
from odoo import fields
from odoo.modules.registry import Registry

PDF = b"%PDF-1.4\\n1 0 obj<</Type/Catalog>>endobj\\ntrailer<</Root 1 0 R>>\\n%%EOF\\n"
registry = Registry(env.cr.dbname)
organ = env["mbb.organ"]._get_organ("committee", env.company)
today = env["mbb.decision"]._get_today()
decisions = env["mbb.decision"].create(
    [
        {
            "organ_id": organ.id,
            "subject": f"Matter {number}",
            "question": "?",
            "ground": "MPY m.9",
            "meeting_date": today,
        }
        for number in (1, 2)
    ]
)
decisions.action_put_on_agenda()
env.cr.commit()
ready = threading.Barrier(2)
answers = []


def save(decision_id):
    # A connection of its own: what the other has not committed is not seen.
    with registry.cursor() as cr:
        own = odoo.api.Environment(cr, odoo.SUPERUSER_ID, {})
        decision = own["mbb.decision"].browse(decision_id)
        decision._check_number("15", today.year)
        ready.wait(timeout=60)
        try:
            decision._record_decision(
                number="15",
                date=today,
                outcome="go_on",
                text="Decided.",
                file_name="karar.pdf",
                content=PDF,
            )
            cr.flush()
            # Both have written, neither has committed but one waits for the other.
            cr.commit()
            answers.append("saved")
        except Exception as error:
            cr.rollback()
            answers.append(type(error).__name__)


threads = [threading.Thread(target=save, args=(row.id,)) for row in decisions]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join(120)
env.invalidate_all()
env.cr.rollback()
print("ANSWERS", sorted(answers))
print("NUMBERED", env["mbb.decision"].search_count([("number", "=", "15")]))
"""


def test_second_of_two_is_refused(house):
    """The unique index decides, whatever each of the two had read before."""
    database = house.clone("addons")
    said = house.shell(database, SAVE)
    answers = next(line for line in said.splitlines() if "ANSWERS" in line)
    assert answers.count("'saved'") == 1, said
    assert "UniqueViolation" in answers or "UserError" in answers, said
    assert "NUMBERED 1" in said


def test_two_bare_connections(house):
    """The same without Odoo: the second waits for the first and is refused."""
    import psycopg2
    from psycopg2.errors import UniqueViolation
    from threading import Thread

    database = house.clone("addons")
    house.shell(
        database,
        """
organ = env["mbb.organ"]._get_organ("committee", env.company)
env["mbb.decision"].create(
    [
        {"organ_id": organ.id, "subject": s, "question": "?", "ground": "MPY m.9"}
        for s in ("One", "Two")
    ]
)
env.cr.commit()
""",
    )
    query = "UPDATE mbb_decision SET number = '16', year = 2026 WHERE subject = %s"
    first = psycopg2.connect(**house.connection(database))
    second = psycopg2.connect(**house.connection(database))
    refused = []

    def save_second():
        try:
            with second.cursor() as cursor:
                cursor.execute(query, ["Two"])
            second.commit()
        except UniqueViolation as error:
            refused.append(error)

    try:
        with first.cursor() as cursor:
            cursor.execute(query, ["One"])
        waiting = Thread(target=save_second)
        waiting.start()
        waiting.join(2)
        assert waiting.is_alive(), "the second does not wait for the first"
        first.commit()
        waiting.join(30)
        assert refused
    finally:
        first.close()
        second.close()
