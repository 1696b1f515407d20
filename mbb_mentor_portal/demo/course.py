# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from datetime import timedelta

from odoo import Command

from .organisation import LANG
from .relations import Relations
from .tables import paper


class Course(Relations):
    """What happens under way: agreements, tasks, visits, an exchange, what is late."""

    def load(self):  # pylint: disable=missing-return
        super().load()
        self._load_reminded()
        self._load_revised_agreement()
        self._load_asked_agreement()
        self._load_tasks()
        self._load_checklists()
        self._load_report()
        self._load_visit()
        self._load_exchange()
        self._load_extension()
        self._load_alerts()

    def _load_reminded(self):
        """Asked twelve days ago, reminded, not answered."""
        consents = self.matches["asked"].consent_ids
        consents.flush_recordset()
        self.env.cr.execute(
            "UPDATE mbb_consent SET date_asked = date_asked - interval '12 days', "
            "date_state = date_state - interval '12 days', date_due = %s "
            "WHERE id IN %s AND state = 'requested'",
            [self.calendar.day(3), tuple(consents.ids)],
        )
        consents.invalidate_recordset()
        consents.action_remind()

    # -- agreements --------------------------------------------------------

    def _draw_up_agreement(self, match, **vals):
        action = match.action_draw_up_agreement()
        agreement = match.agreement_ids.browse(action["res_id"])
        agreement.write(vals)
        agreement.action_ask()
        return agreement

    def _load_revised_agreement(self):
        """Agreed on, and after the visit once more, with two further sessions."""
        match = self.matches["waste"]
        goals = (
            "Altı ay içinde beş mahallede ayrı toplama planının uygulanması; toplama "
            "noktalarının ve sıklığının tartım kayıtlarına göre belirlenmesi."
        )
        self._grant(self._draw_up_agreement(match, goals=goals))
        self._grant(
            self._draw_up_agreement(
                match,
                session_target=match.session_target + 2,
                change_note="Yerinde incelemede önerilen 11 nokta değişikliğinin "
                "izlenmesi için iki görüşme eklendi.",
            )
        )

    def _load_asked_agreement(self):
        """The mentor has agreed, the mentee has not answered yet."""
        agreement = self._draw_up_agreement(self.matches["map"])
        self._grant(agreement, without=("mentee_institution", "mentee"))

    # -- what was taken on -------------------------------------------------

    def _load_tasks(self):
        """Of the site visit: one done, one overdue, one that has time."""
        session = self.site_visit
        mentor = self.people["uzman.ayse"]
        mentee = session.attendee_ids - mentor
        rows = (
            ("11 nokta için gerekçe notunun yazılması", mentor, -12),
            ("Yeni nokta listesinin muhtarlıklarla görüşülmesi", mentee[:1], -5),
            ("Apartman bilgilendirme metninin gönderilmesi", mentor, 6),
        )
        tasks = session.task_ids.create(
            [
                {
                    "session_id": session.id,
                    "name": name,
                    "owner_id": owner.id,
                    "date_deadline": self.calendar.day(day),
                }
                for name, owner, day in rows
            ]
        )
        tasks[0].action_done()

    def _load_checklists(self):
        """Of the match and of the coming visit; what was due is done."""
        for record in (self.matches["waste"], self.next_trip):
            context = record.action_apply_plan()["context"]
            self.as_user("sekreterya", "mbb.plan.apply").with_context(**context).create(
                {}
            ).action_apply()
            record.step_ids.filtered(
                lambda step: step.date_deadline < self.calendar.today
            ).action_done()

    def _load_report(self):
        """Came signed, confirmed by the host's letter; the certificate followed."""
        report = self.as_user("sekreterya", self.past_trip.sudo().report_ids)
        report.write(
            {
                "text": "Beş mahallede 38 toplama noktası incelendi, birim personeliyle "
                "iki çalışma yapıldı.",
                "outputs": "Nokta değişikliği haritası, toplama sıklığı çizelgesi.",
                "proposals": "Üç ay sonra tartım kayıtlarıyla yeniden değerlendirme.",
            }
        )
        title = "GÖREV SONUÇ RAPORU"
        expert, host = report.expert_id.name, report.host_institution_id.name
        report._attach("gorev-sonuc-raporu.pdf", paper(title, expert))
        report.action_submit()
        report._attach("teyit-yazisi.pdf", paper(f"{title} TEYİDİ", host), "host")
        report.action_confirm()
        self.past_trip.action_issue_certificate()

    # -- assignments -------------------------------------------------------

    def _load_visit(self):
        """Three experts at once: one spending order, one approval, three letters."""
        match = self.matches["disaster"]
        experts = match.mentor_institution_id.child_ids.create(
            [
                {
                    "name": name,
                    "function": function,
                    "email": email,
                    "parent_id": match.mentor_institution_id.id,
                    "lang": LANG,
                }
                for name, function, email in (
                    ("Pınar Doğukan", "Afet İşleri Şefi", "pinar@sakarya.example"),
                    ("Hakan Soyluer", "İnşaat Mühendisi", "hakan@sakarya.example"),
                    ("Emine Varlıkçı", "Eğitim Görevlisi", "emine@sakarya.example"),
                )
            ]
        )
        for expert in experts:
            self._confirm_expert(self.mentors["sakarya_afet"], expert)
        wizard = self.as_user("sekreterya2", "mbb.visit.draw.up").create(
            {
                "match_id": match.id,
                "expert_ids": [Command.set(experts.ids)],
                "host_institution_id": match.mentee_institution_id.id,
                "place": "Yalova, Afet İşleri Müdürlüğü",
                "place_state_id": match.sudo().mentee_institution_id.state_id.id,
                "date_from": self.calendar.week(2, 1),
                "date_to": self.calendar.week(2, 2),
                "tasks": "Toplanma alanlarının yerinde incelenmesi, ekiplerin görev "
                "dağılımının ve haberleşme düzeninin anlatılması.",
                "transport": "minibus",
                "payer": "birlik",
                "coverage_transport": 1,
                "coverage_allowance": 1,
                "coverage_lodging": 1,
            }
        )
        visit = match.visit_ids.browse(wizard.action_draw_up()["res_id"])
        for assignment in visit.assignment_ids:
            self._ask(assignment)
        self._order_spending(visit.assignment_ids)
        self._approve(visit.assignment_ids, "genelsekreter")

    def _load_exchange(self):
        """Both ways have their consents and wait for the approval together."""
        match = self.matches["disaster"]
        host = match.mentee_institution_id
        guest = host.child_ids.create(
            {
                "name": "Selim Körfezli",
                "function": "Afet İşleri Memuru",
                "email": "selim@yalova.example",
                "parent_id": host.id,
                "lang": LANG,
            }
        )
        self._confirm_expert(self.mentees["yalova_afet"], guest)
        experts = self.mentors["sakarya_afet"].expert_ids
        first = self._draw_up(
            match,
            self.calendar.week(5, 0),
            self.calendar.week(5, 4),
            kind="exchange",
            expert_id=experts.sorted("id")[:1].person_id.id,
            place="Yalova, Afet İşleri Müdürlüğü",
            tasks="Afet anında görev alacak ekiplerin kuruluşuna katılım.",
            payer="sending",
        )
        wizard = self.as_user("sekreterya2", "mbb.exchange.draw.up").create(
            {
                "assignment_id": first.id,
                "expert_id": guest.id,
                "place": "Sakarya, Afet İşleri Dairesi Başkanlığı",
                "tasks": "Büyükşehirdeki afet koordinasyon merkezinin çalışma "
                "düzeninin yerinde öğrenilmesi.",
            }
        )
        wizard.action_draw_up()
        for assignment in (first, first.exchange_id):
            self._ask(assignment)

    def _load_extension(self):
        """Three more days are needed; the own institution has not answered yet."""
        trip = self.present_trip
        extension = trip.extension_ids.create(
            {
                "assignment_id": trip.id,
                "date_to_new": trip.date_to + timedelta(days=3),
                "reason": "İkinci mahallenin numarataj verisi beklenenden geç geldi; "
                "aktarımın tamamlanması için üç gün daha gereklidir.",
            }
        )
        extension.action_ask_consents()
        self._grant(extension, without=("mentor_institution",))

    # -- what is late ------------------------------------------------------

    def _load_alerts(self):
        """As the scheduler does: what is red becomes work of the officer."""
        for match in self.matches.values():
            match.sudo()._sync_alerts()
