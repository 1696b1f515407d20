# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..base.mbb_state_mixin import MbbStateMixin

LIVE_STATES = ("expressed", "mutual", "proposed")


class MbbEventInterest(models.Model):
    """One participant would like to talk to another (MPY m.5/2-ç).

    It is known to its author and to the Sekreterya, until it is returned.
    """

    _name = "mbb.event.interest"
    _description = "Interest at a Networking Event"
    _inherit = ["mbb.state.mixin"]
    _order = "event_id desc, id desc"
    _check_company_auto = True

    _first_state = "expressed"
    _arrows = {
        "expressed": {"mutual": "system", "withdrawn": "author"},
        "mutual": {
            "proposed": "system",
            "expressed": "system",
            "withdrawn": "author",
        },
    }
    _guarded_fields = (*MbbStateMixin._guarded_fields, "counterpart_id")
    #: Said once; who means something else says it anew.
    _frozen_fields = ("from_id", "to_id")
    #: What the participant said: nobody puts it into their mouth.
    _said_fields = ("role", "skill_id", "note")

    from_id = fields.Many2one(
        "event.registration",
        string="Who",
        required=True,
        index=True,
        ondelete="restrict",
        domain="[('is_mentor_event', '=', True), ('event_id', '=?', event_id)]",
    )
    to_id = fields.Many2one(
        "event.registration",
        string="Would Like to Talk To",
        required=True,
        index=True,
        ondelete="restrict",
        domain="[('event_id', '=', event_id), ('id', '!=', from_id)]",
    )
    event_id = fields.Many2one(related="from_id.event_id", store=True, index=True)
    company_id = fields.Many2one(
        "res.company", compute="_compute_company_id", store=True, index=True
    )
    from_institution_id = fields.Many2one(
        related="from_id.mentor_institution_id", string="Whose Institution"
    )
    to_institution_id = fields.Many2one(
        related="to_id.mentor_institution_id", string="The Other One's Institution"
    )
    role = fields.Selection(
        [
            ("learn", "To Learn from Them"),
            ("share", "To Support Them"),
            ("talk", "To Get to Know Them"),
        ],
        string="What For",
        required=True,
        default="talk",
    )
    skill_id = fields.Many2one(
        "hr.skill",
        string="Subject",
        ondelete="restrict",
        domain=[("skill_type_id.is_mentor_subject", "=", True)],
    )
    note = fields.Text()
    state = fields.Selection(
        [
            ("expressed", "Expressed"),
            ("mutual", "Mutual"),
            ("proposed", "Match Proposed"),
            ("withdrawn", "Withdrawn"),
        ],
        required=True,
        default="expressed",
        copy=False,
        readonly=True,
        index=True,
        group_expand="_group_expand_state",
    )
    counterpart_id = fields.Many2one(
        "mbb.event.interest",
        string="Returned By",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )

    _one_live = models.UniqueIndex(
        "(from_id, to_id) WHERE state != 'withdrawn'",
        "This interest was expressed already.",
    )
    _check_other = models.Constraint(
        "CHECK(from_id != to_id)", "Nobody talks to themself."
    )

    def _group_expand_state(self, states, domain):
        return list(LIVE_STATES)

    @api.depends("event_id.company_id")
    def _compute_company_id(self):
        for interest in self:
            interest.company_id = interest.event_id.company_id or self.env.company

    @api.depends("from_id.name", "to_id.name")
    def _compute_display_name(self):
        for interest in self:
            interest.display_name = f"{interest.from_id.name} → {interest.to_id.name}"

    @api.model_create_multi
    def create(self, vals_list):
        registrations = self.env["event.registration"]
        for vals in vals_list:
            one = registrations.browse(vals.get("from_id"))
            other = registrations.browse(vals.get("to_id"))
            if one and other:
                one._lock_mentor_pair(other)
        interests = super().create(vals_list)
        for interest in interests:
            obstacle = interest.sudo()._get_expressing_obstacle()
            if obstacle:
                raise UserError(obstacle)
        interests.sudo()._find_mutual()
        return interests

    def write(self, vals):
        fixed = {*self._frozen_fields, *(() if self.env.su else self._said_fields)}
        frozen = fixed.intersection(vals)
        if any(
            self._fields[name].convert_to_write(row[name], row) != vals[name]
            for row in self
            for name in frozen
        ):
            raise UserError(self.env._("Withdraw this interest and express another."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("An interest is withdrawn, not deleted."))

    def _get_expressing_obstacle(self):
        """Why nobody can say that, or False (as superuser)."""
        self.ensure_one()
        for registration in (self.from_id, self.to_id):
            if not registration._is_mentor_participant():
                return self.env._(
                    "%(name)s takes no part in a networking event.",
                    name=registration.name,
                )
        if self.from_id.event_id != self.to_id.event_id:
            return self.env._("They do not take part in the same event.")
        if not self.to_id.mentor_listed:
            return self.env._(
                "%(name)s is not shown to the other participants.",
                name=self.to_id.name,
            )
        return False

    def _find_mutual(self):
        """Both said so: bring it to the Sekreterya (as superuser)."""
        for interest in self:
            other = self.search(
                [
                    ("from_id", "=", interest.to_id.id),
                    ("to_id", "=", interest.from_id.id),
                    ("state", "=", "expressed"),
                ],
                limit=1,
            )
            if not other:
                continue
            interest._take_arrow("mutual", {"counterpart_id": other.id})
            other._take_arrow("mutual", {"counterpart_id": interest.id})
            interest._tell_secretariat()

    def _tell_secretariat(self):
        self.ensure_one()
        event = self.event_id
        lead = self.env["mbb.secretariat"]._get_lead(self.company_id)
        user = lead or event.user_id
        if user:
            event.activity_schedule(
                "mail.mail_activity_data_todo",
                # No names: every user of events reads the event's activities.
                summary=self.env._("Two participants would like to talk to each other"),
                user_id=user.id,
            )

    def _get_authority_obstacle(self, authority):
        if authority != "author":
            return super()._get_authority_obstacle(authority)
        if self.env.su or self.env.user.has_group("mbb_mentor.group_mentor_officer"):
            return False
        if self.sudo().from_id.partner_id == self.env.user.partner_id:
            return False
        return self.env._("Only who expressed it may withdraw it.")

    def _take_arrow(self, target, vals=None):
        res = super()._take_arrow(target, vals)
        # The unique index looks at the state: it goes ahead of the next record.
        self.flush_recordset(["state"])
        return res

    def _on_arrow(self, source, target):
        res = super()._on_arrow(source, target)
        if source == "mutual" and target == "withdrawn":
            other = self.counterpart_id
            self._write_guarded({"counterpart_id": False})
            if other.state == "mutual":
                other._take_arrow("expressed", {"counterpart_id": False})
        return res

    def action_withdraw(self):
        return self._take_arrow("withdrawn")

    @api.model
    def _drop_of(self, registrations):
        """Who does not come has no interest there, nor is there one in them."""
        rows = self.search(
            [
                "|",
                ("from_id", "in", registrations.ids),
                ("to_id", "in", registrations.ids),
                ("state", "in", ("expressed", "mutual")),
            ]
        )
        for row in rows:
            row._take_arrow("withdrawn")

    def _get_mentee_side(self):
        """Who of the two learns, or nobody where they did not say."""
        self.ensure_one()
        roles = (self.role, self.counterpart_id.role)
        if roles in (("learn", "share"), ("learn", "talk"), ("talk", "share")):
            return self.from_id
        if roles in (("share", "learn"), ("talk", "learn"), ("share", "talk")):
            return self.to_id
        return self.env["event.registration"]
