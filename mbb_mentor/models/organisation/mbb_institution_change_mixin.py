# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain


class MbbInstitutionChangeMixin(models.AbstractModel):
    """Institutions are renamed, merged, closed; people leave. Both keep their past."""

    _name = "mbb.institution.change.mixin"
    _description = "Changes of Institutions and People"

    def _mentor_rename(self, name, date, ground):
        self.ensure_one()
        if name == self.name:
            raise UserError(self.env._("That is its name already."))
        self.name = name
        self.former_name_ids.sorted("id")[-1:].sudo().write(
            {"date_to": fields.Date.subtract(date, days=1), "ground": ground}
        )

    def _mentor_close(self, date, ground, successor=None):
        """From `date` on the institution is no more, or part of another one."""
        self.ensure_one()
        if self.mentor_closed_on:
            raise UserError(
                self.env._("%(name)s was closed already.", name=self.name)
            )
        if self._is_birlik():
            raise UserError(self.env._("The Birlik itself is not closed here."))
        if successor and (
            successor == self
            or successor.mentor_closed_on
            or not successor.is_mentor_institution
        ):
            raise UserError(
                self.env._("Name another institution, one that exists.")
            )
        if successor:
            reason = self.env._(
                "%(name)s became part of %(successor)s (%(ground)s).",
                name=self.name,
                successor=successor.name,
                ground=ground,
            )
        else:
            reason = self.env._(
                "%(name)s was closed (%(ground)s).", name=self.name, ground=ground
            )
        last = fields.Date.subtract(date, days=1)
        values = {
            "mentor_closed_on": date,
            "mentor_successor_id": successor.id if successor else False,
        }
        if self.membership_from and (
            not self.membership_to or self.membership_to > last
        ):
            values["membership_to"] = max(last, self.membership_from)
        # First the authorities end: a closed institution takes no other.
        self._mentor_leave(reason, date)
        self.check_access("write")
        self.sudo().write(values)
        if successor:
            people = self.child_ids.filtered(
                lambda p: not p.is_company and not p.is_mentor_unit
            )
            people.write({"parent_id": successor.id})
            successor.message_post(body=reason)
        self.message_post(body=reason)

    # -- people change -----------------------------------------------------------

    def _mentor_leave(self, reason, date):
        """End what a person, a unit or an institution has in the programme.

        From `date` on they are not there any more. Here: the authority on the portal.
        The rooms to the right add theirs: the pool entry is suspended, open consents
        expire, running work goes to the Sekreterya. Who leaves keeps the account for
        what is their own: claims for past days go on.
        """
        self.ensure_one()
        today = fields.Date.context_today(self)
        last = fields.Date.subtract(date, days=1)
        rows = self.env["mbb.representative"].sudo().search(
            (
                Domain("institution_id", "=", self.id)
                | Domain("unit_id", "=", self.id)
                | Domain("user_id.partner_id", "=", self.id)
            )
            & (Domain("date_to", "=", False) | Domain("date_to", ">", last))
        )
        begun = rows.filtered(lambda row: row.date_from <= today)
        for row in begun:
            if row.date_from <= last:
                row.date_to = last
            else:
                row._end_now()
        institutions = rows.institution_id - self
        (rows - begun)._withdraw_future()
        institutions._tell_unrepresented()
        return True

    def _tell_unrepresented(self):
        """The Sekreterya asks for a representative where nobody may give consent."""
        self._mentor_tell_secretariat(
            self.filtered(lambda institution: not institution._has_representative()),
            self.env._(
                "Nobody may give consent for it any more: ask for a representative"
            ),
        )

    def _has_representative(self):
        """Whether somebody may give consent for the institution after today."""
        self.ensure_one()
        today = fields.Date.context_today(self)
        return bool(
            self.env["mbb.representative"]
            .sudo()
            .search_count(
                Domain("institution_id", "=", self.id)
                & Domain("role", "=", "representative")
                & Domain("ended_at", "=", False)
                & (Domain("date_to", "=", False) | Domain("date_to", ">", today)),
                limit=1,
            )
        )

    @api.model
    def _mentor_tell_secretariat(self, records, summary):
        """An activity each, for who is responsible or the lead of the Sekreterya."""
        secretariat = self.env["mbb.secretariat"]
        for record in records.sudo():
            user = "responsible_id" in record._fields and record.responsible_id
            if not user or not user.active or not user._is_internal():
                company = record.company_id or self.env.company
                user = secretariat._get_desk(company)
            if not user:
                continue
            record.activity_schedule(
                "mail.mail_activity_data_todo", summary=summary, user_id=user.id
            )

    def action_mentor_change(self):
        self.ensure_one()
        return self._get_mentor_dialog(
            "mbb.institution.change",
            self.env._("Rename, Merge or Close"),
            {"default_institution_id": self.id},
        )

    def action_mentor_leave(self):
        self.ensure_one()
        return self._get_mentor_dialog(
            "mbb.person.leave",
            self.env._("Left or Moved"),
            {"default_person_id": self.id},
        )

    @api.model
    def _get_mentor_dialog(self, model, name, context):
        return {
            "type": "ir.actions.act_window",
            "name": name,
            "res_model": model,
            "views": [(False, "form")],
            "target": "new",
            "context": context,
        }
