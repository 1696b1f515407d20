# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
"""mentor-match 7.0.1 on its own kind of rules. Run by the interpreter of a virtual
environment that holds it: its package is called ``matching``, as ours is.

Reads people and rules as JSON, writes seconds (wall and processor), peak memory (MiB) and pairs.
"""

import json
import operator
import resource
import sys
from time import perf_counter, process_time

#: The least time counts, as for the others.
RUNS = 3


def main():
    from matching import process
    from matching.mentee import Mentee
    from matching.mentor import Mentor
    from matching.rules import rule

    given = json.load(sys.stdin)

    def rules():
        return [
            rule.Disqualify(lambda m: m.mentor.organisation == m.mentee.organisation),
            rule.Disqualify(lambda m: m.mentor.grade <= m.mentee.grade),
            rule.Equivalent("profession", {True: given["profession"], False: 0}),
            rule.Grade(2, operator.eq, {True: given["grade"], False: 0}),
            rule.Generic(
                {True: given["role"], False: 0}, lambda m: m.mentor.role == m.mentee.role
            ),
        ]

    runs = []
    for _run in range(RUNS):
        mentors = [Mentor(**person) for person in given["mentors"]]
        mentees = [Mentee(**person) for person in given["mentees"]]
        started, begun = perf_counter(), process_time()
        process.process_data(mentors, mentees, [rules()])
        runs.append((perf_counter() - started, process_time() - begun))
    seconds, processor = (min(column) for column in zip(*runs))
    pairs = [
        [mentor.email, mentee.email]
        for mentee in mentees
        for mentor in mentee.mentors
    ]
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    found = {"seconds": seconds, "processor": processor, "memory": memory}
    json.dump(found | {"pairs": pairs}, sys.stdout)


if __name__ == "__main__":
    main()
