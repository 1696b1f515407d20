# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from datetime import datetime, timedelta

from psycopg2 import IntegrityError

from odoo import fields
from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..common import PDF
from .common import RelationCommon


@tagged("post_install", "-at_install")
class TestAttack(RelationCommon):
    """Ways round the rules that no button offers, over RPC above all."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.match = cls._agree()
        cls.birlik = cls.match.company_id.partner_id

    def _consent(self, record, side):
        return record.sudo().consent_ids.filtered(
            lambda c: c.side == side and c.state != "cancelled"
        )

    def _extend(self, assignment, days):
        extension = (
            self.env["mbb.assignment.extension"]
            .with_user(self.user_officer)
            .create(
                {
                    "assignment_id": assignment.id,
                    "date_to_new": assignment.date_to + timedelta(days=days),
                    "reason": "The work goes on",
                }
            )
        )
        extension.action_ask_consents()
        self._grant_all(extension)
        self._approve(extension, self.user_approver)
        extension.flush_recordset()
        return extension

    # -- who is asked follows from who sends and who receives ----------------

    def test_the_birlik_sends_nobody_elses_expert(self):
        """Else the own institution would never be asked (MPY m.5/4)."""
        assignment = self._draw_up(self.match, sending_institution_id=self.birlik.id)
        with self.assertRefused(self.giving.name):
            assignment.action_ask_consents()
        assignment.sending_institution_id = self.other
        with self.assertRefused(self.giving.name):
            assignment.action_ask_consents()
        assignment.sending_institution_id = self.giving
        assignment.action_ask_consents()
        self.assertTrue(self._consent(assignment, "mentor_institution"))

    def test_expert_without_an_institution_is_sent_by_a_side(self):
        self.expert.parent_id = False
        assignment = self._draw_up(self.match, sending_institution_id=self.birlik.id)
        with self.assertRefused("own institution sends"):
            assignment.action_ask_consents()
        assignment.sending_institution_id = self.giving
        assignment.action_ask_consents()
        self.assertEqual(assignment.state, "consent")

    def test_expert_of_a_unit_belongs_to_its_institution(self):
        unit = self.env["res.partner"].create(
            {
                "name": "Zoning Department",
                "parent_id": self.giving.id,
                "is_company": True,
                "is_mentor_unit": True,
            }
        )
        self.expert.parent_id = unit
        assignment = self._draw_up(self.match)
        assignment.action_ask_consents()
        self.assertEqual(assignment.state, "consent")

    def test_expert_goes_to_a_side_or_is_seconded(self):
        assignment = self._draw_up(self.match, host_institution_id=self.birlik.id)
        with self.assertRefused("no side of the match"):
            assignment.action_ask_consents()
        assignment.host_institution_id = self.other
        with self.assertRefused("no side of the match"):
            assignment.action_ask_consents()
        assignment.write(
            {
                "kind": "secondment",
                "host_institution_id": self.asking.id,
                "legal_ground": self.env.ref(
                    "mbb_mentor.mbb_legal_ground_secondment"
                ).id,
            }
        )
        with self.assertRefused("no side of the match"):
            assignment.action_ask_consents()
        assignment.host_institution_id = self.birlik
        assignment.action_ask_consents()
        self.assertEqual(assignment.state, "consent")

    def test_an_expert_is_a_person(self):
        assignment = self._draw_up(self.match, expert_id=self.giving.id)
        with self.assertRefused("no person"):
            assignment.action_ask_consents()

    def test_permission_of_the_own_institution(self):
        """657 Ek m.8: also where the rule of consents asks for no letter."""
        rules = self.env["mbb.consent.rule"].search([("request", "=", "assignment")])
        rules.needs_letter = False
        assignment = self._draw_up(
            self.match, legal_ground=self.env.ref("mbb_mentor.mbb_legal_ground_657").id
        )
        assignment.action_ask_consents()
        self._grant_all(assignment)
        with self.assertRefused("permission of the own institution"):
            self._approve(assignment, self.user_approver)
        self._record_sending_letter(assignment)
        self._approve(assignment, self.user_approver)
        self.assertEqual(assignment.state, "approved")

    # -- money ---------------------------------------------------------------

    def test_currency_is_agreed_and_ordered(self):
        """100,000 lira do not become 100,000 euro by a write."""
        other = self.env["res.currency"].with_context(active_test=False).search(
            [("id", "!=", self.env.company.currency_id.id)], limit=1
        )
        assignment = self._draw_up(
            self.match,
            date_from=self.today + timedelta(days=5),
            date_to=self.today + timedelta(days=9),
        )
        order = (
            self.env["mbb.spending.order"]
            .with_user(self.user_officer)
            .create({**assignment._prepare_order(), "amount": 100000})
        )
        assignment.write(
            {"payer": "birlik", "coverage_transport": 1, "spending_order_id": order.id}
        )
        order.appropriation = "03.3.1.01"
        order.action_ask_approval()
        for name, value in (
            ("currency_id", other.id),
            ("company_id", self.env["res.company"].create({"name": "Second"}).id),
        ):
            with self.subTest(field=name), self.assertRaises(UserError):
                order.sudo().write({name: value})
        for row in order.sudo().approval_ids:
            row.with_user(row.approver_ids[:1])._do_approve()
        with self.assertRefused("was put before the authoriser"):
            order.write({"currency_id": other.id})
        assignment.action_ask_consents()
        self._grant_all(assignment)
        self._record_sending_letter(assignment)
        assignment.write({"currency_id": other.id})
        self.assertEqual(assignment.state, "draft", "Consent is asked again")

    def test_shares_by_the_last_digit(self):
        assignment = self._draw_up(self.match, payer="birlik", coverage_transport=0.5)
        with self.assertRaises(ValidationError):
            self.env["mbb.assignment.payer"].with_user(self.user_officer).create(
                {
                    "assignment_id": assignment.id,
                    "partner_id": self.asking.id,
                    "element": "transport",
                    "share": 0.50004,
                }
            )

    def test_who_carries_out_is_of_the_house(self):
        with self.assertRaises(ValidationError):
            self.env["mbb.spending.order"].with_user(self.user_officer).create(
                {
                    "name": "Travel",
                    "ground": "Visit",
                    "amount": 1,
                    "date_from": self.today,
                    "date_to": self.today,
                    "performer_id": self.user_expert.id,
                }
            )

    # -- papers --------------------------------------------------------------

    def test_papers_of_a_coming_day(self):
        assignment = self._draw_up(self.match)
        assignment.action_ask_consents()
        consent = self._consent(assignment, "mentor_institution")
        consent = consent.with_user(self.user_officer)
        paper = {"content": PDF, "file_name": "yazi.pdf", "channel": "kep"}
        tomorrow = self.today + timedelta(days=1)
        with self.assertRefused("coming day"):
            consent._record_paper("granted", number="E-1", date=tomorrow, **paper)
        with self.assertRefused("number and a date"):
            consent._record_paper("granted", number="  ", date=self.today, **paper)
        with self.assertRefused("coming day"):
            assignment._record_sending_letter(
                number="E-1", date=fields.Date.to_string(tomorrow), **paper
            )
        with self.assertRefused("channel, number and date"):
            assignment._record_sending_letter(number=" ", date=self.today, **paper)
        self.assertEqual(consent.state, "requested")
        self.assertFalse(consent.paper_ids)

    # -- withdrawals -----------------------------------------------------------

    def test_how_a_person_ended_it_is_nobodys_business(self):
        """Refused, late or withdrawn: the institutions read one and the same."""
        said = set()
        consent = self._consent(self.match, "expert")
        for state in ("refused", "expired", "withdrawn"):
            said.add(consent.new({"state": state}, origin=consent)._get_outcome_text())
        self.assertEqual(len(said), 1, said)
        assignment = self._approved(self.match)
        assignment.action_start()
        consent.with_user(self.user_expert).action_withdraw("Private matters")
        self.assertEqual(self.match.sudo().end_reason, said.pop())
        for text in (assignment.end_reason, self.match.sudo().end_reason):
            self.assertNotIn("withdrawn", text)
            self.assertNotIn("Private", text)

    def test_what_is_over_stays_consented(self):
        assignment = self._approved(self.match, date_to=self.today)
        assignment.action_start()
        assignment.action_complete()
        consent = self._consent(assignment, "expert").with_user(self.user_expert)
        with self.assertRefused("nothing rests on"):
            consent.sudo().action_withdraw("Too late")
        self.assertEqual(consent.sudo().state, "granted")

    def test_served_extension_stays(self):
        assignment = self._approved(self.match)
        extension = self._extend(assignment, 3)
        assignment.action_start()
        assignment.action_end("The work is done")
        consent = self._consent(extension, "expert").with_user(self.user_expert)
        with self.assertRefused("nothing rests on"):
            consent.sudo().action_withdraw("Too late")
        self.assertEqual(extension.state, "approved")

    def test_later_extension_falls_with_the_earlier(self):
        """Its letter would go on saying that the duty lasts until then."""
        assignment = self._approved(self.match)
        last = assignment.date_to
        first = self._extend(assignment, 5)
        second = self._extend(assignment, 5)
        consent = self._consent(first, "expert").with_user(self.user_expert)
        consent.sudo().action_withdraw("Illness")
        self.assertEqual(assignment.date_to, last)
        self.assertEqual((first | second).mapped("state"), ["cancelled"] * 2)
        self.assertEqual(set(second.letter_ids.mapped("standing")), {"cancelled"})

    def test_earlier_extension_stands_without_the_later(self):
        assignment = self._approved(self.match)
        first = self._extend(assignment, 5)
        last = assignment.date_to
        second = self._extend(assignment, 5)
        consent = self._consent(second, "expert").with_user(self.user_expert)
        consent.sudo().action_withdraw("Illness")
        self.assertEqual(assignment.date_to, last)
        self.assertEqual(first.state, "approved")

    def test_nobody_writes_to_who_has_left(self):
        left = self._create_representative("left", self.other)
        left.partner_id.email = "left@other.example"
        self.assertIn(left.partner_id, self.other._get_consent_contacts())
        left.active = False
        self.assertEqual(
            self.other._get_consent_contacts(), self.user_other.partner_id
        )

    # -- what was done stays with what it was done for -------------------------

    def test_report_stays_with_its_duty(self):
        assignment = self._approved(self.match, date_to=self.today)
        assignment.action_start()
        assignment.action_complete()
        other = self._draw_up(self.match)
        report = assignment.report_ids.with_user(self.user_officer)
        with self.assertRefused("stays with its duty"):
            report.write({"assignment_id": other.id})
        # A form sends back what was there.
        report.write({"assignment_id": assignment.id, "text": "Plan notes"})

    def test_visit_stays_with_its_match(self):
        visit = (
            self.env["mbb.visit"]
            .with_user(self.user_officer)
            .create({"match_id": self.match.id})
        )
        self.match.sudo().action_end("Over")
        other = self._agree()
        with self.assertRefused("stays with its match"):
            visit.write({"match_id": other.id})
        visit.write({"match_id": self.match.id})

    def test_done_tasks_and_steps_are_not_moved(self):
        start = datetime.combine(self.today + timedelta(days=1), datetime.min.time())
        sessions = self.env["mbb.session"].with_user(self.user_officer)
        first, second = (
            sessions.create(
                {
                    "match_id": self.match.id,
                    "date_start": start + timedelta(hours=number),
                    "date_stop": start + timedelta(hours=number + 1),
                }
            )
            for number in (8, 10)
        )
        task = first.task_ids.create(
            {
                "session_id": first.id,
                "name": "Draft",
                "owner_id": self.expert.id,
                "date_deadline": self.today,
            }
        )
        step = self.env["mbb.plan.step"].with_user(self.user_officer).create(
            {"match_id": self.match.id, "name": "Room"}
        )
        (task.action_done(), step.action_done())
        with self.assertRefused("stays as it is"):
            task.write({"session_id": second.id})
        assignment = self._draw_up(self.match)
        for vals in ({"assignment_id": assignment.id}, {"who": "visitor"}):
            with self.assertRefused("stays as it is"):
                step.write(vals)

    # -- sessions --------------------------------------------------------------

    def test_a_session_lasts_a_day_at_most(self):
        """Longer, and nobody's hours could be recorded."""
        start = datetime.combine(self.today + timedelta(days=1), datetime.min.time())
        session = self.env["mbb.session"].create(
            {
                "match_id": self.match.id,
                "date_start": start,
                "date_stop": start + timedelta(hours=24),
            }
        )
        session.attendance_ids.presence = "present"
        self.assertEqual(set(session.attendance_ids.mapped("hours")), {24})
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            session.date_stop = start + timedelta(hours=24, minutes=1)
            session.flush_recordset()

    @mute_logger("odoo.sql_db")
    def test_a_session_of_no_calendar(self):
        """The last evening of the year 9999 is in the year 10000 in Istanbul."""
        for start in (datetime(9999, 12, 31, 22), datetime(1999, 12, 31, 22)):
            with self.assertRaises(IntegrityError), self.env.cr.savepoint():
                self.env["mbb.session"].create(
                    {
                        "match_id": self.match.id,
                        "date_start": start,
                        "date_stop": start + timedelta(hours=1),
                    }
                ).flush_recordset()

    def test_a_copy_has_no_minutes(self):
        start = datetime.combine(self.today + timedelta(days=1), datetime.min.time())
        session = self.env["mbb.session"].create(
            {
                "match_id": self.match.id,
                "date_start": start,
                "date_stop": start + timedelta(hours=1),
                "minutes": "What was said",
                "outputs": "A draft",
            }
        )
        copy = session.copy()
        self.assertFalse(copy.minutes or copy.outputs)

    # -- evidence --------------------------------------------------------------

    def test_what_is_no_file(self):
        evidence = self.env["mbb.evidence"].with_user(self.user_officer)
        for content in ("abc", "ğüş", {"a": 1}):
            with self.subTest(content=content), self.assertRaises(UserError):
                evidence.create({"name": "x.pdf", "file": content})
