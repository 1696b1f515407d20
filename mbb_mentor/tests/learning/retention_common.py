# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

# What people write is in no catalogue.
# pylint: disable=translation-required

import base64
import io
import json
import unicodedata
from datetime import timedelta

from reportlab.pdfgen import canvas

from ..haystack import find_in_files, find_in_rows
from ..relation.session_common import SessionCommon

#: What only this person wrote, wherever it is repeated.
WRITTEN = "Zumrudanka"


def make_pdf_of(text):
    """As somebody without a Turkish keyboard writes it: the font has no ğ."""
    text = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    buffer = io.BytesIO()
    page = canvas.Canvas(buffer)
    page.drawString(72, 720, text)
    page.save()
    return buffer.getvalue()


class RetentionCommon(SessionCommon):
    """A person who has been through all of it, and what is known of them."""

    name = "Nihan Karaçelikoğlu"
    email = "nihan.karacelik@giving.example"
    phone = "+90 532 987 65 43"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.expert.with_context(tracking_disable=False).write(
            {
                "name": cls.name,
                "email": cls.email,
                "phone": cls.phone,
                "comment": f"{WRITTEN} comment",
                "function": f"{WRITTEN} function",
            }
        )
        cls.user_expert.write({"login": cls.email, "signature": f"-- {cls.name}"})
        cls.signs = [
            cls.name,
            "Karaçelikoğlu, Nihan",
            cls.email,
            cls.phone,
            WRITTEN,
        ]
        cls.anonymiser = cls.env["mbb.anonymiser"].sudo()

    @classmethod
    def _age(cls, months=100):
        """As if all of it had happened long ago. By SQL: no record lets its dates be
        changed."""
        cls.env.flush_all()
        cr = cls.env.cr
        cr.execute(
            """
            SELECT table_name, column_name FROM information_schema.columns
              JOIN information_schema.tables USING (table_schema, table_name)
             WHERE table_schema = current_schema AND table_type = 'BASE TABLE'
               AND data_type IN ('date', 'timestamp without time zone')
               AND (table_name LIKE 'mbb\\_%' AND table_name NOT LIKE 'mbb\\_retention%'
                    AND table_name NOT LIKE 'mbb\\_dest%'
                    -- Shipped data, whose periods must not overlap; nobody's.
                    AND table_name NOT LIKE 'mbb\\_travel\\_%rate'
                    OR table_name IN ('res_partner', 'event_registration'))
            """
        )
        columns = {}
        for table, column in cr.fetchall():
            columns.setdefault(table, []).append(column)
        for table, names in columns.items():
            sets = ", ".join(
                f"{name} = {name} - interval '{months} months'" for name in names
            )
            cr.execute(f'UPDATE "{table}" SET {sets}')  # pylint: disable=sql-injection
        cls.env.invalidate_all()

    def _find(self, signs=None):
        self.env.flush_all()
        signs = signs or self.signs
        return {
            **find_in_rows(self.env.cr, signs),
            **find_in_files(self.env, signs),
        }

    def assertGone(self, signs=None, beside=()):
        found = {
            place: sorted(signs)
            for place, signs in self._find(signs).items()
            if place[0] not in beside
        }
        self.assertFalse(
            found, "\n".join(f"{place}: {signs}" for place, signs in found.items())
        )

    def _get_figures(self):
        """What the year's figures rest on."""
        self.env.flush_all()
        queries = {
            "matches": """
                SELECT state, method, mentor_institution_id, mentee_institution_id,
                       date_from, date_to, count(*) FROM mbb_match
                 GROUP BY 1, 2, 3, 4, 5, 6 ORDER BY 1, 2, 3, 4, 5, 6""",
            "mentors": """
                SELECT state, institution_id, applicant_type, origin, count(*),
                       count(person_id) FROM mbb_mentor
                 GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4""",
            "mentees": """
                SELECT state, institution_id, applicant_type, origin, count(*)
                  FROM mbb_mentee GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4""",
            "subjects": """
                SELECT skill_id, skill_level_id, count(*) FROM mbb_mentor_skill
                 GROUP BY 1, 2 ORDER BY 1, 2""",
            "hours": """
                SELECT presence, sum(hours), count(DISTINCT partner_id), count(*)
                  FROM mbb_session_attendance GROUP BY 1 ORDER BY 1""",
            "sessions": """
                SELECT state, kind, count(*), min(date_start), max(date_start)
                  FROM mbb_session GROUP BY 1, 2 ORDER BY 1, 2""",
            "consents": """
                SELECT state, side, channel, institution_id, count(*),
                       min(date_answered) FROM mbb_consent
                 GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4""",
            "assignments": """
                SELECT state, kind, sum(date_to - date_from + 1),
                       count(DISTINCT expert_id), count(*)
                  FROM mbb_assignment GROUP BY 1, 2 ORDER BY 1, 2""",
            "steps": """
                SELECT res_model, source, target, count(*), sum(days), min(date)
                  FROM mbb_step GROUP BY 1, 2, 3 ORDER BY 1, 2, 3""",
            "evaluations": """
                SELECT side, state, count(*) FROM mbb_evaluation
                 GROUP BY 1, 2 ORDER BY 1, 2""",
            "answers": """
                SELECT question_id, suggested_answer_id, value_scale, count(*)
                  FROM survey_user_input_line GROUP BY 1, 2, 3 ORDER BY 1, 2, 3""",
        }
        figures = {}
        for key, query in queries.items():
            self.env.cr.execute(query)
            figures[key] = self.env.cr.fetchall()
        return figures

    @classmethod
    def _write_everywhere(cls):
        """Their words and others' words about them, in every corner."""
        # By SQL: it was submitted, what stands in it is closed.
        cls.env.flush_all()
        cls.env.cr.execute(
            "UPDATE mbb_mentor SET submitted_content = %s, background = %s "
            "WHERE id = %s",
            [
                json.dumps({"background": f"{WRITTEN} {cls.name}"}),
                f"{WRITTEN} of many years in zoning",
                cls.mentor.id,
            ],
        )
        cls.env.invalidate_all()
        match = cls.match.sudo()
        match.message_post(
            body=f"Sayın {cls.name.upper()}, tel. 0532 987 6543",
            subject=f"{cls.name} hakkında",
        )
        match.with_user(cls.user_expert).sudo().message_post(
            body=f"{WRITTEN}: I wrote this", author_id=cls.expert.id
        )
        match.message_post(
            body="See the file",
            attachments=[
                ("nihan_karacelikoglu_cv.pdf", make_pdf_of(f"CV of {cls.name}")),
                ("list.txt", f"Ayse; {cls.name}; {cls.email}".encode()),
            ],
        )
        cls.expert.message_post(body=f"Called {cls.name}")
        cls.env["mail.mail"].create(
            {"email_to": cls.email, "subject": cls.name, "body_html": cls.name}
        )
        cls.env["mail.activity"].create(
            {
                "res_model_id": cls.env["ir.model"]._get_id("mbb.match"),
                "res_id": match.id,
                "summary": f"Call {cls.name}",
                "user_id": cls.user_officer.id,
            }
        )
        cls.env["bus.bus"]._sendone(cls.user_officer.partner_id, "x", {"n": cls.name})
        cls.env["ir.logging"].create(
            {
                "name": "test",
                "type": "server",
                "message": f"mail to {cls.email} failed",
                "path": "x",
                "func": "x",
                "line": "1",
            }
        )
        cls.env["mbb.evidence"].create(
            {
                "name": f"{cls.name}.pdf",
                "note": f"from {cls.name}",
                "file": base64.b64encode(make_pdf_of(cls.name)),
                "res_model": "mbb.mentor",
                "res_id": cls.mentor.id,
            }
        )
        cls.yesterday = cls.today - timedelta(days=1)
