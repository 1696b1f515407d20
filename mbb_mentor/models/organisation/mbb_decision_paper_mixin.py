# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

import re

from odoo import api, fields, models
from odoo.exceptions import UserError


class MbbDecisionPaperMixin(models.AbstractModel):
    """The papers of a decision: agenda, extract, the signed one."""

    _name = "mbb.decision.paper.mixin"
    _description = "Papers of a Decision"

    extract = fields.Text(
        string="Extract for an Information Request",
        compute="_compute_extract",
        store=True,
        readonly=False,
        copy=False,
        help="Names of persons as initials. Read it before it leaves the house.",
    )

    @api.depends("subject", "text")
    def _compute_extract(self):
        for decision in self:
            decision.extract = decision._hide_names(decision.text)

    def _get_agendas(self):
        """[(organ, meeting date, matters in their order)] of what is printed."""
        matters = self.filtered(lambda d: d.state != "cancelled" and d.meeting_date)
        if not matters:
            raise UserError(
                self.env._("Give the matter its meeting: it has no agenda without one.")
            )
        groups = matters.grouped(lambda d: (d.organ_id, d.meeting_date))
        return [
            (organ, date, found.sorted(lambda d: (d.agenda_order, d.id)))
            for (organ, date), found in sorted(
                groups.items(), key=lambda item: (item[0][1], item[0][0].sequence)
            )
        ]

    def _check_printable_extract(self):
        if any(decision.state != "decided" for decision in self):
            raise UserError(self.env._("An extract is of a decision that was taken."))

    def _get_persons(self):
        """Natural persons of the record, whose names an extract hides."""
        self.ensure_one()
        record = self.sudo()._get_record()
        if record is None or "approval_ids" not in record._fields:
            return self.env["res.partner"]
        partners = record._get_parties()
        for name, field in record._fields.items():
            if field.type == "many2one" and field.comodel_name == "res.partner":
                partners |= record[name]
        return partners.filtered(lambda partner: not partner.is_company)

    def _hide_names(self, text):
        """The text with the names of persons as initials (4982 m.21)."""
        if not text:
            return False
        names = set(self._get_persons().mapped("name"))
        # Others in the address book whom the text names.
        self.env.cr.execute(
            """
            SELECT name FROM res_partner
             WHERE is_company IS NOT TRUE
               AND position(' ' in trim(name)) > 0
               AND position(lower(name) in lower(%s)) > 0
            """,
            [text],
        )
        names.update(name for (name,) in self.env.cr.fetchall())
        for name in sorted(filter(None, names), key=len, reverse=True):
            words = name.split()
            initials = " ".join(f"{word[0]}." for word in words)
            pattern = r"\s+".join(_either_case(word) for word in words)
            text = re.sub(rf"(?<!\w){pattern}(?!\w)", initials, text)
        return text

    def action_download(self):
        self.ensure_one()
        self.check_access("read")
        evidence = self.sudo().evidence_id
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content/mbb.evidence/{evidence.id}/file?download=true",
            "target": "download",
        }


def _either_case(word):
    """A pattern for a name in any case, the Turkish I and İ included."""
    forms = {"i": "[iİ]", "ı": "[ıI]"}

    def form(letter):
        low = "ı" if letter == "I" else letter.replace("İ", "i").lower()
        return forms.get(low) or f"[{re.escape(low)}{re.escape(low.upper())}]"

    return "".join(form(letter) for letter in word)
