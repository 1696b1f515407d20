# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)


def uninstall_hook(env):
    """What was shipped goes with its table: rows that nobody may delete point at it."""
    ours = [
        name
        for name, model in env.items()
        if model._original_module == "mbb_mentor_portal" and not model._abstract
    ]
    env["ir.model.data"].search(
        [("module", "=", "mbb_mentor_portal"), ("model", "in", ours)]
    ).unlink()
