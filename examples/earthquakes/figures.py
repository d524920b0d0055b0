#!/usr/bin/env python3
"""Computes expected.json from earthquakes.ndjson, with Python's standard library alone and without FlowMesh.

The example must arrive at the same figures by publishing and reading back.

    python3 figures.py > expected.json
"""

import json
from collections import Counter, defaultdict
from decimal import ROUND_HALF_EVEN, Decimal
from pathlib import Path

FROM = "2018-02-01T00:00:00.000Z"
UNTIL = "2018-02-05T00:00:00.000Z"
ALERT_FROM = Decimal("5.5")


def read_events():
    path = Path(__file__).with_name("earthquakes.ndjson")
    with path.open(encoding="utf-8") as lines:
        # Decimal keeps 1.35 what it is, so that sums are exact.
        return [json.loads(line, parse_float=Decimal, parse_int=Decimal) for line in lines]


def mean(magnitudes):
    exact = sum(magnitudes, Decimal(0)) / len(magnitudes)
    return float(exact.quantize(Decimal("0.0001"), rounding=ROUND_HALF_EVEN))


def figures_of(events):
    """Events of one network, in order of time. Magnitudes that are null count as events only."""
    rated = [event for event in events if event["mag"] is not None]
    figures = {
        "count": len(events),
        "rated": len(rated),
        "min": None,
        "max": None,
        "mean": None,
        "strongest": None,
        "perDay": dict(sorted(Counter(event["time"][:10] for event in events).items())),
    }
    if rated:
        # max() keeps the first of equals: the earliest.
        strongest = max(rated, key=lambda event: event["mag"])
        figures["min"] = float(min(event["mag"] for event in rated))
        figures["max"] = float(strongest["mag"])
        figures["mean"] = mean([event["mag"] for event in rated])
        figures["strongest"] = {key: strongest[key] for key in ("id", "time", "place")}
    return figures


def latest_of(events):
    """The id of the event that happened last."""
    return max(events, key=lambda event: event["time"])["id"]


def main():
    events = read_events()
    by_network = defaultdict(list)
    all_by_network = defaultdict(list)
    for event in events:
        all_by_network[event["net"]].append(event)
        # All times are UTC in one format, so text compares as time does.
        if FROM <= event["time"] < UNTIL:
            by_network[event["net"]].append(event)
    expected = {
        "published": len(events),
        "from": FROM,
        "until": UNTIL,
        "inRange": sum(len(group) for group in by_network.values()),
        "latest": {net: latest_of(all_by_network[net]) for net in sorted(all_by_network)},
        "alertFrom": float(ALERT_FROM),
        "alerts": sorted(event["id"] for event in events if event["mag"] is not None and event["mag"] >= ALERT_FROM),
        "networks": {net: figures_of(by_network[net]) for net in sorted(by_network)},
    }
    print(json.dumps(expected, indent=2, ensure_ascii=False))


if __name__ == "__main__":
    main()
