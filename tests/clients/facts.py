# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

"""Runs in Odoo's shell: keys for LOGINS, and what the rules say that they reach."""

import json

from odoo.exceptions import AccessError

from odoo.addons.mbb_mentor_portal.models.mbb_portal_mixin import MbbPortalMixin


def methods(model):
    for name in sorted(set(dir(model))):
        method = getattr(model, name, None)
        if name.startswith("_") or not callable(method) or isinstance(method, type):
            continue
        if any(getattr(vars(c).get(name), "_api_private", False) for c in model.mro()):
            continue
        yield name, getattr(method, "__module__", "").startswith("odoo.addons.mbb_")


def rows(model, user):
    try:
        return model.with_user(user).search([], order="id").ids
    except AccessError:
        return []


users = {login: env["res.users"].search([("login", "=", login)]) for login in LOGINS}
facts = {"keys": {}, "models": {}, "ours": {}, "own": {}}
for login, user in users.items():
    keys = env["res.users.apikeys"].with_user(user).sudo()
    partner = user.partner_id
    family = partner.sudo().search([("id", "child_of", partner.commercial_partner_id.id)])
    facts["own"][login] = family.ids
    facts["keys"][login] = [user.id, keys._generate("rpc", "test", None)]
for name, kind in sorted(env.registry.items()):
    if kind._abstract:
        continue
    model = env[name]
    if not name.startswith("mbb."):
        ours = [
            field.name
            for field in model._fields.values()
            if (field._module or "").startswith("mbb_")
        ]
        if ours:
            facts["ours"][name] = ours
        continue
    guarded = issubclass(kind, MbbPortalMixin)
    may = {
        operation: [
            field
            for field in model._fields
            if guarded and model._is_portal_field(field, operation)
        ]
        for operation in ("read", "write")
    }
    facts["models"][name] = {
        "fields": {field.name: field.type for field in model._fields.values()},
        "readable": may["read"],
        "writable": may["write"],
        "methods": [method for method, own in methods(kind) if own],
        "guarded": guarded,
        "all": model.sudo().search([], order="id").ids if model._auto else [],
        "rows": {login: rows(model, user) for login, user in users.items()},
    }
env.cr.commit()
print("FACTS" + json.dumps(facts))
