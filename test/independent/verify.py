#!/usr/bin/env python3
"""Checks an exported ledger (`cunqin export --ledger DIR`) with nothing but Python's standard library.

    python3 verify.py DIR [--json]

Shares no line with the program that wrote it: the form of the files and of everything that is hashed is
written down in libs/punch-ledger/README.md. Prints what was done to which record, in the words of
`cunqin verify`. Ends with 0 for a whole ledger, 1 for a damaged one, 2 when there is none to read.
"""

import hashlib
import json
import os
import re
import sys
from datetime import datetime
from decimal import Decimal

GENESIS = bytes(32)
MOST_SHIFTED = 16
MOST_NAMED = 100
NOT_SPOKEN_OF = "known_log", "bytes", "bytes_sha256"
TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d", re.ASCII)
SEQUENCE = re.compile(r'^(\["cunqin-punch-1",-?\d+,)-?\d+,')


class Unreadable(Exception):
    """The export is not one, or not complete."""


def sha256(previous, text):
    return hashlib.sha256(previous + text.encode("utf-8")).digest()


def is_number(value):
    return isinstance(value, int) and not isinstance(value, bool)


class Punch:
    """A line `<hash> <timestamp or -> <canonical JSON>` of a clock's punches."""

    def __init__(self, line):
        digest, self.local, self.text = line.split(" ", 2)
        said = json.loads(self.text)
        self.hash = bytes.fromhex(digest)
        self.position, self.time, self.read_id = said[2], said[4], said[10]

    @property
    def sound(self):
        """Weeks are judged by the timestamp: it must be the time the clock said, where that time exists."""
        if self.local == self.time:
            return True
        return self.local == "-" and not exists(self.time)

    def hash_at(self, previous, position):
        return sha256(previous, SEQUENCE.sub(lambda found: f"{found[1]}{position},", self.text, count=1))


class Entry:
    """A line `[position, hash, kind, body]` of a journal."""

    def __init__(self, line, chain):
        self.position, digest, self.kind, self.body = json.loads(line)
        self.hash = bytes.fromhex(digest)
        self.chain = chain
        self.said = parse_body(self.body)

    @property
    def sound(self):
        return self.said is not None and self.said[3] == self.kind

    def hash_at(self, previous, position):
        if self.said is None or self.said[1] != self.chain or self.said[2] != position:
            return b""
        return sha256(previous, self.body)

    @property
    def row(self):
        return self.said[4]


def exists(text):
    try:
        return bool(TIME.fullmatch(text) and datetime(*map(int, re.split("[-T:]", text))))
    except ValueError:
        return False


def parse_body(body):
    try:
        said = json.loads(body, parse_float=Decimal)
    except ValueError:
        return None
    if not isinstance(said, list) or len(said) != 5 or said[0] != "cunqin-journal-1":
        return None
    ours = is_number(said[1]) and is_number(said[2]) and isinstance(said[3], str) and isinstance(said[4], dict)
    return said if ours else None


class File:
    """One `clock-<id>.txt`, read section by section as often as it takes, never as a whole."""

    def __init__(self, path, chain):
        self.path, self.chain = path, chain
        with open(path, encoding="utf-8", newline="\n") as lines:
            if lines.readline().rstrip("\n") != f"cunqin-ledger-1 {chain}":
                raise Unreadable(f"{path} does not begin like an exported ledger")
        self.tables, self.counts, complete = {}, {"punch": 0, "journal": 0, "rows": 0}, None
        for section, words, line in self._lines():
            if line is None and section == "end":
                complete = words
            elif line is None and section not in ("punch", "journal"):
                self.tables[section] = words
            elif line is not None:
                self.counts["rows" if section in self.tables else section] += 1
        if complete != [str(self.counts[name]) for name in ("punch", "journal", "rows")]:
            raise Unreadable(f"{path} is not complete")

    def _lines(self):
        section = None
        with open(self.path, encoding="utf-8", newline="\n") as lines:
            next(lines)
            for line in lines:
                line = line.rstrip("\n")
                if line.startswith("== "):
                    section, *words = line[3:].split(" ")
                    yield section, words, None
                else:
                    yield section, [], line

    def _parsed(self, line, parse):
        try:
            return parse(line)
        except (ValueError, TypeError, IndexError) as fault:
            raise Unreadable(f"{self.path} holds a line that nobody exported: {line[:80]}") from fault

    def links(self, kind):
        parse = Punch if kind == "punch" else lambda line: Entry(line, self.chain)
        for section, _, line in self._lines():
            if line is not None and section == kind:
                yield self._parsed(line, parse)

    def rows(self):
        for section, _, line in self._lines():
            if line is not None and section in self.tables:
                yield section, self._parsed(line, lambda text: dict(json.loads(text, parse_float=Decimal)))

    def key(self, table, row):
        return "-".join(str(row.get(column)) for column in self.tables.get(table, []))


class Classifier:
    """Is shown every link from the broken place on and says what was done there."""

    def __init__(self, position, previous, before_previous, expected, actual):
        self.position, self.previous, self.before_previous = position, previous, before_previous
        self.expected, self.actual = expected, actual
        self.first = self.second = self.displaced = self.after_displaced = self.last = None
        self.before_displaced = previous

    def look(self, link):
        if self.first is None:
            self.first = link
        elif self.second is None:
            self.second = link
        if self.displaced is not None:
            self.after_displaced = self.after_displaced or link
        elif link is not self.first or link.position != self.position:
            digest = link.hash_at(self.previous, self.position)
            if digest and digest in (link.hash, self.first.hash):
                self.displaced = link
                self.before_displaced = self.last.hash if self.last else self.previous
        self.last = link

    def classify(self):
        first, position = self.first, self.position
        if first is None:
            return position, "missing"
        if first.position < position:
            return first.position, "inserted"
        if self.displaced is not None:
            return position, self._displaced()
        if first.position > position:
            return position, "missing"
        if position > self.expected:
            return position, "inserted"
        if first.hash_at(self.previous, position) == first.hash:
            return position, "changed"
        return self._shifted() or (position, "changed")

    def _displaced(self):
        first, displaced = self.first, self.displaced
        if first.position > self.position:
            return "reordered"
        belongs = displaced.hash_at(self.previous, self.position)
        adjacent = displaced.position == self.position + 1
        exchanged = first.hash_at(belongs if adjacent else self.before_displaced, displaced.position)
        if exchanged and exchanged in (first.hash, displaced.hash):
            return "reordered"
        if self.after_displaced is None:
            return "inserted" if adjacent else "reordered"
        follows = self.after_displaced.hash_at(belongs, self.position + 1) == self.after_displaced.hash
        return "inserted" if follows else "reordered"

    def _shifted(self):
        first, second, position = self.first, self.second, self.position
        if second is None:
            if self.before_previous is not None:
                if first.hash_at(self.before_previous, position - 1) == first.hash:
                    return position - 1, "inserted"
            return (position, "missing") if self.actual < self.expected else None
        if second.hash_at(first.hash, second.position) == second.hash:
            return None
        for by in range(1, MOST_SHIFTED + 1):
            if second.hash_at(first.hash, second.position + by) == second.hash:
                return position, "missing"
            if second.position > by and second.hash_at(first.hash, second.position - by) == second.hash:
                return max(1, position - by), "inserted"
        return None


class Chain:
    """Walks one chain and keeps the place where it is broken."""

    def __init__(self, file, kind, vouched):
        self.file, self.kind, self.actual = file, kind, file.counts[kind]
        self.last, self.outside = 0, None
        for link in file.links(kind):
            behind = kind == "punch" and link.position > vouched
            self.outside = link.position if self.outside is None and (link.position < 1 or behind) else self.outside
            self.last = link.position
        # A journal vouches for itself, as far as it goes.
        self.expected = vouched if kind == "punch" else max(vouched, self.last)
        self.walked = min(self.expected, self.last, self.actual)
        self.broken_at, self.previous, self.before_previous = None, GENESIS, None

    def intact(self):
        """Every link that is intact, up to the first that is not."""
        position = 1
        for link in self.file.links(self.kind):
            if link.position < 1:
                continue
            if link.position > self.walked:
                break
            stands = link.position == position and link.sound
            if not stands or link.hash_at(self.previous, position) != link.hash:
                self.broken_at = position
                return
            yield link
            self.before_previous, self.previous = self.previous, link.hash
            position += 1
        if position <= self.walked:
            self.broken_at = position

    def damage(self):
        """What was done to it, once walked; None for a chain that is whole."""
        position = self.broken_at
        if position is None and self.expected > self.last:
            position = self.last + 1
        if self.outside is not None and (self.outside < 1 or position is None):
            return self.outside, "inserted"
        if position is None:
            return None
        classifier = Classifier(position, self.previous, self.before_previous, self.expected, self.actual)
        for link in self.file.links(self.kind):
            if link.position >= position:
                classifier.look(link)
        return classifier.classify()


class Seal:
    def __init__(self, row):
        self.date, self.row = str(row.get("sealed_on")), row
        try:
            self.hash = from_bytea(row["hash"])
            self.previous = from_bytea(row["previous_hash"])
            self.heads = sorted((self._head(head) for head in row["heads"]), key=lambda head: head[0])
            text = json.dumps(
                [f"cunqin-seal-{row['version']}", self.date, self.heads], separators=(",", ":"), ensure_ascii=False
            )
            self.itself = sha256(self.previous, text) == self.hash
        except (KeyError, TypeError, ValueError):
            self.hash = self.previous = b""
            self.heads, self.itself = [], False

    def _head(self, head):
        members = [head["clockId"], head["sequence"], head["hash"]]
        return members + [head["journal"]["position"], head["journal"]["hash"]] if self.row["version"] == 2 else members

    def places(self):
        """What it saw standing where: kind, chain, position, hash."""
        for clock, sequence, digest, *journal in self.heads:
            if sequence != 0:
                yield "punch", clock, sequence, digest
            if journal and journal[0] != 0:
                yield "journal", clock, *journal


def from_bytea(text):
    return bytes.fromhex(text.removeprefix("\\x"))


def normal(value):
    """As rows are compared: without members that are null, numbers by their value, members in any order."""
    if isinstance(value, dict):
        return {name: normal(member) for name, member in value.items() if member is not None}
    if isinstance(value, list):
        return [normal(member) for member in value]
    if isinstance(value, Decimal) or is_number(value):
        return f"number {Decimal(value).normalize():f}"
    return value


def digest_of(row):
    row = {name: member for name, member in row.items() if name not in NOT_SPOKEN_OF}
    return hashlib.sha256(json.dumps(normal(row), sort_keys=True).encode("utf-8")).digest()


def head_of(row):
    sequence, digest = row.get("head_sequence"), row.get("head_hash")
    if not is_number(sequence) or not isinstance(digest, str) or sequence == 0:
        return None
    return sequence, from_bytea(digest), str(row.get("id")), int(row.get("appended"))


def vouched_by_reads(file):
    """How many punches the last read on record vouches for; by older records, what all reads say they brought."""
    trusted, before = None, {}
    for entry in file.links("journal"):
        previous = GENESIS if entry.position == 1 else before.get(entry.position - 1)
        known = entry.kind == "clock_read" and entry.said is not None and previous is not None
        if known and sha256(previous, entry.body) == entry.hash:
            trusted = entry.row
        before = {entry.position: entry.hash}
    if trusted is not None and is_number(trusted.get("head_sequence")):
        return trusted["head_sequence"]
    return sum(int(row.get("appended") or 0) for table, row in file.rows() if table == "clock_read")


class Verifier:
    def __init__(self, directory):
        names = (re.fullmatch(r"clock-(-?\d+)\.txt", name) for name in os.listdir(directory))
        chains = sorted(int(name[1]) for name in names if name)
        self.files = {chain: File(os.path.join(directory, f"clock-{chain}.txt"), chain) for chain in chains}
        if 0 not in self.files:
            raise Unreadable(f"{directory} holds no exported ledger")
        rows = [row for table, row in self.files[0].rows() if table == "ledger_seal"]
        self.seals = sorted((Seal(row) for row in rows), key=lambda seal: seal.date)
        self.broken, self.journals, self.standing, self.clocks = {}, {}, {}, 0
        self.missing, self.changed, self.unspoken = set(), set(), {}
        self.sealed = {place[:3] for seal in self.seals if seal.itself for place in seal.places()}

    def run(self):
        sealed = self._sealed_lengths()
        for chain in self.files:
            self._verify_file(chain, *sealed.get(chain, (0, 0)))
        seal_broken, seals = self._verify_seals()
        # Where a journal itself is damaged, a row without its entry proves nothing more.
        unspoken = {key for key, chain in self.unspoken.items() if chain not in self.journals}
        moved = self._elsewhere() if self.missing else set()
        records = [(*key, "changed") for key in self.changed | moved]
        records += [(*key, "missing") for key in self.missing - moved]
        records += [(*key, "inserted") for key in unspoken - moved - self.changed]
        if not any(table == "ledger_seal" for table, _, _ in records):
            records += seals
        journals = [("journal", f"{chain}-{position}", kind) for chain, (position, kind) in self.journals.items()]
        records = (journals + sorted(records))[:MOST_NAMED]
        return {
            "clocks": self.clocks,
            "punches": sum(file.counts["punch"] for file in self.files.values()),
            "entries": sum(file.counts["journal"] for file in self.files.values()),
            "ok": not self.broken and not records and seal_broken is None,
            "broken": [
                {"clockId": clock, "sequence": sequence, "kind": kind}
                for clock, (sequence, kind) in sorted(self.broken.items())
            ],
            "records": [{"table": table, "key": key, "kind": kind} for table, key, kind in records],
            "sealBroken": seal_broken,
        }

    def _elsewhere(self):
        """Rows that are missing with one clock and stand with another."""
        rows = ((file, table, row) for file in self.files.values() for table, row in file.rows())
        return self.missing.intersection((table, file.key(table, row)) for file, table, row in rows)

    def _sealed_lengths(self):
        lengths = {}
        for seal in self.seals:
            for clock, sequence, _, *journal in seal.heads if seal.itself else []:
                known = lengths.get(clock, (0, 0))
                lengths[clock] = max(known[0], sequence), max(known[1], journal[0] if journal else 0)
        return lengths

    def _verify_file(self, chain, sealed_sequence, sealed_position):
        file = self.files[chain]
        journal = Chain(file, "journal", sealed_position)
        spoken, heads, last_head = {}, [], None
        for entry in journal.intact():
            key = entry.kind, file.key(entry.kind, entry.row)
            said = digest_of(entry.row)
            # Who takes a row out and puts another in its place leaves two entries: it cannot be what both say.
            if spoken.setdefault(key, said) != said:
                spoken[key] = b""
            head = head_of(entry.row) if entry.kind == "clock_read" else None
            if head is not None and head[1] != last_head:
                heads.append(head)
                last_head = head[1]
        damage = journal.damage()
        if damage is not None:
            self.journals[chain] = damage
        for table, row in file.rows():
            key = table, file.key(table, row)
            said = spoken.pop(key, None)
            if said is None:
                self.unspoken[key] = chain
            if row.get("bytes_sha256", row.get("sha256")) != row.get("sha256") or said not in (None, digest_of(row)):
                self.changed.add(key)
        self.missing |= set(spoken)
        for kind in ("punch", "journal"):
            for link in file.links(kind):
                if (kind, chain, link.position) in self.sealed:
                    self.standing[kind, chain, link.position] = link.hash.hex()
        if chain != 0:
            self._verify_punches(file, chain, max(vouched_by_reads(file), sealed_sequence), heads)

    def _verify_punches(self, file, clock, vouched, heads):
        punches = Chain(file, "punch", vouched)
        if vouched == 0 and punches.actual == 0:
            return
        self.clocks += 1
        for _ in punches.intact():
            pass
        damage = punches.damage() or self._lost_head(file, heads)
        if damage is not None:
            self.broken[clock] = damage

    @staticmethod
    def _lost_head(file, heads):
        named = {sequence for sequence, *_ in heads}
        standing = {punch.position: punch.hash for punch in file.links("punch") if punch.position in named}
        lost = sorted(head for head in heads if standing.get(head[0]) != head[1])
        if not lost:
            return None
        sequence, _, read_id, appended = lost[0]
        held = sum(1 for punch in file.links("punch") if punch.read_id == read_id)
        kind = "inserted" if held > appended else "missing" if held < appended else "changed"
        return max(1, sequence - appended + 1), kind

    def _verify_seals(self):
        broken_on, records, previous = None, [], GENESIS
        for seal in self.seals:
            follows = seal.previous == previous
            if not seal.itself:
                records.append(("ledger_seal", seal.date, "changed"))
            elif not follows and not records:
                records.append(("ledger_seal", seal.date, "missing"))
            fallen = seal.itself and self._fallen(seal)
            if (not seal.itself or not follows or fallen) and broken_on is None:
                broken_on = seal.date
            previous = seal.hash
        return broken_on, records

    def _fallen(self, seal):
        fallen = False
        for kind, clock, position, digest in seal.places():
            found = self.standing.get((kind, clock, position))
            if found != digest:
                fallen = True
                damaged = self.broken if kind == "punch" else self.journals
                damaged.setdefault(clock, (position, "missing" if found is None else "changed"))
        return fallen


def main(arguments):
    directories = [argument for argument in arguments if argument != "--json"]
    if len(directories) != 1:
        print(__doc__.strip(), file=sys.stderr)
        return 2
    try:
        report = Verifier(directories[0]).run()
    except (Unreadable, OSError) as refusal:
        print(refusal, file=sys.stderr)
        return 2
    if "--json" in arguments:
        print(json.dumps(report))
    else:
        for damage in report["broken"]:
            print(f"clock {damage['clockId']}: punch {damage['sequence']} {damage['kind']}")
        for damage in report["records"]:
            print(f"{damage['table']} {damage['key']}: {damage['kind']}")
        if report["sealBroken"] is not None:
            print(f"the seal of {report['sealBroken']} does not hold")
        state = "whole" if report["ok"] else "DAMAGED"
        print(f"{report['clocks']} clocks, {report['punches']} punches, {report['entries']} entries: {state}")
    return 0 if report["ok"] else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
