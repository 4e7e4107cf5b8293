"""What came of the rounds, as a table: medians, spreads, ratios to nginx within each round, goals."""

import statistics
import sys

BASE, OURS = "nginx", "relevo"
BUSY = 0.9  # of a core: the rest is lost between rounds and at their ends


class Progress:
    """Tells of each round as it ends."""

    def __call__(self, case, number, round_of_all):
        key = case.figures[0].key
        told = "  ".join(f"{name} {run[key]:,.1f}" for name, run in round_of_all.items() if run.get(key) is not None)
        print(f"{case.name:13} round {number + 1}: {case.figures[0].title}: {told}", file=sys.stderr, flush=True)

    def refuse(self, case, share, again):
        print(f"{case.name:13} refused: others had {share:.0%} of a core; {'again' if again else 'it stays marked'}",
              file=sys.stderr, flush=True)


def in_order(names):
    """nginx, Relevo, then the others."""
    return sorted(names, key=lambda name: (name != BASE, name != OURS, name))


def values(rounds, name, key):
    return [round_of_all[name][key] for round_of_all in rounds
            if name in round_of_all and round_of_all[name].get(key) is not None]


def ratios(rounds, name, key):
    """To nginx, within each round."""
    return [round_of_all[name][key] / round_of_all[BASE][key] for round_of_all in rounds
            if name in round_of_all and round_of_all[name].get(key) and round_of_all.get(BASE, {}).get(key)]


def with_spread(numbers, digits):
    if not numbers:
        return "-"
    middle = f"{statistics.median(numbers):,.{digits}f}"
    return middle if len(numbers) == 1 else f"{middle} ({min(numbers):,.{digits}f}-{max(numbers):,.{digits}f})"


def failures(told):
    """What was wrong or missing, a sentence for each case and gateway."""
    for name, rounds in told.items():
        for gateway in dict.fromkeys(key for round_of_all in rounds for key in round_of_all):
            runs = [round_of_all[gateway] for round_of_all in rounds if gateway in round_of_all]
            wrong, missing = (sum(run[key] for run in runs) for key in ("wrong", "missing"))
            if wrong or missing:
                why = next((run["why"] for run in runs if run.get("why")), "they never came")
                yield f"{name}: {gateway}: {wrong} answers were wrong and {missing} missing: {why}"


def rows(cases, told):
    """Each a dict: what the table shows, and as numbers what a program may want."""
    for case in cases:
        rounds = told.get(case.name, [])
        names = in_order({key for round_of_all in rounds for key in round_of_all} - {BASE})
        for figure in case.figures:
            for name in names:
                yield row(case, figure, name, rounds)


def row(case, figure, name, rounds):
    measured, ratio = values(rounds, name, figure.key), ratios(rounds, name, figure.key)
    goal = figure.goal if name == OURS else None
    judged = (ratio if goal.ratio else measured) if goal else []
    cells = {
        "case": case.title, "figure": figure.title, BASE: with_spread(values(rounds, BASE, figure.key), figure.digits),
        "gateway": f"{name} {with_spread(measured, figure.digits)}", "ratio": with_spread(ratio, 2) if ratio else "-",
        "goal": f"{goal}: {goal.verdict(statistics.median(judged))}" if judged else str(goal) if goal else "",
    }
    return {"name": case.name, "key": figure.key, "gateway": name, "cells": cells, "held": goal.reached(
        statistics.median(judged), goal.bound) if judged else None,
        "median": statistics.median(measured) if measured else None, "ratio": statistics.median(ratio) if ratio else None}


HEADINGS = {"case": "case", "figure": "figure", BASE: "nginx", "gateway": "gateway", "ratio": "x nginx", "goal": "goal"}


def print_table(table):
    """What `rows` gave."""
    lines = [HEADINGS] + [row["cells"] for row in table]
    widths = {key: max(len(line[key]) for line in lines) for key in HEADINGS}
    previous = None
    for line in lines:
        shown = {**line, "case": "" if line["case"] == previous else line["case"]}
        previous = line["case"]
        print("  ".join(shown[key].ljust(widths[key]) for key in HEADINGS).rstrip())
    judged = [row for row in table if row["held"] is not None]
    print(f"\n{sum(row['held'] for row in judged)} of {len(judged)} goals held; figures are medians (least-most)")


def notes(cases, told):
    """What a reader of the table has to know of single cases."""
    for case in cases:
        rounds = told.get(case.name, [])
        disturbed = sum(any(run.get("disturbed") for run in round_of_all.values()) for round_of_all in rounds)
        if disturbed:
            yield f"{case.name}: {disturbed} rounds were disturbed by others, however often they were repeated"
        if any(figure.key == "rate" for figure in case.figures):
            for name in in_order({name for round_of_all in rounds for name in round_of_all}):
                core = values(rounds, name, "core")
                if core and statistics.median(core) < BUSY:
                    yield (f"{case.name}: {name} used {statistics.median(core):.0%} of its core: its requests/s are those of the "
                           "load generator and the upstream, it could do more")
