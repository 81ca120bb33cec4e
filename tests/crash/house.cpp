#include "tests/crash/house.hpp"

#include <csignal>
#include <cstdlib>
#include <sstream>

namespace waybill::crash {
namespace {

constexpr int killed = 128 + SIGKILL;
constexpr int aborted = 128 + SIGABRT;

st::fs::path lost_ones;

/// A process that is stuck says the same again and again.
auto last_of(const std::string& text) -> std::string {
  constexpr std::size_t enough = 1'500;
  return text.size() <= enough ? text : "..." + text.substr(text.size() - enough);
}

auto port_in(const std::string& greeting) -> int {
  return std::stoi(greeting.substr(greeting.find(':', greeting.find("listening on http:") + 18) + 1));
}

}  // namespace

model_home::model_home() {
  const auto data = here / "data";
  alice = st::make_account(data, "alice");
  bob = st::make_account(data, "bob");
  const auto said = [&](std::vector<std::string> words) {
    words.insert(words.end(), {"--user", "alice", "--data", data.string()});
    const auto end = st::run_waybill(words);
    if (end.status != 0) throw lost("the project was not made: " + end.err);
    return end.out;
  };
  const auto made = said({"project", "add", "Site"});
  project = made.substr(0, made.find(' '));
  said({"project", "grant", "Site", "bob", "editor"});
}

house::house(const model_home& from, conditions how)
    : how_(std::move(how)), alice_(0, from.alice), bob_(0, from.bob), project_(from.project) {
  st::fs::copy(from.here / "data", data(), st::fs::copy_options::recursive);
  for (const auto& [name, text] : how_.files) st::write_file(here_ / name, text);
}

house::~house() {
  if (std::uncaught_exceptions() > exceptions_before_) keep();
  process_.reset();
}

void house::keep_lost_in(const st::fs::path& folder) { lost_ones = folder; }

/// As it is, with the process still there; and what its threads do, where there is a debugger.
void house::keep() {
  if (lost_ones.empty()) return;
  std::error_code refused;
  // Rows share their seeds, and runs this folder: none is laid over another.
  const auto name = std::to_string(how_.seed);
  auto into = lost_ones / name;
  for (int again = 2; st::fs::exists(into); ++again) into = lost_ones / (name + "-" + std::to_string(again));
  st::fs::create_directories(into, refused);
  st::fs::copy(data(), into / "data", st::fs::copy_options::recursive, refused);
  st::write_file(into / "journal", errors());
  const std::lock_guard lock(mutex_);
  if (!process_ || process_->over()) return;
  const auto look = "gdb -p " + std::to_string(process_->pid()) + " -batch -ex 'thread apply all bt' > '" +
                    (into / "threads").string() + "' 2>&1";
  static_cast<void>(std::system(look.c_str()));
}

auto house::environment(const std::string& verb) -> st::variables {
  auto all = how_.settings;
  const auto fault = how_.next_fault(verb);
  armed_ = !fault.empty();
  for (const auto& [name, folder] : how_.beside) all.emplace_back(name, (here_ / folder).string());
  st::write_file(here_ / "still", "");
  if (armed_) all.emplace_back("WAYBILL_TEST_FAULT", fault);
  if (how_.watched_disk) all.emplace_back("WAYBILL_TEST_DISK", here_.path().string());
  if (!how_.trace.empty()) all.emplace_back("WAYBILL_TEST_TRACE", how_.trace + "." + verb);
  all.emplace_back("WAYBILL_TEST_STRUCK", (here_ / "struck").string());
  all.emplace_back("WAYBILL_TEST_STILL", (here_ / "still").string());
  all.emplace_back("WAYBILL_TEST_SEED", std::to_string(how_.seed + deaths_));
  return all;
}

auto house::command(std::vector<std::string> arguments) const -> std::vector<std::string> {
  std::vector<std::string> words;
  if (!how_.limit_kb.empty()) words = {"sh", "-c", "ulimit -v " + how_.limit_kb + "; exec \"$0\" \"$@\""};
  words.push_back(how_.binary);
  words.insert(words.end(), arguments.begin(), arguments.end());
  words.insert(words.end(), {"--data", data().string()});
  return words;
}

/// Killed, or thrown out by a fault of ours, or refused by a disk of ours: as ordered. Anything else is a
/// fault of the engine.
void house::judge(const st::ended& end) {
  past_errors_ += end.err;
  const bool by_signal = killed_.exchange(false) || armed_;
  const bool thrown = end.status == aborted && end.err.find("thrown by a fault point") != std::string::npos;
  // 75: a server that may start later, as on a full disk.
  const bool refused =
      (end.status == 2 || end.status == 75) && armed_ && end.err.find("waybill: ") != std::string::npos;
  // Files that a failed write left damaged: said, and folded again by the next start (docs/decisions/0006).
  const bool gave_up = end.status == 1 && armed_ && end.err.find("projections.damaged") != std::string::npos;
  if (refused || gave_up) mend_disk();
  if (!thrown && !refused && !gave_up && !(by_signal && end.status == killed))
    throw lost("the process ended with " + std::to_string(end.status) + ": " + end.err);
  ++deaths_;
}

auto house::start_once() -> bool {
  asked_ = 0;
  st::fs::remove_all(here_ / ".shelf");
  how_.before_start(data());
  {
    // From its first moment on it can be killed.
    const std::lock_guard lock(mutex_);
    std::vector<std::string> words{"serve", "--listen", "127.0.0.1:0"};
    if (how_.files.contains("w.conf")) words.insert(words.end(), {"--config", (here_ / "w.conf").string()});
    process_ = std::make_unique<st::process>(command(std::move(words)), environment("serve"), "");
  }
  try {
    const auto port = port_in(process_->read_until("listening on "));
    alice_.now_at(port);
    bob_.now_at(port);
    return true;
  } catch (const std::runtime_error&) {
    bury();
    return false;
  }
}

void house::start() {
  while (!start_once()) {
  }
}

void house::bury() {
  st::ended end;
  {
    const std::lock_guard lock(mutex_);
    end = process_->wait();
    process_.reset();
  }
  judge(end);
}

auto house::insist(const std::function<st::answer()>& ask) -> st::answer {
  const auto began = std::chrono::steady_clock::now();
  while (std::chrono::steady_clock::now() < began + st::patience) {
    auto told = ask();
    // A server that waits for its disk takes seconds to say no: not so many are needed then.
    const bool long_broken = std::chrono::steady_clock::now() > began + st::patience / 4;
    if (++asked_ == how_.requests_until_mended || long_broken) mend_disk();
    if (told.status != 0 && told.status != 503 && told.status != 507 && told.status != 429) return told;
    if (process_->over()) {
      bury();
      start();
    }
    st::breathe();
  }
  throw lost("there was no answer in time: " + last_of(past_errors_ + process_->errors()));
}

void house::stop() {
  {
    const std::lock_guard lock(mutex_);
    process_->signal(SIGTERM);
  }
  st::ended end;
  {
    // Not under the lock: the killer must be able to come while it stops.
    process_->await_end();
    const std::lock_guard lock(mutex_);
    end = process_->wait();
    process_.reset();
  }
  if (end.status != 0) return judge(end);
  killed_ = false;  // too late
  past_errors_ += end.err;
}

auto house::offline(std::vector<std::string> arguments) -> st::ended {
  for (;;) {
    st::fs::remove_all(here_ / ".shelf");
    auto made = std::make_unique<st::process>(command(arguments), environment(arguments[0]), "");
    {
      const std::lock_guard lock(mutex_);
      process_ = std::move(made);
    }
    process_->await_end();
    st::ended end;
    {
      const std::lock_guard lock(mutex_);
      end = process_->wait();
      process_.reset();
    }
    if (end.status == killed || (end.status == 2 && armed_)) {
      judge(end);
      continue;
    }
    killed_ = false;  // too late
    // A fault met the reading of the old rows: it was said, and the next rebuild has to find them equal.
    if (armed_ && end.out.find("rows before: could not be read") != std::string::npos) continue;
    return end;
  }
}

void house::kill() {
  const std::lock_guard lock(mutex_);
  if (!process_ || process_->over()) return;
  killed_ = true;
  process_->signal(SIGKILL);
}

void house::mend_disk() { st::fs::remove(here_ / "still"); }

auto house::struck() const -> std::map<std::string, std::uint64_t> {
  std::map<std::string, std::uint64_t> all;
  std::istringstream lines(st::read_file(here_ / "struck"));
  for (std::string point; std::getline(lines, point);) ++all[point];
  return all;
}

auto house::errors() -> std::string {
  const std::lock_guard lock(mutex_);
  return past_errors_ + (process_ ? process_->errors() : "");
}

}  // namespace waybill::crash
