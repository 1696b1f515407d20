# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from datetime import timedelta

from odoo import Command, api, fields, models
from odoo.exceptions import UserError

from ..models.base.zone import ZONE, get_midnight, local_today


class MbbCarryOn(models.TransientModel):
    """From a good practice, or from needs that were chosen, to an event or a call
    (MPY m.7/3)."""

    _name = "mbb.carry.on"
    _description = "Carry On"

    kind = fields.Selection(
        [("event", "Networking Event"), ("call", "Thematic Call")],
        string="To",
        required=True,
        default="event",
    )
    practice_id = fields.Many2one("mbb.practice", readonly=True)
    mentee_ids = fields.Many2many("mbb.mentee", string="Needs", readonly=True)
    name = fields.Char(string="Title", required=True)
    skill_ids = fields.Many2many(
        "hr.skill",
        string="Subjects",
        required=True,
        domain=[("skill_type_id.is_mentor_subject", "=", True)],
    )
    institution_ids = fields.Many2many(
        "res.partner",
        string="Institutions",
        domain=[("is_mentor_institution", "=", True)],
        help="Those that wait for a mentor on one of the subjects.",
    )
    mentor_ids = fields.Many2many(
        "mbb.mentor",
        string="Mentors",
        domain=[("state", "=", "available")],
        help="Those in the pool who offer one of the subjects.",
    )
    date_begin = fields.Datetime(string="Begins")
    date_end = fields.Datetime(string="Ends")

    @api.model
    def default_get(self, fields):
        values = super().default_get(fields)
        context = self.env.context
        ids = context.get("active_ids") or []
        if context.get("active_model") == "mbb.practice":
            practice = self.env["mbb.practice"].browse(ids[:1])
            practice.check_access("read")
            values.update(self._prepare_from_practice(practice))
        elif context.get("active_model") == "mbb.mentee":
            mentees = self.env["mbb.mentee"].browse(ids)
            mentees.check_access("read")
            values.update(self._prepare_from_needs(mentees))
        begin, end = self._get_hours()
        return {**values, "date_begin": begin, "date_end": end}

    @api.model
    def _get_hours(self):
        """A month ahead, from ten to four; the officer sets what is meant."""
        midnight = get_midnight(fields.Date.add(local_today(), months=1))
        return midnight + timedelta(hours=10), midnight + timedelta(hours=16)

    @api.model
    def _prepare_from_practice(self, practice):
        skills = practice.skill_ids
        needs = self.env["mbb.mentee"].search(
            [
                ("state", "=", "waiting"),
                ("company_id", "=", self.env.company.id),
                ("subject_ids", "in", skills.ids),
            ]
        )
        return {
            "practice_id": practice.id,
            "name": practice.name,
            **self._prepare_people(skills, needs.institution_id, practice.match_id.mentor_id),
        }

    @api.model
    def _prepare_from_needs(self, mentees):
        skills = mentees.subject_ids
        return {
            "mentee_ids": [Command.set(mentees.ids)],
            "name": ", ".join(skills.mapped("name")),
            **self._prepare_people(skills, mentees.institution_id),
        }

    @api.model
    def _prepare_people(self, skills, institutions, mentors=None):
        offered = self.env["mbb.mentor"].search(
            [
                ("state", "=", "available"),
                ("company_id", "=", self.env.company.id),
                ("subject_ids", "in", skills.ids),
            ]
        )
        if mentors:
            offered |= mentors.filtered(lambda mentor: mentor.state == "available")
        return {
            "skill_ids": [Command.set(skills.ids)],
            "institution_ids": [Command.set(institutions.ids)],
            "mentor_ids": [Command.set(offered.ids)],
        }

    def action_carry_on(self):
        self.ensure_one()
        if self.kind == "event":
            record = self.env["event.event"].create(self._prepare_event())
        else:
            record = self.env["mbb.call"].create(self._prepare_call())
        return {
            "type": "ir.actions.act_window",
            "name": record.display_name,
            "res_model": record._name,
            "res_id": record.id,
            "views": [(False, "form")],
        }

    def _prepare_event(self):
        if not (self.date_begin and self.date_end):
            raise UserError(self.env._("Say when the event begins and ends."))
        return {
            "name": self.name,
            "is_mentor_event": True,
            "date_begin": self.date_begin,
            "date_end": self.date_end,
            "date_tz": ZONE,
            "mentor_practice_id": self.practice_id.id,
            "mentor_subject_ids": [Command.set(self.skill_ids.ids)],
            "mentor_invited_ids": [Command.set(self.institution_ids.ids)],
            "mentor_offered_ids": [Command.set(self.mentor_ids.ids)],
        }

    def _prepare_call(self):
        return {
            "name": self.name,
            "description": self.practice_id.problem,
            "basis_kind": "programme",
            "basis_name": self.practice_id.name or self.name,
            "practice_id": self.practice_id.id,
            "skill_ids": [Command.set(self.skill_ids.ids)],
            "target_ids": [
                Command.create({"institution_id": institution.id})
                for institution in self.institution_ids
            ],
        }
