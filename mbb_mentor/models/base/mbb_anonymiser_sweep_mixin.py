# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

import html
import re

from odoo import api, models
from odoo.tools import SQL

from . import needles

#: What the platform and the addons are made of: nobody types a person there.
_MADE_OF = re.compile(
    r"^(ir_(ui_|model|act_|actions|module|asset|sequence|rule|config_parameter|exports)"
    r"|res_(lang|country|currency|groups|bank$)|base_|decimal_|report_|bus_presence"
    r"|mbb_destruction|mbb_retention)"
)
#: Of other contacts: what they are called is theirs, also where it sounds alike.
_NAMED = {
    "res_partner": {"comment"},
    "mbb_institution_name": set(),
    "res_company": set(),
}
#: Where the words of a form are repeated.
_MAILS = {
    "mail_message": ("body", "subject"),
    "mail_mail": ("body_html",),
    "mail_tracking_value": (
        "old_value_char",
        "old_value_text",
        "new_value_char",
        "new_value_text",
    ),
    "mail_activity": ("summary", "note", "feedback"),
}


class MbbAnonymiserSweepMixin(models.AbstractModel):
    """Looks for a person's signs in every text of the database.

    By SQL over the columns that the database itself lists: the ORM cannot know in what
    field somebody typed whose name, nor what a mail, a log or a dialog has copied.
    """

    _name = "mbb.anonymiser.sweep.mixin"
    _description = "Anonymisation of Texts"

    @api.model
    def _get_text_columns(self):
        """{table: [(column, type)]} of all tables with an `id`, made-of left out."""
        self.env.cr.execute(
            """
            SELECT cols.table_name, cols.column_name, cols.data_type
              FROM information_schema.columns cols
              JOIN information_schema.tables tabs USING (table_schema, table_name)
             WHERE cols.table_schema = current_schema
               AND tabs.table_type = 'BASE TABLE'
               AND cols.data_type IN ('character varying', 'text', 'jsonb', 'json')
               AND EXISTS (
                   SELECT 1 FROM information_schema.columns ids
                    WHERE ids.table_schema = cols.table_schema
                      AND ids.table_name = cols.table_name
                      AND ids.column_name = 'id')
             ORDER BY cols.table_name, cols.ordinal_position
            """
        )
        columns = {}
        for table, column, kind in self.env.cr.fetchall():
            if not _MADE_OF.match(table):
                columns.setdefault(table, []).append((column, kind))
        return columns

    @api.model
    def _fold_sql(self, text):
        return SQL(
            "lower(translate(%s, %s, %s))", text, needles.SQL_FROM, needles.SQL_TO
        )

    @api.model
    def _sweep(self, found, kept, near=None):
        """Replace the signs in every text; how many cells changed.

        :param kept: {model: ids} that go on naming the person
        :param near: {table: ids}, where the name is looked for in these alone
        """
        if not found:
            return 0
        if near is None:
            return self._sweep_tables(found, kept)
        names = {sign for sign in found.signs if sign[0] == needles.NAME}
        count = self._sweep_tables(needles.Needles(names, found.words), kept, near)
        left = needles.Needles(found.signs - names, found.words)
        return count + (self._sweep_tables(left, kept) if left else 0)

    @api.model
    def _sweep_tables(self, found, kept, near=None):
        spared = {self.env[model]._table: set(ids) for model, ids in kept.items()}
        count = 0
        for table, columns in self._get_text_columns().items():
            if near is not None and table not in near:
                continue
            for row, values in self._find_rows(table, columns, found):
                if row in spared.get(table, ()):
                    continue
                if near is not None and row not in near[table]:
                    continue
                count += self._replace_in_row(table, columns, row, values, found)
        return count

    @api.model
    def _find_rows(self, table, columns, found):
        """[(id, values)] of the rows in which the database finds a clue."""
        blob = SQL(
            "concat_ws(chr(10), %s)",
            SQL(", ").join(
                SQL("%s::text", SQL.identifier(column)) for column, _kind in columns
            ),
        )
        self.env.cr.execute(
            SQL(
                "SELECT id, %s FROM %s WHERE %s",
                SQL(", ").join(
                    SQL("%s::text", SQL.identifier(column)) for column, _kind in columns
                ),
                SQL.identifier(table),
                self._get_clue_sql(found, blob),
            )
        )
        return [(row, values) for row, *values in self.env.cr.fetchall()]

    @api.model
    def _get_clue_sql(self, found, blob):
        together, digits = found.get_clues()
        folded = self._fold_sql(blob)
        numbers = SQL(r"regexp_replace(%s, '\D', '', 'g')", blob)
        clues = [
            SQL(" AND ").join(SQL("strpos(%s, %s) > 0", folded, word) for word in words)
            for words in together
        ]
        clues += [SQL("strpos(%s, %s) > 0", numbers, number) for number in digits]
        clues += [
            SQL("strpos(%s, %s) > 0", blob, word)
            for word in found.get_escaped_clues()
        ]
        return SQL(" OR ").join(SQL("(%s)", clue) for clue in clues)

    @api.model
    def _replace_in_row(self, table, columns, row, values, found):
        changed = {}
        for (column, kind), value in zip(columns, values, strict=True):
            if table in _NAMED and column not in _NAMED[table]:
                if not self._is_own_row(table, row, found):
                    continue
            text = found.replace(value) if value else value
            if text != value:
                changed[column, kind] = text
        if not changed:
            return 0
        sets = SQL(", ").join(
            SQL(
                "%s = %s::%s",
                SQL.identifier(column),
                text,
                SQL({"character varying": "varchar"}.get(kind, kind)),
            )
            for (column, kind), text in changed.items()
        )
        self.env.cr.execute(
            SQL("UPDATE %s SET %s WHERE id = %s", SQL.identifier(table), sets, row)
        )
        return len(changed)

    @api.model
    def _is_own_row(self, table, row, found):
        login = found.words[needles.LOGIN]
        return table == "res_partner" and login == f"anonymous-{row}"

    @api.model
    def _sweep_texts(self, texts):
        """Take what stood in a form out of the mails that repeated it."""
        count = 0
        for text in sorted(texts):
            words = text.split()
            pattern = re.compile(
                r"(?:\s|&nbsp;|<[^<>]*>)+".join(
                f"(?:{re.escape(word)}|{re.escape(html.escape(word))})"
                for word in words
            )
            )
            # The longest word is in what repeats the text, escaped or not.
            clue = max(re.findall(r"\w+", text), key=len, default="")
            for table, names in _MAILS.items():
                for name in names:
                    count += self._replace_text(table, name, clue, pattern)
        return count

    @api.model
    def _replace_text(self, table, name, clue, pattern):
        column = SQL.identifier(name)
        self.env.cr.execute(
            SQL(
                "SELECT id, %s FROM %s WHERE strpos(%s, %s) > 0",
                column,
                SQL.identifier(table),
                column,
                clue,
            )
        )
        count = 0
        for row, value in self.env.cr.fetchall():
            text = pattern.sub(self.env._("(destroyed)"), value)
            if text != value:
                self.env.cr.execute(
                    SQL(
                        "UPDATE %s SET %s = %s WHERE id = %s",
                        SQL.identifier(table),
                        column,
                        text,
                        row,
                    )
                )
                count += 1
        return count
