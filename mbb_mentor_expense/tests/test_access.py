# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged

from .common import TravelCommon

OPERATIONS = ("read", "write", "create", "unlink")


@tagged("post_install", "-at_install")
class TestAccess(TravelCommon):
    def test_models(self):
        """Model × role: what the access lists say."""
        roles = {
            "employee": self.user_employee,
            "officer": self.user_officer,
            "manager": self.user_manager,
            "approver": self.user_approver,
            "checker": self.user_checker,
            "control": self.user_control,
            "authoriser": self.user_authoriser,
            "accountant": self.user_accountant,
            "portal": self.user_expert,
            "public": self.env.ref("base.public_user"),
        }
        everyone = "employee officer manager approver checker control authoriser"
        everyone += " accountant"
        watching = "manager checker control authoriser accountant"
        expected = {
            "mbb.travel.claim": dict.fromkeys(OPERATIONS, everyone),
            "mbb.travel.leg": dict.fromkeys(OPERATIONS, everyone),
            "mbb.travel.lodging": dict.fromkeys(OPERATIONS, everyone),
            "mbb.travel.absence": dict.fromkeys(OPERATIONS, everyone),
            "mbb.travel.benefit": dict.fromkeys(OPERATIONS, everyone),
            "mbb.travel.stay": dict.fromkeys(OPERATIONS, everyone),
            "mbb.travel.exchange": {
                "read": everyone,
                **dict.fromkeys(
                    ("write", "create", "unlink"), "checker control accountant"
                ),
            },
            "mbb.travel.tier": {
                "read": everyone,
                "write": "manager accountant",
                "create": "manager accountant",
            },
            "mbb.travel.rate": {
                "read": everyone,
                "write": "manager accountant",
                "create": "manager accountant",
            },
            "mbb.travel.policy": {
                "read": everyone,
                "write": "manager accountant",
                "create": "manager accountant",
            },
            "mbb.travel.document.rule": {
                "read": everyone,
                "write": "manager accountant",
                "create": "manager accountant",
            },
            "mbb.travel.rate.table": dict.fromkeys(
                ("read", "write", "create"), "manager accountant"
            ),
            "mbb.travel.status": {
                "read": "officer manager checker control accountant",
                "write": "officer manager accountant",
                "create": "officer manager accountant",
            },
            "mbb.travel.appropriation": {
                "read": "officer manager approver checker control authoriser accountant",
                "write": "accountant",
                "create": "accountant",
            },
            "mbb.travel.cut": {"read": everyone},
            "mbb.travel.return": {"read": everyone},
            "mbb.travel.return.reason": {
                "read": everyone,
                "write": "manager accountant",
                "create": "manager accountant",
            },
            "mbb.travel.sample": {"read": watching},
            "mbb.travel.report": {"read": watching},
            "mbb.travel.budget.report": {"read": watching},
            "mbb.travel.paper": {
                "read": everyone,
                "write": "accountant",
                "create": "accountant",
            },
            "mbb.travel.paper.line": {
                "read": everyone,
                "write": "accountant",
                "create": "accountant",
                "unlink": "accountant",
            },
            "mbb.travel.export": {"read": everyone},
            "mbb.travel.advance": dict.fromkeys(("read", "write", "create"), everyone),
            "mbb.travel.payee": dict.fromkeys(
                ("read", "write", "create"), "accountant"
            ),
            "mbb.travel.recovery": {
                "read": "officer manager authoriser accountant",
                "write": "accountant",
            },
            "mbb.travel.interest.rate": dict.fromkeys(
                ("read", "write", "create"), "accountant"
            ),
            "mbb.travel.account": {
                "read": "manager accountant",
                "write": "accountant",
                "create": "accountant",
                "unlink": "accountant",
            },
        }
        outside = {"portal", "public"}
        for model, operations in expected.items():
            for operation in OPERATIONS:
                allowed = set(operations.get(operation, "").split())
                for role, user in roles.items():
                    if role in outside and self.env.registry.get("mbb.portal.mixin"):
                        continue
                    with self.subTest(model=model, operation=operation, role=role):
                        self.assertEqual(
                            self.env["ir.model.access"]
                            .with_user(user)
                            .check(model, operation, raise_exception=False),
                            role in allowed,
                        )

    def test_records(self):
        claim = self._create_claim()
        claim.action_submit()
        readers = {
            "user_employee": False,
            "user_officer": True,
            "user_approver": False,
            "user_approver2": False,
            "user_manager": True,
            "user_checker": True,
            "user_control": True,
            "user_authoriser": True,
            "user_accountant": True,
        }
        for name, reads in readers.items():
            user = getattr(self, name)
            for record in (claim, claim.leg_ids, claim.lodging_ids):
                with self.subTest(user=name, model=record._name):
                    self.assertEqual(
                        bool(record.with_user(user)._filtered_access("read")), reads
                    )

    def test_duties_do_not_write(self):
        claim = self._create_claim()
        for user in (
            self.user_checker,
            self.user_control,
            self.user_authoriser,
            self.user_accountant,
        ):
            with self.assertRaises(AccessError):
                claim.with_user(user).write({"degree": 1})
            with self.assertRaises(AccessError):
                claim.leg_ids.with_user(user).write({"amount": 1})

    def test_own_staff_as_expert(self):
        """Somebody of the Birlik who is sent out files their own claim, only it."""
        user = new_test_user(self.env, "test.staff.expert")
        other = self._create_claim()
        assignment = self._create_assignment(
            date_from="2026-09-01",
            date_to="2026-09-01",
            expert_id=user.partner_id.id,
        )
        claim = (
            self.env["mbb.travel.claim"]
            .with_user(user)
            .create(
                {
                    "assignment_id": assignment.id,
                    "leg_ids": [
                        self._leg("2026-09-01T08:00", "2026-09-01T09:00", amount=10),
                        self._leg("2026-09-01T20:00", "2026-09-01T21:00", amount=10),
                    ],
                }
            )
        )
        claim.action_submit()
        self.assertEqual(claim.state, "submitted")
        with self.assertRaises(AccessError):
            other.with_user(user).read(["gross"])
        with self.assertRaises(AccessError):
            self.env["mbb.travel.claim"].with_user(user).create(
                {"assignment_id": other.assignment_id.id}
            )

    def test_companies(self):
        company = self.env["res.company"].create({"name": "Another Union"})
        claim = self._create_claim()
        self.user_accountant.write(
            {"company_ids": [(6, 0, company.ids)], "company_id": company.id}
        )
        self.assertFalse(
            claim.with_user(self.user_accountant)
            .with_context(allowed_company_ids=company.ids)
            ._filtered_access("read")
        )
