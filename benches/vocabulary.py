#!/usr/bin/env python3
"""The names of a large site, for the benchmark of automatic links: content/vocabulary.yaml on standard output.

    benches/vocabulary.py PERF [ENTITIES]

PERF is the folder of the benchmark's corpus (gen.py). The corpus has pages for 200 conditions and 60 massages; this adds
names up to ENTITIES (1,000) in all: those of its sentences first, then names that seldom or never stand in them. Each has
up to four synonyms, and they are connected with each other, so that every article has panels.
"""
import itertools
import re
import sys

sys.path.insert(0, sys.argv[1])
import gen  # noqa: E402

wanted = int(sys.argv[2] if len(sys.argv) > 2 else 1_000) - len(gen.CONDITIONS) - len(gen.MTYPES)


def slug(name):
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")


def bare(phrase):
    return re.sub(r"^(the|a|an) ", "", phrase)


def names():
    for phrase in gen.W["part"]:
        yield "body", bare(phrase)
    for phrase in gen.W["act"]:
        yield "treatment", bare(phrase)
    for phrase in gen.W["caut"]:
        yield "caution", bare(phrase)
    # "Massage chair" is too near to "Chair massage" to be told apart.
    tools = [tool for tool in gen.W["tool"] if tool != "a massage chair"]
    for phrase in tools + gen.W["evid"] + gen.W["who"]:
        yield "cause", bare(phrase)
    for one, other in itertools.product(gen.W["adj"], gen.W["noun"]):
        yield "condition", f"{one} {other}"
    for number, (part, one) in enumerate(itertools.product(gen.PARTS, gen.W["noun"])):
        yield ("cause", "treatment", "condition")[number % 3], f"{part.lower()} {one} work"
    for number in itertools.count():
        yield ("cause", "condition")[number % 2], f"habit {number} of the {gen.PARTS[number % 20].lower()}"


conditions = [slug(name) for name in gen.CONDITIONS]
seen = set(conditions) | {slug(name) for name in gen.MTYPES}
made = 0
for kind, name in names():
    ident = slug(name)
    if ident in seen:
        continue
    if made >= wanted:
        break
    seen.add(ident)
    also = [f"{name} at home", f"{name} in general", f"sudden {name}", f"{name} of the day"]
    fields = [f"type: {kind}", f"title: {name}", f"also: [{', '.join(also)}]"]
    near = [conditions[(made * 7 + step * 31) % len(conditions)] for step in range(3)]
    if kind == "cause":
        fields.append(f"causes: [{', '.join(near)}]")
    if kind == "treatment":
        helps = [f"{{id: {one}, certainty: low, source: review, checked: 2026-11-01}}" for one in near]
        fields.append(f"helps: [{', '.join(helps)}]")
        fields.append(f"caution: [{{id: {conditions[(made * 11 + 5) % 200]}, level: ask, source: review}}]")
    print(f"{ident}: {{{', '.join(fields)}}}")
    made += 1
