# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from ..base.mbb_state_mixin import lock_or_tell


class MbbApprovalMixin(models.AbstractModel):
    _inherit = "mbb.approval.mixin"

    decision_ids = fields.One2many(
        "mbb.decision",
        "res_id",
        string="Decisions of the Organs",
        domain=lambda self: [("res_model", "=", self._name)],
        readonly=True,
    )
    decision_count = fields.Integer(compute="_compute_decision")
    decision_notice = fields.Text(
        string="Before an Organ", compute="_compute_decision"
    )
    has_open_decision = fields.Boolean(compute="_compute_decision")

    @api.depends("decision_ids.state")
    @api.depends_context("lang")
    def _compute_decision(self):
        decisions = self.env["mbb.decision"].sudo()
        found = decisions.search_fetch(
            [("res_model", "=", self._name), ("res_id", "in", self.ids)],
            ["state", "res_id", "outcome", "date"],
        ).grouped("res_id")
        for record in self:
            own = found.get(record.id, decisions)
            waiting = own.filtered(lambda d: d.state in ("awaiting", "agenda"))[:1]
            last = own.filtered(lambda d: d.state == "decided").sorted(
                lambda d: (d.date, d.id)
            )[-1:]
            record.decision_count = len(own)
            record.has_open_decision = bool(waiting)
            if waiting:
                record.decision_notice = waiting._get_waiting_text()
            elif last:
                record.decision_notice = last._get_reference_text()
            else:
                record.decision_notice = False

    def _get_units(self):
        """The units of the Birlik that answer for the subjects, the main one first."""
        return self.env["hr.department"]

    def _get_main_unit(self):
        return self.sudo()._get_units()[:1]

    def _inform_other_units(self):
        """The main subject's unit decides; the others learn of it."""
        self.ensure_one()
        others = self._get_units()[1:].manager_id.user_id.filtered("active")
        for user in others - self._get_main_unit().manager_id.user_id:
            this = self.with_context(lang=user.lang)
            self.message_notify(
                partner_ids=user.partner_id.ids,
                subject=this.env._("For your information"),
                body=this.env._(
                    "%(name)s touches a subject of your unit. The unit of its main "
                    "subject, %(unit)s, was asked to decide.",
                    name=this.display_name,
                    unit=this._get_main_unit().name,
                ),
            )

    # -- before an organ (MPY m.9) -------------------------------------------

    def _get_putting_obstacle(self):
        """Why this user cannot put the record before an organ now, or False."""
        self.ensure_one()
        user = self.env.user
        if not any(
            user.has_group(f"mbb_mentor.group_mentor_{name}")
            for name in ("officer", "approver", "registry")
        ):
            return self.env._("Only the Sekreterya, approvers and Yazı İşleri may.")
        waiting = self._get_open_decision()
        return waiting._get_waiting_text() if waiting else False

    def action_put_before_organ(self):
        self.ensure_one()
        obstacle = self._get_putting_obstacle()
        if obstacle:
            raise UserError(obstacle)
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Put before an Organ"),
            "res_model": "mbb.decision.ask",
            "views": [(False, "form")],
            "target": "new",
            "context": {
                "default_res_model": self._name,
                "default_res_id": self.id,
            },
        }

    def _put_before_organ(self, organ, subject, question, ground, keywords=False):
        """Make the matter that the record waits for from now on."""
        self.ensure_one()
        self.check_access("read")
        lock_or_tell(self)
        obstacle = self._get_putting_obstacle()
        if obstacle:
            raise AccessError(obstacle)
        company = self.company_id or self.env.company
        if organ.company_id != company:
            raise UserError(
                self.env._("%(organ)s is of another company.", organ=organ.name)
            )
        decision = self.env["mbb.decision"].sudo().create(
            {
                "organ_id": organ.id,
                "subject": subject,
                "question": question,
                "ground": ground,
                "keywords": keywords,
                "res_model": self._name,
                "res_id": self.id,
                "asked_by_id": self.env.uid,
            }
        )
        if "message_ids" in self._fields:
            self.sudo().message_post(body=decision._get_waiting_text())
        return decision.sudo(False)

    def action_view_decisions(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "mbb_mentor.mbb_decision_action"
        )
        action["domain"] = [("res_model", "=", self._name), ("res_id", "=", self.id)]
        action["context"] = {"create": False}
        return action

    def _get_exclusion_reason(self, user, target, asked_by):
        """A representative of a party does not decide: the Başkan is a mayor too."""
        reason = super()._get_exclusion_reason(user, target, asked_by)
        if reason:
            return reason
        representative = self.env["mbb.representative"].sudo()
        parties = self.sudo()._get_parties()
        if parties and representative.search_count(
            Domain("user_id", "=", user.id)
            & Domain("institution_id", "in", parties.ids)
            & representative._get_current_domain(),
            limit=1,
        ):
            return self.env._(
                "%(user)s represents an institution that is a party to this.",
                user=user.name,
            )
        return False
