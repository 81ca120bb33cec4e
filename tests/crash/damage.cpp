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
  const auto folder = file.parent_path().filename().string();
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

/// A file of a kind chosen by chance, so that the many small ones do not hide the few large.
auto choose(const path& data, dice& random) -> path {
  std::map<std::string, std::vector<path>> kinds;
  for (const auto& file : files_in(data)) kinds[kind_of(file)].push_back(file);
  auto kind = kinds.begin();
  std::advance(kind, static_cast<std::ptrdiff_t>(random() % kinds.size()));
  return kind->second[random() % kind->second.size()];
}

auto names_a_place(const std::string& said) -> bool {
  return said.find("position ") != std::string::npos || said.find("/log") != std::string::npos;
}

/// After the damage: all of it is there, or it is said, with a status that is not 0 and a place.
void judge(const path& data, const std::string& what) {
  const auto verified =
      st::process({plain_binary(), "log", "verify", "--data", data.string()}, {}, "").wait();
  if (verified.status != 0 && verified.status != 1 && verified.status != 2)
    throw lost(what + ": log verify ended with " + std::to_string(verified.status) + verified.err);
  if (verified.status != 0 && !names_a_place(verified.out + verified.err))
    throw lost(what + ": log verify names no place: " + verified.out + verified.err);
  st::process served({plain_binary(), "serve", "--data", data.string(), "--listen", "127.0.0.1:0"}, {}, "");
  std::string greeting;
  try {
    greeting = served.read_until("listening on ");
  } catch (const std::runtime_error&) {
    const auto end = served.wait();
    if (end.status == 2 && end.err.find("waybill: ") != std::string::npos)
      return;  // refused, with a sentence
    throw lost(what + ": serve ended with " + std::to_string(end.status) + ": " + end.err);
  }
  const st::person alice(std::stoi(greeting.substr(greeting.rfind(':') + 1)), the_used().home.alice);
  const auto told = alice.get("/api/v1/bookmarks/export");
  if (verified.status != 0) return;  // it was said
  if (told.status == 200 && told.parsed().is_object() && alice.exported_items() == the_used().items) return;
  if (told.status >= 500) return;  // it is said
  throw lost(what + ": the export is " + std::to_string(told.body.size()) + " bytes with status " +
             std::to_string(told.status) + ", and nobody said why");
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
    judge(data, file.lexically_relative(data).string());
    return struck{{kind_of(file), 1}};
  };
}

}  // namespace

used::used() {
  const st::variables small{{"WAYBILL_STORAGE_LOG_WRITE_BUFFER_BYTES", "1MiB"}};
  st::server at(home.here / "data", small);
  const st::person alice(at, home.alice);
  if (alice.outcome_of(alice.import(st::mixed(6'000).text)).at("status") != "completed")
    throw lost("the import to be damaged did not complete");
  items = alice.exported_items();
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
