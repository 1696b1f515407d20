# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo.tests import TransactionCase, tagged


@tagged("post_install", "-at_install")
class TestDemo(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # Nothing happens where the database has it already.
        cls.env["mbb.demo"]._load()

    def get_states(self, model):
        return {state for state, _n in self.env[model]._read_group([], ["state"], ["__count"])}

    def test_it_is_loaded_once(self):
        count = self.env["mbb.match"].search_count([])
        self.assertTrue(count)
        self.assertFalse(self.env["mbb.demo"]._load())
        self.assertEqual(self.env["mbb.match"].search_count([]), count)

    def test_applications_stand_everywhere_on_the_board(self):
        self.assertLessEqual(
            {"draft", "submitted", "review", "incomplete", "available", "suspended"},
            self.get_states("mbb.mentor"),
        )
        self.assertLessEqual(
            {
                *("draft", "submitted", "review", "incomplete", "waiting"),
                *("matched", "closed", "rejected"),
            },
            self.get_states("mbb.mentee"),
        )

    def test_experts_and_corrections(self):
        self.assertEqual(
            {"named", "confirmed"}, self.get_states("mbb.application.expert")
        )
        self.assertEqual(
            {"asked", "applied"}, self.get_states("mbb.application.correction")
        )

    def test_relations_stand_at_each_stage(self):
        self.assertLessEqual(
            {"proposed", "consent", "approval", "agreed", "active", "done"},
            self.get_states("mbb.match"),
        )
        self.assertEqual(
            {"approval", "approved", "ongoing", "done"},
            self.get_states("mbb.assignment"),
        )
        self.assertEqual({"planned", "held"}, self.get_states("mbb.session"))
        self.assertEqual({"asked", "done"}, self.get_states("mbb.evaluation"))
        self.assertEqual({"open", "reached"}, self.get_states("mbb.goal"))
        self.assertEqual(
            {"open", "partly", "adopted"}, self.get_states("mbb.recommendation")
        )
        changed = self.env["mbb.self.assessment"].search([("is_complete", "=", True)])
        self.assertGreater(sum(changed.mapped("change")), 0)

    def test_calls_stand_at_each_stage(self):
        self.assertEqual(
            {"open", "assessment", "concluded"}, self.get_states("mbb.call")
        )
        self.assertEqual({"assigned", "submitted"}, self.get_states("mbb.call.review"))
        over = self.env["mbb.call"].search([("state", "=", "concluded")])
        self.assertEqual(
            [row["rank"] for row in over._get_published_ranking()], [1, 2, 3]
        )
        for mentee in over.mentee_ids:
            self.assertIn(mentee.state, ("waiting", "rejected"))

    def test_each_method_has_its_match(self):
        methods = set(self.env["mbb.match"].search([]).mapped("method"))
        self.assertLessEqual({"both_applied", "call", "event"}, methods)
        self.assertEqual(
            {"expressed", "mutual", "proposed"}, self.get_states("mbb.event.interest")
        )

    def test_letters_are_issued_as_pdf(self):
        letters = self.env["mbb.letter"].search([])
        for kind, model in (
            ("assignment", "mbb.assignment"),
            ("spending_order", "mbb.spending.order"),
        ):
            issued = letters.filtered(lambda letter, kind=kind: letter.kind == kind)
            approved = self.env[model].search([("state", "!=", "approval")])
            self.assertEqual(len(issued), len(approved))
        for letter in letters:
            self.assertEqual(letter.evidence_id._get_content()[:5], b"%PDF-")

    def test_a_group_visit_and_an_exchange_stand(self):
        visit = self.env["mbb.visit"].search([])
        self.assertEqual((visit.expert_count, visit.approved_count), (3, 3))
        order = visit.spending_order_ids
        self.assertEqual(order.state, "approved")
        self.assertGreater(order.appropriation_id.reserved, 0)
        ways = self.env["mbb.assignment"].search([("kind", "=", "exchange")])
        self.assertEqual(ways.exchange_id, ways)
        self.assertEqual(len(ways), 2)
        self.assertEqual(set(ways.mapped("state")), {"approval"})

    def test_an_agreement_was_revised(self):
        agreed = self.env["mbb.agreement"].search([("state", "=", "agreed")])
        self.assertEqual(agreed.version, 2)
        self.assertEqual(
            agreed.match_id.agreement_ids.sorted("version").mapped("state"),
            ["replaced", "agreed"],
        )
        self.assertEqual(
            {"asked", "agreed", "replaced"}, self.get_states("mbb.agreement")
        )

    def test_sessions_leave_tasks_and_checklists(self):
        tasks = self.env["mbb.session.task"].search([])
        self.assertEqual(set(tasks.mapped("state")), {"open", "done"})
        self.assertEqual(len(tasks.filtered("is_overdue")), 1)
        self.assertEqual({"open", "done"}, self.get_states("mbb.plan.step"))
        held = self.env["mbb.session"].search([("state", "=", "held")])
        self.assertTrue(all(held.mapped("minutes")))
        self.assertEqual(
            set(held.attendance_ids.mapped("presence")), {"present", "excused"}
        )

    def test_what_is_late_is_told(self):
        reminded = self.env["mbb.consent"].search([("date_reminded", "!=", False)])
        self.assertEqual(set(reminded.mapped("state")), {"requested"})
        self.assertEqual(set(reminded.mapped("remind_count")), {1})
        red = self.env["mbb.match"].search([("health", "=", "red")])
        self.assertTrue(red.alert_ids)
        self.assertEqual(red.alert_ids.activity_id.user_id, red.responsible_id)

    def test_duties_are_extended_and_reported(self):
        extension = self.env["mbb.assignment.extension"].search([])
        self.assertEqual(extension.state, "consent")
        self.assertEqual(extension.assignment_id.state, "ongoing")
        report = self.env["mbb.duty.report"].search([])
        self.assertEqual(report.state, "confirmed")
        kinds = report.assignment_id.letter_ids.mapped("kind")
        self.assertIn("certificate", kinds)

    def test_one_claim_is_begun_and_one_is_in_the_ledger(self):
        claims = self.env["mbb.travel.claim"].search([])
        self.assertEqual(sorted(claims.mapped("state")), ["draft", "posted"])
        posted = claims.filtered(lambda claim: claim.state == "posted")
        entry = posted.move_ids
        self.assertEqual(entry.state, "posted")
        self.assertEqual(entry.amount_total, posted.net)
        self.assertEqual(entry.partner_id, posted.expert_id)

    def test_deciders_are_different_people(self):
        claim = self.env["mbb.travel.claim"].search([("state", "=", "posted")])
        deciders = claim.approval_ids.decided_by_id
        self.assertEqual(len(deciders), len(claim.approval_ids))

    def test_what_came_on_paper_has_its_paper(self):
        for model in ("mbb.mentor", "mbb.mentee"):
            behalf = self.env[model].search([("on_behalf", "=", True)])
            self.assertTrue(behalf)
            for application in behalf:
                self.assertTrue(application.evidence_ids)

    def test_everybody_reads_turkish(self):
        users = self.env["res.users"].search([("email", "=like", "%.example")])
        self.assertGreaterEqual(len(users), 19)
        self.assertEqual(set(users.mapped("lang")), {"tr_TR"})
        self.assertEqual(set(users.mapped("tz")), {"Europe/Istanbul"})
