# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from ..base.mbb_state_mixin import lock_or_tell

#: Lists whose lines are not yet settled.
OPEN_STATES = ("listed", "approval", "approved")
#: Lines a rule adds in one night: what comes after waits for the next.
BATCH = 1000


class MbbDestruction(models.Model):
    """What is past its retention: listed at night, decided on, destroyed, logged.

    At the latest every six months (Regulation on Erasure m.11); what was done is kept
    in its lines for three years (m.7/3), and goes by a rule of its own.
    """

    _name = "mbb.destruction"
    _description = "Destruction List"
    _inherit = [
        "mbb.approval.mixin",
        "mbb.destruction.hold.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _order = "id desc"
    _rec_name = "number"
    _check_company_auto = True

    _first_state = "listed"
    _arrows = {
        "listed": {"approval": "officer", "cancelled": "manager"},
        "approval": {"approved": "system", "listed": "officer"},
        "approved": {"done": "system", "cancelled": "manager"},
    }
    _approval_arrows = {"approval": "approved"}
    _guarded_fields = ("number", "cancel_reason", "return_reason", "date_done")
    _reason_methods = ("action_cancel", "action_take_back", "action_refuse_approval")

    number = fields.Char(readonly=True, copy=False, index="trigram")
    state = fields.Selection(
        [
            ("listed", "Listed"),
            ("approval", "Put to Approval"),
            ("approved", "Approved"),
            ("done", "Destroyed"),
            ("cancelled", "Cancelled"),
        ],
        required=True,
        readonly=True,
        default="listed",
        copy=False,
        index=True,
        tracking=True,
    )
    company_id = fields.Many2one(
        "res.company",
        required=True,
        readonly=True,
        index=True,
        default=lambda self: self.env.company,
    )
    responsible_id = fields.Many2one(
        "res.users",
        index="btree_not_null",
        domain=[("share", "=", False)],
        tracking=True,
    )
    line_ids = fields.One2many("mbb.destruction.line", "destruction_id", readonly=True)
    line_count = fields.Integer(string="To Be Destroyed", compute="_compute_counts")
    left_count = fields.Integer(string="Left Out", compute="_compute_counts")
    done_count = fields.Integer(string="Destroyed", compute="_compute_counts")
    date_done = fields.Datetime(
        string="Destroyed On",
        readonly=True,
        copy=False,
        help="From this day on the log is kept for three years.",
    )
    cancel_reason = fields.Text(readonly=True, copy=False)
    return_reason = fields.Text(readonly=True, copy=False)

    _one_listed = models.UniqueIndex(
        "(company_id) WHERE state = 'listed'", "There is an open list already."
    )

    @api.depends("line_ids.state")
    def _compute_counts(self):
        counts = {
            (destruction.id, state): count
            for destruction, state, count in self.env["mbb.destruction.line"]
            .sudo()
            ._read_group(
                [("destruction_id", "in", self.ids)],
                ["destruction_id", "state"],
                ["__count"],
            )
        }
        for row in self:
            row.line_count = counts.get((row.id, "listed"), 0)
            row.done_count = counts.get((row.id, "done"), 0)
            row.left_count = counts.get((row.id, "left_out"), 0) + counts.get(
                (row.id, "failed"), 0
            )

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            raise AccessError(
                self.env._("Destruction lists are drawn up from the retention rules.")
            )
        rows = super().create(vals_list)
        rows._take_number()
        return rows

    def write(self, vals):
        if not self.env.su and set(vals) - {"responsible_id", "activity_ids"}:
            if not self._get_guarded_fields().intersection(vals):
                raise UserError(
                    self.env._("What a list says follows from the retention rules.")
                )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(
            self.env._("The log of destructions is kept until its own retention ends.")
        )

    # -- drawing up ----------------------------------------------------------

    @api.model
    def _cron_list(self):
        """Every night: put on the list what is past its retention."""
        cron = self.env["ir.cron"]
        work = [
            (company, rule)
            for company in self.env["res.company"].sudo().search([])
            for rule in self.env["mbb.retention.rule"]._get_in_force(company)
            if rule.action != "follow"
        ]
        self.search([("state", "=", "listed")])._refresh_lines()
        for done, (company, rule) in enumerate(work, 1):
            self._list_rule(company, rule)
            if not cron._commit_progress(1, remaining=len(work) - done):
                break

    @api.model
    def _list_rule(self, company, rule, limit=BATCH):
        """Add what is past `rule` and in no open list."""
        return self._add_new_lines(company, rule, rule._search_past(company), limit)

    @api.model
    def _add_new_lines(self, company, rule, records, limit=None, requested=False):
        """Lines for those of `records` that are in no open list."""
        listed = self.env["mbb.destruction.line"].sudo().search_fetch(
            Domain("res_model", "=", rule.model)
            & Domain("destruction_id.state", "in", OPEN_STATES),
            ["res_id"],
        )
        known = set(listed.mapped("res_id"))
        found = records.filtered(lambda record: record.id not in known)[:limit]
        lines = self._add_lines(company, rule, found, requested)
        if requested:
            # Listed by the night already: who asked for it waits for it, too.
            there = listed.filtered(lambda line: line.res_id in records.ids)
            there._write_private({"is_requested": True})
            lines |= there
        return lines

    @api.model
    def _add_lines(self, company, rule, records, requested=False):
        """Lines for `records`, in the company's open list; held ones with the reason."""
        lines = self.env["mbb.destruction.line"]
        if not records:
            return lines
        holds = self._get_holds(records)
        destruction = self._get_or_create_open(company)
        return lines._create_private(
            [
                {
                    "destruction_id": destruction.id,
                    "rule_id": rule.id,
                    "res_model": records._name,
                    "res_id": record.id,
                    "date_end": rule._get_end_date(record),
                    "state": "left_out" if record.id in holds else "listed",
                    "reason": holds.get(record.id, False),
                    "is_requested": requested,
                }
                for record in records
            ]
        )

    @api.model
    def _get_or_create_open(self, company):
        rows = self.sudo()
        found = rows.search([("company_id", "=", company.id), ("state", "=", "listed")])
        if found:
            lock_or_tell(found)
            return found
        lead = self.env["mbb.secretariat"]._get_lead(company)
        return rows.create({"company_id": company.id, "responsible_id": lead.id})

    def _refresh_lines(self):
        """Of open lists: what is held by now, and what no longer is."""
        for model, lines in self.sudo().line_ids.grouped("res_model").items():
            if model not in self.env:
                continue
            holds = self._get_holds(lines._get_records())
            for line in lines:
                reason = holds.get(line.res_id, False)
                if line.reason != reason:
                    state = "left_out" if reason else "listed"
                    line._write_private({"state": state, "reason": reason})

    # -- deciding ------------------------------------------------------------

    def _clock_user(self):
        """Who is responsible; of a Sekreterya without a head, who approved the list."""
        self.ensure_one()
        decided = self.sudo().approval_ids.decided_by_id
        return self.responsible_id or decided[-1:] or super()._clock_user()

    def _get_parties(self):
        """Nobody decides on a list in which they are themself."""
        lines = self.sudo().line_ids.filtered(lambda row: row.res_model == "res.partner")
        return self.env["res.partner"].browse(lines.mapped("res_id")).exists()

    def _get_excluded_users(self, target):
        """Who put a line on the list; the scheduler decides on nothing."""
        return super()._get_excluded_users(target) | self.line_ids.create_uid

    def _get_approval_subject(self):
        return self.env._("%(count)s records", count=self.line_count)

    def _get_arrow_obstacle(self, target):
        obstacle = super()._get_arrow_obstacle(target)
        if not obstacle and target == "approval" and not self.sudo().line_count:
            obstacle = self.env._(
                "%(number)s: nothing on this list is to be destroyed.",
                number=self.number,
            )
        return obstacle

    def action_ask_approval(self):
        self._refresh_lines()
        return self._take_arrow("approval")

    def action_take_back(self, reason):
        return self._take_arrow("listed", {"return_reason": self._check_reason(reason)})

    def _approval_refused(self, approval):
        self._take_arrow("listed", {"return_reason": approval.reason})

    def action_cancel(self, reason):
        return self._take_arrow(
            "cancelled", {"cancel_reason": self._check_reason(reason)}
        )

    def action_view_lines(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "mbb_mentor.mbb_destruction_line_action"
        )
        action["domain"] = [("destruction_id", "=", self.id)]
        action["context"] = {"search_default_group_kind": 1}
        return action

    @api.model
    def action_draw_up(self):
        """What the night would do, now; who asks for it does not approve it."""
        if not self.env.user.has_group("mbb_mentor.group_mentor_officer"):
            raise AccessError(self.env._("Only the Sekreterya may take this step."))
        company = self.env.company
        for rule in self.env["mbb.retention.rule"]._get_in_force(company):
            if rule.action != "follow":
                self._list_rule(company, rule)
        return self.env["ir.actions.act_window"]._for_xml_id(
            "mbb_mentor.mbb_destruction_action"
        )

    # -- doing ---------------------------------------------------------------

    @api.model
    def _cron_destroy(self):
        """Do what was approved, line by line; what was cut off goes on where it was."""
        cron = self.env["ir.cron"]
        lines = self.env["mbb.destruction.line"].search(
            [("destruction_id.state", "=", "approved"), ("state", "=", "listed")],
            order="id",
        )
        left = len(lines)
        for line_id in lines.ids:
            left -= 1
            line = lines.browse(line_id).exists()
            # Another server may have done it since it was found.
            if line.try_lock_for_update() and line.state == "listed":
                line._destroy()
            if not cron._commit_progress(1, remaining=left):
                return
        self.search([("state", "=", "approved")])._finish()

    def _finish(self):
        for destruction in self:
            if not destruction.line_ids.filtered(lambda line: line.state == "listed"):
                now = fields.Datetime.now()
                destruction.sudo()._take_arrow("done", {"date_done": now})
                if "failed" in destruction.line_ids.mapped("state"):
                    destruction._clock_activity(
                        self.env._("Not all of it could be destroyed: see the lines")
                    )
