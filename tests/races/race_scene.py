"""A relation between two institutions, and steps that are taken at the same moment."""

SCENE = """
import threading
from datetime import timedelta

import odoo
from odoo import Command
from odoo.exceptions import UserError
from odoo.modules.registry import Registry
from odoo.tests import new_test_user

registry = Registry(env.cr.dbname)
env = env(context={**env.context, "tz": "Europe/Istanbul"})
today = env["mbb.state.mixin"]._get_today()
skill = env.ref("mbb_mentor.hr_skill_planning_zoning")
levels = skill.skill_type_id.skill_level_ids.sorted("mentor_level")


def user(login, group, **values):
    return new_test_user(env, login, groups=group, tz="Europe/Istanbul", **values)


def institution(name, login):
    partner = env["res.partner"].create(
        {
            "name": name,
            "is_company": True,
            "is_mentor_institution": True,
            "institution_type": "district",
            "membership_from": "2020-01-01",
        }
    )
    for number in (1, 2):
        row = user(f"{login}{number}", "base.group_portal")
        row.partner_id.parent_id = partner
        env["mbb.representative"].create(
            {
                "user_id": row.id,
                "institution_id": partner.id,
                "role": "representative",
                "date_from": today - timedelta(days=9),
            }
        )
    return partner


def application(model, partner, level, **values):
    record = env[model].create(
        {
            "applicant_type": "institution",
            "institution_id": partner.id,
            "summary": "Plan notes",
            "mode_online": True,
            "language_ids": [Command.link(env.ref("base.lang_tr").id)],
            "date_from": today,
            "date_to": today + timedelta(days=700),
            "skill_ids": [
                Command.create(
                    {
                        "skill_type_id": skill.skill_type_id.id,
                        "skill_id": skill.id,
                        "skill_level_id": levels[level].id,
                    }
                )
            ],
            **values,
        }
    )
    record.action_submit()
    record.with_user(officer).action_review()
    record.with_user(officer).action_accept()
    return record


officer = user("race.officer", "mbb_mentor.group_mentor_officer")
managers = [
    user(f"race.manager{number}", "mbb_mentor.group_mentor_manager")
    for number in (1, 2)
]
approver = user("race.approver", "mbb_mentor.group_mentor_approver")
secretariat = env.company._mbb_get_general_secretariat()
if not secretariat:
    secretariat = env["hr.department"].create(
        {"name": "Genel Sekreterlik", "mentor_kind": "general_secretariat"}
    )
secretariat.manager_id = env["hr.employee"].create(
    {"name": "Genel Sekreter", "user_id": approver.id}
)
giving, asking = institution("Giving", "giving"), institution("Asking", "asking")
expert = env["res.partner"].create({"name": "Expert", "parent_id": giving.id})
expert_user = user("race.expert", "base.group_portal", partner_id=expert.id)
mentor = application("mbb.mentor", giving, 3, capacity=9)
mentee = application("mbb.mentee", asking, 1)
match = (
    env["mbb.match"]
    .with_user(officer)
    .create({"mentor_id": mentor.id, "mentee_id": mentee.id})
)
match.action_ask_consents()
by_side = {consent.side: consent.id for consent in match.sudo().consent_ids}
logins = {
    login: env["res.users"].search([("login", "=", login)]).id
    for login in ("giving1", "giving2", "asking1", "asking2")
}


def grant(login, record):
    for row in record.sudo().consent_ids.filtered(lambda c: c.state == "requested"):
        users = {
            "mentor_institution": logins["giving1"],
            "mentee_institution": logins["asking1"],
            "expert": expert_user.id,
        }
        row.with_user(users[row.side]).sudo().action_grant()


def run(*steps):
    # Each on a connection of its own that has read before the other one saves; as
    # for a web request, what the database refuses is tried once more.
    ready = threading.Barrier(len(steps))
    answers = {}

    def go(name, uid, step):
        for attempt in (1, 2, 3):
            with registry.cursor() as cr:
                own = odoo.api.Environment(cr, uid, {"tz": "Europe/Istanbul"})
                own["mbb.consent"].sudo().search([]).mapped("state")
                own["mbb.match"].sudo().search([]).mapped("state")
                own["mbb.assignment"].sudo().search([]).mapped("state")
                if attempt == 1:
                    ready.wait(timeout=60)
                try:
                    step(own)
                    cr.flush()
                    cr.commit()
                    answers[name] = "done"
                    return
                except Exception as error:
                    cr.rollback()
                    answers[name] = type(error).__name__
                    if isinstance(error, UserError):
                        # Told in plain words, "somebody else is working on it" too.
                        answers[name] = "refused"
                        return

    threads = [
        threading.Thread(target=go, args=(name, uid, step))
        for name, uid, step in steps
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    env.cr.rollback()
    env.invalidate_all()
    print("ANSWERS", sorted(answers.values()))
    return answers

"""
