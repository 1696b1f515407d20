# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..base.mbb_state_mixin import MbbStateMixin
from ..base.zone import local_today

#: What somebody took on: it stays as it was when it was done or dropped.
PROMISE_FIELDS = {
    "name",
    "owner_id",
    "who",
    "date_deadline",
    "match_id",
    "session_id",
    "assignment_id",
}


class MbbTaskMixin(models.AbstractModel):
    """Something that somebody does until a date, for one match."""

    _name = "mbb.task.mixin"
    _description = "What Somebody Does until a Date"
    _inherit = ["mbb.state.mixin", "mail.thread", "mail.activity.mixin"]

    _first_state = "open"
    _arrows = {
        "open": {"done": "owner", "dropped": "officer"},
        "done": {"open": "officer"},
        "dropped": {"open": "officer"},
    }
    _guarded_fields = (
        *MbbStateMixin._guarded_fields,
        "done_by_id",
        "date_done",
        "done_note",
        "drop_reason",
    )
    _reason_methods = ("action_drop",)

    name = fields.Char(string="What Is to Be Done", required=True, tracking=True)
    owner_id = fields.Many2one(
        "res.partner",
        string="Who Takes It On",
        index=True,
        tracking=True,
        ondelete="restrict",
    )
    date_deadline = fields.Date(string="To Be Done By", tracking=True)
    state = fields.Selection(
        [("open", "Open"), ("done", "Done"), ("dropped", "Dropped")],
        required=True,
        readonly=True,
        default="open",
        copy=False,
        index=True,
        tracking=True,
    )
    done_by_id = fields.Many2one(
        "res.users", string="Marked by", readonly=True, copy=False
    )
    date_done = fields.Date(string="Done On", readonly=True, copy=False)
    done_note = fields.Text(string="What Came of It", readonly=True, copy=False)
    drop_reason = fields.Text(string="Why It Was Dropped", readonly=True, copy=False)

    # -- what is done stays ------------------------------------------------

    def write(self, vals):
        if PROMISE_FIELDS.intersection(vals):
            self._check_open()
        res = super().write(vals)
        if "date_deadline" in vals:
            self._set_clock()
        return res

    @api.ondelete(at_uninstall=False)
    def _unlink_except_open(self):
        self._check_open()

    def _check_open(self):
        for task in self:
            if task.state != "open":
                raise UserError(
                    self.env._(
                        "“%(name)s” is “%(state)s” and stays as it is. Open it again "
                        "first.",
                        name=task.name,
                        state=task._get_state_label(),
                    )
                )

    # -- the clock: the date that was promised -----------------------------

    def _set_clock(self):
        for task in self.sudo():
            due = task.date_deadline if task.state == "open" else False
            task._write_guarded({"date_due": due})

    def _clock_user(self):
        """The owner, where they are of the house; else who looks after the match."""
        self.ensure_one()
        users = self.owner_id.user_ids.filtered(lambda user: not user.share)
        return users[:1] or self.match_id.responsible_id or self.create_uid

    # -- arrows ------------------------------------------------------------

    def _get_authority_obstacle(self, authority):
        if authority != "owner" or self.env.su:
            return super()._get_authority_obstacle(authority)
        owner = self.sudo().owner_id
        if owner and owner == self.env.user.sudo().partner_id:
            return False
        if super()._get_authority_obstacle("officer"):
            return self.env._("Only who took it on, or the Sekreterya, may do this.")
        return False

    def action_done(self, note=False):
        return self._take_arrow(
            "done",
            {
                "done_by_id": self.env.uid,
                "date_done": local_today(),
                "done_note": str(note or "").strip() or False,
            },
        )

    def action_drop(self, reason):
        return self._take_arrow(
            "dropped", {"drop_reason": self._check_reason(reason)}
        )

    def action_open_again(self):
        return self._take_arrow(
            "open",
            {
                "done_by_id": False,
                "date_done": False,
                "done_note": False,
                "drop_reason": False,
            },
        )

    def _stop(self, reason):
        tasks = self.sudo().filtered(lambda task: task.state == "open")
        if tasks:
            tasks._take_arrow("dropped", {"drop_reason": reason})
