# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

import base64
import io
from datetime import timedelta
from unittest.mock import patch

from psycopg2 import IntegrityError
from pypdf import PdfReader

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, HttpCase, new_test_user, tagged
from odoo.tools import mute_logger

from ...models.base.mbb_approval import MbbApproval
from .common import PDF, RelationCommon


class TogetherCommon(RelationCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.match = cls._agree()
        cls.experts = cls.expert
        for number in (2, 3):
            cls.experts |= cls.env["res.partner"].create(
                {"name": f"Uzman {number}", "parent_id": cls.giving.id}
            )
        for person in cls.experts - cls.expert:
            new_test_user(
                cls.env,
                f"test.{person.id}",
                groups="base.group_portal",
                partner_id=person.id,
            )

    def _draw_up_visit(self, **values):
        action = self.match.with_user(self.user_officer).action_draw_up_visit()
        wizard = self.env["mbb.visit.draw.up"].with_user(self.user_officer)
        wizard = wizard.with_context(**action["context"]).create(
            {
                "expert_ids": [(6, 0, self.experts.ids)],
                "place": "Town Hall",
                "date_from": self.today + timedelta(days=3),
                "date_to": self.today + timedelta(days=4),
                "tasks": "See the zoning office at work",
                **values,
            }
        )
        return wizard.env["mbb.visit"].browse(wizard.action_draw_up()["res_id"])

    @classmethod
    def _grant_all(cls, record):
        """Each expert by their own account."""
        for consent in record.sudo().consent_ids:
            if consent.state == "requested" and consent.side == "expert":
                consent.with_user(consent.partner_id.user_ids).action_grant()
        return super()._grant_all(record)

    @classmethod
    def _visit_to_approval(cls, visit):
        visit.action_ask_consents()
        for assignment in visit.assignment_ids:
            cls._grant_all(assignment)
            cls._record_sending_letter(assignment)

    def _approve_visit(self, visit, user):
        """As signed in: the session itself is tried elsewhere."""
        with patch.object(
            MbbApproval, "action_approve", lambda rows: rows._do_approve()
        ):
            visit.with_user(user).action_approve()


@tagged("post_install", "-at_install")
class TestVisit(TogetherCommon):
    def test_three_experts_drawn_up_approved_and_printed(self):
        visit = self._draw_up_visit()
        self.assertRegex(visit.number, r"^ZYR-\d{4}-\d{4}$")
        rows = visit.assignment_ids
        self.assertEqual(rows.expert_id, self.experts)
        self.assertEqual(set(rows.mapped("kind")), {"visit"})
        self.assertEqual(rows.sending_institution_id, self.giving)
        self.assertEqual(rows.host_institution_id, self.asking)
        self._visit_to_approval(visit)
        self.assertEqual(set(rows.mapped("state")), {"approval"})
        self.assertTrue(visit.with_user(self.user_approver).can_approve)
        self._approve_visit(visit, self.user_approver)
        self.assertEqual(set(rows.mapped("state")), {"approved"})
        # One click, and yet each row has its own decision, number and letter.
        self.assertEqual(rows.approval_ids.decided_by_id, self.user_approver)
        self.assertEqual(len(set(rows.mapped("number"))), 3)
        self.assertEqual(visit.approved_count, 3)
        url = visit.action_print_letters()["url"]
        letters = self.env["mbb.letter"].union(
            *(row.letter_ids for row in rows.sorted("id"))
        )
        self.assertEqual(url.rsplit("/", 1)[1], ",".join(map(str, letters.ids)))
        pages = PdfReader(io.BytesIO(letters._get_joined_pdf())).pages
        self.assertEqual(len(pages), 3)

    def test_all_or_none(self):
        visit = self._draw_up_visit()
        self._visit_to_approval(visit)
        rows = visit.assignment_ids
        self._approved(
            self.match,
            expert_id=rows[2].expert_id.id,
            date_from=self.today + timedelta(days=4),
            date_to=self.today + timedelta(days=5),
        )
        with self.assertRefused(rows[2].expert_id.name), self.env.cr.savepoint():
            self._approve_visit(visit, self.user_approver)
        self.env.invalidate_all()
        self.assertEqual(set(rows.mapped("state")), {"approval"})
        self.assertIn(rows[2].expert_id.name, visit.obstacles)

    def test_who_is_not_asked_decides_nothing(self):
        visit = self._draw_up_visit()
        with self.assertRaises(AccessError):
            self._approve_visit(visit, self.user_approver)
        self._visit_to_approval(visit)
        for user in (self.user_approver2, self.user_officer, self.user_employee):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self._approve_visit(visit, user)
        # Without a session, by a program's key, nobody decides.
        with self.assertRaises(AccessError):
            visit.with_user(self.user_approver).action_approve()
        form = Form(visit.with_user(self.user_approver))
        self.assertTrue(form.can_approve)
        self.assertFalse(
            self.env["mbb.visit"].with_user(self.user_approver2).search([])
        )

    def test_two_experts_at_least(self):
        with self.assertRefused("two experts"):
            self._draw_up_visit(expert_ids=[(6, 0, self.expert.ids)])

    def test_one_order_for_all(self):
        visit = self._draw_up_visit(payer="birlik", coverage_transport=1)
        action = visit.action_draw_up_order()
        order = self.env["mbb.spending.order"].browse(action["res_id"])
        self.assertEqual(order.assignment_ids, visit.assignment_ids)
        self.assertEqual(visit.spending_order_ids, order)

    def test_one_letter_sends_all_of_an_institution(self):
        visit = self._draw_up_visit()
        rows = visit.assignment_ids
        rows[2].sending_institution_id = self.other
        action = visit.action_record_sending_letter()
        wizard = Form(
            self.env["mbb.sending.letter"]
            .with_user(self.user_officer)
            .with_context(**action["context"])
        )
        self.assertEqual(wizard.institution_id, self.giving)
        wizard.number = "E-7"
        wizard.file = base64.b64encode(PDF)
        wizard.save().action_record()
        self.assertEqual(rows[:2].mapped("sending_letter_number"), ["E-7", "E-7"])
        # Another institution's letter is another one.
        self.assertFalse(rows[2].sending_letter_evidence_id)
        self.assertTrue(visit.lacks_letter)
        self._record_sending_letter(rows[2])
        self.assertFalse(visit.lacks_letter)

    def test_the_visit_is_cancelled(self):
        visit = self._draw_up_visit()
        visit.action_ask_consents()
        self.assertTrue(visit.can_cancel)
        visit.action_cancel("The host is not ready")
        self.assertFalse(visit.can_cancel)
        self.assertEqual(set(visit.assignment_ids.mapped("state")), {"cancelled"})
        with self.assertRefused("nothing left"):
            visit.action_cancel("Again")

    def test_nobody_moves_an_assignment_between_visits(self):
        visit, other = self._draw_up_visit(), self._draw_up_visit()
        row = visit.assignment_ids[:1]
        for record in (row, row.sudo()):
            with self.assertRaises(UserError):
                record.write({"visit_id": other.id})
        with self.assertRaises(UserError):
            visit.write({"number": "ZYR-1"})


@tagged("post_install", "-at_install")
class TestExchange(TogetherCommon):
    def _draw_up_exchange(self, **values):
        first = self._draw_up(
            self.match,
            kind="exchange",
            date_from=self.today + timedelta(days=3),
            date_to=self.today + timedelta(days=6),
        )
        action = first.action_draw_up_exchange()
        wizard = self.env["mbb.exchange.draw.up"].with_user(self.user_officer)
        wizard = wizard.with_context(**action["context"]).create(
            {
                "expert_id": self.learner.id,
                "place": "Planning Department",
                "tasks": "Learn on the spot",
                **values,
            }
        )
        self.assertEqual(wizard.date_from, first.date_from)
        return first, first.browse(wizard.action_draw_up()["res_id"])

    def test_linked_both_ways_and_swapped(self):
        first, other = self._draw_up_exchange()
        self.assertEqual(first.exchange_id, other)
        self.assertEqual(other.exchange_id, first)
        self.assertEqual(other.sending_institution_id, first.host_institution_id)
        self.assertEqual(other.host_institution_id, first.sending_institution_id)
        self.assertEqual(other.kind, "exchange")
        for values in (
            {"host_institution_id": self.other.id},
            {"sending_institution_id": self.other.id},
            {"kind": "visit"},
        ):
            with self.subTest(values=values), self.assertRaises(ValidationError):
                with self.env.cr.savepoint():
                    first.write(values)
            self.env.invalidate_all()
        with self.assertRaises(UserError):
            first.sudo().write({"exchange_id": False})
        third = self._draw_up(self.match, kind="exchange")
        with self.assertRefused("exchanged for another"):
            first._link_exchange(third)

    def test_not_one_without_the_other(self):
        alone = self._draw_up(
            self.match, kind="exchange", date_from=self.today + timedelta(days=3)
        )
        self._to_approval(alone)
        with self.assertRefused("goes both ways"):
            self._approve(alone, self.user_approver)
        first, other = self._draw_up_exchange()
        self._to_approval(first)
        self._approve(first, self.user_approver)
        self.assertEqual(first.state, "approved")
        first.action_cancel("It does not take place")
        self.assertIn(first.number, other.activity_ids.summary)

    def test_a_cancelled_half_is_none(self):
        first, other = self._draw_up_exchange()
        self._to_approval(first)
        other.action_cancel("It does not take place")
        with self.assertRefused("goes both ways"):
            self._approve(first, self.user_approver)

    @mute_logger("odoo.sql_db")
    def test_one_partner_each(self):
        first, other = self._draw_up_exchange()
        third = self._draw_up(self.match, kind="exchange")
        for sql, ids in (
            ("exchange_id = %s", [other.id, third.id]),
            ("exchange_id = %s", [third.id, third.id]),
        ):
            with self.assertRaises(IntegrityError), self.env.cr.savepoint():
                self.env.cr.execute(
                    f"UPDATE mbb_assignment SET {sql} WHERE id = %s", ids
                )
        self.assertEqual(first.exchange_id, other)


@tagged("post_install", "-at_install")
class TestLettersTogether(TogetherCommon, HttpCase):
    def test_only_who_may_read_each_gets_the_file(self):
        visit = self._draw_up_visit()
        self._visit_to_approval(visit)
        self._approve_visit(visit, self.user_approver)
        url = visit.action_print_letters()["url"]
        self.authenticate(self.user_officer.login, self.user_officer.login)
        answer = self.url_open(url)
        self.assertEqual(answer.status_code, 200)
        self.assertEqual(len(PdfReader(io.BytesIO(answer.content)).pages), 3)
        for wrong in ("x", "1,x", "0", "", ",".join(["1"] * 200)):
            answer = self.url_open(f"/mentoring/letters/print/{wrong}")
            self.assertEqual(answer.status_code, 404, wrong)
        # The stand-in of the test for what the portal gives with rules of its own.
        self.env["ir.model.access"].search(
            [("name", "=", "test portal mbb.letter")]
        ).active = False
        for user in (self.user_employee, self.user_other):
            self.authenticate(user.login, user.login)
            self.assertEqual(self.url_open(url).status_code, 404, user.login)
