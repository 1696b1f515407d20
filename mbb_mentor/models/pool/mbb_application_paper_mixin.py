# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from markupsafe import Markup

from odoo import fields, models
from odoo.tools import format_date, format_datetime

from ..base.paper import get_capitals, get_logo, print_page

DOCTYPE = Markup("<!DOCTYPE html>")


class MbbApplicationPaperMixin(models.AbstractModel):
    """What was submitted, kept as it was then and printable at any time.

    The answers are frozen with the submission, in the words of that day. The paper is
    printed from them, not kept: a printer that fails must not keep anybody from
    applying, and what was corrected since is to stand on it, too.
    """

    _name = "mbb.application.paper.mixin"
    _description = "Paper of an Application"

    _guarded_fields = ("submitted_content",)

    submitted_content = fields.Json(
        string="As It Was Submitted", readonly=True, copy=False
    )

    def _on_arrow(self, source, target):
        res = super()._on_arrow(source, target)
        if target == "submitted" or (source, target) == ("incomplete", "review"):
            self._write_guarded({"submitted_content": self._get_content_as_text()})
        return res

    def _in_paper_language(self):
        """The Birlik's language, in which its papers are kept."""
        lang = self.company_id.partner_id.lang or "tr_TR"
        return self.with_context(lang=lang)

    def _get_content_as_text(self):
        """Every answer as the applicant reads it, without looking anything up later."""
        self.ensure_one()
        record = self.sudo()._in_paper_language()
        env = record.env
        modes = [
            record._fields[name]._description_string(env)
            for name in ("mode_online", "mode_onsite")
            if record[name]
        ]
        texts = ("person_title", "summary", "background", "expectation")
        links = ("institution_id", "unit_id", "person_id", "contact_id", "call_id")
        period = (record.date_from, record.date_to)
        return {
            **{name: record[name] or "" for name in texts},
            **{name: record[name].name or "" for name in links},
            "date": fields.Datetime.to_string(fields.Datetime.now()),
            "applicant_type": record._fields["applicant_type"].convert_to_export(
                record.applicant_type, record
            ),
            "modes": ", ".join(modes),
            # "Turkish / Türkçe": each by its own name.
            "languages": ", ".join(
                lang.name.rpartition("/")[2].strip() for lang in record.language_ids
            ),
            "period": " – ".join(
                format_date(env, day, date_format="dd.MM.yyyy") if day else "…"
                for day in period
            )
            if any(period)
            else "",
            "on_behalf": record.on_behalf,
            "notice_version": record.notice_version or "",
            "subjects": [
                {
                    "field": line.skill_type_id.name,
                    "subject": line.skill_id.name,
                    "level": line.skill_level_id.name or "",
                    "note": line._get_note(),
                }
                for line in record.skill_ids
            ],
        }

    def _prepare_paper(self):
        """The values of the printed page."""
        self.ensure_one()
        self.check_access("read")
        # sudo: who may read the application may print it whole.
        record = self.sudo()._in_paper_language()
        env, company = record.env, record.company_id
        company = company.with_env(env)

        def show(moment):
            moment = fields.Datetime.to_datetime(moment)
            return format_datetime(
                env, moment, tz="Europe/Istanbul", dt_format="dd.MM.yyyy HH:mm"
            )

        content = record.submitted_content or record._get_content_as_text()
        return {
            "doctype": DOCTYPE,
            "application": record,
            "is_mentor": record._get_kind() == "mentor",
            "logo": get_logo(company),
            "letterhead": get_capitals(company.env, company.name),
            "content": content,
            "submitted": bool(record.submitted_content),
            "date": show(record.date_submitted or content["date"]),
            "date_completed": record._was_completed() and show(content["date"]),
            "notice_date": record.notice_date and show(record.notice_date),
            "show": show,
            "state": record._get_state_label(),
            "papers": record.evidence_ids.sorted("id"),
            "corrections": record.correction_ids.filtered(
                lambda row: row.state == "applied"
            ).sorted("version"),
            "answers": [
                {
                    "label": record._fields[name]._description_string(env),
                    "text": content[name],
                }
                for name in ("summary", "background", "expectation")
                if content[name]
            ],
        }

    def _was_completed(self):
        """Whether it was sent once more after something was missing."""
        content, first = self.submitted_content or {}, self.date_submitted
        return bool(
            first
            and content.get("date")
            and fields.Datetime.to_datetime(content["date"]) > first
            and self.incomplete_reason
        )

    def _print_application(self):
        """The PDF (bytes), for the Sekreterya and for the applicant."""
        values = self._prepare_paper()
        record = values["application"]
        return print_page(
            record.env,
            "mbb_mentor.report_application_page",
            values,
            record.number or "",
            paperformat="paperformat_decision",
        )

    def _print_paper(self):
        return self._print_application()

    def action_print(self):
        """Print it; the file bears its number."""
        self.check_access("read")
        report = f"mbb_mentor.report_application_{self._get_kind()}_action"
        return self.env.ref(report).report_action(self, config=False)
