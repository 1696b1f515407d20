# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

import base64

from lxml import etree

from odoo.tests import tagged

from odoo.addons.mbb_mentor.tests.common import PDF

from .common import TravelCommon

MANY = 25


@tagged("post_install", "-at_install")
class TestPerformance(TravelCommon):
    """A claim and the list of claims ask the same, however many rows there are."""

    def _get_spec(self, model, kind):
        """What the web client reads: the fields of the view, lists in it included."""
        view = model.get_view(view_type=kind)
        return self._read_spec(model, etree.fromstring(view["arch"]))

    def _read_spec(self, model, node):
        spec = {}
        for field in node.iter("field"):
            inside = next(
                (e for e in field.iterancestors() if e.tag == "field" or e is node), None
            )
            if field is node or inside is not node:
                continue
            name, inner = field.get("name"), field.find("list")
            relation = model._fields[name].comodel_name
            spec[name] = {}
            if inner is not None:
                spec[name]["fields"] = self._read_spec(self.env[relation], inner)
            elif model._fields[name].type == "many2one":
                spec[name]["fields"] = {"display_name": {}}
        return spec

    def _count(self, read):
        # Twice: caches of views, rules and languages are not what is counted.
        for _run in range(2):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            read()
            found = self.env.cr.sql_log_count - before
        return found

    def _get_papers(self, number):
        return [
            {
                "document": base64.b64encode(PDF + f"%{number}-{index}".encode()),
                "document_name": "ticket.pdf",
            }
            for index in range(number)
        ]

    def _add_lines(self, claim, number):
        claim.write(
            {
                "leg_ids": [
                    self._leg(
                        "2026-03-10T08:00", "2026-03-10T09:00", amount=1 + index, **paper
                    )
                    for index, paper in enumerate(self._get_papers(number))
                ]
            }
        )

    def _count_form(self, claim):
        spec = self._get_spec(claim, "form")
        return self._count(lambda: claim.web_read(spec))

    def test_the_form(self):
        """While it is written, and while it is checked; a return lies behind it."""
        claim = self._create_claim()
        self._add_lines(claim, 1)
        checker = claim.with_user(self.user_checker)
        counts = []
        for number in (1, 1, MANY):
            claim.action_submit()
            claim.action_return("More lines")
            self._add_lines(claim, number)
            draft = self._count_form(claim)
            claim.action_submit()
            counts.append((draft, self._count_form(checker)))
            claim.action_return("More lines")
        # A round more is a query more; 24 lines more are none.
        _first, few, many = counts
        self.assertLessEqual(many[0], few[0] + 1)
        self.assertLessEqual(many[1], few[1] + 1)

    def test_the_list(self):
        claims = self.env["mbb.travel.claim"].with_user(self.user_checker)
        domain = [("assignment_id", "=", self.assignment.id)]
        for kind in ("list", "kanban"):
            spec = self._get_spec(claims, kind)
            for _index in range(3):
                self._create_claim()
            few = self._count(lambda s=spec: claims.web_search_read(domain, s, limit=3))
            for _index in range(MANY):
                self._create_claim()
            many = self._count(lambda s=spec: claims.web_search_read(domain, s))
            with self.subTest(kind=kind, few=few, many=many):
                self.assertLessEqual(many, few)
