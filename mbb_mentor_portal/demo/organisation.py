# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import Command

from .tables import Calendar, logo, paper, read

COUNCILLORS = ("Nermin Akçakıl", "Turgay Denizaltı", "Sevda Harmancık")
#: Sekreterya, its lead first.
SECRETARIAT = ("sekreterya.yonetici", "sekreterya", "sekreterya2")
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
        self._load_units()
        self._load_staff()
        self._load_own_expert()
        self._load_secretariat()
        self._load_organs()
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

    def _load_units(self):
        """As the Sekreterya does it: what is shipped, by the same action."""
        self.env["mbb.organisation.load"]._load_all()
        # The platform's own unit is none of the Birlik's.
        platform_unit = self.env.ref("hr.dep_administration", raise_if_not_found=False)
        if platform_unit:
            platform_unit.member_ids.department_id = self._get_department(
                "bilgi_teknolojileri"
            )
            platform_unit.active = False

    def _get_department(self, code):
        return self.env["hr.department"].search(
            [("mentor_code", "=", code), ("company_id", "=", self.company.id)]
        )

    def _load_staff(self):
        employees = {}
        for row in read("staff"):
            user = self._make_user(row, f"{row['login']}@mbb.example", row["groups"])
            department = self._get_department(row["unit"]) if row["unit"] else None
            employees[row["login"]] = self.env["hr.employee"].create(
                {
                    "name": row["name"],
                    "user_id": user.id,
                    "work_email": user.email,
                    "job_title": row["function"],
                    "department_id": department and department.id,
                    "company_id": self.company.id,
                    "tz": TZ,
                }
            )
        for row in read("heads"):
            self._get_department(row["unit"]).manager_id = employees[row["head"]]

    def _load_own_expert(self):
        """Found as a mentor by the skills that HR keeps, without an application."""
        skill = self.env.ref("mbb_mentor.hr_skill_smart_city_gis")
        level = skill.skill_type_id.skill_level_ids.filtered(
            lambda row: row.mentor_level == 4
        )
        employee = self.env["hr.employee"].create(
            {
                "name": "Ece Bulutlugil",
                "job_title": "Akıllı Şehir Uzmanı",
                "department_id": self._get_department("sehir_teknolojileri").id,
                "company_id": self.company.id,
                "tz": TZ,
                "current_employee_skill_ids": [
                    Command.create(
                        {
                            "skill_type_id": skill.skill_type_id.id,
                            "skill_id": skill.id,
                            "skill_level_id": level.id,
                        }
                    )
                ],
            }
        )
        # So that the unit's end makes a second version of hers, not a first one.
        employee.version_id.date_version = self.calendar.day(-300)

    def _load_secretariat(self):
        """A team of one unit, named by an onay (MPY m.4/f)."""
        self.env["mbb.secretariat"].create(
            {
                "name": "Mentor Programı Sekreteryası",
                "kind": "team",
                "department_id": self._get_department("yonetim_gelistirme").id,
                "date_from": self.calendar.day(-400),
                "ground": "2025/118",
                "ground_date": self.calendar.day(-401),
                "member_ids": [
                    Command.create(
                        {
                            "user_id": self.users[login].id,
                            "is_lead": login == SECRETARIAT[0],
                            "date_from": self.calendar.day(-400),
                        }
                    )
                    for login in SECRETARIAT
                ],
            }
        )

    def _load_organs(self):
        """The Başkan heads the others, too; three councillors sit in both."""
        for kind in ("president", "council", "committee"):
            self._seat(kind, self.users["baskan"].partner_id, "head")
        members = self.env["res.partner"].create(
            [{"name": name, "lang": LANG} for name in COUNCILLORS]
        )
        for kind in ("council", "committee"):
            for partner in members:
                self._seat(kind, partner, "member")

    def _seat(self, kind, partner, role):
        organ = self.env["mbb.organ"]._get_organ(kind, self.company)
        self.as_user("yaziisleri", "mbb.organ.member").create(
            {
                "organ_id": organ.id,
                "partner_id": partner.id,
                "role": role,
                "date_from": self.calendar.day(-400),
            }
        )

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
        """The shipped municipalities; those of the stories with what is known."""
        self._load_shipped_institutions()
        partners = self.env["res.partner"]
        for row in read("institutions"):
            province = self._get_province(row["province"])
            known = partners.search(
                [
                    ("is_mentor_institution", "=", True),
                    ("name", "=", row["name"]),
                    ("state_id", "=", province.id),
                ],
                limit=1,
            )
            values = {
                "name": row["name"],
                "is_company": True,
                "is_mentor_institution": True,
                "institution_type": row["type"],
                "membership_from": row["member_from"],
                "population": int(row["population"]),
                "state_id": province.id,
                "country_id": province.country_id.id,
                "email": f"yaziisleri@{row['key']}.example",
                "kep": f"{row['key']}@kep.example",
                "lang": LANG,
                "tz": TZ,
            }
            if known:
                known.write(values)
            self.institutions[row["key"]] = known or partners.create(values)

    def _load_shipped_institutions(self):
        wizard = self.env["mbb.institution.import"].create({"source": "shipped"})
        wizard.action_preview()
        # A database that has some already keeps them as they are.
        wizard.line_ids.filtered("duplicate_id").action = "skip"
        wizard.action_apply()

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
