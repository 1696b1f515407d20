# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

import base64

from odoo import api, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

#: Of one practice: more is a book.
MAX_ROWS = 10
TEXTS = ("name", "problem", "solution", "result", "cost", "conditions")


class MbbPractice(models.Model):
    """A representative writes one for the own institution, and submits it."""

    _name = "mbb.practice"
    _inherit = ["mbb.portal.mixin", "mbb.practice"]

    _portal_path = "/my/mentoring/practices/%s"
    _portal_closed_states = ("archived",)
    _portal_search_paths = ("number", "name", "skill_ids.name")
    _portal_writable_fields = frozenset(
        {
            *TEXTS,
            *(f"{name}_en" for name in TEXTS),
            "institution_id",
            "year",
            "skill_ids",
        }
    )
    _portal_readable_fields = frozenset(
        {
            "display_name",
            "number",
            "version",
            "state",
            "date_state",
            "date_due",
            "is_overdue",
            "create_date",
            "return_reason",
            "date_published",
            "archive_kind",
            "has_english",
        }
    )

    # -- who ---------------------------------------------------------------

    @api.model
    def _check_portal_link(self, field, records):
        if field.name != "institution_id":
            return super()._check_portal_link(field, records)
        # Their own institution, as one who answers for it, and nobody else's.
        if not all(record.is_mine_to_answer for record in records.sudo()):
            raise AccessError(self.env._("You may not write for this institution."))

    @api.model
    def _get_portal_institution_domain(self, institutions):
        return Domain("institution_id", "in", institutions.ids)

    @api.model
    def _get_portal_todo_domain(self):
        """Drafts of the institutions for which the user answers."""
        mine = self.env.user.partner_id._get_mine_to_answer()
        return Domain("state", "=", "draft") & Domain("institution_id", "in", mine)

    def _is_portal_mine(self):
        self.ensure_one()
        # sudo: whether the institution is one that the user answers for.
        return self.sudo().institution_id.with_env(self.env).sudo().is_mine_to_answer

    def _is_portal_editable(self):
        """Whether the user may write it now."""
        self.ensure_one()
        return self.state == "draft" and self._is_portal_mine()

    def _check_portal_editable(self):
        self.check_access("write")
        if not self._is_portal_editable():
            raise AccessError(self.env._("You may not write this practice now."))

    # -- what stands in rows -----------------------------------------------

    # The rows have no rights of their own for the portal: these methods are the one
    # way, and ask whose the practice is.

    def _set_portal_results(self, rows):
        """The numbers, as they stand in the form: [(what, before, after, unit)]."""
        self._check_portal_editable()
        practice_sudo = self.sudo()
        there = [
            (row.name, row.value_before, row.value_after, row.unit or "")
            for row in practice_sudo.result_ids
        ]
        if list(rows) == there:
            return
        practice_sudo.result_ids.unlink()
        practice_sudo.result_ids.create(
            [
                {
                    "practice_id": self.id,
                    "sequence": number,
                    "name": name,
                    "value_before": before,
                    "value_after": after,
                    "unit": unit,
                }
                for number, (name, before, after, unit) in enumerate(rows, 1)
            ]
        )

    def _add_portal_person(self, name, email, title=""):
        """Somebody whom the texts name or a picture shows: a colleague."""
        self._check_portal_editable()
        practice_sudo = self.sudo()
        institution = practice_sudo.institution_id.with_env(self.env)
        person = self.env["mbb.mentor"]._get_portal_person(
            institution, name, email, title
        )
        if len(practice_sudo.person_ids) >= 2 * MAX_ROWS:
            raise UserError(self.env._("At most %(limit)s.", limit=2 * MAX_ROWS))
        practice_sudo.person_ids |= person.sudo()

    def _remove_portal_person(self, person_id):
        self._check_portal_editable()
        practice_sudo = self.sudo()
        gone = practice_sudo.person_ids.filtered(lambda p: p.id == person_id)
        practice_sudo.person_ids -= gone
        for picture in practice_sudo.picture_ids.filtered(
            lambda row: gone & row.person_ids
        ):
            picture.person_ids -= gone

    def _add_portal_picture(self, name, content, values, person_ids):
        """:param person_ids: who is on it, of those whom the practice names"""
        self._check_portal_editable()
        practice_sudo = self.sudo()
        self._check_portal_rows(practice_sudo.picture_ids)
        people = practice_sudo.person_ids.filtered(lambda p: p.id in person_ids)
        practice_sudo.picture_ids.create(
            {
                "practice_id": self.id,
                "name": name,
                "file": base64.b64encode(content),
                "alt_text": values["alt_text"],
                "alt_text_en": values["alt_text_en"],
                "nobody": values["nobody"],
                "person_ids": [(6, 0, people.ids)],
            }
        )

    def _add_portal_file(self, name, content):
        self._check_portal_editable()
        practice_sudo = self.sudo()
        self._check_portal_rows(practice_sudo.file_ids)
        practice_sudo.file_ids.create(
            {
                "practice_id": self.id,
                "name": name,
                "file": base64.b64encode(content),
            }
        )

    def _check_portal_rows(self, rows):
        if len(rows) >= MAX_ROWS:
            raise UserError(self.env._("At most %(limit)s.", limit=MAX_ROWS))

    def _remove_portal_row(self, kind, row_id):
        """:param kind: pictures or files"""
        self._check_portal_editable()
        rows_sudo = self.sudo()[{"pictures": "picture_ids", "files": "file_ids"}[kind]]
        rows_sudo.filtered(lambda row: row.id == row_id).unlink()

    # -- the way -----------------------------------------------------------

    def _get_portal_way(self):
        return {
            "draft": {
                "now": self.env._("It is being written."),
                "then": self.env._("It was submitted."),
                "who": self._is_portal_mine() and self.env._("you"),
            },
            "review": {
                "now": self.env._(
                    "The unit of the Birlik that answers for the subject looks at it; "
                    "then everybody concerned is asked for consent."
                ),
                "next": self.env._("It is reviewed, and everybody concerned consents."),
                "then": self.env._("It was reviewed, and everybody consented."),
            },
            "published": {
                "now": self.env._("It is published."),
                "then": self.env._("It was published."),
            },
        }

    def _get_portal_stops(self):
        return {"archived": self.env._("It is not published any more.")}
