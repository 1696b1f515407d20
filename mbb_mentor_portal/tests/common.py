# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

import io
from datetime import datetime, time, timedelta

from lxml import html
from PIL import Image

from odoo import http
from odoo.tests import HttpCase, new_test_user

from odoo.addons.mbb_mentor.tests.relation.common import RelationCommon


def make_png():
    output = io.BytesIO()
    Image.new("RGB", (8, 8), "white").save(output, "PNG")
    return output.getvalue()


class PortalCommon(RelationCommon):
    """A relation as far as an approved assignment, and who looks at it from outside.

    `asking` is the mentee's institution: besides its representative it has an
    applicant, a viewer and a former representative.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.user_applicant = cls._create_representative(
            "asks", cls.asking, role="applicant"
        )
        cls.user_viewer = cls._create_representative("looks", cls.asking, role="viewer")
        cls.user_former = cls._create_representative(
            "left", cls.asking, date_to=cls.today - timedelta(days=2)
        )
        cls.user_stranger = new_test_user(
            cls.env, "test.stranger", groups="base.group_portal"
        )
        cls.unit = cls.env["res.partner"].create(
            {
                "name": "Zoning Department",
                "parent_id": cls.asking.id,
                "is_mentor_unit": True,
            }
        )
        cls.draft = cls._create_mentee(accepted=False)
        cls.company = cls.env.company
        cls.company.mbb_stamp_tax_base = "all"

    @classmethod
    def _load_relation(cls):
        """A match under way with a held session and an assignment that is over."""
        cls.match = cls._agree(
            date_from=cls.today - timedelta(days=60),
            date_to=cls.today + timedelta(days=60),
        )
        cls.assignment = cls._approved(
            cls.match,
            date_from=cls.today - timedelta(days=10),
            date_to=cls.today - timedelta(days=6),
            payer="birlik",
            coverage_allowance=1,
            coverage_lodging=1,
            coverage_transport=1,
        )
        cls.letter = cls.assignment.sudo().letter_ids[:1]
        start = datetime.combine(cls.today - timedelta(days=2), time(9))
        cls.meeting = cls.match.session_ids.create(
            {
                "match_id": cls.match.id,
                "date_start": start,
                "date_stop": start + timedelta(hours=1),
                "minutes": "What was said",
                "private_note": "Not for the parties",
            }
        )
        cls.meeting.attended_ids = cls.meeting.attendee_ids
        cls.meeting.action_hold()
        cls.claim = (
            cls.env["mbb.travel.claim"]
            .with_user(cls.user_expert)
            .create({"assignment_id": cls.assignment.id, "title": "City Planner"})
            .sudo()
        )

    @classmethod
    def _agree_on(cls, match, **values):
        """A version of the mentoring agreement, put before the sides."""
        agreement = (
            cls.env["mbb.agreement"]
            .with_user(cls.user_officer)
            .create(
                {
                    "match_id": match.id,
                    "goals": "A zoning plan",
                    "calendar": "Every second week",
                    "method": "Reading drafts together",
                    "confidentiality": "Drafts stay between us",
                    "conduct": "On time",
                    **values,
                }
            )
        )
        agreement.action_ask()
        return agreement.sudo()

    @classmethod
    def _give_task(cls, session, **values):
        return (
            cls.env["mbb.session.task"]
            .with_user(cls.user_officer)
            .create(
                {
                    "session_id": session.id,
                    "name": "Send the plan notes",
                    "owner_id": cls.expert.id,
                    "date_deadline": cls.today + timedelta(days=7),
                    **values,
                }
            )
            .sudo()
        )

    @classmethod
    def _consent(cls, record, side):
        return record.sudo().consent_ids.filtered(lambda c: c.side == side)


class PortalCase(HttpCase, PortalCommon):
    def _sign_in(self, user):
        login = user.login if user else None
        # new_test_user: the password is the login, filled up to eight letters.
        self.authenticate(login, login and (login + "x" * 8)[: max(8, len(login))])

    def _get(self, url, status=200):
        response = self.url_open(url, allow_redirects=False)
        self.assertEqual(response.status_code, status, url)
        return response

    def _post(self, url, data=None, status=303, files=None):
        data = {"csrf_token": http.Request.csrf_token(self), **(data or {})}
        response = self.url_open(url, data=data, files=files, allow_redirects=False)
        found = html.fromstring(response.text or "<p/>").find(".//*[@id='mbb_errors']")
        said = "" if found is None else " ".join(found.text_content().split())
        self.assertEqual(response.status_code, status, f"{url} {said}")
        return response

    def _application(self, **values):
        return {
            "acting": f"{self.asking.id}-0",
            "applicant_type": "institution",
            "skill_0": str(self.skill.id),
            "level_0": "2",
            "summary": "Zoning plan notes",
            "mode_online": "1",
            "language_ids": str(self.env.ref("base.lang_tr").id),
            "date_from": self.today.isoformat(),
            "date_to": (self.today + timedelta(days=90)).isoformat(),
            "notice": "1",
            "notice_version": "1",
            "do": "submit",
            **values,
        }
