# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import Command

from .lessons import Lessons
from .tables import paper


class Authority(Lessons):
    """Matters before the organs, a deputyship, units that change."""

    def load(self):  # pylint: disable=missing-return
        super().load()
        self._load_decisions()
        self._load_deputy()
        self._load_moved_duty()
        self._load_merger()

    def _load_decisions(self):
        """One matter was decided, a near one waits: the first is its precedent."""
        committee = self.env["mbb.organ"]._get_organ("committee", self.company)
        stories = self.env["mbb.match"].search(
            [("state", "in", ("active", "proposed"))], order="state, id"
        )
        first, second = stories[:1], stories[-1:]
        decision = self.as_user("sekreterya", first)._put_before_organ(
            committee,
            "Görüşmelere ilçe dışından personelin katılması",
            "Mentinin bağlı kuruluşunda çalışan personel görüşmelere katılabilir mi?",
            "Yönetmelikte bağlı kuruluş personeline ilişkin hüküm bulunmamaktadır.",
            "katılım, bağlı kuruluş",
        )
        decision = self.as_user("yaziisleri", decision)
        decision.meeting_date = self.calendar.day(-7)
        decision.action_put_on_agenda()
        text = "Katılmasına, katılımcıların tutanakta gösterilmesi şartıyla karar verildi."
        decision._record_decision(
            number="41",
            date=self.calendar.day(-7),
            outcome="conditions",
            text=text,
            file_name="encumen-karari-41.pdf",
            content=paper("ENCÜMEN KARARI", "41", text),
        )
        self.as_user("sekreterya", second)._put_before_organ(
            committee,
            "Görüşmelere bağlı kuruluş personelinin katılması",
            "Bağlı kuruluş personeli mentor adına görüşmeye katılabilir mi?",
            "Yönetmelikte hüküm bulunmamaktadır.",
            "katılım, bağlı kuruluş",
        )

    def _load_deputy(self):
        """The Genel Sekreter is away these days: assignments are not held up."""
        rules = [
            self.env.ref(f"mbb_mentor.mbb_approval_rule_{name}").id
            for name in ("assignment", "extension")
        ]
        self.as_user("sekreterya.yonetici", "mbb.deputy").create(
            {
                "principal_id": self.users["genelsekreter"].id,
                "deputy_id": self.users["cevre"].id,
                "date_from": self.calendar.day(-1),
                "date_to": self.calendar.day(13),
                "ground_kind": "leave",
                "ground": "2026/204",
                "rule_ids": [Command.set(rules)],
            }
        )

    def _plan(self, kind, source, target, **vals):
        plan = self.as_user("sekreterya.yonetici", "mbb.reorganisation").create(
            {
                "kind": kind,
                "source_ids": [Command.set(self._get_department(source).ids)],
                "target_id": self._get_department(target).id,
                "date": self.calendar.today,
                **vals,
            }
        )
        plan.action_ask_approval()
        return plan

    def _load_moved_duty(self):
        """Approved and carried out: the duty stands with the Akademi since then."""
        duty = self.env["mbb.duty"].search(
            [
                ("department_id", "=", self._get_department("egitim").id),
                ("article", "=", 16),
                ("letter", "=", "e"),
            ],
            limit=1,
        )
        plan = self._plan(
            "move_duty",
            "egitim",
            "yerel_yonetim_akademisi",
            date=self.calendar.day(-30),
            ground="Üyelere yönelik eğitim ihtiyacı çözümlemesinin program hazırlayan "
            "birimce yapılması (2026/57 sayılı onay).",
            line_ids=[
                Command.create(
                    {
                        "kind": "duty",
                        "duty_id": duty.id,
                        "from_id": duty.department_id.id,
                    }
                )
            ],
        )
        self._approve(plan, "genelsekreter")

    def _load_merger(self):
        """Waits for the Genel Sekreter; the open applications will follow."""
        self._plan(
            "merge",
            "sehir_teknolojileri",
            "bilgi_teknolojileri",
            ground="Akıllı şehir çalışmaları ile bilişim altyapısının tek birimden "
            "yürütülmesi (2026/63 sayılı onay).",
        )
