#!/usr/bin/env python3
"""Writes html_entities.inc: the names of HTML 5 (https://html.spec.whatwg.org/entities.json, which Python keeps)."""
from html.entities import html5
from pathlib import Path


def literal(text):
    return "".join(f"\\x{byte:02X}" for byte in text.encode())


entries = [f'{{"{name}", "{literal(html5[name])}"}},' for name in sorted(html5)]
lines, line = [], ""
for entry in entries:
    if len(line) + len(entry) + 1 > 110:
        lines.append(line)
        line = ""
    line += (" " if line else "    ") + entry
lines.append(line)
Path(__file__).with_suffix(".inc").write_text(
    "/// Sorted by byte. Made by html_entities.py.\n"
    f"constexpr std::array<named_entity, {len(entries)}> named_entities{{{{\n" + "\n".join(lines) + "\n}};\n")
