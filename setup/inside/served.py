"""Runs in Odoo's shell: what a served database needs once."""

import json
import os

values = json.loads(os.environ["MBB"])
env.ref("base.user_admin").password = values["admin_password"]
env["ir.config_parameter"].set_param("web.base.url", values["url"])
env["ir.config_parameter"].set_param("web.base.url.freeze", "True")
# Nobody signs up by themselves: the Sekreterya gives an institution its people.
env["ir.config_parameter"].set_param("auth_signup.invitation_scope", "b2b")
# The Birlik's units and their duties, also where there is no demo data.
if "mbb.organisation.load" in env:
    env["mbb.organisation.load"]._load_all()
env.cr.commit()
