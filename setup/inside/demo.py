"""Runs in Odoo's shell: loads the demo data and gives its users their passwords."""

import json
import os

if "mbb.demo" in env:
    env["mbb.demo"]._load()
for role, login, password, _page in json.loads(os.environ["MBB"])["roles"]:
    user = env["res.users"].search([("login", "=", login)])
    if not user:
        raise SystemExit(f"setup/roles.tsv names {login} ({role}), but there is no such user")
    user.password = password
env.cr.commit()
