// Kills and power cuts while rows go to a program, or to a server, which writes down what it sees. In the end
// it has seen every row; those that it saw again are of the three batches that the documentation says, under
// the same numbers; no process of its is left; and both result files are as if nothing had happened.
#include <signal.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>
#include <optional>

#include "tests/crash/fate.hpp"
#include "tests/crash/rows.hpp"
#include "tests/crash/witness.hpp"

namespace waybill::crash {
namespace {

constexpr std::array points{"store.decided",      "log.before_write", "log.written",
                            "log.before_answers", "store.appended",   "import.chunk_applied",
                            "import.appended",    "import.decided",   "submit.accepted"};

constexpr int people = 150;
constexpr std::uint64_t batches_outside = 3;
constexpr const char* settings =
    "[type people]\nhandler = counter\n[handler counter]\nkind = exec\ncommand = python3 h.py\n"
    "row_timeout_ms = 60000\n";
constexpr const char* settings_of_server =
    "[type people]\nhandler = counter\n[handler counter]\nkind = webhook\nattempts = 5\n"
    "url = http://127.0.0.1:";
/// What it starts has left its session.
constexpr const char* handler = R"(
import json, subprocess, sys
left = subprocess.Popen(["sleep", "98765"], start_new_session=True, stdin=subprocess.DEVNULL,
                        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
with open("left", "a") as f: f.write(f"{left.pid}\n")
for text in sys.stdin:
    line = json.loads(text)
    with open("seen", "a") as f: f.write(text)
    answer = {"ok": True}
    if "row" in line:
        n = line["row_index"]
        answer = {"ok": n % 9 != 0, "error": "Not this one", "row_index": n, "result": {"twice": 2 * n}}
    print(json.dumps(answer), flush=True)
)";

/// The same as a server. It writes down a line for each row, as it would come to a program.
constexpr const char* server_text = R"(
import http.server, json, sys
class Counter(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    def do_POST(self):
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        with open(sys.argv[1], "a") as f:
            for row in asked["rows"]:
                f.write(json.dumps({"batch": asked["batch"], "row_index": row["row_index"], "row": []}) + "\n")
        rows = [row["row_index"] for row in asked["rows"]]
        body = json.dumps({"answers": [
            {"ok": n % 9 != 0, "error": "Not this one", "row_index": n, "result": {"twice": 2 * n}}
            for n in rows]}).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
    def log_message(self, *_): pass
listening = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Counter)
print("port", listening.server_address[1], flush=True)
listening.serve_forever()
)";

/// It lives as long as the round, whatever becomes of ours.
class counting_server {
 public:
  counting_server() : python_(start()) {
    const auto said = python_.read_until("port");
    port_ = said.substr(said.find("port ") + 5);
    while (!port_.empty() && port_.back() < '0') port_.pop_back();
  }
  [[nodiscard]] auto port() const -> const std::string& { return port_; }
  [[nodiscard]] auto seen() const -> st::fs::path { return files_ / "seen"; }

 private:
  auto start() -> st::process {
    st::write_file(files_ / "server.py", server_text);
    return {{"/usr/bin/python3", files_ / "server.py", seen()}, {}, ""};
  }
  st::temp_directory files_;
  st::process python_;
  std::string port_;
};

class counts {
 public:
  /// `server`: rows go there; null: to a program.
  counts(house& at, dice& random, const counting_server* server, bool is_cut)
      : at_(at), random_(random), server_(server), is_cut_(is_cut), sees_(at) {}

  void live() {
    write_file();
    at_.start();
    const auto batch = std::to_string(2 + random_() % 18);
    const st::variables fields{
        {"kind", "rows"},
        {"options", R"({"type":"people","result_columns":["twice"],"batch_size":)" + batch + "}"}};
    const auto import = sees_.submit(at_.bob(), {text_, "people.csv", fields, "people"});
    sees_.bring_to_end(at_.bob(), import);
    see_result(import, "failed", bad_);
    see_counts(import);
    sees_.see_rest();
    at_.stop();
    see_seen();
    see_nobody_left();
    see_whole(at_);
    see_rebuilt(at_);
  }

 private:
  void write_file() {
    text_ = "id,name\r\n";
    bad_ = "id,name,import_error\r\n";
    for (int i = 1; i <= people; ++i) {
      const auto row = std::to_string(i) + ",P" + std::to_string(i);
      text_ += row + "\r\n";
      if (i % 9 == 0) bad_ += row + ",Not this one\r\n";
    }
  }

  void see_result(const std::string& import, const std::string& name, const std::string& text) {
    const auto path = "/api/v1/imports/" + import + "/results/" + name + ".csv";
    const auto told = at_.insist([&] { return at_.bob().get(path); });
    if (told.body != "\xEF\xBB\xBF" + text) throw lost(path + " is not what came in: " + told.body);
  }

  void see_counts(const std::string& import) {
    const auto progress = sees_.ask(at_.bob(), "/api/v1/imports/" + import).at("progress");
    if (progress.at("created") != people - people / 9 || progress.at("failed") != people / 9)
      throw lost("the import counts " + progress.dump());
    const auto all = sees_.list(at_.bob(), "/api/v1/imports/" + import + "/records?limit=100");
    for (std::size_t i = 0; i < all.size(); ++i)
      if ((i + 1) % 9 != 0 && all[i].at("cells").at("twice") != std::to_string(2 * (i + 1)))
        throw lost("a row has not what its handler said: " + all[i].dump());
  }

  /// Each process goes on where the log does: what its forerunner had last may come again, and no more.
  void see_seen() {
    std::map<std::uint64_t, std::uint64_t> batch_of;  // by row
    std::uint64_t last = 0;
    bool begins = false;
    std::uint64_t ends = server_ == nullptr ? 0 : 1;  // a server is not told
    std::ifstream file(server_ == nullptr ? at_.data().parent_path() / "seen" : server_->seen());
    for (std::string text; std::getline(file, text);) {
      const auto line = st::json::parse(text);
      begins = begins || line.contains("begin") || server_ != nullptr;
      ends += line.contains("end") ? 1 : 0;
      if (!line.contains("row")) continue;
      const auto batch = line.at("batch").get<std::uint64_t>();
      if (std::exchange(begins, false) && batch + batches_outside <= last)
        throw lost("batch " + std::to_string(batch) + " came again behind batch " + std::to_string(last));
      last = std::max(last, batch);
      const auto [known, fresh] = batch_of.emplace(line.at("row_index").get<std::uint64_t>(), batch);
      if (!fresh && known->second != batch) throw lost("a row came again in another batch: " + text);
    }
    if (batch_of.size() != people) throw lost("it saw " + std::to_string(batch_of.size()) + " rows");
    if (ends == 0) throw lost("it was not told of the end");
  }

  /// Where the power goes, nobody is left; here they are, and their notes may be lost: so they are ended.
  void see_nobody_left() {
    std::ifstream file(at_.data().parent_path() / "left");
    for (std::string id; std::getline(file, id);) {
      std::ifstream command("/proc/" + id + "/cmdline");
      const std::string words{std::istreambuf_iterator<char>(command), {}};
      if (words.find("98765") == std::string::npos) continue;
      if (!is_cut_) throw lost("process " + id + " outlived its import");
      ::kill(std::stoi(id), SIGKILL);
    }
  }

  house& at_;
  dice& random_;
  const counting_server* server_;
  bool is_cut_;
  witness sees_;
  std::string text_, bad_;
};

auto with_counts(const yardstick& by, std::uint64_t seed, const std::string& fault, bool has_server)
    -> std::map<std::string, std::uint64_t> {
  constexpr unsigned most_faults = 4;
  dice random{seed};
  std::optional<counting_server> server;
  if (has_server) server.emplace();
  auto how = faulty(seed);
  how.settings = {{"WAYBILL_STORAGE_INDEX_FLUSH_ROWS", std::to_string(20 + seed % 60)}};
  how.files = {{"w.conf", server ? settings_of_server + server->port() + "/\n" : settings},
               {"h.py", handler}};
  how.next_fault = at_points(points, fault, most_faults, seed, random);
  house at(by.home, how);
  counts(at, random, server ? &*server : nullptr, fault == "cut").live();
  return at.struck();
}

}  // namespace

auto handled_rows() -> std::vector<row> {
  const auto round_with = [](const std::string& fault, bool has_server) -> round_of {
    return [=](const yardstick& by, std::uint64_t seed) { return with_counts(by, seed, fault, has_server); };
  };
  return {
      {"kill.handlers", "kill -9 at named points while rows go to a program", 2, round_with("kill", false)},
      {"cut.handlers", "power cut at named points while rows go to a program", 1, round_with("cut", false)},
      {"kill.webhook", "kill -9 at named points while rows go to a server", 1, round_with("kill", true)}};
}

}  // namespace waybill::crash
