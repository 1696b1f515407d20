# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
{
    "name": "Mentor Programme Portal",
    "summary": "Applications, consents, follow-up and travel claims on the portal",
    "version": "19.0.1.0.0",
    "category": "Human Resources/Mentor Programme",
    "license": "AGPL-3",
    "author": "Marmara Belediyeler Birliği",
    "website": "https://www.marmara.gov.tr",
    "depends": ["mbb_mentor_expense", "portal"],
    "data": [
        "security/ir.model.access.csv",
        "security/mbb_mentor_portal_security.xml",
        "data/ir_config_parameter_data.xml",
        "views/portal_components_templates.xml",
        "views/portal_overview_templates.xml",
        "views/portal_application_templates.xml",
        "views/portal_application_after_templates.xml",
        "views/portal_relation_templates.xml",
        "views/portal_agreement_templates.xml",
        "views/portal_task_templates.xml",
        "views/portal_duty_report_templates.xml",
        "views/portal_claim_templates.xml",
        "views/portal_claim_line_templates.xml",
        "views/portal_claim_abroad_templates.xml",
        "views/portal_claim_paper_templates.xml",
        "views/portal_money_templates.xml",
        "views/public_templates.xml",
    ],
    "assets": {
        "web.assets_frontend": [
            "mbb_mentor_portal/static/src/scss/mentoring.scss",
            "mbb_mentor_portal/static/src/interactions/**/*",
        ],
    },
}
