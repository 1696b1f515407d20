# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..base.mbb_state_mixin import _Passage
from .changes import is_changed_by
from .mbb_application_arrow_mixin import EDITABLE_STATES

CORRECTION_KEY = "mbb_correction_passage"


class MbbApplicationCorrectionMixin(models.AbstractModel):
    """Düzeltme: after the submission words change by a new version with a reason."""

    _name = "mbb.application.correction.mixin"
    _description = "Corrections of an Application"

    #: How the applicant says it. A slip in there changes nothing that was decided;
    #: still the old words stay readable, so nothing but a correction changes them.
    #: Who applies, for which subjects and levels, how and when is no slip: it is what
    #: is reviewed and matched, and goes by "incomplete" or by a new application.
    _corrected_fields = ("summary", "background", "expectation", "person_title")
    #: What else a correction may set; models add to it.
    _further_corrected_fields = ()

    correction_count = fields.Integer(compute="_compute_correction_count")

    @api.depends("correction_ids")
    def _compute_correction_count(self):
        for record in self:
            record.correction_count = len(record.correction_ids)

    def write(self, vals):
        words = set(vals).intersection(self._corrected_fields)
        if words and not self._has_correction_passage(vals, words):
            for record in self:
                if record.state not in EDITABLE_STATES and is_changed_by(
                    record, vals, words
                ):
                    raise UserError(
                        self.env._(
                            "%(name)s was submitted: correct it with a reason, so that "
                            "what stood there before stays readable.",
                            name=record.display_name,
                        )
                    )
        return super().write(vals)

    def _has_correction_passage(self, vals, names):
        passage = self.env.context.get(CORRECTION_KEY)
        return type(passage) is _Passage and passage.covers(self, vals, names)

    def _get_correction_obstacle(self, values):
        """Why `values` cannot be corrected now, or False."""
        self.ensure_one()
        if self.state in EDITABLE_STATES:
            return self.env._(
                "%(name)s is open to be written: it needs no correction.",
                name=self.display_name,
            )
        if self.state in self._closed_states:
            return self.env._(
                "%(name)s is closed (%(state)s): it stays as it is.",
                name=self.display_name,
                state=self._get_state_label(),
            )
        decision = self._get_open_decision()
        if decision:
            return decision._get_waiting_text()
        material = set(values).difference(
            self._corrected_fields, self._further_corrected_fields
        )
        if material:
            return self.env._(
                "“%(fields)s” is no matter of a correction: have the application "
                "returned as incomplete, or withdraw it and apply anew.",
                fields=self._get_field_labels(self._fields.keys() & material)
                or ", ".join(sorted(material)),
            )
        if "summary" in values and not (values["summary"] or "").strip():
            return self.env._(
                "“%(field)s” cannot be empty.", field=self._get_summary_label()
            )
        return False

    def _get_corrected_values(self, values):
        """({field: old}, {field: new}) of what would change, as stored."""
        self.ensure_one()
        old, new = {}, {}
        for name, value in values.items():
            field = self._fields[name]
            if field.type in ("char", "text"):
                value = (value or "").strip()
            value = field.convert_to_write(
                field.convert_to_record(field.convert_to_cache(value, self), self), self
            )
            if (value or False) != (self[name] or False):
                old[name], new[name] = self[name], value
        return old, new

    def _correct(self, values, reason):
        """Make a correction, or ask for it; for the applicant and the Sekreterya.

        Until somebody reads the application, the applicant's words are their own and
        change at once. From the review on others rest on what they read: then an
        officer says whether it is a slip.

        :return: the correction
        """
        self.ensure_one()
        self.check_access("read")
        reason = self._check_reason(reason)
        obstacle = self._get_authority_obstacle("applicant")
        if obstacle:
            raise UserError(obstacle)
        # sudo: who may correct was asked above; the row is the Sekreterya's.
        record = self.sudo()
        obstacle = record._get_correction_obstacle(values)
        if not obstacle and record.correction_ids.filtered(
            lambda row: row.state == "asked"
        ):
            obstacle = self.env._(
                "%(name)s: another correction waits for an answer.",
                name=self.display_name,
            )
        if obstacle:
            raise UserError(obstacle)
        old, new = record._get_corrected_values(values)
        if not new:
            raise UserError(self.env._("Nothing is different from what stands there."))
        correction = record.env["mbb.application.correction"].create(
            {
                f"{self._get_kind()}_id": self.id,
                "old_values": old,
                "new_values": new,
                "reason": reason,
            }
        )
        if self._is_office() or self.state == "submitted":
            correction._take_arrow("applied", correction._prepare_decision())
        else:
            correction._tell_responsible()
        return correction.with_env(self.env)

    def _apply_correction(self, values):
        """Write the new version (as superuser)."""
        self.ensure_one()
        passage = _Passage(self, values)
        try:
            return self.with_context(**{CORRECTION_KEY: passage}).write(values)
        finally:
            passage.open = False

    def action_correct(self):
        """Open the dialog."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Correct"),
            "res_model": "mbb.application.correct",
            "views": [(False, "form")],
            "target": "new",
            "context": {f"default_{self._get_kind()}_id": self.id},
        }

    def action_view_corrections(self):
        self.ensure_one()
        field = f"{self._get_kind()}_id"
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Corrections"),
            "res_model": "mbb.application.correction",
            "views": [(False, "list"), (False, "form")],
            "domain": [(field, "=", self.id)],
            "context": {"create": False},
        }
