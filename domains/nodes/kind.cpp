#include "domains/nodes/kind.hpp"

#include <array>

#include "domains/nodes/files.hpp"
#include "domains/nodes/metadata.hpp"
#include "domains/nodes/node.hpp"
#include "domains/nodes/options.hpp"
#include "domains/nodes/record.hpp"

namespace waybill::nodes {
namespace {

struct code_sentence {
  std::string_view code;
  std::string_view sentence;
};
constexpr std::array sentences{
    code_sentence{"duplicate", "A node with this URL was there before."},
    code_sentence{"unchanged", "The node is there already, and the record says nothing new."},
    code_sentence{"not_a_node", "The item is neither an object nor a URL."},
    code_sentence{"url_missing", "The item has no URL."},
    code_sentence{"url_invalid", "This is no URL of the web: http:// or https:// and a host are expected."},
    code_sentence{"url_too_long", "The URL is longer than 10,240 bytes."},
    code_sentence{"metadata_too_large", "The metadata is larger than 64 KiB."},
    code_sentence{"record_too_large", "The item is larger than one record may be."},
    code_sentence{"line_invalid", "The line is no JSON."},
};

// In this order for ever: it stands so in the log.
constexpr std::array<std::string_view, 2> shown{"url", "title"};

void show_row(std::string_view row, std::vector<std::string_view>& out) {
  row_view labels;
  if (!view_row(row, labels)) return;
  out.push_back(labels.url);
  out.push_back(labels.title);
}

class node_decider final : public record_decider {
 public:
  node_decider(on_duplicate duplicates, instant import_time)
      : duplicates_(duplicates), import_time_(import_time) {}

  [[nodiscard]] auto needs_rows() const -> bool override { return duplicates_ == on_duplicate::update; }

  void decide(const candidate_chunk& chunk, const candidate_record& record,
              std::span<const known_record> known, std::string& scratch, decided_record& out) const override {
    out.warnings = record.warnings;
    if (!record.fault.empty()) return fail(kind(), chunk, record, out);
    const auto row = chunk.view(record.row);
    const auto& existing = known.front();
    if (!existing) return create(row, record.flags, scratch, out);
    out.before_at = existing.at.at;
    out.before_index = existing.at.index;
    if (duplicates_ == on_duplicate::update) return update(row, record.flags, existing, scratch, out);
    const bool fails = duplicates_ == on_duplicate::error;
    turn_away(fails ? outcome::failed : outcome::skipped, "duplicate", row, out);
  }

 private:
  static void create(std::string_view row, std::uint32_t flags, std::string& scratch, decided_record& out) {
    out.what = outcome::created;
    out.after = row;
    if ((flags & holds_nulls) == 0) return;
    settle_row(row, scratch);
    out.after = scratch;
  }

  void update(std::string_view row, std::uint32_t flags, const known_record& existing, std::string& scratch,
              decided_record& out) const {
    if (!update_row(existing.row, row, flags, import_time_, scratch))
      return turn_away(outcome::skipped, "unchanged", row, out);
    row_view after;
    // Merging again and again must not grow a node without end.
    if (view_row(scratch, after) && after.metadata.size() > metadata_limit_bytes)
      return turn_away(outcome::failed, "metadata_too_large", row, out);
    out.what = outcome::updated;
    out.before = existing.row;
    out.after = scratch;
  }

  static void turn_away(outcome what, std::string_view code, std::string_view row, decided_record& out) {
    out.what = what;
    out.code = code;
    show_row(row, out.shown);
  }

  on_duplicate duplicates_;
  instant import_time_;
};

class nodes_kind final : public kind_module {
 public:
  [[nodiscard]] auto name() const -> std::string_view override { return "nodes"; }
  [[nodiscard]] auto home() const -> kind_home override { return kind_home::project; }

  [[nodiscard]] auto recognise(std::string_view format, std::string_view first) const
      -> result<done> override {
    return recognise_file(format, first);
  }

  [[nodiscard]] auto check_options(const std::string& text) const -> result<std::string> override {
    const auto given = parse_options(text);
    if (!given) return given.why();
    return options_text(*given);
  }

  [[nodiscard]] auto check_settings(const std::string& text) const -> result<std::string> override {
    const auto rule = parse_rule(text);
    if (!rule) return rule.why();
    return rule_text(*rule);
  }

  [[nodiscard]] auto with_settings(const std::string& options, std::string_view settings) const
      -> std::string override {
    return with_rule(options, read_rule(settings));
  }

  [[nodiscard]] auto decider(const std::string& options, instant import_time) const
      -> std::unique_ptr<record_decider> override {
    return std::make_unique<node_decider>(read_options(options).duplicates, import_time);
  }

  [[nodiscard]] auto checker() const -> std::unique_ptr<file_check> override { return file_checker(); }

  [[nodiscard]] auto source(std::unique_ptr<formats::byte_source> bytes, const reading_start& from,
                            const reading_order& order) const -> std::unique_ptr<record_source> override {
    return file_records(std::move(bytes), from, order);
  }

  [[nodiscard]] auto chunk_records(const std::string& options, const reading_limits& usual) const
      -> std::size_t override {
    return read_options(options).chunk_size.value_or(usual.chunk_records);
  }

  [[nodiscard]] auto shown_names() const -> std::span<const std::string_view> override { return shown; }

  void show(std::string_view row, std::vector<std::string_view>& out) const override { show_row(row, out); }

  [[nodiscard]] auto warning_names(std::uint32_t bits) const -> std::vector<std::string_view> override {
    return nodes::warning_names(bits);
  }

  [[nodiscard]] auto sentence(std::string_view code) const -> std::string_view override {
    for (const auto& [name, text] : sentences)
      if (name == code) return text;
    return {};
  }
};

}  // namespace

auto kind() -> const kind_module& {
  static const nodes_kind the_kind;
  return the_kind;
}

}  // namespace waybill::nodes
