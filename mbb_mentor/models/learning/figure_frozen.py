# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

"""Figures as a report keeps them: plain data with each word in all languages, without
the domains behind the numbers (they hold ids)."""

#: What is so on the day when it is counted: of an earlier year nobody can tell it.
PRESENT = ("pool", "waiting", "waiting_days", "matches_running", "practices")


def freeze(by_lang):
    """{"numbers": […], "tables": […]} of what may go out, from `Figures` by language.

    The same rows in each: they are found again by what lies behind them, since the
    order may depend on the words.
    """
    main = next(iter(by_lang.values()))
    return {
        "numbers": [
            {
                "key": key,
                "label": _words(by_lang, lambda f, key=key: f.numbers[key]["label"]),
                "unit": _words(by_lang, lambda f, key=key: f.numbers[key]["unit"]),
                "value": number["value"],
                "digits": number["digits"],
                "base": number["base"],
            }
            for key, number in main.numbers.items()
        ],
        # What names institutions stays in the house.
        "tables": [
            _freeze_table(by_lang, key)
            for key, table in main.tables.items()
            if table["public"]
        ],
    }


def _words(by_lang, get):
    return {"text": {lang: get(figures) for lang, figures in by_lang.items()}}


def _identify(place, line):
    return repr(line["source"]) if line["source"] else place


def _freeze_table(by_lang, key):
    tables = {lang: figures.tables[key] for lang, figures in by_lang.items()}
    main = next(iter(tables.values()))
    rows = {
        lang: {_identify(*pair): pair[1]["cells"] for pair in enumerate(table["rows"])}
        for lang, table in tables.items()
    }
    return {
        "key": key,
        "label": _words(tables, lambda table: table["label"]),
        "note": _words(tables, lambda table: table["note"]),
        "columns": [
            {
                "key": column["key"],
                "label": _words(
                    tables, lambda table, place=place: table["columns"][place]["label"]
                ),
            }
            for place, column in enumerate(main["columns"])
        ],
        "rows": [
            {
                "cells": [
                    _words(
                        rows,
                        lambda found, name=_identify(*pair), place=place: found[name][
                            place
                        ],
                    )
                    if isinstance(cell, str)
                    else cell
                    for place, cell in enumerate(pair[1]["cells"])
                ],
                "houses": pair[1]["houses"],
            }
            for pair in enumerate(main["rows"])
        ],
    }


def localise(data, lang):
    """The same with the words of one language; of another one, those of the first."""
    if isinstance(data, dict):
        if set(data) == {"text"}:
            words = data["text"]
            return words.get(lang, next(iter(words.values())))
        return {key: localise(value, lang) for key, value in data.items()}
    if isinstance(data, list):
        return [localise(value, lang) for value in data]
    return data
