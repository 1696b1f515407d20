# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import Command, api, fields, models


class MbbMatchSuggestSeek(models.TransientModel):
    """m.5/2-b: the Sekreterya names a mentor, also one who never applied."""

    _name = "mbb.match.suggest.seek"
    _description = "Mentor Who Did Not Apply"

    mentee_id = fields.Many2one("mbb.mentee", required=True, readonly=True)
    applicant_type = fields.Selection(
        [("institution", "Institution"), ("unit", "Unit"), ("person", "Staff Member")],
        string="Mentor",
        required=True,
        default="person",
    )
    institution_id = fields.Many2one(
        "res.partner",
        required=True,
        domain=[("is_mentor_institution", "=", True)],
    )
    unit_id = fields.Many2one(
        "res.partner",
        domain="[('is_mentor_unit', '=', True), ('id', 'child_of', institution_id)]",
    )
    person_id = fields.Many2one(
        "res.partner",
        domain="[('is_company', '=', False), ('is_mentor_unit', '=', False),"
        " ('id', 'child_of', institution_id)]",
    )
    person_title = fields.Char(string="Title")
    summary = fields.Text(
        string="Why This Mentor", required=True, help="What they can offer."
    )
    line_ids = fields.One2many(
        "mbb.match.suggest.seek.line", "wizard_id", string="Subjects"
    )

    @api.model
    def default_get(self, fields):
        values = super().default_get(fields)
        mentee = self.env["mbb.mentee"].browse(values.get("mentee_id"))
        if mentee and "line_ids" in fields:
            values["line_ids"] = [
                Command.create(
                    {
                        "skill_id": line.skill_id.id,
                        "skill_level_id": self._get_level_above(line).id,
                    }
                )
                for line in mentee.skill_ids
            ]
        return values

    @api.model
    def _get_level_above(self, line):
        levels = line.skill_type_id.skill_level_ids.sorted("mentor_level")
        return levels.filtered(lambda row: row.mentor_level > line.mentor_level)[:1]

    def action_propose(self):
        self.ensure_one()
        mentor = self.env["mbb.mentor"].create(self._prepare_mentor())
        mentor.action_submit()
        mentor.action_review()
        mentor.action_accept()
        match = self.env["mbb.match"].create(
            {"mentor_id": mentor.id, "mentee_id": self.mentee_id.id}
        )
        return match._open()

    def _prepare_mentor(self):
        mentee = self.mentee_id
        return {
            "company_id": mentee.company_id.id,
            "origin": "officer",
            "on_behalf": False,
            "applicant_type": self.applicant_type,
            "institution_id": self.institution_id.id,
            "unit_id": self.unit_id.id,
            "person_id": self.person_id.id,
            "person_title": self.person_title,
            "summary": self.summary,
            "capacity": 1,
            "mode_online": mentee.mode_online,
            "mode_onsite": mentee.mode_onsite,
            "language_ids": [Command.set(mentee.language_ids.ids)],
            "date_from": mentee.date_from,
            "date_to": mentee.date_to,
            "skill_ids": [
                Command.create(
                    {
                        "skill_type_id": line.skill_id.skill_type_id.id,
                        "skill_id": line.skill_id.id,
                        "skill_level_id": line.skill_level_id.id,
                    }
                )
                for line in self.line_ids
            ],
        }
