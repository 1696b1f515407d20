# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

"""Read by Odoo's shell: what the pages need beside the demo, and their addresses.

WANTED, put before this text, is what the table asks; MARK begins the line of the
answer.
"""

import base64
import json
import re
import threading

from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from odoo import fields

PLACE = re.compile(r"\{([a-z.]+)(?::([a-z_,]+))?(?::(\w+))?\}")


#: What an address has that is none of our records; filled by prepare().
MADE = {}


def prepare():
    make_people()
    make_money()
    make_institution()
    make_application()
    make_relation()
    MADE["letter.code"] = env["mbb.letter"].search([("code", "!=", False)], limit=1).code
    call = env["mbb.call"]._find_public_sudo(1)
    MADE["call.number"], MADE["call.page"] = str(call.id), page_of(call)
    MADE["practice.page"] = page_of(env["mbb.practice"]._find_public_sudo(1))
    MADE["event.page"] = page_of(env["event.event"]._find_public_sudo(1))
    MADE["report.year"] = str(env["mbb.activity.report"]._find_public_sudo()[:1].year)
    asked = env["mbb.evaluation"].search([("state", "=", "asked")], limit=1)
    MADE["evaluation.token"] = asked.survey_input_id.access_token
    MADE["notice.key"] = f"application-{env['mbb.notice']._get_in_force('application').version}"


def page_of(record):
    return record._get_public_url().rpartition("/")[2]


def who(login):
    return env["res.users"].search([("login", "=", login)])


def make_people():
    users = env["res.users"].with_context(no_reset_password=True)
    for login, name in (WANTED["newcomer"], WANTED["both"]):
        users.create(
            {
                "name": name,
                "login": login,
                "password": WANTED["password"],
                "lang": "tr_TR",
                "group_ids": [(6, 0, env.ref("base.group_portal").ids)],
            }
        )
    for login in ("nilufer", "kadikoy"):
        [row] = env["mbb.representative"].search([("user_id", "=", who(login).id)])
        env["mbb.representative"].create(
            {
                "user_id": who(WANTED["both"][0]).id,
                "institution_id": row.institution_id.id,
                "role": "applicant",
                "date_from": row.date_from,
                "evidence_id": row.evidence_id.id,
            }
        )


def make_institution():
    """A registration and an invitation that wait for their links."""
    colleague = {
        "person_name": "Deniz Yazgan",
        "person_title": "Şehir Plancısı",
        "email": "deniz.yazgan@example.org",
        "lang": "tr_TR",
    }
    user = who("nilufer")
    institution = env["mbb.representative"].search([("user_id", "=", user.id)]).institution_id
    MADE["institution"] = str(institution.id)
    notice = {
        "notice_id": env["mbb.notice"]._get_in_force("registration").id,
        "notice_date": fields.Datetime.now(),
    }
    registration = env["mbb.registration"].create(
        {**colleague, **notice, "institution_id": institution.id, "phone": "0224 000 00 00"}
    )
    MADE["registration.link"] = registration._issue_link()
    invitation = env["mbb.invitation"].create(
        {
            **colleague,
            "institution_id": institution.id,
            "role": "applicant",
            "invited_by_id": user.id,
        }
    )
    MADE["invitation.link"] = invitation._issue_link()


def make_application():
    """Files, a draft with nothing in it, a rejection that can still be objected to."""
    user = who("canakkale")
    [row] = env["mbb.representative"].search([("user_id", "=", user.id)])
    env["mbb.mentee"].with_user(user).create(
        {"institution_id": row.institution_id.id, "applicant_type": "institution"}
    )
    application = find("mentee", "incomplete", who("luleburgaz"))
    application._add_portal_file("plan.pdf", b"%PDF-1.4\n%%EOF\n", "other", "Kroki")
    logo = base64.b64decode(env.company.logo_web)
    application._add_portal_file("logo.png", logo, "other", "Kurumun logosu")
    rejected = find("mentee", "review", who("nilufer"))
    rejected.with_user(who("sekreterya")).action_reject("Başvuru, mentorluk alanı dışındadır.")


def make_relation():
    match = find("match", "active", who("kadikoy"))
    match._write_message("Görüşmede imar planı notlarını konuşalım.")
    match.with_user(who("uzman.ayse"))._write_message("Olur.\n\nBelgeleri önceden okurum.")
    env["mbb.calendar.feed"].with_user(who("uzman.ayse"))._renew()
    requests = env["mbb.data.request"]
    requests._receive(who("uzman.ayse").partner_id, "access", "Verilerim kime aktarıldı?")
    asked = requests._receive(who("luleburgaz").partner_id, "correction", "Unvanım değişti.")
    asked._answer("accepted", "Unvanınız düzeltildi.")


def make_money():
    users = env["res.users"]
    expert = users.search([("login", "=", "uzman.ayse")])
    trip = find("assignment", "approved", expert)
    advances = env["mbb.travel.advance"].with_user(expert)
    advances.create({"assignment_id": trip.id, "amount": 500})
    expert = users.search([("login", "=", "uzman.mehmet")])
    claim = find("travel.claim", "draft", expert)
    env["mbb.travel.stay"].with_user(expert).create(
        {
            "claim_id": claim.id,
            "table": "abroad",
            "country_id": env.ref("base.de").id,
            "day": claim.assignment_id.sudo().date_from,
            "hour": 12,
        }
    )


def find(model, states, user):
    records = env[f"mbb.{model}"].with_user(user)
    domain = [("state", "in", states.split(","))] if states else []
    return records.search(domain, limit=1)


def resolve(login, url):
    """The address, and what it is about: table, id, state and every state."""
    user = env["res.users"].search([("login", "=", login)]) if login else env.user
    about = {}

    def fill(found):
        model, states, field = found.groups()
        if model in MADE:
            return MADE[model]
        record = find(model, states, user)
        if not record:
            raise LookupError(f"{login} sees no {found.group()}")
        if field:
            if not record[field]:
                raise LookupError(f"{record.display_name} has no {field}")
            return str(record[field][:1].id)
        if "state" in record._fields:
            selection = env[record._name]._fields["state"].get_description(env)["selection"]
            about.update(
                table=record._table,
                id=record.id,
                state=record.sudo().state,
                states=dict(selection),
            )
        return str(record.id)

    return PLACE.sub(fill, url), about


def get_rules():
    # The platform asks the thread for its database, as in a request.
    threading.current_thread().dbname = env.cr.dbname
    routes = env["ir.http"].routing_map()
    ours = {
        rule.rule
        for rule in routes.iter_rules()
        if rule.endpoint.original_endpoint.__module__.startswith("odoo.addons.mbb_mentor")
        and "GET" in (rule.methods or {"GET"})
    }
    return routes.bind("localhost"), ours


def answer():
    adapter, rules = get_rules()
    found, seen, problems = [], set(), []
    for login, url in WANTED["pages"]:
        try:
            address, about = resolve(login, url)
            seen.add(adapter.match(address.partition("?")[0], "GET", return_rule=True)[0].rule)
        except (LookupError, HTTPException, RequestRedirect) as error:
            problems.append(f"{url}: {error}")
            address, about = "", {}
        found.append([address, about])
    return {"found": found, "rules": sorted(rules), "seen": sorted(seen), "problems": problems}


env = env(context={**env.context, "lang": "tr_TR"})
prepare()
print(MARK + json.dumps(answer()))
env.cr.commit()
