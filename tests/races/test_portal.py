"""Two people at the same moment on the portal: over one address, one seat, one
invitation, one step of a draft."""

SCENE = """
import base64
import threading
from datetime import timedelta

import odoo
from odoo import Command, fields
from odoo.modules.registry import Registry

registry = Registry(env.cr.dbname)
PDF = b"%PDF-1.4\\n1 0 obj<</Type/Catalog>>endobj\\ntrailer<</Root 1 0 R>>\\n%%EOF\\n"
place = env["res.partner"].create(
    {
        "name": "Race Municipality",
        "is_company": True,
        "is_mentor_institution": True,
        "institution_type": "district",
    }
)


def at_once(*steps):
    # Connections of their own: what the other has not committed is not seen.
    answers = []
    ready = threading.Barrier(len(steps))

    def take(step):
        with registry.cursor() as cr:
            own = odoo.api.Environment(cr, odoo.SUPERUSER_ID, {})
            # The snapshot of the transaction is taken before the other one writes.
            cr.execute("SELECT 1 FROM res_users LIMIT 1")
            try:
                ready.wait(timeout=60)
                step(own)
                own.flush_all()
                cr.commit()
                answers.append("done")
            except Exception as error:
                cr.rollback()
                answers.append(type(error).__name__)
                print("WHY", error)

    threads = [threading.Thread(target=take, args=(step,)) for step in steps]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    env.cr.rollback()
    env.invalidate_all()
    print("ANSWERS", sorted(answers))


"""

APPROVALS = """
def registered():
    row = env["mbb.registration"].create(
        {
            "institution_id": place.id,
            "person_name": "Race Person",
            "email": "new@race.example",
        }
    )
    row._keep_file("letter.pdf", PDF)
    return row.id


numbers = [registered(), registered()]
env.cr.commit()
at_once(
    *(
        lambda own, number=number: own["mbb.registration"]
        .browse(number)
        ._give_role("representative")
        for number in numbers
    )
)
print("USERS", env["res.users"].search_count([("login", "=", "new@race.example")]))
roles = env["mbb.representative"].search([("institution_id", "=", place.id)])
print("ROLES", len(roles))
left = env["mbb.registration"].browse(numbers).filtered(
    lambda row: not row.representative_id
)
print("AGAIN", left.with_context(lang="en_US")._get_account_obstacle())
"""


def test_two_approvals_for_one_new_address(house):
    said = house.shell(house.clone("addons"), SCENE + APPROVALS)
    assert "ANSWERS ['SerializationFailure', 'done']" in said, said
    assert "USERS 1" in said, said
    assert "ROLES 1" in said, said
    # Begun again, the second is told so in plain words.
    assert "AGAIN Race Person has a role for Race Municipality already." in said, said


SEAT = """
begin = fields.Datetime.now() + timedelta(days=14)
event = env["event.event"].create(
    {
        "name": "Race Day",
        "is_mentor_event": True,
        "is_mentor_public": True,
        "date_begin": begin,
        "date_end": begin + timedelta(hours=4),
        "seats_limited": True,
        "seats_max": 1,
        "event_mail_ids": [Command.clear()],
    }
)
env.cr.commit()
at_once(
    *(
        lambda own, name=name: own["event.event"]
        .browse(event.id)
        ._register_public(name, f"{name}@race.example", "Race")
        for name in ("first", "second")
    )
)
print("TAKEN", len(event.registration_ids))
"""


def test_the_last_seat_goes_once(house):
    said = house.shell(house.clone("addons"), SCENE + SEAT)
    assert "ANSWERS ['SerializationFailure', 'done']" in said, said
    assert "TAKEN 1" in said, said


INVITATION = """
inviter = env["res.users"].with_context(no_reset_password=True).create(
    {
        "name": "Race Inviter",
        "login": "inviter@race.example",
        "group_ids": [Command.set(env.ref("base.group_portal").ids)],
    }
)
inviter.partner_id.parent_id = place
env["mbb.representative"].create(
    {
        "user_id": inviter.id,
        "institution_id": place.id,
        "role": "representative",
        "date_from": fields.Date.today() - timedelta(days=9),
    }
)
invitation = env["mbb.invitation"].create(
    {
        "institution_id": place.id,
        "role": "applicant",
        "person_name": "Race Colleague",
        "email": "colleague@race.example",
        "invited_by_id": inviter.id,
    }
)
notice = invitation._get_portal_notice()
env.cr.commit()


def accept(own):
    own["mbb.invitation"].browse(invitation.id)._accept(
        own["mbb.notice"].browse(notice.id)
    )


at_once(accept, accept)
print("STATE", invitation.state)
print("USERS", env["res.users"].search_count([("login", "=", invitation.email)]))
print("ROLES", len(env["mbb.representative"].search([("role", "=", "applicant")])))
read = env["mbb.notice.acknowledgement"].search([("notice_id", "=", notice.id)])
print("READ", len(read))
"""


def test_two_acceptances_of_one_invitation(house):
    said = house.shell(house.clone("addons"), SCENE + INVITATION)
    # Either waits for the row, or is told that somebody else is working on it.
    assert (
        "ANSWERS ['LockError', 'done']" in said
        or "ANSWERS ['SerializationFailure', 'done']" in said
    ), said
    assert "STATE accepted" in said, said
    for count in ("USERS 1", "ROLES 1", "READ 1"):
        assert count in said, said


STEP = """
from odoo.addons.mbb_mentor_portal.controllers.application_form import (
    ApplicationFormPortal,
)
from odoo.addons.mbb_mentor_portal.controllers.forms import Form

page = ApplicationFormPortal()
draft = env["mbb.mentee"].create(
    {"applicant_type": "institution", "institution_id": place.id}
)
skills = env["hr.skill"].search([("skill_type_id.is_mentor_subject", "=", True)], limit=2)
version = page._mentoring_version(page._mentoring_step_values(draft, "subjects"))
env.cr.commit()


def save(own, number):
    skill = own["hr.skill"].browse(number)
    level = skill.skill_type_id.skill_level_ids.filtered("mentor_level")[:1]
    vals = {
        "skill_id": skill.id,
        "skill_type_id": skill.skill_type_id.id,
        "skill_level_id": level.id,
    }
    page._mentoring_step_save(
        Form({"version": version}, values={"version": version}),
        own["mbb.mentee"].browse(draft.id),
        "subjects",
        {"vals": {}, "person": {}, "skills": {skill: vals}},
    )


at_once(*(lambda own, number=skill.id: save(own, number) for skill in skills))
print("SUBJECTS", len(draft.skill_ids))
"""


def test_two_saves_of_one_step(house):
    """Each chose one subject: that both stand is what neither of them has seen."""
    said = house.shell(house.clone("addons"), SCENE + STEP)
    assert "ANSWERS ['SerializationFailure', 'done']" in said, said
    assert "SUBJECTS 1" in said, said
