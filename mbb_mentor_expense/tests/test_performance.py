# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

import base64
from datetime import timedelta

from lxml import etree

from odoo.tests import tagged

from odoo.addons.mbb_mentor.tests.common import PDF

from .common import TravelCommon

MANY = 25


@tagged("post_install", "-at_install")
class TestPerformance(TravelCommon):
    """A claim and the list of claims ask the same, however many rows there are."""

    days = 0

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
        # Neither 24 lines more nor a round of approvals and returns more.
        _first, few, many = counts
        self.assertLessEqual(many, few)

    def _create_drafts(self, number):
        """Of one duty, each on a day of its own."""
        claims = self.env["mbb.travel.claim"]
        for _index in range(number):
            self.days += 1
            day = self.duty.date_from + timedelta(days=self.days)
            claims |= self._create_claim(
                self.duty,
                leg_ids=[
                    self._leg(f"{day}T{hour:02}:00", f"{day}T{hour:02}:30", amount=10)
                    for hour in (8, 18)
                ],
                lodging_ids=[],
            )
        return claims

    def test_the_list(self):
        claims = self.env["mbb.travel.claim"].with_user(self.user_checker)
        self.duty = self._create_assignment(date_from="2026-01-02", date_to="2026-02-28")
        domain = [("assignment_id", "=", self.duty.id)]
        found = self._create_drafts(3)
        (found[1] + found[2]).action_submit()
        found[1].action_return("A line is missing")
        counts = {}
        for number in (0, MANY):
            more = self._create_drafts(number)
            more[::2].action_submit()
            for claim in more[::4]:
                claim.action_return("A line is missing")
            found |= more
            for kind in ("list", "kanban"):
                spec = self._get_spec(claims, kind)
                read = claims.web_search_read(domain, spec)
                self.assertEqual({row["id"] for row in read["records"]}, set(found.ids))
                counts.setdefault(kind, []).append(
                    self._count(lambda s=spec: claims.web_search_read(domain, s))
                )
        for kind, (few, many) in counts.items():
            with self.subTest(kind=kind, few=few, many=many):
                self.assertLessEqual(many, few)
