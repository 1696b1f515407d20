"""What two people do at the same moment to who decides, and on what."""

HEAD = """
import threading
from datetime import timedelta

import odoo
from odoo.modules.registry import Registry

registry = Registry(env.cr.dbname)
today = env["mbb.state.mixin"]._get_today()
group = env.ref("mbb_mentor.group_mentor_manager")
users = env["res.users"].create(
    [
        {"name": name, "login": name, "group_ids": [(4, group.id)]}
        for name in ("race.a", "race.b")
    ]
)
env.cr.commit()
answers = []


def run(*steps):
    ready = threading.Barrier(len(steps))

    def go(step):
        # A connection of its own: what the other has not committed is not seen.
        with registry.cursor() as cr:
            own = odoo.api.Environment(cr, users[0].id, {})
            own["res.users"].search_count([])
            ready.wait(timeout=60)
            try:
                step(own)
                cr.commit()
                answers.append("done")
            except Exception as error:
                cr.rollback()
                answers.append(type(error).__name__)

    threads = [threading.Thread(target=go, args=(step,)) for step in steps]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    env.cr.rollback()
    env.invalidate_all()
    print("ANSWERS", sorted(answers))

"""

CIRCLE = (
    HEAD
    + """
def depute(principal, deputy):
    def step(own):
        own["mbb.deputy"].sudo().create(
            {
                "principal_id": principal,
                "deputy_id": deputy,
                "date_from": today,
                "date_to": today + timedelta(days=3),
                "ground": "2026/1",
            }
        )

    return step


first, second = users.ids
run(depute(first, second), depute(second, first))
print("ROWS", env["mbb.deputy"].search_count([("principal_id", "in", users.ids)]))
"""
)


def test_two_halves_of_a_circle(house):
    said = house.shell(house.clone("addons"), CIRCLE)
    assert "ANSWERS ['SerializationFailure', 'done']" in said, said
    assert "ROWS 1" in said, said


LINE = (
    HEAD
    + """
from odoo.exceptions import LockError

units = env["hr.department"].create([{"name": "Race A"}, {"name": "Race B"}])
duty = env["mbb.duty"].create({"department_id": units[0].id, "text": "Race"})
plan = env["mbb.reorganisation"].create(
    {
        "kind": "move_duty",
        "ground": "2026/1",
        "source_ids": [(6, 0, units[0].ids)],
        "target_id": units[1].id,
        "line_ids": [
            (0, 0, {"kind": "duty", "duty_id": duty.id, "from_id": units[0].id})
        ],
    }
)
env.cr.commit()
with registry.cursor() as cr:
    # Somebody hands it in, and has not committed.
    odoo.api.Environment(cr, odoo.SUPERUSER_ID, {})[plan._name].browse(
        plan.id
    ).lock_for_update()
    run(
        lambda own: own["mbb.reorganisation.line"]
        .browse(plan.line_ids.id)
        .write({"from_id": units[1].id})
    )
"""
)


def test_lines_of_what_is_handed_in_at_this_moment(house):
    said = house.shell(house.clone("addons"), LINE)
    assert "ANSWERS ['LockError']" in said, said
