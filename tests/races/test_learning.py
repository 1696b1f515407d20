"""Two people at the same moment: over one answer, one certificate, one list of what is to
be destroyed."""

from race_scene import SCENE

AGREE = """
mentor.contact_id = expert
mentee.contact_id = env["res.users"].browse(logins["asking1"]).partner_id
grant("", match)
match.sudo().approval_ids.with_user(managers[0])._do_approve()
"""

ANSWER = (
    SCENE
    + AGREE
    + """
asked = env["mbb.evaluation"]._ask(match, "pulse", 1).filtered(lambda e: e.side == "mentor")
scale, text = asked.survey_input_id.survey_id.question_ids
env.cr.commit()


def answer(score):
    def step(own):
        own["mbb.evaluation"].sudo().browse(asked.id)._record_answers(
            {scale.with_env(own): str(score), text.with_env(own): f"Said {score}"}
        )

    return step


answers = run(("low", env.uid, answer(1)), ("high", env.uid, answer(5)))
score = 1 if answers["low"] == "done" else 5
print("STATE", asked.state, asked.score == score)
lines = asked.survey_input_id.user_input_line_ids
print("LINES", len(lines), f"Said {score}" in lines.mapped("value_text_box"))
"""
)


def test_one_evaluation_sent_twice(house):
    """From the mail and from the portal: one of the two stands, whole."""
    said = house.shell(house.clone("addons"), ANSWER)
    assert "ANSWERS ['done', 'refused']" in said, said
    assert "STATE done True" in said, said
    assert "LINES 2 True" in said, said


CERTIFICATES = (
    SCENE
    + AGREE
    + """
from odoo import fields

start = fields.Datetime.now() - timedelta(days=1)
session = env["mbb.session"].create(
    {
        "match_id": match.id,
        "date_start": start,
        "date_stop": start + timedelta(hours=1),
        "minutes": "Held",
    }
)
session.attendee_ids = expert
session.attended_ids = expert
session.action_hold()
match.action_start_evaluation()
for evaluation in match.sudo().evaluation_ids:
    evaluation._expire()
match.action_close()
env.cr.commit()


def issue(own):
    own["mbb.match"].browse(match.id).action_issue_certificates()


run(("one", officer.id, issue), ("two", managers[0].id, issue))
rows = match.sudo().certificate_ids
print("ROWS", len(rows), len(set(rows.mapped("partner_id"))))
print("LETTERS", len(rows.letter_ids) == len(rows))
"""
)


def test_certificates_issued_twice(house):
    """Each has one, with one number, whoever pressed first."""
    said = house.shell(house.clone("addons"), CERTIFICATES)
    assert "'done'" in said, said
    assert "ROWS 3 3" in said, said
    assert "LETTERS True" in said, said


DESTRUCTION = (
    SCENE
    + """
rule = env.ref("mbb_mentor_portal.mbb_retention_rule_registration_refused")
rows = env["mbb.registration"].create(
    [
        {
            "institution_id": giving.id,
            "person_name": f"Gone {number}",
            "email": f"gone{number}@race.example",
        }
        for number in range(12)
    ]
)
rows._write_guarded({"state": "refused"})
env.cr.commit()


def put(own):
    own["mbb.destruction"].sudo()._add_new_lines(
        own.company, rule.with_env(own), rows.with_env(own), requested=True
    )


run(("one", officer.id, put), ("two", officer.id, put))
put(env)
lists = env["mbb.destruction"].search([])
print("LISTS", len(lists), len(lists.line_ids), len(set(lists.line_ids.mapped("res_id"))))
lists._take_arrow("approval")
lists.sudo().approval_ids.with_user(approver)._do_approve()
print("APPROVED", lists.state, set(lists.line_ids.mapped("state")))
env.cr.commit()


def destroy(own):
    # As the scheduler has it: what is done is saved line by line.
    own.registry["ir.cron"]._commit_progress = lambda self, *a, **k: (
        self.env.cr.commit() or 100
    )
    own["mbb.destruction"].sudo()._cron_destroy()


run(("one", odoo.SUPERUSER_ID, destroy), ("two", odoo.SUPERUSER_ID, destroy))
destroy(env)
print("DONE", lists.state, set(lists.line_ids.mapped("state")))
print("NAMES", [row.person_name for row in rows if "Gone" in (row.person_name or "")])
steps = env["mbb.step"].search(
    [("res_model", "=", "mbb.destruction"), ("target", "=", "done")]
)
print("STEPS", len(steps))
"""
)


def test_destroyed_by_two_servers(house):
    """One list, each record on it once; done once, and logged once."""
    said = house.shell(house.clone("addons"), DESTRUCTION)
    assert "LISTS 1 12 12" in said, said
    assert "APPROVED approved {'listed'}" in said, said
    assert "DONE done {'done'}" in said, said
    assert "NAMES []" in said, said
    assert "STEPS 1" in said, said
