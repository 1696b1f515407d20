"""Runs in Odoo's shell: builds the scripts and styles that a browser asks for first.

Every copy of this database has them then; otherwise each would build its own, which
takes half a minute.  One that is missing here is built when it is asked for.
"""

BUNDLES = {
    "bus.websocket_worker_assets": "js",
    "survey.survey_assets": "css js",
    "web.assets_emoji": "js",
    "web.assets_frontend": "css",
    "web.assets_frontend_lazy": "js",
    "web.assets_frontend_minimal": "js",
    "web.assets_web": "css js",
    "web.assets_web_print": "css",
    "web.report_assets_common": "css",
}

for name, kinds in BUNDLES.items():
    for kind in kinds.split():
        bundle = env["ir.qweb"]._get_asset_bundle(name, css=kind == "css", js=kind == "js")
        getattr(bundle, kind)()
env.cr.commit()
