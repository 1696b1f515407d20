# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

"""A person is taken out of the demo; then its whole dump and file store are searched.

What the dump says is what a backup, a copy for a supplier or a thief would hold.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2] / "mbb_mentor" / "tests"))

import haystack

#: Tables in which a financial paper names its person until its retention has ended.
PAPERS = {
    "mbb_travel_claim",
    "mbb_travel_payee",
    "res_partner_bank",
    "account_move",
    "account_move_line",
    "account_payment",
    "hr_expense",
    "mbb_letter",
    "mbb_consent",
    "mbb_consent_paper",
    "mbb_evidence",
    "ir_attachment",
}
CHOOSE = """
claim = env["mbb.travel.claim"].search([("state", "in", ("posted", "paid"))], limit=1)
person = claim.expert_id
"""
SCENE = (
    CHOOSE
    + """
import base64, io, json
from reportlab.pdfgen import canvas

person.write({"phone": "+90 532 987 65 43"})
user = person.user_ids[:1]
match = claim.assignment_id.match_id
match.message_post(body=f"Sayın {person.name.upper()} (0532 987 6543) arandı")
match.message_post(
    body="Zumrudanka: bunu ben yazdım", author_id=person.id, message_type="comment"
)
buffer = io.BytesIO()
page = canvas.Canvas(buffer)
page.drawString(72, 720, "Zumrudanka " + person.email)
page.save()
match.message_post(body="Ek", attachments=[("ek.pdf", buffer.getvalue())])
env["mbb.data.request"]._receive(person, "erasure", "Zumrudanka: siliniz")
env["bus.bus"]._sendone(env.user.partner_id, "x", {"name": person.name})
env["ir.logging"].create({"name": "x", "type": "server", "message": person.email,
                          "path": "x", "func": "x", "line": "1"})
payee = env["mbb.travel.payee"].search([("expert_id", "=", person.id)], limit=1)
env.cr.commit()
signs = [person.name, person.email, person.phone, "Zumrudanka", payee.iban,
         payee.identity_number, *user.mapped("login")]
print("SIGNS", json.dumps(sorted({sign for sign in signs if sign}), ensure_ascii=False))
"""
)
FIGURES = """
import json
def figures():
    env.flush_all()
    found = []
    for query in (
        "SELECT state, mentor_institution_id, mentee_institution_id, date_from, count(*)"
        " FROM mbb_match GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4",
        "SELECT state, institution_id, origin, count(*) FROM mbb_mentor"
        " GROUP BY 1, 2, 3 ORDER BY 1, 2, 3",
        "SELECT state, institution_id, origin, count(*) FROM mbb_mentee"
        " GROUP BY 1, 2, 3 ORDER BY 1, 2, 3",
        "SELECT skill_id, count(*) FROM mbb_mentor_skill GROUP BY 1 ORDER BY 1",
        "SELECT presence, sum(hours), count(DISTINCT partner_id), count(*)"
        " FROM mbb_session_attendance GROUP BY 1 ORDER BY 1",
        "SELECT state, side, count(*), min(date_answered) FROM mbb_consent"
        " GROUP BY 1, 2 ORDER BY 1, 2",
        "SELECT state, kind, sum(date_to - date_from + 1), count(DISTINCT expert_id)"
        " FROM mbb_assignment GROUP BY 1, 2 ORDER BY 1, 2",
        "SELECT sum(gross), sum(net), sum(allowance), count(*) FROM mbb_travel_claim",
        "SELECT account_id, sum(debit), sum(credit) FROM account_move_line"
        " GROUP BY 1 ORDER BY 1",
        "SELECT question_id, value_scale, count(*) FROM survey_user_input_line"
        " GROUP BY 1, 2 ORDER BY 1, 2",
        "SELECT res_model, target, count(*), sum(days) FROM mbb_step"
        " GROUP BY 1, 2 ORDER BY 1, 2",
    ):
        env.cr.execute(query)
        found.append(env.cr.fetchall())
    return found
"""
CLEAR = """
env.cr.commit()
env["ir.attachment"]._gc_file_store()
env.cr.commit()
"""
ANONYMISE = (
    CHOOSE
    + FIGURES
    + """
before = figures()
env["mbb.anonymiser"]._anonymise_person(person)
print("SAME" if figures() == before else f"CHANGED {before} {figures()}")
"""
    + CLEAR
)
END = (
    CHOOSE
    + FIGURES
    + """
before = figures()
for table in ("mbb_travel_claim", "mbb_travel_advance", "mbb_travel_recovery"):
    env.cr.execute(
        f"UPDATE {table} SET date_state = date_state - interval '11 years'"
        " WHERE expert_id = %s", [person.id])
env.cr.execute(
    "UPDATE mbb_travel_claim SET state = 'paid' WHERE expert_id = %s", [person.id])
env.invalidate_all()
rule = env.ref("mbb_mentor_expense.mbb_retention_rule_travel_claim")
before = figures()
env["mbb.anonymiser"]._end_records(
    env["mbb.travel.claim"].search([("expert_id", "=", person.id)]), rule)
print("SAME" if figures() == before else f"CHANGED {before} {figures()}")
"""
    + CLEAR
)


def _search_dump(house, database, signs):
    """{table: signs} of the rows of a plain dump."""
    done = subprocess.Popen(
        ["pg_dump", "--no-owner", database],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, **house.cluster.variables(database)},
    )
    found, table = {}, "(schema)"
    for line in done.stdout:
        if line.startswith("COPY "):
            table = line.split()[1].removeprefix("public.")
        signs_here = haystack.find(line.replace("\\\\u", "\\u"), signs)
        if signs_here:
            found.setdefault(table, set()).update(signs_here)
    assert done.wait() == 0
    return found


def _search_files(house, database, signs):
    """{file: signs} of the file store."""
    found = {}
    for path in (house.databases.filestore / database).rglob("*"):
        if path.is_file():
            signs_here = haystack.find(haystack.read(path.read_bytes()), signs)
            if signs_here:
                found[path.name] = signs_here
    return found


def test_dump_and_file_store(house):
    """First only the financial papers name the person, then nothing at all (KVKK m.7)."""
    database = house.clone("demo")
    said = house.shell(database, SCENE)
    [line] = [line for line in said.splitlines() if line.startswith("SIGNS ")]
    signs = json.loads(line.removeprefix("SIGNS "))
    assert len(signs) >= 5, signs
    before = _search_dump(house, database, signs)
    assert set().union(*before.values()) == set(signs), "a sign is nowhere to be found"
    assert len(before) > 10, before
    assert _search_files(house, database, signs)

    said = house.shell(database, ANONYMISE)
    assert "SAME" in said.split(), said
    assert set(_search_dump(house, database, signs)) - PAPERS == set()
    papers = _search_dump(house, database, signs)
    assert "mbb_travel_claim" in papers, papers

    said = house.shell(database, END)
    assert "SAME" in said.split(), said
    assert _search_dump(house, database, signs) == {}
    assert _search_files(house, database, signs) == {}
