# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tools import SQL

OFFICER = "mbb_mentor.group_mentor_officer"


class EventRegistration(models.Model):
    """A participant of a networking event (MPY m.5/2-ç)."""

    _inherit = "event.registration"

    is_mentor_event = fields.Boolean(related="event_id.is_mentor_event")
    mentor_institution_id = fields.Many2one(
        "res.partner",
        string="Institution in the Programme",
        compute="_compute_mentor_institution_id",
    )
    mentor_listed = fields.Boolean(
        string="Shown to the Other Participants",
        help="The participant agreed to it at the registration.",
    )
    mentor_role = fields.Selection(
        [
            ("offers", "Offers Support"),
            ("seeks", "Seeks Support"),
            ("both", "Offers and Seeks"),
        ],
        string="At the Event",
    )
    mentor_subject_ids = fields.Many2many(
        "hr.skill",
        string="Would Like to Talk About",
        domain=[("skill_type_id.is_mentor_subject", "=", True)],
    )
    mentor_text = fields.Text(
        string="In a Few Words", help="Read by the other participants."
    )
    mentor_interest_ids = fields.One2many(
        "mbb.event.interest", "from_id", string="Would Like to Talk To", groups=OFFICER
    )
    # Counts the turns at the lock, as in the pool: of two who name each other at the
    # same moment the second one is run again and sees the first.
    mentor_tick = fields.Integer(copy=False, readonly=True)

    @api.depends("partner_id.parent_id")
    def _compute_mentor_institution_id(self):
        for registration in self:
            partner = registration.partner_id
            registration.mentor_institution_id = partner and partner._get_institution()

    @api.constrains("partner_id", "event_id", "state")
    def _check_mentor_participant(self):
        """One person takes part once, or their interests would be two people's."""
        for registration in self:
            if (
                not registration.event_id.is_mentor_event
                or not registration.partner_id
                or registration.state == "cancel"
            ):
                continue
            if self.sudo().search_count(
                [
                    ("event_id", "=", registration.event_id.id),
                    ("partner_id", "=", registration.partner_id.id),
                    ("state", "!=", "cancel"),
                    ("id", "!=", registration.id),
                ],
                limit=1,
            ):
                raise ValidationError(
                    self.env._(
                        "%(name)s is registered for this event already.",
                        name=registration.partner_id.name,
                    )
                )

    def write(self, vals):
        self._check_mentor_person(vals)
        res = super().write(vals)
        if vals.get("state") == "cancel":
            # sudo: who keeps the desk need not see the interests.
            self.env["mbb.event.interest"].sudo()._drop_of(self)
        return res

    def _check_mentor_person(self, vals):
        """What somebody said at the event is not handed to somebody else."""
        moved = {"partner_id", "event_id"}.intersection(vals)
        for registration in self if moved else ():
            changes = any(registration[name].id != vals[name] for name in moved)
            # sudo: who keeps the desk need not see the interests.
            if changes and self.env["mbb.event.interest"].sudo().search_count(
                [
                    ("state", "!=", "withdrawn"),
                    "|",
                    ("from_id", "=", registration.id),
                    ("to_id", "=", registration.id),
                ],
                limit=1,
            ):
                raise UserError(
                    self.env._(
                        "%(name)s has interests at this event: cancel the registration "
                        "and make another one.",
                        name=registration.name,
                    )
                )

    def _is_mentor_participant(self):
        self.ensure_one()
        return bool(
            self.event_id.is_mentor_event
            and self.partner_id
            and self.active
            and self.state in ("open", "done")
        )

    def _lock_mentor_pair(self, other):
        """Hold the pair until the end of the transaction."""
        pair = (self | other).sorted("id")
        pair.flush_recordset()
        self.env.cr.execute(
            SQL(
                "UPDATE event_registration SET mentor_tick = COALESCE(mentor_tick, 0) "
                "+ 1 WHERE id = %s",
                pair[:1].id,
            )
        )

    # -- for the pages: whom a participant sees, and what they say ------------------

    def _check_mentor_own(self):
        """The user's own registration, or the Sekreterya's business."""
        self.ensure_one()
        registration = self.sudo()
        if not registration._is_mentor_participant():
            raise UserError(self.env._("This is no participant of a networking event."))
        if self.env.su or self.env.user.has_group(OFFICER):
            return
        if registration.partner_id != self.env.user.partner_id:
            raise AccessError(self.env._("This is not your registration."))

    def _get_mentor_cards(self):
        """The other participants who agreed to be shown, as plain data."""
        self._check_mentor_own()
        # sudo: the participant may not read registrations as such; of the others only
        # what they agreed to show leaves this method.
        own = self.sudo()
        others = own.event_id.registration_ids.filtered(
            lambda r: r != own and r.mentor_listed and r._is_mentor_participant()
        )
        interests = {
            row.to_id: row
            for row in own.mentor_interest_ids
            if row.state != "withdrawn"
        }
        return [
            {
                "id": other.id,
                "name": other.name,
                "title": other.partner_id.function or "",
                "institution": other.mentor_institution_id.name or "",
                "role": other.mentor_role or "",
                "subjects": other.mentor_subject_ids.mapped("name"),
                "text": other.mentor_text or "",
                # Mutual shows only where both said so.
                "interest": interests[other].state if other in interests else "",
            }
            for other in others
        ]

    def _express_mentor_interest(self, other, role="talk", skill=None, note=""):
        """“I would like to talk to them.”

        :return: the interest, which is mutual where the other one said so, too
        """
        self._check_mentor_own()
        # sudo: checked above whose registration it is.
        return (
            self.env["mbb.event.interest"]
            .sudo()
            .create(
                {
                    "from_id": self.id,
                    "to_id": other.id,
                    "role": role,
                    "skill_id": skill.id if skill else False,
                    "note": note,
                }
            )
        )

    def _withdraw_mentor_interest(self, other):
        self._check_mentor_own()
        rows = self.sudo().mentor_interest_ids.filtered(
            lambda row: row.to_id == other and row.state in ("expressed", "mutual")
        )
        return rows._take_arrow("withdrawn")
