// A table handed to a handler as an import does it, and handlers to hand it to.
#pragma once

#include <catch2/catch.hpp>
#include <fstream>
#include <nlohmann/json.hpp>

#include "handlers/command.hpp"
#include "handlers/exec.hpp"
#include "tests/temporary_directory.hpp"

namespace waybill::handlers::test {

using words = std::vector<std::string>;
using json = nlohmann::json;

/// One row as `created`, `failed bad_answer`, ...
inline auto told(const row_said& one) -> std::string {
  static const words names{"created", "updated", "skipped", "failed"};
  auto text = names[static_cast<std::size_t>(one.what)];
  if (!one.code.empty()) text.append(" ").append(one.code);
  return text;
}

inline auto told(const std::vector<row_said>& all) -> words {
  words texts;
  for (const auto& one : all) texts.push_back(told(one));
  return texts;
}

/// Hands over rows of one cell, `row 1`, `row 2`, ...
inline auto give(handler& to, std::uint64_t batch, std::uint64_t first, std::size_t count)
    -> result<std::vector<row_said>> {
  words cells;
  std::vector<std::string_view> views;
  for (std::size_t i = 0; i < count; ++i) cells.push_back("row " + std::to_string(first + i));
  views.assign(cells.begin(), cells.end());
  std::vector<row_in> rows;
  for (std::size_t i = 0; i < count; ++i) rows.push_back({first + i, std::span(views).subspan(i, 1)});
  to.prepare(batch, rows);
  if (auto sent = to.send(); !sent) return std::move(sent).why();
  return to.collect();
}

/// A program that stands in a file, as the handler of one import.
class program {
 public:
  /// In Python: `rows(line)` yields what is answered to one line; `say`, `line` and `sys` are at hand.
  explicit program(const std::string& python)
      : program("python3 handler.py", "handler.py", R"(
import json, os, sys, time
def say(what):
    sys.stdout.write(what if isinstance(what, str) else json.dumps(what) + "\n")
    sys.stdout.flush()
def note(name, text):
    with open(name, "a") as f: f.write(text + "\n")
batch = False
)" + python + R"(
for text in sys.stdin:
    line = json.loads(text)
    note("seen", text.strip())
    if "begin" in line: say({"ok": True, "batch": batch})
    elif "end" in line: say({"ok": True})
    else: row(line)
)") {}
  program(const std::string& command, const std::string& file, const std::string& text) {
    std::ofstream(folder() + "/" + file) << text;
    order.program.words = *split_command(command);
    order.program.folder = folder();
    order.program.notes = folder() + "/notes";
    what.import = "imp_test";
    what.headers = {"name"};
  }

  auto start() -> handler& {
    running = exec_handler(
        order, what,
        {[this] { return keep_on(); }, [this](std::string_view line) { said.emplace_back(line); }});
    return *running;
  }
  /// Started and begun.
  auto begun() -> handler& {
    start();
    const auto began = running->begin();
    if (!began) FAIL(began.why().message);
    return *running;
  }
  auto give(std::uint64_t batch, std::uint64_t first, std::size_t count) -> words {
    const auto got = test::give(*running, batch, first, count);
    if (!got) FAIL(got.why().message);
    return told(*got);
  }

  [[nodiscard]] auto folder() const -> std::string { return directory_.path(); }
  /// Lines of a file that the program wrote.
  [[nodiscard]] auto lines(const std::string& name) const -> words {
    words all;
    std::ifstream file(folder() + "/" + name);
    for (std::string line; std::getline(file, line);) all.push_back(line);
    return all;
  }
  /// The rows that it saw, in order, batch by batch: `1:3`.
  [[nodiscard]] auto seen() const -> words {
    words all;
    for (const auto& text : lines("seen")) {
      const auto line = json::parse(text);
      if (line.contains("row_index")) all.push_back(name_of_row(line, line));
      if (!line.contains("rows")) continue;
      for (const auto& row : line.at("rows")) all.push_back(name_of_row(line, row));
    }
    return all;
  }

  exec_order order;
  introduction what;
  words said;
  std::function<bool()> keep_on = [] { return true; };
  std::unique_ptr<handler> running;

 private:
  static auto name_of_row(const json& line, const json& row) -> std::string {
    return line.at("batch").dump() + ":" + row.at("row_index").dump();
  }
  tests::temporary_directory directory_;
};

}  // namespace waybill::handlers::test
