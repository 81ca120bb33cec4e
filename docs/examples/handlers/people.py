#!/usr/bin/env python3
"""Takes rows of people into a database, each once, however often it comes."""
import json
import os
import sqlite3
import sys

db = sqlite3.connect(os.environ.get("PEOPLE_DB", "people.db"), isolation_level=None)
db.execute("CREATE TABLE IF NOT EXISTS people (email TEXT PRIMARY KEY, name TEXT)")
db.execute("CREATE TABLE IF NOT EXISTS done (import_id TEXT, row_index INTEGER, answer TEXT,"
           " PRIMARY KEY (import_id, row_index))")
import_id = ""
headers = []


def take(record):
    if "@" not in record.get("email", ""):
        return {"ok": False, "error": "Email is required", "field": "email"}
    there = db.execute("SELECT 1 FROM people WHERE email = ?", (record["email"],)).fetchone()
    db.execute("INSERT OR REPLACE INTO people VALUES (?, ?)", (record["email"], record.get("name", "")))
    return {"ok": True, "outcome": "updated" if there else "created"}


def answer_once(row):
    key = (import_id, row["row_index"])
    done = db.execute("SELECT answer FROM done WHERE import_id = ? AND row_index = ?", key).fetchone()
    if done:
        return json.loads(done[0])
    answer = {**take(dict(zip(headers, row["row"]))), "row_index": row["row_index"]}
    db.execute("INSERT INTO done VALUES (?, ?, ?)", (*key, json.dumps(answer)))
    return answer


for text in sys.stdin:
    line = json.loads(text)
    if "begin" in line:
        import_id = line["begin"]["import_id"]
        headers = line["begin"]["headers"]
        said = {"ok": True, "batch": True}
    elif "end" in line:
        said = {"ok": True}
    else:
        db.execute("BEGIN IMMEDIATE")  # what it did and that it did it: both or none
        said = {"batch": line["batch"], "answers": [answer_once(row) for row in line["rows"]]}
        db.execute("COMMIT")
    print(json.dumps(said), flush=True)
