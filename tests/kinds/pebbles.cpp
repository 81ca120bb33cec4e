#include "tests/kinds/pebbles.hpp"

#include <algorithm>
#include <fstream>
#include <sstream>

#include "events/hash.hpp"

namespace waybill::pebbles {
namespace {

constexpr std::string_view first_line = "pebbles";

/// Name and keys of a line.
auto parts_of(std::string_view line) -> std::vector<std::string_view> {
  std::vector<std::string_view> parts;
  for (std::size_t at = 0; at <= line.size();) {
    const auto end = std::min(line.find('\t', at), line.size());
    parts.push_back(line.substr(at, end - at));
    at = end + 1;
  }
  return parts;
}

auto keys_of_line(std::string_view line) -> std::vector<identity> {
  const auto parts = parts_of(line);
  std::vector<identity> keys;
  for (std::size_t i = 1; i < parts.size(); ++i) keys.push_back(key_of(parts[i]));
  return keys;
}

auto not_pebbles() -> error { return {errc::not_activitystreams, "The file does not begin with 'pebbles'."}; }

class reader final : public record_reader {
 public:
  reader(std::string path, const reading_limits& limits) : path_(std::move(path)), limits_(limits) {}

  auto check(const std::function<bool(std::uint64_t)>&, const digest& must_be)
      -> std::optional<result<file_summary>> override {
    std::ifstream file{path_, std::ios::binary};
    std::stringstream all;
    all << file.rdbuf();
    if (!file) return error{errc::file_missing, "The uploaded file is no longer there."};
    if (sha256_of(all.str()) != must_be) return error{errc::file_changed, "The file has changed."};
    std::string line;
    if (!std::getline(all, line) || line != first_line) return not_pebbles();
    file_summary summary{"pebbles", 0, first_line.size() + 1};
    while (std::getline(all, line)) ++summary.records;
    return summary;
  }

  auto start(const reading_start& from) -> result<done> override {
    file_.open(path_, std::ios::binary);
    file_.seekg(static_cast<std::streamoff>(std::max<std::uint64_t>(from.offset, first_line.size() + 1)));
    if (!file_) return {errc::file_missing, "The uploaded file is no longer there."};
    next_chunk_ = from.chunk;
    next_record_ = from.record;
    return done{};
  }

  auto next() -> result<std::unique_ptr<candidate_chunk>> override {
    auto chunk = std::make_unique<candidate_chunk>();
    chunk->number = next_chunk_++;
    chunk->first_record = next_record_;
    std::string line;
    while (chunk->records.size() < limits_.chunk_records && std::getline(file_, line)) {
      add(line, *chunk);
      chunk->resume_offset = chunk->records.back().end_offset;
    }
    return chunk;
  }

 private:
  void add(const std::string& line, candidate_chunk& chunk) {
    auto& record = chunk.records.emplace_back();
    ++next_record_;

    record.end_offset = static_cast<std::uint64_t>(file_.tellg());
    record.row = {static_cast<std::uint32_t>(chunk.bytes.size()), static_cast<std::uint32_t>(line.size())};
    record.title = record.row;
    chunk.bytes += line;
    if (line.starts_with('!')) {
      record.fault = "cracked";
      return;
    }
    const auto parts = parts_of(line);
    for (std::size_t i = 1; i < parts.size(); ++i) chunk.add_key(key_of(parts[i]));
  }

  std::string path_;
  reading_limits limits_;
  std::ifstream file_;
  std::uint64_t next_chunk_ = 1;
  std::uint64_t next_record_ = 1;
};

class decider final : public record_decider {
 public:
  explicit decider(bool update) : update_(update) {}
  [[nodiscard]] auto needs_rows() const -> bool override { return update_; }
  void decide(const candidate_chunk& chunk, const candidate_record& record,
              std::span<const known_record> known, std::string& scratch, decided_record& out) const override {
    const auto row = chunk.view(record.row);
    if (!record.fault.empty()) return turn_away(outcome::failed, record.fault, row, out);
    out.after = row;
    const known_record* met = nullptr;
    for (const auto& one : known) {
      if (!one) continue;
      if (met != nullptr && met->at != one.at) return turn_away(outcome::failed, "meets_two", row, out);
      met = &one;
    }
    if (met == nullptr) return;
    out.before_at = met->at.at;
    out.before_index = met->at.index;
    if (!update_ || met->row == row) return turn_away(outcome::skipped, "duplicate", row, out);
    out.what = outcome::updated;
    out.before = met->row;
    give_keys(chunk.keys_of(record), met->row, scratch, out);
  }

 private:
  static void turn_away(outcome what, std::string_view code, std::string_view row, decided_record& out) {
    out.what = what;
    out.code = code;
    out.after = {};
    out.shown = {"", row};
  }

  /// The keys of the line are its own from now on; those that the earlier pebble had beside them are given up.
  static void give_keys(std::span<const identity> own, std::string_view before, std::string& scratch,
                        decided_record& out) {
    std::vector<identity> all(own.begin(), own.end());
    for (const auto& key : keys_of_line(before))
      if (std::find(own.begin(), own.end(), key) == own.end()) all.push_back(key);
    scratch.assign(reinterpret_cast<const char*>(all.data()), all.size() * sizeof(identity));
    const auto* kept = reinterpret_cast<const identity*>(scratch.data());
    out.keys = {kept, own.size()};
    out.released = {kept + own.size(), all.size() - own.size()};
  }

  bool update_;
};

class pebbles_kind final : public kind_module {
 public:
  [[nodiscard]] auto name() const -> std::string_view override { return "pebbles"; }
  [[nodiscard]] auto knows_format(std::string_view format) const -> bool override {
    return format == "auto" || format == "pebbles";
  }
  [[nodiscard]] auto check_options(const std::string& json) const -> result<std::string> override {
    const bool update = json.find("\"update\"") != std::string::npos;
    return std::string(update ? R"({"on_duplicate":"update"})" : R"({"on_duplicate":"skip"})");
  }
  [[nodiscard]] auto decider(const std::string& options, instant) const
      -> std::unique_ptr<record_decider> override {
    return std::make_unique<pebbles::decider>(options.find("update") != std::string::npos);
  }
  [[nodiscard]] auto reader(const std::string& path, instant, const reading_limits& limits) const
      -> std::unique_ptr<record_reader> override {
    return std::make_unique<pebbles::reader>(path, limits);
  }
  [[nodiscard]] auto checker() const -> std::unique_ptr<file_check> override { return nullptr; }
  void further_keys(std::string_view row, std::vector<identity>& out) const override {
    const auto keys = keys_of_line(row);
    out.insert(out.end(), keys.begin() + (keys.empty() ? 0 : 1), keys.end());
  }
  [[nodiscard]] auto label(std::string_view row) const -> record_label override {
    return {"", std::string(parts_of(row).front())};
  }
  [[nodiscard]] auto warning_names(std::uint32_t) const -> std::vector<std::string_view> override {
    return {};
  }
  [[nodiscard]] auto sentence(std::string_view code) const -> std::string_view override {
    if (code == "cracked") return "The pebble is cracked.";
    if (code == "meets_two") return "The pebble has the keys of two others.";
    return "A pebble with one of its keys was there before.";
  }
};

}  // namespace

auto kind() -> const kind_module& {
  static const pebbles_kind the_kind;
  return the_kind;
}

auto key_of(std::string_view text) -> identity { return sha256_of("pebble " + std::string(text)); }

auto file_of(const std::vector<std::string>& lines) -> std::string {
  auto file = std::string(first_line) + "\n";
  for (const auto& line : lines) file += line + "\n";
  return file;
}

}  // namespace waybill::pebbles
