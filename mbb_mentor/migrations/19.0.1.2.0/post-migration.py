# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import SUPERUSER_ID, api
from odoo.tools import SQL

#: (table, model, state, column): the day of a state, from the steps that were taken.
DATES = [
    ("mbb_mentor", "mbb.mentor", "available", "date_accepted"),
    ("mbb_mentee", "mbb.mentee", "waiting", "date_accepted"),
    ("mbb_match", "mbb.match", "agreed", "date_agreed"),
    ("mbb_match", "mbb.match", "active", "date_active"),
    ("mbb_match", "mbb.match", "done", "date_done"),
]


def migrate(cr, version):
    """The figures count by days that stand on the records themselves now."""
    if not version:
        return
    for table, model, state, column in DATES:
        cr.execute(
            SQL(
                """
                UPDATE %(table)s AS record
                   SET %(column)s = step.date
                  FROM (SELECT res_id, MIN(date) AS date
                          FROM mbb_step
                         WHERE res_model = %(model)s AND target = %(state)s
                         GROUP BY res_id) AS step
                 WHERE step.res_id = record.id AND record.%(column)s IS NULL
                """,
                table=SQL.identifier(table),
                column=SQL.identifier(column),
                model=model,
                state=state,
            )
        )
    _name_sender(api.Environment(cr, SUPERUSER_ID, {}))


def _name_sender(env):
    """What the scheduler asks comes from the Birlik: it has no address of its own."""
    template = env.ref("mbb_mentor.mail_template_approval_asked", raise_if_not_found=False)
    if template and not template.email_from:
        template.email_from = (
            "{{ object.company_id.email_formatted or user.email_formatted }}"
        )
