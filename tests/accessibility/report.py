# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

"""What was run and what was found, to be read by the İnceleme Komisyonu: in Turkish.

Each run leaves accessibility.json and accessibility.html in .local/test; the one that
is kept is docs/accessibility/report.html.
"""

import json
import re
from datetime import date
from html import escape
from pathlib import Path

from pages import BOTH, NEWCOMER, NOBODY
from survey import NPM, TAGS

HERE = Path(__file__).parent
HOW = {
    "axe": "axe-core",
    "html": "html-validate",
    "test": "tarayıcıda test",
    "walk": "uçtan uca yürüyüş",
    "eye": "kişi bakar",
    "none": "kapsam dışı",
}


def _version(name):
    return json.loads((NPM / name / "package.json").read_text())["version"]


def _roles(roles):
    named = {login: role for role, login, _password, _page in roles}
    return {
        **named,
        NOBODY: "Giriş yapmamış",
        NEWCOMER: "Kurumu olmayan kullanıcı",
        BOTH: "İki kurumun kullanıcısı",
    }


def collect(survey, sources, roles):
    """What the report says, as data."""
    names = _roles(roles)
    rows = []
    for page, visit in survey.visit_all().items():
        about = survey.pages[page]
        state = page.state or (about or {}).get("state")
        found = [*visit["findings"], *sources.get(page, ())]
        rows.append(
            {
                "who": names[page.who],
                "address": re.sub(r"\{[^}]*\}", "…", page.url),
                "title": visit.get("title", ""),
                "state": about["states"][state] if state else "",
                "refused": bool(page.form),
                "shown": visit["shown"],
                "status": visit["status"],
                "ours": survey.ours(found),
                "platform": len(found) - len(survey.ours(found)),
            }
        )
    return {
        "date": date.today().isoformat(),
        "versions": {
            "axe-core": _version("axe-core"),
            "html-validate": _version("html-validate"),
            "Chromium": survey.version,
        },
        "tags": TAGS,
        "long": survey.long,
        "rules": sorted(survey.asked),
        "pages": rows,
        "known": [
            {"tool": tool, "rule": rule, "where": where.pattern, "reason": reason}
            for tool, rule, where, reason in survey.known
        ],
        "criteria": _criteria(),
    }


def _criteria():
    lines = (HERE / "criteria.tsv").read_text().splitlines()
    rows = [line.split("\t") for line in lines if line.strip() and not line.startswith("#")]
    return [
        {"number": number, "name": name, "how": how.split(), "note": note}
        for number, name, how, note in rows
    ]


def write(data, folder):
    (folder / "accessibility.json").write_text(json.dumps(data, ensure_ascii=False, indent=1))
    (folder / "accessibility.html").write_text(_page(data))
    return folder / "accessibility.html"


def _table(caption, heads, rows):
    head = "".join(f'<th scope="col">{escape(one)}</th>' for one in heads)
    body = "\n".join(
        "<tr>" + "".join(f"<td>{escape(str(cell))}</td>" for cell in row) + "</tr>" for row in rows
    )
    return (
        f"<table>\n<caption>{escape(caption)}</caption>\n<thead><tr>{head}</tr></thead>\n"
        f"<tbody>\n{body}\n</tbody>\n</table>"
    )


def _page(data):
    shown = [row for row in data["pages"] if row["shown"]]
    ours = [(row, one) for row in shown for one in row["ours"]]
    versions = ", ".join(f"{name} {version}" for name, version in data["versions"].items())
    day = date.fromisoformat(data["date"]).strftime("%d.%m.%Y")
    facts = {
        "Tarih": day,
        "Araçlar": versions,
        "Ölçüt": "WCAG 2.2, A ve AA (2025/10 sayılı Cumhurbaşkanlığı Genelgesi)",
        "Dil ve ekran": "Türkçe; 1280, 390 ve 320 piksel (%400 büyütme)",
        "Kapsam": f"{len({row['address'] for row in shown})} adres, {len(shown)} sayfa ve durum; "
        f"axe-core'un {len(data['rules'])} kuralı",
        "Ayrıntı": "Her durum her ekranda"
        if data["long"]
        else "Öteki durumlar ve reddedilen formlar yalnız 390 pikselde",
        "Bizim sayfalarımızda bulunan": f"{len(ours)} ihlal" if ours else "İhlal yok",
    }
    parts = [
        "<h1>Mentor Programı: Erişilebilirlik Denetim Raporu</h1>",
        "<dl>",
        *(f"<dt>{escape(key)}</dt><dd>{escape(value)}</dd>" for key, value in facts.items()),
        "</dl>",
        "<p>Her sayfa tanıtım verileriyle, gerçek bir tarayıcıda açılmış; axe-core ile "
        "taranmış; kaynağı html-validate ile doğrulanmış; dar ekranda, %400 büyütmede, "
        "okuyanın metin aralıklarıyla, azaltılmış hareketle ve sistem renkleriyle "
        "denenmiştir. Otomatik denetim her engeli bulamaz: “kişi bakar” yazan ölçütler "
        "bu çalıştırmada denetlenmemiştir.</p>",
    ]
    if ours:
        parts += [
            "<h2>Bulunanlar</h2>",
            _table(
                "Giderilecekler",
                ("Adres", "Araç", "Kural", "Yer"),
                [(row["address"], one["tool"], one["rule"], one["where"]) for row, one in ours],
            ),
        ]
    parts += [
        "<h2>Ölçütler</h2>",
        _table(
            "WCAG 2.2 A ve AA ölçütleri nasıl denetlenir",
            ("Ölçüt", "Ad", "Nasıl", "Açıklama"),
            [
                (one["number"], one["name"], ", ".join(HOW[how] for how in one["how"]), one["note"])
                for one in data["criteria"]
            ],
        ),
        "<h2>Odoo'nun kendi bölümleri</h2>",
        _table(
            "Üst bilgi, alt bilgi ve hata sayfalarında bilinenler",
            ("Araç", "Kural", "Gerekçe"),
            [(one["tool"], one["rule"], one["reason"]) for one in data["known"]],
        ),
        "<h2>Sayfalar ve durumlar</h2>",
        _table(
            "Açılan sayfalar",
            ("Kim", "Adres", "Başlık", "Durum", "Bulgu"),
            [
                (
                    row["who"],
                    row["address"],
                    row["title"],
                    row["state"] + (" (reddedilen form)" if row["refused"] else ""),
                    len(row["ours"]) or "yok",
                )
                for row in shown
            ],
        ),
        "<h2>axe-core kuralları</h2>",
        f"<p>Etiketler: {escape(', '.join(data['tags']))}.</p>",
        f"<p>{escape(', '.join(data['rules']))}</p>",
    ]
    return (
        '<!DOCTYPE html>\n<html lang="tr">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        "<title>Mentor Programı: Erişilebilirlik Denetim Raporu</title>\n"
        f"<style>{(HERE / 'report.css').read_text()}</style>\n"
        "</head>\n<body>\n<main>\n" + "\n".join(parts) + "\n</main>\n</body>\n</html>\n"
    )
