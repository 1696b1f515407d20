# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

HR_ACTIONS = (
    "hr.open_view_employee_list_my",
    "hr.open_view_employee_list",
    "hr.action_hr_employee_all_activities",
    "hr.hr_employee_public_action",
)
LEAF = "('is_mentor_expert', '=', False)"


def uninstall_hook(env):
    """Give HR's lists their own domains back, and leave no payee among the staff."""
    for xmlid in HR_ACTIONS:
        action = env.ref(xmlid, raise_if_not_found=False)
        if action and action.domain:
            action.domain = action.domain.replace(f", {LEAF}", "").replace(LEAF, "")
    env["hr.employee"].search([("is_mentor_expert", "=", True)]).active = False
    # Posted entries name the products: they stay, out of use.
    data = env["ir.model.data"].search(
        [
            ("module", "=", "mbb_mentor_expense"),
            ("model", "in", ("product.product", "product.template")),
        ]
    )
    for row in data:
        env[row.model].browse(row.res_id).active = False
    data.unlink()
    # Rows that claims refer to go with their tables, not one by one.
    env["ir.model.data"].search(
        [("module", "=", "mbb_mentor_expense"), ("model", "=like", "mbb.travel.%")]
    ).unlink()
    # The approvals of claims go with the claims: their rules go with the model, and
    # nobody may delete an approval through the ORM.
    env.cr.execute(
        "DELETE FROM mbb_approval "
        "WHERE res_model IN ('mbb.travel.claim', 'mbb.travel.advance')"
    )
