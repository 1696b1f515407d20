# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import Command

from .tables import Calendar, logo, paper, read

LANG, TZ = "tr_TR", "Europe/Istanbul"


class Organisation:
    """The Birlik with its units and staff; municipalities with their people."""

    def __init__(self, env):
        # Nothing is mailed while loading: it waits in the queue like any other mail.
        quiet = {"mail_notify_force_send": False, "no_reset_password": True}
        self.env = env(context={**env.context, **quiet, "lang": LANG, "tz": TZ})
        self.company = self.env.ref("base.main_company")
        self.calendar = Calendar()
        self.users, self.people, self.institutions = {}, {}, {}

    def as_user(self, login, record):
        """The record, or model by name, as that person has it."""
        record = self.env[record] if isinstance(record, str) else record
        return record.with_user(self.users[login]).with_context(**self.env.context)

    def load(self):
        self._load_company()
        self._load_staff()
        self._load_institutions()
        self._load_people()

    def _load_company(self):
        turkey = self.env.ref("base.tr")
        self.company.write(
            {
                "name": "Marmara Belediyeler Birliği",
                "country_id": turkey.id,
                "state_id": self._get_province("34").id,
                "city": "İstanbul",
                "email": "mentor@mbb.example",
                "website": "https://mbb.example",
                "logo": logo("Marmara", "Belediyeler Birliği"),
            }
        )
        self.company.partner_id.write(
            {
                "lang": LANG,
                "tz": TZ,
                "is_mentor_institution": True,
                "institution_type": "birlik",
            }
        )
        self.company.resource_calendar_id.write({"tz": TZ})

    def _get_province(self, number):
        return self.env["res.country.state"].search(
            [("country_id.code", "=", "TR"), ("code", "=", number)], limit=1
        )

    # -- the Birlik --------------------------------------------------------

    def _load_staff(self):
        departments = {}
        for row in read("departments"):
            departments[row["name"]] = self.env["hr.department"].create(
                {
                    "name": row["name"],
                    "parent_id": departments[row["parent"]].id
                    if row["parent"]
                    else False,
                    "company_id": self.company.id,
                }
            )
        employees = {}
        for row in read("staff"):
            user = self._make_user(row, f"{row['login']}@mbb.example", row["groups"])
            employees[row["login"]] = self.env["hr.employee"].create(
                {
                    "name": row["name"],
                    "user_id": user.id,
                    "work_email": user.email,
                    "job_title": row["function"],
                    "department_id": departments[row["department"]].id,
                    "company_id": self.company.id,
                    "tz": TZ,
                }
            )
        for row in read("departments"):
            departments[row["name"]].manager_id = employees[row["manager"]]

    def _make_user(self, row, email, groups, **partner):
        partner = self.env["res.partner"].create(
            {
                "name": row["name"],
                "email": email,
                "function": row["function"],
                "lang": LANG,
                "tz": TZ,
                **partner,
            }
        )
        user = self.env["res.users"].create(
            {
                "login": row["login"],
                "partner_id": partner.id,
                "company_id": self.company.id,
                "company_ids": [Command.set(self.company.ids)],
                "group_ids": [
                    Command.set([self.env.ref(group).id for group in groups.split()])
                ],
            }
        )
        self.users[row["login"]] = user
        return user

    # -- the municipalities ------------------------------------------------

    def _load_institutions(self):
        turkey = self.env.ref("base.tr")
        for row in read("institutions"):
            self.institutions[row["key"]] = self.env["res.partner"].create(
                {
                    "name": row["name"],
                    "is_company": True,
                    "is_mentor_institution": True,
                    "institution_type": row["type"],
                    "membership_from": row["member_from"],
                    "population": int(row["population"]),
                    "state_id": self._get_province(row["province"]).id,
                    "country_id": turkey.id,
                    "email": f"yaziisleri@{row['key']}.example",
                    "kep": f"{row['key']}@kep.example",
                    "lang": LANG,
                    "tz": TZ,
                }
            )

    def _load_people(self):
        for row in read("people"):
            institution = self.institutions[row["institution"]]
            user = self._make_user(
                row,
                f"{row['login'].split('.')[-1]}@{row['institution']}.example",
                "base.group_portal",
                parent_id=institution.id,
                type="contact",
            )
            self.people[row["login"]] = user.partner_id
            if row["role"]:
                self._authorise(user, institution, row["role"])

    def _authorise(self, user, institution, role):
        """As the institution's letter says."""
        title = "YETKİLENDİRME YAZISI"
        evidence = self.as_user("sekreterya.yonetici", "mbb.evidence")._record(
            institution,
            "yetkilendirme-yazisi.pdf",
            paper(title, institution.name, user.name),
            "authorisation",
        )
        self.as_user("sekreterya.yonetici", "mbb.representative").create(
            {
                "user_id": user.id,
                "institution_id": institution.id,
                "role": role,
                "date_from": self.calendar.day(-200),
                "evidence_id": evidence.id,
            }
        )

    def _get_unit(self, institution, name):
        """The unit of that name under the institution, made when missing."""
        if not name:
            return self.env["res.partner"]
        found = institution.child_ids.filtered(
            lambda partner: partner.is_mentor_unit and partner.name == name
        )
        return found or self.env["res.partner"].create(
            {
                "name": name,
                "parent_id": institution.id,
                "is_mentor_unit": True,
                "lang": LANG,
            }
        )
