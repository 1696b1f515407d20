# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
"""Command line: ``python3 mbb_mentor/matching < cohort.json > plan.json``.

Exit status: 0 plan written; 1 the solver failed; 2 bad input, one line on standard
error naming the field; 3 a library is missing, one line naming it.
"""

import json
import sys
from pathlib import Path


def _import_package():
    """Import ``matching`` from beside this file.

    Run as a folder, Python puts the folder itself on ``sys.path``, where our modules
    could hide others of the same name; the parent holds Odoo rooms and is taken off
    again for the same reason.
    """
    here = Path(__file__).resolve().parent
    sys.path[:] = [p for p in sys.path if Path(p or ".").resolve() != here]
    parent = str(here.parent)
    sys.path.insert(0, parent)
    try:
        import matching
    finally:
        sys.path.remove(parent)
    return matching


def _read(stream, error_class):
    def pairs(items):
        keys = {}
        for key, value in items:
            if key in keys:
                raise error_class(key, "this key is given twice in one object")
            keys[key] = value
        return keys

    try:
        return json.loads(stream.read().decode("utf-8-sig"), object_pairs_hook=pairs)
    except error_class:
        raise
    except (ValueError, RecursionError) as error:
        raise error_class("cohort", f"not JSON in UTF-8: {error}") from None


def _fail(status, message):
    sys.stderr.write(" ".join(str(message).split()) + "\n")
    return status


def main():
    matching = _import_package()
    # A lone surrogate has no UTF-8; JSON's own \udXXX escape is what this writes.
    sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace")
    sys.stderr.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        result = matching.plan(_read(sys.stdin.buffer, matching.CohortError))
    except matching.CohortError as error:
        return _fail(2, error)
    except ImportError as error:
        return _fail(3, f"missing library: {error.name or error}")
    except RuntimeError as error:
        return _fail(1, error)
    json.dump(result, sys.stdout, ensure_ascii=False, indent=1)
    sys.stdout.write("\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
