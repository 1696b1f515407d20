# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
{
    "name": "Mentor Programme",
    "summary": "Applications, matching, consents, assignments and lessons",
    "version": "19.0.1.0.0",
    "category": "Human Resources/Mentor Programme",
    "license": "AGPL-3",
    "author": "Marmara Belediyeler Birliği",
    "website": "https://www.marmara.gov.tr",
    "depends": ["calendar", "hr_skills", "mail", "survey"],
    "external_dependencies": {"python": ["numpy", "ortools", "scipy"]},
    "pre_init_hook": "pre_init_hook",
    "application": True,
    "data": [
        # base
        "security/base/mentor_groups.xml",
        "security/base/ir.model.access.csv",
        "security/base/base_security.xml",
        "data/base/mbb_directive_data.xml",
        "data/base/ir_cron_data.xml",
        "data/base/mail_template_data.xml",
        "wizard/mbb_reason_views.xml",
        "views/base/mentor_menus.xml",
        "views/base/mbb_approval_views.xml",
        "views/base/mbb_rule_views.xml",
        "views/base/mbb_evidence_views.xml",
        # organisation
        "security/organisation/ir.model.access.csv",
        "security/organisation/organisation_security.xml",
        "data/organisation/hr_skill_data.xml",
        "views/organisation/res_partner_views.xml",
        "views/organisation/mbb_representative_views.xml",
        "views/organisation/hr_skill_type_views.xml",
        # pool
        "security/pool/ir.model.access.csv",
        "security/pool/pool_security.xml",
        "data/pool/ir_sequence_data.xml",
        "data/pool/mail_template_data.xml",
        "data/pool/mbb_clock_rule_data.xml",
        "views/pool/mbb_mentor_views.xml",
        "views/pool/mbb_mentee_views.xml",
        # pairing
        "security/pairing/ir.model.access.csv",
        "security/pairing/pairing_security.xml",
        "data/pairing/ir_sequence_data.xml",
        "data/pairing/mbb_approval_rule_data.xml",
        "data/pairing/mbb_clock_rule_data.xml",
        "data/pairing/mbb_weights_data.xml",
        "wizard/mbb_match_suggest_views.xml",
        "wizard/mbb_match_suggest_seek_views.xml",
        "views/pairing/mbb_match_views.xml",
        "views/pairing/mbb_application_views.xml",
        "views/pairing/mbb_weights_views.xml",
        # relation
        # learning
    ],
}
