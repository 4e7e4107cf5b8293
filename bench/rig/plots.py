"""Plots as SVG: percentiles as lines, CPU as bars."""

import html
import math
import statistics

from .report import in_order

COLOURS = ("#7a7a7a", "#c2410c", "#1d4ed8", "#15803d", "#7e22ce")
WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 760, 420, 80, 150, 50, 60


def write_all(folder, cases, told):
    folder.mkdir(parents=True, exist_ok=True)
    for case in cases:
        rounds = told.get(case.name, [])
        kind = "delay" if case.streamed else "latency"
        lines = {name: median_percentiles(rounds, name, kind) for name in names(rounds)}
        if case.kind == "rounds" and (case.rate or case.streamed) and all(lines.values()):
            what = "delay of a word" if case.streamed else "latency from when a request was due"
            (folder / f"{case.name}.svg").write_text(percentiles(f"{case.title}: {what}", lines))
    bars = {case.title: {name: median_cpu(told[case.name], name) for name in names(told[case.name])}
            for case in cases if case.kind == "rounds" and case.name in told}
    (folder / "cpu.svg").write_text(cpu_bars("CPU a request or, of streams, a word (nginx = 1)", bars))


def names(rounds):
    return in_order({name for round_of_all in rounds for name in round_of_all})


def median_percentiles(rounds, name, kind):
    runs = [dict(round_of_all[name][kind]["percentiles"]) for round_of_all in rounds
            if name in round_of_all and round_of_all[name].get(kind, {}).get("count")]
    return {percent: statistics.median(run[percent] for run in runs) for percent in runs[0]} if runs else {}


def median_cpu(rounds, name):
    known = [round_of_all[name]["cpu_us"] for round_of_all in rounds if round_of_all.get(name, {}).get("cpu_us")]
    return statistics.median(known) if known else None


def text(x, y, words, anchor="start", size=12):
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" font-size="{size}">{html.escape(str(words))}</text>'


def line(x1, y1, x2, y2, colour="#d4d4d4"):
    return f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="{colour}"/>'


def document(title, height, parts):
    return (f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" font-family="sans-serif">'
            f'<rect width="{WIDTH}" height="{height}" fill="white"/>{text(LEFT, 28, title, size=15)}{"".join(parts)}</svg>\n')


def legend(gateways):
    return [f'<rect x="{WIDTH - RIGHT + 20}" y="{TOP + 22 * i}" width="12" height="12" fill="{COLOURS[i % len(COLOURS)]}"/>'
            + text(WIDTH - RIGHT + 38, TOP + 22 * i + 11, name) for i, name in enumerate(gateways)]


def percentiles(title, lines):
    """Both axes logarithmic: across, how many of the requests were slower."""
    shown = {name: {p: us for p, us in points.items() if 50 <= p < 100} for name, points in lines.items()}
    times = [us for points in shown.values() for us in points.values() if us > 0]
    low, high = math.floor(math.log10(min(times))), math.ceil(math.log10(max(times) * 1.01))

    def x(percent):
        return LEFT + (WIDTH - LEFT - RIGHT) * (math.log10(50) - math.log10(100 - percent)) / (math.log10(50) + 2)

    def y(us):
        return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * (math.log10(us) - low) / (high - low)

    parts = legend(shown)
    for power in range(low, high + 1):
        label = f"{10**power:g} µs" if power < 3 else f"{10**(power - 3):g} ms"
        parts += [line(LEFT, y(10**power), WIDTH - RIGHT, y(10**power)), text(LEFT - 8, y(10**power) + 4, label, "end")]
    for percent in (50, 90, 99, 99.9, 99.99):
        parts += [line(x(percent), TOP, x(percent), HEIGHT - BOTTOM), text(x(percent), HEIGHT - BOTTOM + 20, f"p{percent:g}", "middle")]
    for i, points in enumerate(shown.values()):
        path = " ".join(f"{x(percent):.1f},{y(us):.1f}" for percent, us in points.items() if us > 0)
        parts.append(f'<polyline points="{path}" fill="none" stroke="{COLOURS[i % len(COLOURS)]}" stroke-width="2"/>')
    return document(title, HEIGHT, parts)


def cpu_bars(title, cases):
    """A group of bars for each case, in multiples of nginx's."""
    gateways = in_order({name for bars in cases.values() for name in bars})
    known = {case: {name: us / bars["nginx"] for name, us in bars.items() if us} for case, bars in cases.items() if bars.get("nginx")}
    most = max((value for bars in known.values() for value in bars.values()), default=1)
    label_width, thickness, gap = 260, 14, 16
    parts, y = legend(gateways), TOP
    for case, bars in known.items():
        parts.append(text(label_width - 8, y + thickness * len(bars) / 2 + 4, case, "end", 11))
        for name, value in bars.items():
            width = (WIDTH - label_width - RIGHT) * value / most
            colour = COLOURS[gateways.index(name) % len(COLOURS)]
            parts.append(f'<rect x="{label_width}" y="{y}" width="{width:.1f}" height="{thickness - 2}" fill="{colour}"/>'
                         + text(label_width + width + 4, y + thickness - 4, f"{value:.2f}", size=10))
            y += thickness
        y += gap
    return document(title, y + 10, parts)
