"""Makes python.txt: what Python's csv module reads in 100,000 small files, as one hash a hundred files.

    python3 tests/formats/csv/data/python.py > tests/formats/csv/data/python.txt

The files are made from a row of numbers that the test makes, too (differential_test.cpp), so that none has to be kept.
A file whose last quote never closes is left out: Python takes the rest of it as one cell.
"""

import csv
import io

FILES, BATCH = 100_000, 100
MASK = (1 << 64) - 1


class Numbers:
    def __init__(self, seed):
        self.state = seed

    def below(self, limit):
        self.state = (self.state * 6364136223846793005 + 1442695040888963407) & MASK
        return (self.state >> 33) % limit


def file_of(number):
    numbers = Numbers(number)
    delimiter = ",;\t|"[numbers.below(4)]
    quote = "\"'"[numbers.below(2)]
    escape = "\\" if numbers.below(4) == 0 else None
    line_ends = ["\n"] if escape else ["\n", "\r\n", "\r"]
    text = ""
    for _ in range(numbers.below(40)):
        kind = numbers.below(14)
        if kind < 3:
            text += quote
        elif kind < 6:
            text += delimiter
        elif kind < 8:
            text += line_ends[numbers.below(len(line_ends))]
        elif kind == 8 and escape:
            text += escape
        else:
            text += ["a", "b", " ", "\u00e9", "\0", "\u2028"][numbers.below(6)]
    return text, delimiter, quote, escape


def rows_of(number):
    text, delimiter, quote, escape = file_of(number)
    # The last row tells whether all quotes were closed before it.
    lines = io.StringIO(text + "\nend", newline="")
    rows = list(csv.reader(lines, delimiter=delimiter, quotechar=quote, escapechar=escape))
    return [row for row in rows if row] if rows[-1] == ["end"] else []


def hash_of(first):
    value = 0xCBF29CE484222325
    for number in range(first, first + BATCH):
        for row in rows_of(number):
            for byte in "".join(cell + "\x01" for cell in row).encode() + b"\x02":
                value = ((value ^ byte) * 0x100000001B3) & MASK
        value = ((value ^ 3) * 0x100000001B3) & MASK
    return value


for first in range(0, FILES, BATCH):
    print(f"{hash_of(first):016x}")
