# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo.fields import Command
from odoo.tests import tagged

from ..pool.common import ApplicationCommon


@tagged("post_install", "-at_install")
class TestOrgansAccess(ApplicationCommon):
    """Each group × operation on the models of organs, decisions and reorganisations."""

    def _create_decided(self):
        decision = self.env["mbb.decision"].create(
            {
                "organ_id": self.council.id,
                "subject": "A",
                "question": "B",
                "ground": "C",
            }
        )
        return decision, {
            "organ_id": self.council.id,
            "subject": "A",
            "question": "B",
            "ground": "C",
        }

    def test_matrix(self):
        everybody = (
            self.user_officer,
            self.user_manager,
            self.user_approver,
            self.user_registry,
            self.user_employee,
            self.user_giving,
            self.user_expert,
        )
        decision, decision_vals = self._create_decided()
        decided, _vals = self._create_decided()
        self._decide_matter(decided)
        member = self._seat(self.council, self.user_employee)
        unit = self._create_unit("A")
        plan = self.env["mbb.reorganisation"].create(
            {
                "kind": "move_duty",
                "ground": "G",
                "source_ids": [Command.set(unit.ids)],
                "target_id": self.secretariat.id,
            }
        )
        duty = self.env["mbb.duty"].create({"department_id": unit.id, "text": "T"})
        line_vals = {
            "reorganisation_id": plan.id,
            "kind": "duty",
            "duty_id": duty.id,
            "from_id": unit.id,
        }
        line = self.env["mbb.reorganisation.line"].create(line_vals)
        #                    officer manager approver registry employee portal expert
        matrix = {
            self.council: ("r", "r", "r", "rwc", "", "", ""),
            member: ("r", "r", "r", "rwc", "", "", ""),
            decision: ("r", "r", "", "rwc", "", "", ""),
            decided: ("r", "r", "r", "rwc", "", "", ""),
            plan: ("r", "rwcu", "", "r", "", "", ""),
            line: ("r", "rwcu", "", "r", "", "", ""),
        }
        create_vals = {
            "mbb.organ": {"name": "X", "kind": "council", "head_title": "Y"},
            "mbb.organ.member": {
                "organ_id": self.council.id,
                "partner_id": self.user_officer.partner_id.id,
                "date_from": "2019-01-01",
            },
            "mbb.decision": decision_vals,
            "mbb.reorganisation": {"kind": "merge", "ground": "G"},
            "mbb.reorganisation.line": line_vals,
        }
        for record, letters in matrix.items():
            self.assertAccess(
                record,
                dict(zip(everybody, letters, strict=True)),
                create_vals[record._name],
            )

    def test_paper_of_a_decision(self):
        """Yazı İşleri reads the papers of decisions, no other evidence."""
        decided, _vals = self._create_decided()
        self._decide_matter(decided)
        paper = decided.evidence_id.with_user(self.user_registry)
        self.assertTrue(paper.has_access("read"))
        other = self.env["mbb.evidence"]._record(
            self._create_mentor(accepted=False), "x.pdf", b"%PDF-1.4\n%%EOF", "other"
        )
        self.assertFalse(other.with_user(self.user_registry).has_access("read"))
        self.assertTrue(other.with_user(self.user_officer).has_access("read"))

    def test_other_company(self):
        company = self.env["res.company"].create({"name": "Another Union"})
        organ = self.env["mbb.organ"].create(
            {
                "name": "Encümen",
                "kind": "committee",
                "head_title": "Head",
                "company_id": company.id,
            }
        )
        decision = self.env["mbb.decision"].create(
            {"organ_id": organ.id, "subject": "A", "question": "B", "ground": "C"}
        )
        for record in (organ, decision):
            with self.subTest(record._name):
                registry = record.with_user(self.user_registry)
                self.assertFalse(registry.has_access("read"))
