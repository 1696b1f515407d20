# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo.tools import SQL

from .models.base.mbb_shipped_mixin import PARAMETER


def pre_init_hook(env):
    """Install `btree_gist`: the exclusion constraints on people and periods use it.

    The ORM has no way to ask for an extension. It is a trusted one since
    PostgreSQL 13, so the owner of the database may create it.
    """
    env.cr.execute("CREATE EXTENSION IF NOT EXISTS btree_gist")


def uninstall_hook(env):
    """Empty our tables at one stroke before the platform drops them row by row.

    Rows that nobody may delete point at each other and at what the addon shipped
    (subjects, rules, the survey). The ORM would ask each row's permission.
    """
    models = [
        model
        for name, model in env.items()
        if name.startswith("mbb.") and model._auto and not model._abstract
    ]
    tables = {model._table for model in models}
    for model in models:
        for field in model._fields.values():
            if field.type == "many2many" and field.store and field.relation:
                tables.add(field.relation)
    # Columns of other tables that point here go away in this same uninstall.
    env.cr.execute(
        """
        SELECT conrelid::regclass::text, conname FROM pg_constraint
         WHERE contype = 'f' AND confrelid::regclass::text = ANY(%(ours)s)
           AND conrelid::regclass::text != ALL(%(ours)s)
        """,
        {"ours": sorted(tables)},
    )
    for table, constraint in env.cr.fetchall():
        env.cr.execute(
            SQL(
                "ALTER TABLE %s DROP CONSTRAINT %s",
                SQL.identifier(table),
                SQL.identifier(constraint),
            )
        )
    names = SQL(", ").join(map(SQL.identifier, sorted(tables)))
    env.cr.execute(SQL("TRUNCATE %s", names))
    env.cr.execute("DELETE FROM ir_attachment WHERE res_model LIKE 'mbb.%%'")
    env["ir.config_parameter"].set_param(PARAMETER, False)
    env.invalidate_all(flush=False)
