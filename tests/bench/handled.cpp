// Rows that go to a program and to a server, beside the same program alone; rows of a workbook; and what came
// of all rows, as files.
#include <array>
#include <fstream>
#include <stdexcept>

#include "tests/bench/groups.hpp"
#include "tests/bench/table_runs.hpp"

namespace waybill::bench {
namespace {

/// Takes every row, and names it; whole batches, when it is asked to.
constexpr const char* program = R"(
import json, sys
whole = "whole" in sys.argv
for text in sys.stdin:
    line = json.loads(text)
    if "rows" in line:
        answers = [{"ok": True, "row_index": row["row_index"]} for row in line["rows"]]
        print(json.dumps({"batch": line["batch"], "answers": answers}), flush=True)
    elif "row" in line:
        print(json.dumps({"ok": True, "row_index": line["row_index"]}), flush=True)
    else:
        print('{"ok":true,"batch":true}' if whole else '{"ok":true}', flush=True)
)";

constexpr const char* server = R"(
import http.server, json
class Taker(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    def do_POST(self):
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        body = json.dumps({"answers": [{"ok": True}] * len(asked["rows"])}).encode()
        self.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%b" % (len(body), body))
    def log_message(self, *_): pass
listening = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Taker)
print("port", listening.server_address[1], flush=True)
listening.serve_forever()
)";

constexpr const char* python = "/usr/bin/python3";
constexpr const char* typed = R"({"type":"people"})";

auto workbook_rows(const plan& wanted) -> std::uint64_t {
  return std::min<std::uint64_t>(wanted.records, 200'000);
}

auto settings_with(const fs::path& folder, const std::string& handler) -> fs::path {
  std::ofstream(folder / "h.py") << program;
  std::ofstream(folder / "w.conf") << "[type people]\nhandler = taker\n[handler taker]\n" << handler << "\n";
  return folder / "w.conf";
}

/// What the program makes of the same lines out of a file, its answers read by nobody who understands them:
/// rows a second.
auto alone(const fs::path& folder, const std::string& argument, std::uint64_t records) -> double {
  const stopwatch time;
  system_test::process run({"/bin/sh", "-c", "cd \"$0\" && \"$1\" h.py \"$2\" <seen | cat >/dev/null",
                            folder.string(), python, argument},
                           {}, "");
  if (run.wait_at_most(std::chrono::minutes{10}).status != 0) throw std::runtime_error("the program failed");
  return static_cast<double>(records) / time.seconds();
}

void measure_program(const fs::path& folder, const input_file& file, int rounds, table& made) {
  for (const std::string argument : {"lines", "whole"}) {
    const auto command = std::string(python) + " h.py " + argument;
    const auto settings = settings_with(folder, "kind = exec\ncommand = " + command);
    table_run run;
    for (int round = 0; round < rounds; ++round) import_table(folder, file, {typed, settings}, run);
    // Once more, to have what it is told.
    std::ofstream(folder / "tee.sh") << "tee seen | " << command << "\n";
    settings_with(folder, "kind = exec\ncommand = sh tee.sh");
    table_run told;
    import_table(folder, file, {typed, settings}, told);
    std::vector<double> rates;
    for (int round = 0; round < rounds; ++round) rates.push_back(alone(folder, argument, file.records));
    const bool whole = argument == "whole";
    made.rows.push_back(
        table_line(whole ? "**`exec`, a line a batch**" : "**`exec`, a line a row**", file, run));
    made.rows.push_back({"the same program alone", grouped(median(rates)), "", ""});
    made.rows.push_back({"part of that", fixed(median(run.rates) / median(rates), 2), "", ""});
  }
}

void measure_server(const fs::path& folder, const input_file& file, int rounds, table& made) {
  std::ofstream(folder / "server.py") << server;
  system_test::process peer({python, (folder / "server.py").string()}, {}, "");
  auto port = peer.read_until("port");
  port = std::to_string(std::stoi(port.substr(port.find("port ") + 5)));
  const auto settings = settings_with(folder, "kind = webhook\nurl = http://127.0.0.1:" + port + "/");
  table_run run;
  for (int round = 0; round < rounds; ++round) import_table(folder, file, {typed, settings}, run);
  made.rows.push_back(table_line("**`webhook` on this machine**", file, run));
}

void measure_workbook(const fs::path& folder, const plan& wanted, table& made) {
  const auto file = people_in_workbook(folder / "people.xlsx", workbook_rows(wanted));
  table_run run;
  for (int round = 0; round < wanted.rounds; ++round)
    import_table(folder, file, {R"({"key":["id"]})", {}}, run);
  made.rows.push_back(table_line("**XLSX, `keep` with a key**", file, run));
}

void measure_results(const fs::path& folder, const plan& wanted, table& made) {
  const auto file = people(folder / "people.csv", wanted.records, false);
  std::array<std::vector<double>, 2> rates;
  const auto read = [&](house& one, const std::string& import) {
    const system_test::person who(one.port(), one.who(0));
    for (int round = 0; round < wanted.rounds; ++round)
      for (std::size_t i = 0; i < rates.size(); ++i) {
        const stopwatch time;
        const auto told =
            who.get("/api/v1/imports/" + import + "/results/success." + (i == 0 ? "csv" : "xlsx"));
        if (told.status != 200) throw std::runtime_error("there is no file of results: " + told.body);
        rates[i].push_back(static_cast<double>(file.records) / time.seconds());
      }
  };
  table_run run;
  import_table(folder, file, {R"({"key":["id"]})", {}, read}, run);
  made.rows.push_back({"**results as CSV**, all rows", grouped(median(rates[0])), "", ""});
  made.rows.push_back({"**results as XLSX**, all rows", grouped(median(rates[1])), "", ""});
}

}  // namespace

void measure_handled(const plan& wanted, const table_taker& take) {
  const system_test::temp_directory scratch;
  const auto file = people(scratch / "some.csv", std::min<std::uint64_t>(wanted.records, 300'000), false);
  table made{"Rows for others, rows of workbooks, results: " + grouped(static_cast<double>(file.records)) +
                 " rows of 10 cells; " + grouped(static_cast<double>(workbook_rows(wanted))) +
                 " in the workbook; " + grouped(static_cast<double>(wanted.records)) + " in the results",
             {"what", "rows/s", "CPU us/row", "peak memory"},
             {}};
  measure_program(scratch.path(), file, wanted.rounds, made);
  measure_server(scratch.path(), file, wanted.rounds, made);
  measure_workbook(scratch.path(), wanted, made);
  measure_results(scratch.path(), wanted, made);
  take(std::move(made));
}

}  // namespace waybill::bench
