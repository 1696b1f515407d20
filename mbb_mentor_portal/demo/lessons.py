# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from .course import Course


class Lessons(Course):
    """What matches are to reach, what was said of them, what was recommended."""

    def load(self):  # pylint: disable=missing-return
        super().load()
        self._load_goals()
        self._load_pulses()
        self._load_recommendations()

    def _set_goal(self, match, name, days, **vals):
        mentee = match.sudo().mentee_id
        return self.as_user("sekreterya", "mbb.goal").create(
            {
                "match_id": match.id,
                "name": name,
                "owner_id": (mentee.person_id or mentee.contact_id).id,
                "date_deadline": self.calendar.day(days),
                **vals,
            }
        )

    def _load_goals(self):
        """One by a number and under way, one reached, one that is late."""
        waste = self.matches["waste"]
        share = self._set_goal(
            waste,
            "Beş mahallede ayrı toplanan atığın payının yükseltilmesi",
            90,
            measure="Tartım kayıtlarından üç aylık ortalama",
            is_measured=True,
            unit="%",
            value_start=12,
            value_target=30,
        )
        share._note_progress("İlk ay tartımları.", value=15)
        share._note_progress(
            "Yerinde incelemeden sonraki tartımlar.", value=19, session=self.site_visit
        )
        reached = self._set_goal(
            waste,
            "Toplama noktaları haritasının çıkarılması",
            -7,
            measure="Haritanın birim amirince kabulü",
        )
        reached.action_reach("38 noktanın haritası çıkarıldı ve kabul edildi.")
        self._set_goal(
            self.matches["map"],
            "İki mahallenin verisinin coğrafi bilgi sistemine aktarılması",
            -3,
            measure="Aktarılan katman sayısı",
            is_measured=True,
            unit="katman",
            value_start=0,
            value_target=8,
        )

    def _load_pulses(self):
        """Both sides were asked; one has answered, and is not content."""
        asked = self.env["mbb.evaluation"]._ask(self.matches["waste"], "pulse", 1)
        answered = asked.filtered(lambda evaluation: evaluation.side == "mentee")
        answer = answered.survey_input_id
        scale, text = answer.survey_id.question_ids
        answer._save_lines(scale, 2)
        answer._save_lines(text, "Görüşme aralıkları uzun; ayda iki görüşme gerekli.")
        answer._mark_done()
        # The health of the match has changed with it.
        self.matches["waste"].invalidate_recordset(["health_parts"])
        self._load_alerts()

    def _load_recommendations(self):
        recommendations = self.as_user("sekreterya", "mbb.recommendation")
        recommendations.create(
            {
                "match_id": self.matches["waste"].id,
                "name": "On bir toplama noktasının yerinin değiştirilmesi",
                "description": "Yerinde incelemede sokak girişini daralttığı görülen "
                "noktalar, haritada gösterilen yerlere taşınır.",
                "assignment_id": self.past_trip.id,
                "date_deadline": self.calendar.day(60),
            }
        )
        budget = recommendations.create(
            [
                {
                    "match_id": self.matches["closed"].id,
                    "name": name,
                    "date_deadline": self.calendar.day(days),
                }
                for name, days in (
                    ("Faaliyet maliyet tablolarının her çeyrekte güncellenmesi", 45),
                    ("Bütçe takviminin müdürlüklere yazıyla duyurulması", 20),
                )
            ]
        )
        owner = budget.owner_id.user_ids[:1] or self.users["sekreterya"]
        budget[0].with_user(owner).action_report(
            "partly", "İki müdürlükte uygulanıyor, diğerleri için eğitim planlandı."
        )
        budget[1].with_user(owner).action_report(
            "adopted", "Takvim genelgeyle duyuruldu."
        )
