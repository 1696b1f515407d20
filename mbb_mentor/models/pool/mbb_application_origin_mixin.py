# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from .changes import is_changed_by


class MbbApplicationOriginMixin(models.AbstractModel):
    """Where an application comes from, with its paper where there is one (m.5/2)."""

    _name = "mbb.application.origin.mixin"
    _description = "Origin of an Application"

    #: {link: origin that follows from it}
    _origin_fields = {"call_id": "call", "event_id": "event"}

    origin = fields.Selection(
        [
            ("portal", "Portal"),
            ("officer", "Sekreterya"),
            ("call", "Thematic Call"),
            ("event", "Networking Event"),
        ],
        required=True,
        default=lambda self: self._default_origin(),
        tracking=True,
        help="A call or an event that it belongs to decides.",
    )
    call_id = fields.Many2one(
        "mbb.call",
        index="btree_not_null",
        copy=False,
        ondelete="restrict",
        check_company=True,
        tracking=True,
        help="The thematic call that it belongs to (MPY m.5/2-c).",
    )
    event_id = fields.Many2one(
        "event.event",
        string="Networking Event",
        index="btree_not_null",
        copy=False,
        ondelete="restrict",
        check_company=True,
        domain=[("is_mentor_event", "=", True)],
        tracking=True,
        help="Where its two sides met (MPY m.5/2-ç).",
    )
    on_behalf = fields.Boolean(
        string="Entered on Behalf",
        help="The institution applied on paper; the Sekreterya entered it. The paper "
        "is kept as evidence.",
    )
    evidence_ids = fields.One2many(
        "mbb.evidence",
        "res_id",
        domain=lambda self: [("res_model", "=", self._name)],
        readonly=True,
    )
    evidence_count = fields.Integer(compute="_compute_evidence_count")

    @api.model
    def _default_origin(self):
        return "portal" if self.env.user.share else "officer"

    @api.depends("evidence_ids")
    def _compute_evidence_count(self):
        for record in self:
            record.evidence_count = len(record.evidence_ids)

    @api.model
    def _derive_origin(self, vals):
        """What it belongs to says where it comes from: that is not typed in."""
        given = [name for name in self._origin_fields if name in vals]
        for name in given:
            if vals[name]:
                vals["origin"] = self._origin_fields[name]
                return
        if given and vals.get("origin") in (None, *self._origin_fields.values()):
            vals["origin"] = self._default_origin()

    def _check_origin_open(self, vals):
        names = set(vals).intersection(self._origin_fields)
        for record in self.filtered(lambda r: is_changed_by(r, vals, names)):
            if record.state != "draft":
                raise UserError(
                    self.env._(
                        "%(name)s was submitted: what it belongs to does not change.",
                        name=record.display_name,
                    )
                )

    @api.constrains("origin", "call_id", "event_id")
    def _check_origin(self):
        for record in self:
            for name, origin in self._origin_fields.items():
                if (record.origin == origin) != bool(record[name]):
                    raise ValidationError(
                        self.env._(
                            "The origin follows from the call or the event: name it."
                        )
                    )

    def action_record_evidence(self):
        """Record the paper of the application, or a later one."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Record a Paper"),
            "res_model": "mbb.evidence",
            "view_mode": "form",
            "views": [(False, "form")],
            "target": "new",
            "context": {
                "default_res_model": self._name,
                "default_res_id": self.id,
                "default_kind": "application",
                "default_company_id": self.company_id.id,
            },
        }

    def action_view_evidence(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Evidence"),
            "res_model": "mbb.evidence",
            "view_mode": "list,form",
            "domain": [("res_model", "=", self._name), ("res_id", "=", self.id)],
            "context": {"create": False},
        }
