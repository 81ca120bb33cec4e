#include "tests/kinds/pebbles.hpp"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "events/hash.hpp"
#include "tests/kinds/carrier.hpp"

namespace waybill::pebbles {
namespace {

constexpr std::string_view first_line = "pebbles";
constexpr std::array<std::string_view, 2> shown{"name", "found_by"};

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

class check final : public file_check {
 public:
  void feed(std::string_view bytes) override { all_ += bytes; }
  auto finish() -> result<file_summary> override {
    if (!all_.starts_with(std::string(first_line) + "\n")) return not_pebbles();
    const auto lines = std::count(all_.begin(), all_.end(), '\n');
    return file_summary{"pebbles", static_cast<std::uint64_t>(lines - 1), first_line.size() + 1};
  }

 private:
  std::string all_;
};

class source final : public record_source {
 public:
  source(std::unique_ptr<formats::byte_source> bytes, const reading_start& from,
         std::shared_ptr<const review_changes> changes)
      : offset_(from.offset), line_(from.record), changes_(std::move(changes)) {
    std::array<char, 4'096> block;
    for (std::int64_t got = 0; (got = bytes->read(block.data(), block.size())) > 0;)
      rest_.append(block.data(), static_cast<std::size_t>(got));
  }

  auto next(candidate_chunk& into) -> step override {
    const auto end = rest_.find('\n');
    if (end == std::string::npos) return step::end;
    const auto line = rest_.substr(0, end);
    rest_.erase(0, end + 1);
    offset_ += end + 1;
    add(line, into);
    return step::record;
  }

 private:
  void add(const std::string& line, candidate_chunk& chunk) {
    auto& record = chunk.records.emplace_back();
    record.end_offset = offset_;
    if (changes_ && changes_->excluded.has(line_)) record.flags = left_out;
    record.line = ++line_;  // the first line of the file is no pebble
    record.row = {static_cast<std::uint32_t>(chunk.bytes.size()), static_cast<std::uint32_t>(line.size())};
    chunk.bytes += line;
    if (line.starts_with('!')) {
      record.fault = "cracked";
      chunk.show(parts_of(line).front());
      chunk.add_fault("cracked", "name", line);
      return;
    }
    for (const auto& key : keys_of_line(line)) chunk.add_key(key);
  }

  std::string rest_;
  std::uint64_t offset_;
  std::uint64_t line_;                             ///< of the file, the last one that was read
  std::shared_ptr<const review_changes> changes_;  ///< null: none
};

class decider final : public record_decider {
 public:
  explicit decider(bool update) : update_(update) {}
  [[nodiscard]] auto needs_rows() const -> bool override { return update_; }
  void decide(const candidate_chunk& chunk, const candidate_record& record,
              std::span<const known_record> known, std::string& scratch, decided_record& out) const override {
    const auto row = chunk.view(record.row);
    if (record.flags == left_out) return turn_away(outcome::skipped, "excluded", row, out);
    if (!record.fault.empty()) return fail(kind(), chunk, record, out);
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
    kind().show(row, out.shown);
  }

  /// The keys of the line are its own from now on; those that the earlier pebble had beside them are given
  /// up.
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

// What a file of settings may say of where pebbles come from: `[quarry NAME]`.
constexpr std::array quarry_keys{
    group_key{"place", any_text{}, true, "Where it lies."},
    group_key{"colour", one_of_words{"grey red"}, false, "Of most that come from it."},
    group_key{"load_bytes", whole_number_of{"bytes", 1, 1 << 20}, false, "What it gives at once."},
    group_key{"price.*", whole_number_of{"coins", 0, 100}, false, "Of each size."}};
constexpr std::array groups_taken{group_type{"quarry", "Where pebbles come from.", quarry_keys}, carriers};

/// With all that options may say.
auto written_out(const nlohmann::json& options) -> result<std::string> {
  nlohmann::json all{{"on_duplicate", "skip"}};
  for (const auto& [key, value] : options.items()) {
    if ((key != "on_duplicate" && key != "carried_by") || !value.is_string())
      return {errc::unknown_field, "Pebbles have no option '" + key + "'."};
    all[key] = value;
  }
  return all.dump();
}

auto option_of(const std::string& options, const char* key) -> std::string {
  return nlohmann::json::parse(options).value(key, std::string());
}

class pebbles_kind final : public kind_module {
 public:
  pebbles_kind(std::string_view name, bool is_looked_through) : name_(name), has_review_(is_looked_through) {}
  [[nodiscard]] auto name() const -> std::string_view override { return name_; }
  [[nodiscard]] auto has_review() const -> bool override { return has_review_; }
  [[nodiscard]] auto home() const -> kind_home override { return kind_home::either; }
  [[nodiscard]] auto groups() const -> std::span<const group_type> override { return groups_taken; }
  [[nodiscard]] auto recognise(std::string_view format, std::string_view first) const
      -> result<done> override {
    if (format != "auto" && format != "pebbles") return no_such_format(format);
    if (first.starts_with(first_line)) return done{};
    return {errc::unknown_format, "The file does not begin with 'pebbles'."};
  }
  [[nodiscard]] auto check_options(const std::string& json) const -> result<std::string> override {
    const auto options = nlohmann::json::parse(json, nullptr, false);
    if (!options.is_object()) return {errc::bad_value, "Options are an object."};
    return written_out(options);
  }
  [[nodiscard]] auto check_options_for(const std::string& json, const options_asker& who) const
      -> result<std::string> override {
    auto options = check_options(json);
    if (!options) return options;
    const auto name = option_of(*options, "carried_by");
    if (name.empty() || carrier_named(name, who.around) != nullptr) return options;
    return {errc::bad_value, "There is no carrier '" + name + "'."};
  }
  [[nodiscard]] auto worker(const reading_order& order, const reading_start&) const
      -> result<std::unique_ptr<record_worker>> override {
    const auto name = option_of(order.options, "carried_by");
    if (name.empty()) return std::unique_ptr<record_worker>{};
    const auto* const carrier = carrier_named(name, order.around);
    if (carrier == nullptr) return {errc::handler_refused, "There is no carrier '" + name + "' any more."};
    return make_carrier(std::string(carrier->text("place")));
  }
  [[nodiscard]] auto waits_outside(const std::string& options,
                                   const std::shared_ptr<const kind_surroundings>&) const -> bool override {
    return !option_of(options, "carried_by").empty();
  }
  [[nodiscard]] auto chunk_records(const std::string& options, const reading_limits& usual) const
      -> std::size_t override {
    return option_of(options, "carried_by").empty() ? usual.chunk_records : carried_at_once;
  }
  [[nodiscard]] auto decider(const std::string& options, instant) const
      -> std::unique_ptr<record_decider> override {
    return std::make_unique<pebbles::decider>(option_of(options, "on_duplicate") == "update");
  }
  [[nodiscard]] auto checker() const -> std::unique_ptr<file_check> override {
    return std::make_unique<check>();
  }
  [[nodiscard]] auto source(std::unique_ptr<formats::byte_source> bytes, const reading_start& from,
                            const reading_order& order) const -> std::unique_ptr<record_source> override {
    return std::make_unique<pebbles::source>(std::move(bytes), from, order.changes);
  }
  void further_keys(std::string_view row, std::vector<identity>& out) const override {
    const auto keys = keys_of_line(row);
    out.insert(out.end(), keys.begin() + (keys.empty() ? 0 : 1), keys.end());
  }
  [[nodiscard]] auto shown_names() const -> std::span<const std::string_view> override { return shown; }
  void show(std::string_view row, std::vector<std::string_view>& out) const override {
    const auto parts = parts_of(row);
    out.push_back(parts.front());
    out.push_back(row.substr(std::min(parts.front().size() + 1, row.size())));
  }
  [[nodiscard]] auto names_fields() const -> bool override { return true; }
  [[nodiscard]] auto warning_names(std::uint32_t) const -> std::vector<std::string_view> override {
    return {};
  }
  [[nodiscard]] auto sentence(std::string_view code) const -> std::string_view override {
    if (code == "cracked") return "The pebble is cracked.";
    if (code == "meets_two") return "The pebble has the keys of two others.";
    if (code == "too_heavy") return "The pebble is too heavy to be carried.";
    if (code == "excluded") return "Somebody left the pebble out.";
    return "A pebble with one of its keys was there before.";
  }

 private:
  std::string_view name_;
  bool has_review_;
};

}  // namespace

auto kind() -> const kind_module& {
  static const pebbles_kind the_kind{"pebbles", false};
  return the_kind;
}

auto gravel() -> const kind_module& {
  static const pebbles_kind the_kind{"gravel", true};
  return the_kind;
}

auto key_of(std::string_view text) -> identity { return sha256_of("pebble " + std::string(text)); }

auto file_of(const std::vector<std::string>& lines) -> std::string {
  auto file = std::string(first_line) + "\n";
  for (const auto& line : lines) file += line + "\n";
  return file;
}

}  // namespace waybill::pebbles
