# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from contextlib import contextmanager
from datetime import timedelta

from odoo.exceptions import UserError

from ...models.base.zone import local_today
from ..common import PDF, MentorCommon


class RelationCommon(MentorCommon):
    """A mentor person of `giving`, a mentee institution `asking`, and their match."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.today = local_today()
        cls.expert.name = "Ayşe Uzman"
        # What parties may read is the portal addon's; their authority is ours.
        for model in ("mbb.consent", "mbb.session", "mbb.match", "mbb.letter"):
            cls.env["ir.model.access"].create(
                {
                    "name": f"test portal {model}",
                    "model_id": cls.env["ir.model"]._get_id(model),
                    "group_id": cls.env.ref("base.group_portal").id,
                    "perm_read": True,
                }
            )
        cls.user_applicant, cls.user_viewer = cls.user_applying, cls.user_viewing
        cls.mentor = cls._create_mentor(
            applicant_type="person", person_id=cls.expert.id
        )
        cls.mentee = cls._create_mentee(contact_id=cls.user_asking.partner_id.id)

    @classmethod
    def _get_representatives(cls):
        return {
            **super()._get_representatives(),
            "applying": (cls.giving, "applicant", False),
            "viewing": (cls.giving, "viewer", False),
        }

    @classmethod
    def _as(cls, record, user):
        return record.with_user(user)

    @classmethod
    def _propose(cls, **values):
        return (
            cls.env["mbb.match"]
            .with_user(cls.user_officer)
            .create({"mentor_id": cls.mentor.id, "mentee_id": cls.mentee.id, **values})
        )

    @classmethod
    def _users_by_side(cls):
        return {
            "mentor_institution": cls.user_giving,
            "mentee_institution": cls.user_asking,
            "expert": cls.user_expert,
        }

    @classmethod
    def _grant_all(cls, record):
        """Each party says yes, by its own user."""
        users = cls._users_by_side()
        for consent in record.sudo().consent_ids.filtered(
            lambda c: c.state == "requested"
        ):
            consent.with_user(users[consent.side]).action_grant()
        if record._name == "mbb.assignment.extension":
            cls._attach_letter(record)

    @classmethod
    def _attach_letter(cls, record, **values):
        """The sending institution's letter, after its representative's click."""
        consent = record.sudo()._get_sending_consent()
        return consent.with_user(cls.user_officer)._attach_paper(
            **{
                "content": PDF,
                "file_name": "muvafakat.pdf",
                "channel": "ebys",
                "number": "E-124",
                "date": cls.today,
                **values,
            }
        )

    @classmethod
    def _approve(cls, record, user):
        row = record.sudo().approval_ids.filtered(lambda a: a.state == "waiting")
        row.with_user(user)._do_approve()

    @classmethod
    def _agree(cls, **values):
        """A match that is agreed."""
        match = cls._propose(**values)
        match.action_ask_consents()
        cls._grant_all(match)
        cls._approve(match, cls.user_manager)
        return match

    @classmethod
    def _assignment_values(cls, match, **values):
        return {
            "match_id": match.id,
            "expert_id": cls.expert.id,
            "sending_institution_id": cls.giving.id,
            "host_institution_id": cls.asking.id,
            "place": "Town Hall",
            "date_from": cls.today,
            "date_to": cls.today + timedelta(days=4),
            "tasks": "Review the zoning plan notes on site",
            **values,
        }

    @classmethod
    def _draw_up(cls, match, **values):
        return (
            cls.env["mbb.assignment"]
            .with_user(cls.user_officer)
            .create(cls._assignment_values(match, **values))
        )

    @classmethod
    def _record_sending_letter(cls, assignment):
        return assignment.with_user(cls.user_officer)._record_sending_letter(
            channel="ebys",
            number="E-123",
            date=cls.today,
            file_name="letter.pdf",
            content=PDF,
        )

    @classmethod
    def _to_approval(cls, assignment):
        assignment.action_ask_consents()
        cls._grant_all(assignment)
        cls._record_sending_letter(assignment)
        if assignment.birlik_pays and not assignment.spending_order_id:
            cls._order_spending(assignment)

    @classmethod
    def _approved(cls, match, **values):
        assignment = cls._draw_up(match, **values)
        cls._to_approval(assignment)
        cls._approve(assignment, cls.user_approver)
        return assignment

    @contextmanager
    def assertRefused(self, text=""):
        """A UserError that names `text`; what was done before it is undone."""
        with self.assertRaises(UserError) as caught:
            yield caught
        self.assertIn(text, str(caught.exception))

    def _try_to_forge(self, record, state):
        """Every way to a state but the arrow: write, superuser, import, context."""
        before = record.sudo().state
        officer = record.with_user(self.user_officer)
        ways = {
            "write": lambda: officer.write({"state": state}),
            "sudo": lambda: record.sudo().write({"state": state}),
            "import": lambda: self._import(officer, state),
            "context": lambda: officer.with_context(mbb_passage=True).write(
                {"state": state}
            ),
            "copied passage": lambda: record.sudo()
            .with_context(mbb_passage={"open": True}, mbb_covered_passage=True)
            .write({"state": state}),
        }
        for way, attempt in ways.items():
            with self.subTest(way=way, state=state), self.assertRaises(UserError):
                attempt()
        record.invalidate_recordset(["state"])
        self.assertEqual(record.sudo().state, before)

    def _import(self, record, state):
        result = (
            record.with_context(import_file=True)
            .env[record._name]
            .load([".id", "state"], [[str(record.id), state]])
        )
        if not result["ids"]:
            raise UserError(str(result["messages"]))
