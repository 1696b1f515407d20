# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
"""``python3 mbb_mentor_expense/harcirah < trip.json > entitlement.json``.

Exit status 0, or 2 and one line on standard error that names the field.
"""

import json
import sys
from pathlib import Path

if not __package__:
    # Run as a folder, Python puts the folder itself on the path; the package
    # is found from its parent.
    sys.path[0] = str(Path(__file__).resolve().parent.parent)

from harcirah import TripError, entitle


def _object(pairs):
    """One JSON object; a field given twice is refused, never overwritten."""
    found = {}
    for name, value in pairs:
        if name in found:
            raise TripError(name, "is given twice")
        found[name] = value
    return found


def read(data):
    """The trip in ``data`` (bytes of UTF-8 JSON); raises TripError."""
    try:
        return json.loads(data.decode("utf-8-sig"), object_pairs_hook=_object)
    except TripError:
        raise
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise TripError("trip", f"is not JSON ({error.msg}, {where})") from error
    except (ValueError, RecursionError) as error:
        raise TripError("trip", "is not readable JSON in UTF-8") from error


def main():
    """Standard input to standard output; the exit status."""
    try:
        result = entitle(read(sys.stdin.buffer.read()))
    except TripError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    text = json.dumps(result, ensure_ascii=False, indent=2)
    sys.stdout.buffer.write(text.encode() + b"\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
