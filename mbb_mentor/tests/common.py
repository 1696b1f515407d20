# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

import io
from datetime import timedelta
from functools import cache
from unittest.mock import patch

from reportlab.pdfgen import canvas

from odoo import Command, fields
from odoo.tests import new_test_user

from odoo.addons.base.models.ir_actions_report import IrActionsReport
from odoo.addons.base.tests.common import BaseCommon

#: The smallest bytes that are a PDF by content.
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
PRINTER = IrActionsReport._run_wkhtmltopdf


@cache
def _make_page():
    buffer = io.BytesIO()
    page = canvas.Canvas(buffer)
    page.showPage()
    page.save()
    return buffer.getvalue()


def make_pdf(*_args, **_kwargs):
    """One empty page, in place of the slow printer."""
    return _make_page()


class MentorCommon(BaseCommon):
    """The Birlik, two municipalities, and one user of each role."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        printer = patch.object(IrActionsReport, "_run_wkhtmltopdf", make_pdf)
        printer.start()
        cls.addClassCleanup(printer.stop)
        # One day for everybody, also while it is another one in UTC.
        cls.env = cls.env(context={**cls.env.context, "tz": "Europe/Istanbul"})
        cls.today = fields.Date.context_today(cls.env.user)
        cls.giving = cls._create_institution("Giving Municipality", "metropolitan")
        cls.asking = cls._create_institution("Asking Municipality", "district")
        cls.other = cls._create_institution("Other Municipality", "district")
        cls.expert = cls.env["res.partner"].create(
            {
                "name": "Ayşe Uzman",
                "parent_id": cls.giving.id,
                "email": "ayse@giving.example",
                "phone": "+90 216 555 01 01",
                "function": "City Planner",
            }
        )
        cls.learner = cls.env["res.partner"].create(
            {
                "name": "Işık İnceoğlu",
                "parent_id": cls.asking.id,
                "email": "isik@asking.example",
            }
        )
        cls._create_users()
        cls._fill_posts()
        cls.skill_type = cls.env.ref("mbb_mentor.hr_skill_type_planning")
        cls.skill = cls.env.ref("mbb_mentor.hr_skill_planning_zoning")
        cls.levels = {
            level.mentor_level: level for level in cls.skill_type.skill_level_ids
        }

    def _print_for_real(self):
        """For a test that reads what is on the paper."""
        self.patch(IrActionsReport, "_run_wkhtmltopdf", PRINTER)

    @classmethod
    def _get_staff(cls):
        """{name: group} of those who work in the Birlik: `user_<name>` each."""
        return {
            "officer": "mbb_mentor.group_mentor_officer",
            "officer2": "mbb_mentor.group_mentor_officer",
            "manager": "mbb_mentor.group_mentor_manager",
            "manager2": "mbb_mentor.group_mentor_manager",
            "approver": "mbb_mentor.group_mentor_approver",
            "approver2": "mbb_mentor.group_mentor_approver",
            "registry": "mbb_mentor.group_mentor_registry",
            "employee": "base.group_user",
        }

    @classmethod
    def _get_representatives(cls):
        """{name: (institution, role, until)} of those outside."""
        return {
            "giving": (cls.giving, "representative", False),
            "asking": (cls.asking, "representative", False),
            "other": (cls.other, "representative", False),
        }

    @classmethod
    def _create_users(cls):
        """All at once: one by one, each empties the caches that the next one needs."""
        staff, outside = cls._get_staff(), cls._get_representatives()
        rows = {
            **{
                name: cls._user_values(f"test.{name}", group, tz="Europe/Istanbul")
                for name, group in staff.items()
            },
            **{
                name: cls._user_values(f"test.{name}.{role}")
                for name, (_institution, role, _until) in outside.items()
            },
            "expert": cls._user_values("test.expert", partner_id=cls.expert.id),
        }
        users = cls.env["res.users"].create(list(rows.values()))
        for name, user in zip(rows, users, strict=True):
            setattr(cls, f"user_{name}", user)
        for name, (institution, role, until) in outside.items():
            user = getattr(cls, f"user_{name}")
            user.partner_id.parent_id = institution
            cls._appoint(user, institution, role, until)

    @classmethod
    def _user_values(cls, login, group="base.group_portal", **values):
        """As `new_test_user` has it: the password is the login, eight letters long."""
        return {
            "login": login,
            "name": f"{login} ({group})",
            "password": login.ljust(8, "x"),
            "email": f"{login[0]}.{login[0]}@example.com",
            "group_ids": [Command.set(cls.env.ref(group).ids)],
            **values,
        }

    @classmethod
    def _fill_posts(cls):
        """`approver` is Genel Sekreter, `approver2` Başkan, whatever was loaded."""
        company = cls.env.company
        head = cls.env["hr.employee"].create(
            {"name": "Genel Sekreter", "user_id": cls.user_approver.id}
        )
        cls.secretariat = company._mbb_get_general_secretariat()
        if not cls.secretariat:
            cls.secretariat = cls.env["hr.department"].create(
                {"name": "Genel Sekreterlik", "mentor_kind": "general_secretariat"}
            )
        cls.secretariat.manager_id = head
        organs = cls.env["mbb.organ"]
        cls.council = organs._get_organ("council", company)
        cls.committee = organs._get_organ("committee", company)
        cls.president = organs._get_organ("president", company)
        cls.president.member_ids.unlink()
        cls._seat(cls.president, cls.user_approver2, "head")

    @classmethod
    def _seat(cls, organ, user, role="member", **values):
        return cls.env["mbb.organ.member"].create(
            {
                "organ_id": organ.id,
                "partner_id": user.partner_id.id,
                "role": role,
                "date_from": "2020-01-01",
                **values,
            }
        )

    @classmethod
    def _create_unit(cls, name, login=None, **values):
        """A unit under the Genel Sekreterlik; with `login`, its head may decide."""
        unit = cls.env["hr.department"].create(
            {"name": name, "parent_id": cls.secretariat.id, **values}
        )
        if login:
            head = new_test_user(
                cls.env, login, groups="mbb_mentor.group_mentor_approver"
            )
            unit.manager_id = cls.env["hr.employee"].create(
                {"name": login, "user_id": head.id, "department_id": unit.id}
            )
        return unit

    @classmethod
    def _decide_matter(cls, decision, number="1", outcome="go_on", **values):
        """Yazı İşleri puts it on the agenda and records the answer."""
        decision = decision.with_user(cls.user_registry)
        decision.meeting_date = cls.today
        decision.action_put_on_agenda()
        decision._record_decision(
            **{
                "number": number,
                "date": cls.today,
                "outcome": outcome,
                "text": "It was decided.",
                "file_name": "karar.pdf",
                "content": PDF,
                **values,
            }
        )
        return decision

    @classmethod
    def _order_spending(cls, assignments, **values):
        """A spending order for them, signed the day before the first departure."""
        assignments = assignments.with_user(cls.user_officer)
        assignments.action_draw_up_order()
        order = assignments.spending_order_id
        order.write(
            {
                "appropriation": "38.79.01.03-06.3.9.00-5-03.3",
                "amount": max(order.amount, 1),
                **values,
            }
        )
        departure = min(assignments.mapped("date_from"))
        order._record_document(
            number="HT-E-1",
            date=min(departure - timedelta(days=1), cls.today),
            file_name="talimat.pdf",
            content=PDF,
        )
        order.action_ask_approval()
        rows = order.sudo().approval_ids.filtered(lambda a: a.state == "waiting")
        for row in rows:
            row.with_user(row.approver_ids[:1])._do_approve()
        return order

    @classmethod
    def _create_institution(cls, name, institution_type):
        return cls.env["res.partner"].create(
            {
                "name": name,
                "is_company": True,
                "is_mentor_institution": True,
                "institution_type": institution_type,
                "membership_from": "2020-01-01",
                "email": f"info@{institution_type}.example",
            }
        )

    @classmethod
    def _create_representative(
        cls, name, institution, role="representative", date_to=False, unit=None
    ):
        """A portal user with a role for the institution since yesterday or so."""
        user = new_test_user(
            cls.env, f"test.{name}.{role}", groups="base.group_portal"
        )
        user.partner_id.parent_id = institution
        cls._appoint(user, institution, role, date_to, unit)
        return user

    @classmethod
    def _appoint(cls, user, institution, role, date_to=False, unit=None):
        return cls.env["mbb.representative"].create(
            {
                "user_id": user.id,
                "institution_id": institution.id,
                "unit_id": unit.id if unit else False,
                "role": role,
                "date_from": cls.today - timedelta(days=30),
                "date_to": date_to,
            }
        )

    @classmethod
    def _skill_commands(cls, level, skill=None):
        skill = skill or cls.skill
        levels = {
            row.mentor_level: row for row in skill.skill_type_id.skill_level_ids
        }
        return [
            Command.create(
                {
                    "skill_type_id": skill.skill_type_id.id,
                    "skill_id": skill.id,
                    "skill_level_id": levels[level].id,
                }
            )
        ]

    @classmethod
    def _application_values(cls, institution, level, **values):
        return {
            "applicant_type": "institution",
            "institution_id": institution.id,
            "summary": "Zoning plan notes and their changes",
            "mode_online": True,
            "language_ids": [Command.link(cls.env.ref("base.lang_tr").id)],
            "date_from": cls.today,
            "date_to": cls.today + timedelta(days=300),
            "skill_ids": cls._skill_commands(level),
            **values,
        }

    @classmethod
    def _create_mentor(cls, accepted=True, **values):
        """A mentor application of `giving`, in the pool unless told otherwise."""
        institution = values.pop("institution", cls.giving)
        level = values.pop("level", 4)
        mentor = cls.env["mbb.mentor"].create(
            cls._application_values(institution, level, **values)
        )
        if accepted:
            mentor.sudo().action_submit()
            mentor.with_user(cls.user_officer).action_review()
            mentor.with_user(cls.user_officer).action_accept()
        return mentor

    @classmethod
    def _create_mentee(cls, accepted=True, **values):
        """A mentee application of `asking`, waiting for a match unless told."""
        institution = values.pop("institution", cls.asking)
        level = values.pop("level", 2)
        mentee = cls.env["mbb.mentee"].create(
            cls._application_values(institution, level, **values)
        )
        if accepted:
            mentee.sudo().action_submit()
            mentee.with_user(cls.user_officer).action_review()
            mentee.with_user(cls.user_officer).action_accept()
        return mentee
