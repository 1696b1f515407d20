# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

import json

from odoo import api, fields, models
from odoo.tools import format_datetime

from ..base.paper import get_capitals, get_logo, print_page
from ..base.zone import ZONE
from ..pool.mbb_application_paper_mixin import DOCTYPE

#: Of the structure of the export; see readme/personal_data.md.
FORMAT = "mbb.personal.data"
VERSION = 1


class MbbPersonalData(models.AbstractModel):
    """All that is kept of one person, for the page, the file and the paper alike.

    Nothing here asks who wants to know: who calls it has asked (KVKK m.11: everybody
    for themself).
    """

    _name = "mbb.personal.data"
    _description = "Everything Kept of a Person"

    @api.model
    def _collect_personal_data(self, partner):
        """{"format", "person", …, "categories": [{…, "records": [entry]}]}."""
        partner.ensure_one()
        found = {}
        for entries in self._get_personal_sources(partner):
            for key, rows in entries.items():
                found.setdefault(key, []).extend(rows)
        company = self.env.company.sudo()
        return {
            "format": FORMAT,
            "version": VERSION,
            "date": f"{fields.Datetime.now().isoformat(timespec='seconds')}Z",
            "language": self.env.lang,
            "controller": {"name": company.name, "email": company.email or None},
            "person": {
                "name": partner.sudo().name,
                "email": partner.sudo().email or None,
            },
            "categories": self._get_personal_categories(found),
        }

    @api.model
    def _get_personal_sources(self, partner):
        """What each model has to tell; a hook for those that cannot say it by
        themselves."""
        source = self.env.registry["mbb.personal.data.mixin"]
        for name, model in sorted(self.env.registry.items()):
            # A view of the database tells what its table has told.
            if issubclass(model, source) and not model._abstract and model._auto:
                yield self.env[name]._get_personal_data(partner)

    @api.model
    def _get_personal_categories(self, found):
        """Each kind with what is kept of it; what has lost its kind is told, too."""
        company = self.env.company
        rows = self.env["mbb.data.category"].sudo().search(
            [("company_id", "in", (False, company.id))]
        )
        # A row of the company stands before the shipped one of the same key.
        rows = rows.sorted(lambda row: not row.company_id).grouped("key").values()
        kinds = self.env["mbb.data.category"].sudo().union(*(row[:1] for row in rows))
        names = ("purpose", "ground", "retention", "recipients", "certainty")
        told = [
            {
                "key": kind.key,
                "name": kind.name,
                "description": kind.description,
                **{name: kind[name] or None for name in names},
                "records": found.get(kind.key, []),
            }
            for kind in kinds.sorted()
        ]
        left = [key for key in found if key not in kinds.mapped("key")]
        return told + [
            {
                "key": key,
                "name": self.env._("Other Data"),
                "description": None,
                **dict.fromkeys(names),
                "records": found[key],
            }
            for key in left
        ]

    @api.model
    def _export_personal_data(self, partner):
        """The same as JSON (bytes)."""
        data = self._collect_personal_data(partner)
        return json.dumps(data, ensure_ascii=False, indent=2).encode()

    @api.model
    def _print_personal_data(self, partner):
        """The same as PDF (bytes), in the language of the reader."""
        data = self._collect_personal_data(partner)
        company = self.env.company.sudo()
        moment = format_datetime(
            self.env, fields.Datetime.now(), tz=ZONE, dt_format="dd.MM.yyyy HH:mm"
        )
        # sudo: the template is the office's; its values are the person's own.
        return print_page(
            self.sudo().env,
            "mbb_mentor.report_personal_data_page",
            {
                "doctype": DOCTYPE,
                "logo": get_logo(company),
                "letterhead": get_capitals(self.env, company.name),
                "data": data,
                "moment": moment,
            },
            partner.sudo().name,
            paperformat="paperformat_decision",
        )
