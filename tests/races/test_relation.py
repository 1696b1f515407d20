"""Two people at the same moment: over one consent, one approval, one expert's days."""

from race_scene import SCENE

ANSWERS = (
    SCENE
    + """
env.cr.commit()
consent = by_side["mentor_institution"]


def granted(own):
    own["mbb.consent"].sudo().browse(consent).action_grant()


def refused(own):
    own["mbb.consent"].sudo().browse(consent).action_refuse("No time")


answers = run(
    ("grant", logins["giving1"], granted), ("refuse", logins["giving2"], refused)
)
row = env["mbb.consent"].browse(consent)
first = "giving1" if answers["grant"] == "done" else "giving2"
print("STATE", row.state == ("granted" if first == "giving1" else "refused"))
print("BY", row.answered_by_id.id == logins[first])
print("MATCH", match.state == ("consent" if first == "giving1" else "declined"))
steps = env["mbb.step"].search(
    [("res_model", "=", "mbb.consent"), ("res_id", "=", consent)]
)
print("STEPS", len(steps))
"""
)


def test_two_answers_to_one_consent(house):
    """One of the two stands, whole; the other is told that it was answered."""
    said = house.shell(house.clone("addons"), ANSWERS)
    assert "ANSWERS ['done', 'refused']" in said, said
    assert "STATE True" in said, said
    assert "BY True" in said, said
    assert "MATCH True" in said, said
    assert "STEPS 1" in said, said


LAST = (
    SCENE
    + """
env.cr.commit()


def answer(side):
    def step(own):
        own["mbb.consent"].sudo().browse(by_side[side]).action_grant()

    return step


run(
    ("giving", logins["giving1"], answer("mentor_institution")),
    ("asking", logins["asking1"], answer("mentee_institution")),
)
print("MATCH", match.state, set(match.sudo().consent_ids.mapped("state")))
print("ROWS", len(match.sudo().approval_ids))
"""
)


def test_the_last_two_consents_at_once(house):
    """Neither sees the other's answer: the match goes to approval all the same."""
    said = house.shell(house.clone("addons"), LAST)
    assert "ANSWERS ['done', 'done']" in said, said
    assert "MATCH approval {'granted'}" in said, said
    assert "ROWS 1" in said, said


APPROVALS = (
    SCENE
    + """
grant("", match)
env.cr.commit()
approval = match.sudo().approval_ids.id


def approve(own):
    own["mbb.approval"].browse(approval)._do_approve()


run(*((str(user.id), user.id, approve) for user in managers))
row = env["mbb.approval"].browse(approval)
print("MATCH", match.state, row.state, row.decided_by_id in managers)
steps = env["mbb.step"].search(
    [
        ("res_model", "=", "mbb.match"),
        ("res_id", "=", match.id),
        ("target", "=", "agreed"),
    ]
)
print("STEPS", len(steps))
"""
)


def test_two_approvals_at_once(house):
    """One decides; the other is told that it was decided. Nothing happens twice."""
    said = house.shell(house.clone("addons"), APPROVALS)
    assert "ANSWERS ['done', 'refused']" in said, said
    assert "MATCH agreed approved True" in said, said
    assert "STEPS 1" in said, said


WITHDRAWAL = (
    SCENE
    + """
grant("", match)
env.cr.commit()
approval = match.sudo().approval_ids.id


def approve(own):
    own["mbb.approval"].browse(approval)._do_approve()


def withdraw(own):
    own["mbb.consent"].sudo().browse(by_side["mentee_institution"]).action_withdraw(
        "Another way was found"
    )


answers = run(
    ("approve", managers[0].id, approve), ("withdraw", logins["asking1"], withdraw)
)
if answers["withdraw"] == "refused":
    # Told to repeat the step: the approval was being given at that moment.
    withdraw(env(user=logins["asking1"]))
expected = {"done": "ended", "refused": "declined"}[answers["approve"]]
print("MATCH", match.state == expected, match.state)
print("MENTEE", mentee.state)
print("WAITING", match.sudo().approval_ids.filtered(lambda a: a.state == "waiting"))
"""
)


def test_an_approval_and_a_withdrawal(house):
    """Whoever is second, the match does not stand without the consent."""
    said = house.shell(house.clone("addons"), WITHDRAWAL)
    assert "'done'" in said, said
    assert "MATCH True" in said, said
    assert "MENTEE waiting" in said, said
    assert "WAITING mbb.approval()" in said, said


AGREE = """
grant("", match)
match.sudo().approval_ids.with_user(managers[0])._do_approve()
named = mentor.with_user(officer)._name_expert(expert)
named._record_paper("confirmed", content=b"%PDF-1.4\\n%%EOF\\n", file_name="imza.pdf")


def draw_up(first, last, **values):
    return (
        env["mbb.assignment"]
        .with_user(officer)
        .create(
            {
                "match_id": match.id,
                "expert_id": expert.id,
                "sending_institution_id": giving.id,
                "host_institution_id": asking.id,
                "place": "Town hall",
                "date_from": first,
                "date_to": last,
                "tasks": "On site",
                **values,
            }
        )
    )


def to_approval(assignment):
    assignment.action_ask_consents()
    grant("", assignment)
    assignment._record_sending_letter(
        channel="ebys",
        number="E-1",
        date=today,
        file_name="letter.pdf",
        content=b"%PDF-1.4\\n%%EOF\\n",
    )
    return assignment.sudo().approval_ids.id


def approve(approval):
    def step(own):
        own["mbb.approval"].browse(approval)._do_approve()

    return step
"""

OVERLAP = (
    SCENE
    + AGREE
    + """
approvals = [
    to_approval(draw_up(today + timedelta(days=first), today + timedelta(days=first + 4)))
    for first in (0, 2)
]
env.cr.commit()
run(*((str(row), approver.id, approve(row)) for row in approvals))
states = match.sudo().assignment_ids.mapped("state")
print("STATES", sorted(states))
"""
)


def test_two_overlapping_assignments_at_once(house):
    """The expert is in one place: one is approved, the other waits with its reason."""
    said = house.shell(house.clone("addons"), OVERLAP)
    assert "STATES ['approval', 'approved']" in said, said
    assert "'done'" in said, said


GROUND = (
    SCENE
    + AGREE
    + """
env.company.mbb_president_days = 0
year = today.year + 1
ground = env.ref("mbb_mentor.mbb_legal_ground_657")
approvals = [
    to_approval(draw_up(f"{year}-{first}-01", f"{year}-{last}", legal_ground=ground.id))
    for first, last in (("01", "04-30"), ("06", "09-30"))
]
env.cr.commit()
run(*((str(row), approver.id, approve(row)) for row in approvals))
states = match.sudo().assignment_ids.mapped("state")
print("STATES", sorted(states))
"""
)


def test_the_limit_of_a_year_at_once(house):
    """Four months and four months of the six of 657 Ek m.8: one of the two."""
    said = house.shell(house.clone("addons"), GROUND)
    assert "ANSWERS ['done', 'refused']" in said, said
    assert "STATES ['approval', 'approved']" in said, said


LEAVES = (
    SCENE
    + AGREE
    + """
assignment = draw_up(today + timedelta(days=3), today + timedelta(days=5))
approval = to_approval(assignment)
env.cr.commit()
consent = assignment.sudo().consent_ids.filtered(lambda c: c.side == "expert").id


def withdraw(own):
    own["mbb.consent"].sudo().browse(consent).action_withdraw("Illness")


answers = run(
    ("approve", approver.id, approve(approval)),
    ("withdraw", expert_user.id, withdraw),
)
if answers["withdraw"] == "refused":
    # Told to repeat the step: the approval was being given at that moment.
    withdraw(env(user=expert_user.id))
expected = {"done": "cancelled", "refused": "rejected"}[answers["approve"]]
print("ASSIGNMENT", assignment.state == expected, assignment.state)
rows = assignment.sudo().approval_ids.filtered(lambda a: a.state == "waiting")
print("WAITING", rows)
print("STANDING", set(assignment.sudo().letter_ids.mapped("standing")) <= {"cancelled"})
"""
)


def test_an_assignment_approved_while_the_expert_withdraws(house):
    """Whoever is second, nobody is sent and no letter stands without the consent."""
    said = house.shell(house.clone("addons"), LEAVES)
    assert "'done'" in said, said
    assert "ASSIGNMENT True" in said, said
    assert "WAITING mbb.approval()" in said, said
    assert "STANDING True" in said, said


BUDGET = (
    SCENE
    + AGREE
    + """
plan = env["account.analytic.plan"].create({"name": "Budget"})
account = env["account.analytic.account"].create(
    {"name": "03.3.1.01", "plan_id": plan.id}
)
env.company.mbb_president_amount = 0
budget = env["mbb.travel.appropriation"].create(
    {
        "analytic_account_id": account.id,
        "code": "03.3.1.01",
        "name": "Travel",
        "date_from": f"{today.year}-01-01",
        "date_to": f"{today.year + 1}-12-31",
        "amount": 100000,
    }
)
approvals = []
for first in (3, 13):
    assignment = draw_up(
        today + timedelta(days=first),
        today + timedelta(days=first + 1),
        payer="birlik",
        coverage_transport=1,
    )
    assignment.action_draw_up_order()
    order = assignment.spending_order_id
    order.write({"amount": 60000, "appropriation_id": budget.id})
    order.action_ask_approval()
    approvals.append(order.sudo().approval_ids)
env.cr.commit()
run(*((str(row.id), row.approver_ids[:1].id, approve(row.id)) for row in approvals))
orders = match.sudo().assignment_ids.spending_order_id
print("STATES", sorted(orders.mapped("state")), budget.left)
"""
)


def test_two_orders_from_one_appropriation(house):
    """60,000 and 60,000 of 100,000: the second sees what the first left."""
    said = house.shell(house.clone("addons"), BUDGET)
    assert "ANSWERS ['done', 'refused']" in said, said
    assert "STATES ['approval', 'approved'] 40000.0" in said, said


SHARES = (
    SCENE
    + AGREE
    + """
assignment = draw_up(today + timedelta(days=3), today + timedelta(days=5))
env.cr.commit()


def bear(payer):
    def step(own):
        own["mbb.assignment.payer"].create(
            {
                "assignment_id": assignment.id,
                "partner_id": payer,
                "element": "lodging",
                "share": 0.6,
            }
        )

    return step


run(("giving", officer.id, bear(giving.id)), ("asking", officer.id, bear(asking.id)))
print("SHARES", assignment.payer_ids.mapped("share"))
"""
)


def test_two_payers_named_at_once(house):
    """Together never more than the whole (MPY m.8)."""
    said = house.shell(house.clone("addons"), SHARES)
    assert "ANSWERS ['done', 'refused']" in said, said
    assert "SHARES [0.6]" in said, said


AGREED = (
    SCENE
    + """
grant("", match)
match.sudo().approval_ids.with_user(managers[0])._do_approve()
env.cr.commit()


def draw_up(own):
    own["mbb.agreement"].create({"match_id": match.id})


answers = run(*((str(user.id), user.id, draw_up) for user in managers))
print("VERSIONS", match.sudo().agreement_ids.mapped("version"))
"""
)


def test_two_versions_drawn_up_at_once(house):
    said = house.shell(house.clone("addons"), AGREED)
    assert "'done'" in said, said
    assert "VERSIONS [1]" in said, said
