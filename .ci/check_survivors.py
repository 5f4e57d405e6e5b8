"""Holds the list of survivors in docs/mutation.md against a report of PIT: each mutant that no test kills has a reason there, and
each reason has such a mutant. Lines are left out, so that a change elsewhere in a file does not matter."""

import collections
import pathlib
import re
import sys
import xml.etree.ElementTree

CORE = "dev.tidemark.checkpoint."
ROW = re.compile(r"^\| `([^`]+)` \| ([^|]+?)(?: ×(\d+))? \| [^|]+ \|$")


def name(mutation):
    """Class.method as in the sources: a lambda is in its method, and a constructor is called new."""
    method = mutation.findtext("mutatedMethod")
    method = re.sub(r"^lambda\$(\w+)\$\d+$", r"\1", method)
    method = method.replace("<init>", "new").replace("<clinit>", "static")
    where = mutation.findtext("mutatedClass").removeprefix(CORE).replace("$", ".")
    return f"{where}.{method}", re.sub(r" for \S+::\S+$", "", mutation.findtext("description"))


def explained(page):
    table = page.split("<!-- survivors: begin -->")[1].split("<!-- survivors: end -->")[0]
    found = collections.Counter()
    for row in table.strip().splitlines()[2:]:
        match = ROW.match(row)
        if not match:
            sys.exit(f"not a row of the survivors: {row}")
        found[match[1], match[2]] += int(match[3] or 1)
    return found


def main(report, page):
    survivors, late, statuses = collections.Counter(), collections.Counter(), collections.Counter()
    for mutation in xml.etree.ElementTree.parse(report).getroot():
        status = mutation.get("status")
        statuses[status] += 1
        if status in ("SURVIVED", "NO_COVERAGE"):
            survivors[name(mutation)] += 1
        elif status == "TIMED_OUT":
            late[name(mutation)] += 1
    reasons = explained(pathlib.Path(page).read_text(encoding="utf-8"))
    total = sum(statuses.values())
    print(f"{total} mutants, {total - sum(survivors.values())} killed:", ", ".join(f"{n} {s}" for s, n in statuses.most_common()))
    wrong = [f"without a reason in {page}: {n} x {key[0]}: {key[1]}" for key, n in (survivors - reasons).items()]
    # A slow machine lets a survivor run out of time.
    wrong += [f"has a reason in {page} and is killed: {n} x {key[0]}: {key[1]}" for key, n in (reasons - survivors - late).items()]
    print("\n".join(sorted(wrong)) or f"the {sum(survivors.values())} survivors have their reasons in {page}")
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main(*sys.argv[1:])
