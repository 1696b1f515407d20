# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
"""Travel claims inside Odoo, from the draft to the lists and pages: one table.

    python tests/benchmarks/claims.py --config odoo.conf --database NAME
        [--sizes 100 1000] [--table FILE]

The database has the addon `mbb_mentor_expense` and is a throw-away one: the script
commits as many assignments and claims as each size says. Every claim has two journeys,
a stay and its invoice. Seconds are on the wall; queries are those of the connection
that does the work. What the core alone does is in `harcirah.py`.
"""

import argparse
import base64
import sys
from datetime import timedelta
from pathlib import Path

import inside_odoo
import odoo.init  # noqa: F401
from odoo import fields
from odoo.api import SUPERUSER_ID, Environment
from odoo.fields import Command
from odoo.modules.registry import Registry
from odoo.tools import config

BATCH = 100
PAGE = 80
LIST = (
    "number expert_id host_institution_id date_departure gross payable cut_total "
    "waits_for waiting_days date_due state is_overdue"
).split()
LINES = "display_name accepted_amount document_name".split()


def spec(env, names, **lines):
    """What the web client asks for."""
    claims = env["mbb.travel.claim"]
    found = {
        name: {"fields": {"display_name": {}}} if claims._fields[name].relational else {}
        for name in names
    }
    return found | {
        name: {"fields": dict.fromkeys(of, {})} for name, of in lines.items()
    }


class Claims:
    """Assignments and claims of as many experts."""

    def __init__(self, env):
        self.env = env(context={**env.context, "tracking_disable": True})
        self.day = fields.Date.today() - timedelta(days=20)
        self.match = self._make_match()

    def _make_match(self):
        inside_odoo.Pool(self.env).fill(4)
        # Somebody has to be asked for the confirmation.
        self.env["res.users"].with_context(no_reset_password=True).create(
            {
                "name": "Manager",
                "login": f"manager.of.benchmark.{self.env.cr.now()}",
                "group_ids": [
                    Command.set(self.env.ref("mbb_mentor.group_mentor_manager").ids)
                ],
            }
        )
        mentor = self.env["mbb.mentor"].search([("state", "=", "available")], limit=1)
        mentor.capacity += 10
        mentee = self.env["mbb.mentee"].search(
            [("state", "=", "waiting"), ("match_ids", "=", False)], limit=1
        )
        match = self.env["mbb.match"].create(
            {
                "mentor_id": mentor.id,
                "mentee_id": mentee.id,
                "date_from": self.day,
                "date_to": self.day + timedelta(days=300),
            }
        )
        # Their way there is not what is measured.
        match._write_guarded({"state": "agreed"})
        return match

    def assign(self, size):
        """An approved assignment for each of `size` experts."""
        partners = self.env["res.partner"].create(
            [{"name": f"Expert {index}"} for index in range(size)]
        )
        mentee = self.match.mentee_id.institution_id
        found = self.env["mbb.assignment"].create(
            [
                {
                    "match_id": self.match.id,
                    "expert_id": partner.id,
                    "sending_institution_id": self.match.mentor_id.institution_id.id,
                    "host_institution_id": mentee.id,
                    "place": "Edremit",
                    "date_from": self.day,
                    "date_to": self.day + timedelta(days=1),
                    "tasks": "Site review",
                    "payer": "birlik",
                    "coverage_allowance": 1,
                    "coverage_lodging": 1,
                    "coverage_transport": 1,
                }
                for partner in partners
            ]
        )
        found._write_guarded({"state": "approved"})
        return found

    def values(self, assignment):
        there = fields.Datetime.to_datetime(self.day) + timedelta(hours=5)
        paper = base64.b64encode(b"%PDF-1.4\n% " + str(assignment.id).encode())
        journeys = [
            Command.create(
                {
                    "kind": "bus",
                    "place_from": "A",
                    "place_to": "B",
                    "date_departure": there + timedelta(hours=hours),
                    "date_arrival": there + timedelta(hours=hours + 4),
                    "amount": 500,
                }
            )
            for hours in (0, 26)
        ]
        stay = {
            "name": "Hotel",
            "date_from": self.day,
            "nights": 1,
            "invoice_number": f"A-{assignment.id}",
            "invoice_total": 1250,
            "document": paper,
            "document_name": "invoice.pdf",
        }
        return {
            "assignment_id": assignment.id,
            "title": "City Planner",
            "degree": 3,
            "leg_ids": journeys,
            "lodging_ids": [Command.create(stay)],
        }


def measure(env, table, claims, size):
    assignments = claims.assign(size)
    env.cr.commit()
    made = env["mbb.travel.claim"]
    with table.step("draft", size):
        for start in range(0, size, BATCH):
            batch = assignments[start : start + BATCH]
            made |= made.create([claims.values(row) for row in batch])
            env.flush_all()
    env.cr.commit()
    with table.step("submit", size):
        for claim in made:
            claim.action_submit()
        env.flush_all()
    env.cr.commit()
    env.invalidate_all()
    page = spec(env, LIST)
    with table.step("list, a page", size, per=[min(PAGE, size)]):
        made.web_search_read([("id", "in", made.ids)], page, limit=PAGE)
    env.invalidate_all()
    form = spec(
        env,
        (*LIST, "result_html", "problem", "missing_papers", "duplicates"),
        leg_ids=LINES,
        lodging_ids=LINES,
    )
    with table.step("form", size, per=[1]):
        made[:1].web_read(form)
    env.invalidate_all()
    with table.step("analysis by step and age", size):
        env["mbb.travel.report"]._read_group(
            [], ["turn", "age"], ["claims:sum", "accepted:sum"]
        )


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--config", required=True)
    parser.add_argument("--database", required=True)
    parser.add_argument("--sizes", type=int, nargs="+", default=[100, 1000])
    parser.add_argument("--table", type=Path)
    options = parser.parse_args()
    config.parse_config(
        ["-c", options.config, "-d", options.database, "--log-level=warn"],
        setup_logging=True,
    )
    with Registry(options.database).cursor() as cr:
        env = Environment(cr, SUPERUSER_ID, {"lang": "tr_TR"})
        table, claims = inside_odoo.Table(env), Claims(env)
        for size in options.sizes:
            measure(env, table, claims, size)
        cr.rollback()
    text = "\n".join(table.lines()) + "\n"
    sys.stdout.write(text)
    if options.table:
        options.table.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
