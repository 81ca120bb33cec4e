// Damaged files: one byte flipped, the end cut off, or gone: a file of the data directory nobody serves. What
// was promised must be there afterwards, or somebody must say what is broken; nothing may quietly be less.
#include <algorithm>

#include "tests/crash/rows.hpp"
#include "tests/crash/used.hpp"
#include "tests/system/documents.hpp"

namespace waybill::crash {
namespace {

using struck = std::map<std::string, std::uint64_t>;
using st::fs::path;

/// What kind of file it is: the table counts them.
auto kind_of(const path& file) -> std::string {
  const auto name = file.filename().string();
  const auto folder = file.begin()->string();
  for (const auto* begin : {"MANIFEST", "CURRENT", "OPTIONS", "IDENTITY", "LOG", "LOCK"})
    if (name.starts_with(begin)) return folder + "/" + begin;
  return folder + "/*" + file.extension().string();
}

auto files_in(const path& data) -> std::vector<path> {
  std::vector<path> all;
  for (const auto& each : st::fs::recursive_directory_iterator(data))
    if (each.is_regular_file() && each.file_size() > 0) all.push_back(each.path());
  std::sort(all.begin(), all.end());
  return all;
}

/// A file of a kind chosen by chance, so that the many small ones do not hide the few large. Those of the
/// read models' rows hold most that can be asked for: each third is one of them.
auto choose(const path& data, dice& random) -> path {
  std::map<std::string, std::vector<path>> kinds;
  for (const auto& file : files_in(data)) kinds[kind_of(file.lexically_relative(data))].push_back(file);
  auto kind = kinds.find("projections/*.sst");
  if (kind == kinds.end() || random() % 3 != 0) {
    kind = kinds.begin();
    std::advance(kind, static_cast<std::ptrdiff_t>(random() % kinds.size()));
  }
  return kind->second[random() % kind->second.size()];
}

auto names_a_place(const std::string& said, const path& file) -> bool {
  return said.find("position ") != std::string::npos ||
         said.find(file.stem().string()) != std::string::npos;  // RocksDB may name another ending
}

/// All that alice can ask for. Throws when there is no answer, or one with a status that says a fault.
auto asked_by(const st::person& alice) -> std::vector<std::string> {
  auto all = alice.exported_items();
  const auto ask = [&](const std::string& path) {
    const auto told = alice.get("/api/v1" + path);
    if (told.status != 200)
      throw std::runtime_error(path + " is answered with " + std::to_string(told.status));
    all.push_back(told.body);
    return told.parsed();
  };
  const auto imports = ask("/imports");
  for (const auto& import : imports.at("items"))
    for (const auto* view : {"/records?outcome=failed", "/records.csv", "/events"})
      ask("/imports/" + import.at("id").get<std::string>() + view);
  ask("/bookmarks/tags");
  for (const auto* words : {"notes", "fiel*%20walk", "site:site-7.example", "%22notes%2017%22"})
    ask("/bookmarks?limit=20&q=" + std::string(words));
  const auto bookmarks = ask("/bookmarks?limit=3");
  for (const auto& item : bookmarks.at("items"))
    ask("/bookmarks/" + item.at("identity").get<std::string>() + "/history");
  return all;
}

/// A server that may refuse to start, or end while it is asked.
class watched_server {
 public:
  explicit watched_server(const path& data)
      : process_({plain_binary(), "serve", "--data", data.string(), "--listen", "127.0.0.1:0"}, {}, "") {
    try {
      const auto greeting = process_.read_until("listening on ");
      port_ = std::stoi(greeting.substr(greeting.rfind(':') + 1));
    } catch (const std::runtime_error&) {
      const auto end = process_.wait();
      if (end.status != 2 || end.err.find("waybill: ") == std::string::npos)
        throw lost("serve ended with " + std::to_string(end.status) + ": " + end.err);
      refused_ = true;
    }
  }
  /// With a sentence.
  [[nodiscard]] auto refused() const -> bool { return refused_; }
  [[nodiscard]] auto errors() const -> std::string { return process_.errors(); }
  [[nodiscard]] auto alice() const -> st::person { return {port_, the_used().home.alice}; }

 private:
  st::process process_;
  int port_ = 0;
  bool refused_ = false;
};

/// Damaged read models mend themselves: whoever meets the damage says which file it is, and after a few
/// starts at most everything is there again.
void judge_read_models(const path& data) {
  std::string said;
  for (int start = 0; start < 4; ++start) {
    const watched_server at(data);
    if (at.refused()) throw lost("refused, though the log has it all: " + at.errors());
    try {
      if (asked_by(at.alice()) == the_used().told) return;
      throw lost("something else is told, and nobody said why");
    } catch (const lost&) {
      throw;
    } catch (const std::exception& unanswered) {
      said = at.errors() + unanswered.what();
      if (said.find("projections.damaged") == std::string::npos)
        throw lost("not answered, and nobody said why: " + said);
    }
  }
  throw lost("it does not mend: " + said);
}

/// After damage to the log: all of it is there, or it is said, with a status that is not 0 and a place.
void judge_log(const path& data, const path& file) {
  const auto verified =
      st::process({plain_binary(), "log", "verify", "--data", data.string()}, {}, "").wait();
  if (verified.status != 0 && verified.status != 1 && verified.status != 2)
    throw lost("log verify ended with " + std::to_string(verified.status) + verified.err);
  if (verified.status != 0 && !names_a_place(verified.out + verified.err, file))
    throw lost("log verify names no place: " + verified.out + verified.err);
  const watched_server at(data);
  if (at.refused() && verified.status == 0)
    throw lost("log verify finds nothing, but serve refuses: " + at.errors());
  if (verified.status != 0) return;  // it was said
  try {
    if (asked_by(at.alice()) == the_used().told) return;
  } catch (const std::exception& unanswered) {
    throw lost(std::string("log verify finds nothing, but ") + unanswered.what());
  }
  throw lost("something else is told, and nobody said why");
}

/// A stored upload that is not what was checked is refused as a whole, and nothing of it is applied.
void judge_upload(const path& data) {
  const watched_server at(data);
  const auto alice = at.alice();
  if (alice.command(the_used().paused, "resume").status != 202) throw lost("the import cannot be resumed");
  const auto import = alice.outcome_of(the_used().paused);
  const auto code = import.at("error").is_null() ? "" : import.at("error").at("code").get<std::string>();
  if (import.at("status") != "failed" || (code != "file_changed" && code != "file_missing"))
    throw lost("the import ends as " + import.dump());
  if (alice.exported_items() != the_used().items) throw lost("something was applied");
}

void judge(const path& data, const path& file) {
  const auto folder = *file.begin();
  if (folder == "projections")
    judge_read_models(data);
  else if (folder == "imports")
    judge_upload(data);
  else
    judge_log(data, file);
}

/// Without a `how` the file is removed.
auto damaged(const std::function<void(std::string& bytes, dice&)>& how) -> round_of {
  return [how](const yardstick&, std::uint64_t seed) {
    dice random{seed};
    const st::temp_directory here;
    const auto data = here / "data";
    st::fs::copy(the_used().home.here / "data", data, st::fs::copy_options::recursive);
    const auto file = choose(data, random);
    if (how) {
      auto bytes = st::read_file(file);
      how(bytes, random);
      st::write_file(file, bytes);
    } else {
      st::fs::remove(file);
    }
    const auto name = file.lexically_relative(data);
    try {
      judge(data, name);
    } catch (const std::exception& why) {
      throw lost(name.string() + ": " + why.what());
    }
    return struck{{kind_of(name), 1}};
  };
}

}  // namespace

used::used() {
  const st::variables small{{"WAYBILL_STORAGE_LOG_WRITE_BUFFER_BYTES", "1MiB"},
                            {"WAYBILL_IMPORTS_CONCURRENT", "1"},
                            {"WAYBILL_SEARCH_SEGMENT_DOCUMENTS", "500"}};
  st::server at(home.here / "data", small);
  const st::person alice(at, home.alice);
  // The second waits for its seat behind the first, and is paused there. The first may come to its end
  // before, when the machine is busy elsewhere: then the same again.
  for (std::uint64_t from = 7'000; paused.empty(); from += 1'000) {
    if (from > 30'000) throw lost("an import could not be paused");
    const auto first = alice.import(st::mixed(6'000).text);
    const auto second = alice.import(st::good_document(from, 500));
    if (alice.command(second, "pause").status == 202) paused = second;
    if (alice.outcome_of(first).at("status") != "completed")
      throw lost("the import to be damaged did not complete");
  }
  items = alice.exported_items();
  told = asked_by(alice);
  if (at.stop().status != 0) throw lost("the server to be damaged did not stop well");
}

auto the_used() -> const used& {
  static const used made;
  return made;
}

auto damage_rows() -> std::vector<row> {
  return {{"flip", "one bit flipped, in every kind of file of the data directory", 4,
           damaged([](std::string& bytes, dice& random) {
             auto& byte = bytes[random() % bytes.size()];
             byte = static_cast<char>(byte ^ (1 << random() % 8));
           })},
          {"remove", "a file gone, of every kind of file of the data directory", 4, damaged({})},
          {"shorten", "the end cut off, of every kind of file of the data directory", 4,
           damaged([](std::string& bytes, dice& random) { bytes.resize(random() % bytes.size()); })}};
}

}  // namespace waybill::crash
