# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError


class MbbCertificate(models.Model):
    """What somebody has from a match: a person their certificate, an institution its
    thanks. The paper is a letter, with a code by which it is verified."""

    _name = "mbb.certificate"
    _description = "Certificate or Thanks"
    _inherit = ["mbb.register.mixin"]
    _order = "id desc"
    _rec_name = "partner_id"
    _check_company_auto = True

    match_id = fields.Many2one(
        "mbb.match",
        required=True,
        readonly=True,
        index=True,
        check_company=True,
        ondelete="restrict",
    )
    kind = fields.Selection(
        [("certificate", "Certificate of Participation"), ("thanks", "Letter of Thanks")],
        required=True,
        readonly=True,
    )
    side = fields.Selection(
        [("mentor", "Mentor"), ("mentee", "Mentee")], required=True, readonly=True
    )
    partner_id = fields.Many2one(
        "res.partner", string="Issued To", required=True, readonly=True, index=True
    )
    sessions = fields.Integer(string="Sessions Attended", readonly=True)
    hours = fields.Float(readonly=True)
    letter_ids = fields.One2many("mbb.letter", "certificate_id", string="Letters")
    letter_id = fields.Many2one(
        "mbb.letter", compute="_compute_letter_id"
    )
    company_id = fields.Many2one(related="match_id.company_id", store=True, index=True)

    _unique_partner = models.UniqueIndex(
        "(match_id, kind, partner_id)", "This was issued already."
    )

    @api.depends("letter_ids.replaced_by_id")
    def _compute_letter_id(self):
        for row in self:
            row.letter_id = row.letter_ids.filtered(lambda x: not x.replaced_by_id)[:1]

    @api.model
    def _issue(self, match):
        """For each who took part and has none yet, with the letter (as superuser)."""
        match = match.sudo()
        known = {
            (row.kind, row.partner_id)
            for row in self.sudo().search([("match_id", "=", match.id)])
        }
        rows = self._create_private(
            [
                vals
                for vals in self._prepare_certificates(match)
                if (vals["kind"], self.env["res.partner"].browse(vals["partner_id"]))
                not in known
            ]
        )
        for row in rows:
            kind = f"match_{row.kind}"
            self.env["mbb.letter"]._issue(row, kind)
        return rows

    @api.model
    def _prepare_certificates(self, match):
        """A certificate for each person outside the house who came to a session; thanks
        for each institution."""
        attended = match.session_ids.filtered(
            lambda s: s.state == "held" and s.purpose == "session"
        ).attendance_ids.filtered(lambda row: row.presence == "present")
        vals_list = []
        for partner, rows in attended.grouped("partner_id").items():
            side = next(
                (x for x in ("mentor", "mentee") if match._is_of_side(partner, x)), None
            )
            if side:
                vals_list.append(
                    {
                        "match_id": match.id,
                        "kind": "certificate",
                        "side": side,
                        "partner_id": partner.id,
                        "sessions": len(rows),
                        "hours": sum(rows.mapped("hours")),
                    }
                )
        for side in ("mentor", "mentee"):
            institution = match[f"{side}_institution_id"]
            if institution.id not in [v["partner_id"] for v in vals_list]:
                vals_list.append(
                    {
                        "match_id": match.id,
                        "kind": "thanks",
                        "side": side,
                        "partner_id": institution.id,
                    }
                )
        return vals_list

    def action_download(self):
        return self.letter_id.action_download()


class MbbMatch(models.Model):
    _inherit = "mbb.match"  # pylint: disable=consider-merging-classes-inherited

    certificate_ids = fields.One2many(
        "mbb.certificate", "match_id", string="Certificates and Thanks"
    )

    def action_issue_certificates(self):
        """After the close, once for each who took part; again for who was left out."""
        self.ensure_one()
        obstacle = self._get_authority_obstacle("officer")
        if obstacle:
            raise AccessError(obstacle)
        self.check_access("read")
        if self.state != "done":
            raise UserError(
                self.env._("%(name)s is not completed yet.", name=self.display_name)
            )
        self.env["mbb.certificate"]._issue(self)
        letters = self.sudo().certificate_ids.letter_id.sudo(False)
        if not letters:
            raise UserError(self.env._("Nobody came to a session of this match."))
        return letters.action_download()
