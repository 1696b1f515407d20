# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from datetime import timedelta

from odoo import Command, api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..base.zone import to_zone
from .mbb_application_mixin import MbbApplicationMixin


class MbbApplicationReview(models.AbstractModel):
    """How an application is looked at: conditions, duplicates, objection."""

    _name = "mbb.application.review"
    _inherit = "mbb.application.age.mixin"
    _description = "Review of an Application"

    _guarded_fields = (
        *MbbApplicationMixin._guarded_fields,
        "rejected_by_id",
    )
    _reason_methods = (*MbbApplicationMixin._reason_methods, "action_object")

    rejected_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    duplicate_count = fields.Integer(
        string="Looks Like", compute="_compute_duplicate_count"
    )
    has_duplicate = fields.Boolean(
        string="Possible Duplicate",
        compute="_compute_duplicate_count",
        search="_search_has_duplicate",
    )

    # -- conditions ------------------------------------------------------------

    def _get_conditions(self):
        self.ensure_one()
        return self.env["mbb.check.condition"].search(
            Domain("kind", "=", self._get_kind())
            & Domain("applicant_type", "in", (False, self.applicant_type))
            & Domain("only_calls", "in", {False, bool(self.call_id)})
            & Domain("company_id", "in", (False, self.company_id.id))
        )

    def _prepare_checks(self):
        """The conditions of its kind; what was missing is looked at again."""
        self.ensure_one()
        self.check_ids.filtered(lambda row: row.result == "missing").write(
            {"result": "open"}
        )
        new = self._get_conditions() - self.check_ids.condition_id
        self.write(
            {
                "check_ids": [
                    Command.create(
                        {"condition_id": row.id, "company_id": self.company_id.id}
                    )
                    for row in new
                ]
            }
        )

    def _get_checks_obstacle(self):
        """Which condition stands in the way of accepting, or False."""
        self.ensure_one()
        checks = self.sudo().check_ids
        missing = checks.filtered(lambda row: row.result == "missing")
        if missing:
            return self.env._(
                "%(name)s: these conditions are not met: %(conditions)s.",
                name=self.display_name,
                conditions=", ".join(missing.condition_id.mapped("name")),
            )
        unseen = checks.filtered(lambda row: row.result == "open" and row.is_required)
        if unseen:
            return self.env._(
                "%(name)s: look at these conditions first: %(conditions)s.",
                name=self.display_name,
                conditions=", ".join(unseen.condition_id.mapped("name")),
            )
        return False

    def _get_arrow_obstacle(self, target):
        obstacle = super()._get_arrow_obstacle(target)
        if not obstacle and (self.state, target) == ("review", self._accepted_state):
            return self._get_checks_obstacle()
        return obstacle

    def action_return(self, reason):
        """The applicant reads the reason and which conditions are missing."""
        reason = self._check_reason(reason)
        for record in self:
            local = record._in_their_language()
            missing = local.check_ids.filtered(lambda row: row.result == "missing")
            lines = [
                f"– {row.condition_id.name}" + (f": {row.note}" if row.note else "")
                for row in missing
            ]
            super(MbbApplicationReview, record).action_return(
                "\n".join([reason, *lines])
            )
        return True

    def _in_their_language(self):
        """For a text that the applicant reads."""
        partner = self.contact_id or self.institution_id
        return self.with_context(lang=partner.lang or self.env.lang)

    def _on_arrow(self, source, target):
        if target == "review":
            self._prepare_checks()
        if target == "rejected":
            self._write_guarded({"rejected_by_id": self.env.uid})
        return super()._on_arrow(source, target)

    # -- duplicates ------------------------------------------------------------

    def _get_open_domain(self):
        """What is not closed; a draft is nobody's second application yet."""
        return Domain("state", "not in", ("draft", *self._closed_states))

    def _get_duplicates(self):
        """{application: open others of the same bearer about the same subject}."""
        found = dict.fromkeys(self, self.browse())
        others = self.search(
            Domain("bearer_id", "in", self.bearer_id.ids) & self._get_open_domain()
        )
        by_bearer = others.grouped("bearer_id")
        for record in self:
            origin = record._origin
            if record.state in self._closed_states:
                continue
            found[record] = by_bearer.get(record.bearer_id, self.browse()).filtered(
                lambda other, record=record, origin=origin: other != origin
                and other.subject_ids & record.subject_ids
                and other.call_id == record.call_id
            )
        return found

    @api.depends("bearer_id", "subject_ids", "state", "call_id")
    def _compute_duplicate_count(self):
        for record, others in self._get_duplicates().items():
            record.duplicate_count = len(others)
            record.has_duplicate = bool(others)

    def _search_has_duplicate(self, operator, value):
        if operator != "in":
            return NotImplemented
        groups = self._read_group(
            self._get_open_domain(),
            ["bearer_id"],
            ["id:recordset"],
            having=[("__count", ">", 1)],
        )
        records = self.union(*(records for _bearer, records in groups))
        doubles = [
            record.id for record, others in records._get_duplicates().items() if others
        ]
        return Domain("id", "in" if True in value else "not in", doubles)

    def action_view_duplicates(self):
        self.ensure_one()
        others = self._get_duplicates()[self]
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Looks Like"),
            "res_model": self._name,
            "views": [(False, "list"), (False, "form")],
            "domain": [("id", "in", (self | others).ids)],
        }

    # -- objection ---------------------------------------------------------------

    def _get_tie(self, user):
        """Why `user` is not impartial about this application, or False."""
        self.ensure_one()
        record = self.sudo()
        parties = record._get_parties() - record.company_id.partner_id
        partner = user.sudo().partner_id
        institution = record.institution_id
        own = partner | partner.commercial_partner_id | partner._get_institution()
        if own & parties or (
            institution != record.company_id.partner_id
            and institution._is_represented_by(
                user,
                roles=("representative", "applicant", "viewer"),
                unit=institution.child_ids,
            )
        ):
            return self.env._(
                "%(user)s has a tie to %(institution)s.",
                user=user.name,
                institution=institution.name,
            )
        return False

    def _get_involved_users(self):
        """Who took part in the rejection beside the one who said it; a hook."""
        return self.env["res.users"]

    def _get_objection_until(self):
        """The last day for an objection, or False."""
        self.ensure_one()
        record = self.sudo()
        days = record.company_id.mbb_objection_days
        if record.state != "rejected" or not days or record.objection_ids:
            return False
        since = to_zone(record.date_state).date()
        return since + timedelta(days)

    def _get_objection_obstacle(self):
        """Why no objection can be made, or False."""
        self.ensure_one()
        record = self.sudo()
        if record.objection_ids:
            return self.env._("An objection can be made once.")
        until = record._get_objection_until()
        if not until:
            return self.env._(
                "%(name)s: there is nothing to object to.", name=self.display_name
            )
        if self._get_today() > until:
            return self.env._("The time for an objection is over.")
        return self._get_authority_obstacle("applicant")

    def action_object(self, reason):
        """The applicant, or the Sekreterya on their behalf, asks to look once more."""
        reason = self._check_reason(reason)
        self.ensure_one()
        self.check_access("read")
        obstacle = self._get_objection_obstacle()
        if obstacle:
            raise UserError(obstacle)
        # sudo: who may object was asked above; the row is the Sekreterya's.
        record = self.sudo()
        lead = self.env["mbb.secretariat"]._get_lead(record.company_id)
        objection = self.env["mbb.objection"].sudo().create(
            {
                f"{self._get_kind()}_id": record.id,
                "company_id": record.company_id.id,
                "contact_id": (record.contact_id or record.institution_id).id,
                "reason": reason,
                "contested_reason": record.reject_reason,
                "rejected_by_id": record.rejected_by_id.id,
                "responsible_id": lead.id,
            }
        )
        objection._clock_activity(
            self.env._("Objection to be decided: %(name)s", name=record.display_name)
        )
        return True
