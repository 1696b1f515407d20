# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import Command

from .organisation import LANG, Organisation
from .tables import paper, read

#: What the Sekreterya does with a submitted application until it stands there.
ACCEPT = ("action_review", "action_accept")
STEPS = {
    "submitted": (),
    "review": ("action_review",),
    "incomplete": ("action_review", "action_return"),
    "rejected": ("action_review", "action_reject"),
    "available": ACCEPT,
    "waiting": ACCEPT,
    "suspended": (*ACCEPT, "action_suspend"),
}
REASONED = ("action_return", "action_reject", "action_suspend")


class Applications(Organisation):
    """Offers and needs: from the portal, and from paper entered on behalf."""

    def __init__(self, env):
        super().__init__(env)
        self.mentors, self.mentees = {}, {}

    def load(self):  # pylint: disable=missing-return
        super().load()
        for row in read("mentors"):
            self.mentors[row["key"]] = self._apply("mbb.mentor", row)
        for row in read("mentees"):
            self.mentees[row["key"]] = self._apply("mbb.mentee", row)
        self._load_experts()
        self._load_corrections()

    def _load_experts(self):
        """An institution has named two: one has signed, the other is asked."""
        application = self.as_user("sekreterya", self.mentors["sakarya_afet"])
        people = self.as_user("sekreterya", "res.partner").create(
            [
                {
                    "name": name,
                    "function": function,
                    "email": email,
                    "parent_id": application.institution_id.id,
                    "lang": LANG,
                }
                for name, function, email in (
                    ("Gülşen Çağlar", "Jeoloji Mühendisi", "gulsen@sakarya.example"),
                    ("Murat Kılınçarslan", "Şehir Plancısı", "murat@sakarya.example"),
                )
            ]
        )
        self._confirm_expert(application, people[0])
        application._name_expert(people[1])

    def _confirm_expert(self, application, person):
        """Named by the institution, and signed by the person."""
        named = self.as_user("sekreterya", application)._name_expert(person)
        named._record_paper(
            "confirmed",
            content=paper("UZMAN TEYİT BEYANI", person.name),
            file_name="uzman-teyidi.pdf",
            date=self.calendar.day(-1),
        )

    def _load_corrections(self):
        """One made by the office, one that an applicant asks for."""
        mentee = self.as_user("sekreterya", self.mentees["gokceada_afet"])
        mentee._correct(
            {"background": f"{mentee.background or ''} (2024 verileri)".strip()},
            "Verilerin yılı yazılmamıştı.",
        )
        offer = self.as_user("kadikoy", self.mentors["kadikoy_afet"])
        offer._correct(
            {"background": "Yirmi iki mahallede gönüllü ekip kuruldu, her yıl iki "
             "tatbikat yapılıyor."},
            "Mahalle sayısı yanlış yazılmış.",
        )

    def _apply(self, model, row):
        on_paper = row["by"].startswith("sekreterya")
        application = self.as_user(row["by"], model).create(
            self._prepare_application(row)
            | ({"origin": "officer", "on_behalf": True} if on_paper else {})
            | ({"capacity": int(row["capacity"])} if model == "mbb.mentor" else {})
        )
        self._add_subjects(application, row["skills"])
        if on_paper:
            self.as_user(row["by"], "mbb.evidence")._record(
                application,
                "basvuru-formu.pdf",
                paper("MENTOR PROGRAMI BAŞVURU FORMU", row["summary"][:80]),
                "application",
            )
        else:
            application._record_notice()
        if row["state"] != "draft":
            application.action_submit()
            office = row["by"] if on_paper else "sekreterya"
            for method in STEPS[row["state"]]:
                arguments = [row["reason"]] if method in REASONED else []
                getattr(self.as_user(office, application), method)(*arguments)
        return application.sudo()

    def _prepare_application(self, row):
        institution = self.institutions[row["institution"]]
        person = self.people.get(row["person"], self.env["res.partner"])
        return {
            "applicant_type": row["type"],
            "institution_id": institution.id,
            "unit_id": self._get_unit(institution, row["unit"]).id,
            "person_id": person.id,
            "person_title": person.function,
            "summary": row["summary"],
            "background": row["background"],
            "expectation": row["expectation"],
            "mode_online": "online" in row["modes"],
            "mode_onsite": "onsite" in row["modes"],
            "language_ids": [Command.set(self.env["res.lang"]._lang_get(LANG).ids)],
            "date_from": self.calendar.day(row["date_from"]),
            "date_to": self.calendar.day(row["date_to"]),
        }

    def _add_subjects(self, application, skills):
        lines = application.skill_ids
        for item in skills.split():
            name, level = item.split(":")
            skill = self.env.ref(f"mbb_mentor.hr_skill_{name}")
            levels = skill.skill_type_id.skill_level_ids
            lines.create(
                {
                    lines._linked_field_name(): application.id,
                    "skill_type_id": skill.skill_type_id.id,
                    "skill_id": skill.id,
                    "skill_level_id": levels.filtered(
                        lambda row, level=level: row.mentor_level == int(level)
                    ).id,
                }
            )
