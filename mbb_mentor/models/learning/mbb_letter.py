# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import api, fields, models

from ..relation.mbb_letter import MbbLetter as RelationLetter


class MbbLetter(models.Model):
    _inherit = "mbb.letter"

    _record_fields = {
        **RelationLetter._record_fields,
        "match_certificate": "certificate_id",
        "match_thanks": "certificate_id",
    }

    certificate_id = fields.Many2one(
        "mbb.certificate",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
    )
    kind = fields.Selection(
        selection_add=[
            ("match_certificate", "Certificate of Participation (Match)"),
            ("match_thanks", "Letter of Thanks (Match)"),
        ],
        ondelete={"match_certificate": "cascade", "match_thanks": "cascade"},
    )

    _has_record = models.Constraint(
        "CHECK(COALESCE(assignment_id, spending_order_id, consent_id, certificate_id) "
        "IS NOT NULL)",
        "A letter is about something.",
    )

    def _get_standing_records(self):
        # They tell what was; nothing ends that.
        if self.certificate_id:
            return []
        return super()._get_standing_records()

    def _get_experts(self):
        if self.certificate_id:
            partner = self.certificate_id.partner_id
            return partner if self.kind == "match_certificate" else partner.browse()
        return super()._get_experts()

    def _get_initials(self):
        if self.kind == "match_thanks":
            # An institution is named: who it is, is no secret.
            return self.sudo().certificate_id.partner_id.name
        return super()._get_initials()

    # -- what they say -----------------------------------------------------

    @api.model
    def _get_participation_values(self, row):
        match = row.match_id
        subjects = match.mentee_id.skill_ids.skill_id.mapped("name")
        return {
            "name": row.partner_id.name,
            "institution": match[f"{row.side}_institution_id"].name,
            "number": match.number,
            "subjects": ", ".join(subjects),
            "sessions": row.sessions,
            "hours": f"{row.hours:g}".replace(".", ","),
        }

    @api.model
    def _get_content_match_certificate(self, vals, row):
        values = self._get_participation_values(row)
        if row.side == "mentor":
            sentence = self.env._(
                "This is to certify that %(name)s of %(institution)s supported another "
                "local government as a mentor in the Mentor Programme, on the subject "
                "of %(subjects)s, in %(sessions)s sessions of %(hours)s hours in all.",
                **values,
            )
        else:
            sentence = self.env._(
                "This is to certify that %(name)s of %(institution)s took part in the "
                "Mentor Programme as a mentee, on the subject of %(subjects)s, in "
                "%(sessions)s sessions of %(hours)s hours in all.",
                **values,
            )
        return {
            "subject": self.env._("Certificate of Participation"),
            "recipient": self._get_capitals(row.partner_id.name),
            "opening": self._with_correction([], vals),
            "facts": {},
            "sentences": [sentence],
            "closing": False,
            "addressees": self.env["res.partner"],
        }

    @api.model
    def _get_content_match_thanks(self, vals, row):
        values = self._get_participation_values(row)
        if row.side == "mentor":
            opening = self.env._(
                "Your institution passed knowledge and experience on the subject of "
                "%(subjects)s on to another local government in the match number "
                "%(number)s of the Mentor Programme (Mentor Programme Regulation, "
                "Art. 6).",
                **values,
            )
        else:
            opening = self.env._(
                "Your institution took part in the match number %(number)s of the "
                "Mentor Programme on the subject of %(subjects)s (Mentor Programme "
                "Regulation, Art. 6).",
                **values,
            )
        return {
            "subject": self.env._("Thanks (Mentor Programme)"),
            "recipient": self._get_capitals(row.partner_id.name),
            "opening": self._with_correction([opening], vals),
            "facts": {},
            "sentences": [
                self.env._(
                    "We thank your institution for what it has given to the cooperation "
                    "of local governments."
                )
            ],
            "closing": self.env._("Submitted for your information."),
            "addressees": row.partner_id,
        }
