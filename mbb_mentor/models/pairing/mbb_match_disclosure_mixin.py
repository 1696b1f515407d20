# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import api, fields, models

from .match_states import DISCLOSED_STATES, REACHABLE_STATES


class MbbMatchDisclosureMixin(models.AbstractModel):
    """What each side of a match learns of the other, and when (MPY m.5/6)."""

    _name = "mbb.match.disclosure.mixin"
    _description = "Disclosure of a Match"

    disclosed_mentor_institution = fields.Char(
        string="Institution of the Mentor", compute="_compute_disclosed"
    )
    disclosed_mentor_name = fields.Char(
        string="Name of the Mentor", compute="_compute_disclosed"
    )
    disclosed_mentor_title = fields.Char(
        string="Title of the Mentor", compute="_compute_disclosed"
    )
    disclosed_offer = fields.Text(string="Offer", compute="_compute_disclosed")
    disclosed_mentor_email = fields.Char(
        string="E-mail of the Mentor", compute="_compute_disclosed"
    )
    disclosed_mentor_phone = fields.Char(
        string="Phone of the Mentor", compute="_compute_disclosed"
    )
    disclosed_mentee_institution = fields.Char(
        string="Institution of the Mentee", compute="_compute_disclosed"
    )
    disclosed_mentee_name = fields.Char(
        string="Name of the Mentee", compute="_compute_disclosed"
    )
    disclosed_mentee_title = fields.Char(
        string="Title of the Mentee", compute="_compute_disclosed"
    )
    disclosed_need = fields.Text(string="Need", compute="_compute_disclosed")
    disclosed_mentee_email = fields.Char(
        string="E-mail of the Mentee", compute="_compute_disclosed"
    )
    disclosed_mentee_phone = fields.Char(
        string="Phone of the Mentee", compute="_compute_disclosed"
    )

    @api.depends("state", "mentor_id", "mentee_id")
    def _compute_disclosed(self):
        """m.5/6: each side learns of the other what its stage allows, nobody more."""
        matches = self.sudo()
        # Read at once, also where one of them is in the cache already.
        matches.mapped("mentor_id.institution_id")
        matches.mapped("mentee_id.institution_id")
        for match in matches:
            known = match.state in DISCLOSED_STATES
            reachable = match.state in REACHABLE_STATES
            for side, text in (("mentor", "offer"), ("mentee", "need")):
                entry = match[f"{side}_id"]
                person = entry.person_id
                contact = person or entry.contact_id or entry.institution_id
                name = entry.bearer_id.name
                institution = entry.institution_id.name
                match.update(
                    {
                        f"disclosed_{side}_institution": known and institution,
                        f"disclosed_{side}_name": known and name,
                        f"disclosed_{side}_title": known and entry.person_title,
                        f"disclosed_{text}": known and entry.summary,
                        f"disclosed_{side}_email": reachable and contact.email,
                        f"disclosed_{side}_phone": reachable and contact.phone,
                    }
                )
