# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import Command, api, fields, models
from odoo.exceptions import UserError


class MbbEventMatch(models.TransientModel):
    """Two who would like to work together become a proposed match (MPY m.5/2-ç)."""

    _name = "mbb.event.match"
    _description = "Match of a Networking Event"

    interest_id = fields.Many2one("mbb.event.interest", required=True, readonly=True)
    event_id = fields.Many2one(related="interest_id.event_id")
    one_id = fields.Many2one(related="interest_id.from_id")
    other_id = fields.Many2one(related="interest_id.to_id")
    mentee_registration_id = fields.Many2one(
        "event.registration",
        string="Who Learns",
        domain="[('id', 'in', (one_id, other_id))]",
        help="The other one supports.",
    )
    skill_id = fields.Many2one(
        "hr.skill",
        string="Subject",
        domain=[("skill_type_id.is_mentor_subject", "=", True)],
    )
    skill_type_id = fields.Many2one(related="skill_id.skill_type_id")
    offered_level_id = fields.Many2one(
        "hr.skill.level",
        domain="[('skill_type_id', '=', skill_type_id)]",
    )
    present_level_id = fields.Many2one(
        "hr.skill.level",
        domain="[('skill_type_id', '=', skill_type_id)]",
        help="Empty: no knowledge of it yet.",
    )
    offer = fields.Text(help="What the mentor can offer.")
    need = fields.Text(help="What the mentee needs.")
    mode_online = fields.Boolean(string="Online", default=True)
    mode_onsite = fields.Boolean(string="On Site")
    date_from = fields.Date(string="From", default=fields.Date.context_today)
    date_to = fields.Date(
        string="To",
        default=lambda self: fields.Date.add(fields.Date.context_today(self), months=6),
    )

    @api.model_create_multi
    def create(self, vals_list):
        wizards = super().create(vals_list)
        for wizard in wizards:
            interest = wizard.interest_id
            other = interest.counterpart_id
            learner = interest._get_mentee_side()
            wizard.mentee_registration_id = wizard.mentee_registration_id or learner
            wizard.skill_id = wizard.skill_id or interest.skill_id or other.skill_id
        return wizards

    @api.onchange("skill_id")
    def _onchange_skill_id(self):
        for name in ("offered_level_id", "present_level_id"):
            if self[name].skill_type_id != self.skill_id.skill_type_id:
                self[name] = False

    def action_propose(self):
        self.ensure_one()
        interest = self.interest_id
        if interest.state != "mutual":
            raise UserError(self.env._("The interest is not mutual."))
        learner = self.mentee_registration_id
        if not learner or learner not in self.one_id | self.other_id:
            raise UserError(self.env._("Choose who of the two learns."))
        giver = (self.one_id | self.other_id) - learner
        mentor = self._get_entry("mbb.mentor", giver)
        mentee = self._get_entry("mbb.mentee", learner)
        for entry in (mentor, mentee):
            if entry.state != entry._accepted_state:
                # A unit is asked first: the interest stays mutual until then.
                return self._open_waiting(entry)
        match = self.env["mbb.match"].create(
            {"mentor_id": mentor.id, "mentee_id": mentee.id}
        )
        both = interest.sudo() | interest.sudo().counterpart_id
        both._take_arrow("proposed", {"match_id": match.id})
        return match._open()

    def _open_waiting(self, entry):
        return {
            "type": "ir.actions.act_window",
            "name": entry.display_name,
            "res_model": entry._name,
            "res_id": entry.id,
            "views": [(False, "form")],
        }

    def _get_entry(self, model, registration):
        """The participant's application from this event: the one there is, or new."""
        bearer = registration.partner_id
        over = self.env[model]._closed_states
        entry = self.env[model].search(
            [
                ("event_id", "=", self.event_id.id),
                ("bearer_id", "=", bearer.id),
                ("state", "not in", over),
            ],
            limit=1,
        )
        if not entry:
            entry = self.env[model].create(self._prepare_entry(model, registration))
            entry.action_submit()
            entry.action_review()
            entry.action_accept()
        return entry

    def _prepare_entry(self, model, registration):
        institution = registration.mentor_institution_id
        if not institution:
            raise UserError(
                self.env._(
                    "%(name)s belongs to no institution of the programme yet.",
                    name=registration.name,
                )
            )
        giving = model == "mbb.mentor"
        summary = self.offer if giving else self.need
        level = self.offered_level_id if giving else self.present_level_id
        if not self.skill_id or not summary or (giving and not level):
            raise UserError(
                self.env._(
                    "Name the subject, the offered level, what is offered and what "
                    "is needed."
                )
            )
        partner = registration.partner_id
        kind = "person"
        if partner == institution:
            kind = "institution"
        elif partner.is_mentor_unit:
            kind = "unit"
        capacity = {"capacity": self._get_capacity(partner)} if giving else {}
        language = self.env["res.lang"]._lang_get(partner.lang or self.env.lang)
        return {
            **capacity,
            "company_id": self.interest_id.company_id.id,
            "event_id": self.event_id.id,
            "applicant_type": kind,
            "institution_id": institution.id,
            "unit_id": partner.id if kind == "unit" else False,
            "person_id": partner.id if kind == "person" else False,
            "person_title": partner.function,
            "contact_id": partner.id,
            "summary": summary,
            "mode_online": self.mode_online,
            "mode_onsite": self.mode_onsite,
            "language_ids": [Command.set(language.ids)],
            "date_from": self.date_from,
            "date_to": self.date_to,
            "skill_ids": [
                Command.create(
                    {
                        "skill_type_id": self.skill_type_id.id,
                        "skill_id": self.skill_id.id,
                        "skill_level_id": level.id,
                    }
                )
            ],
        }

    @api.model
    def _get_capacity(self, bearer):
        """What they said in the pool already holds here: places are counted together."""
        entries = self.env["mbb.mentor"].search(
            [("bearer_id", "=", bearer.id), ("state", "=", "available")]
        )
        return max(entries.mapped("capacity"), default=1)
