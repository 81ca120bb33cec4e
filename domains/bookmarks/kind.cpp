#include "domains/bookmarks/kind.hpp"

#include <algorithm>
#include <array>
#include <unordered_set>

#include "domains/bookmarks/bookmark.hpp"
#include "domains/bookmarks/bulk.hpp"
#include "domains/bookmarks/formats.hpp"
#include "domains/bookmarks/options.hpp"
#include "domains/bookmarks/row_merge.hpp"
#include "formats/json/minified.hpp"

namespace waybill::bookmarks {
namespace {

struct code_sentence {
  std::string_view code;
  std::string_view sentence;
};
constexpr std::array sentences{
    code_sentence{"duplicate", "A bookmark with this URL was there before."},
    code_sentence{"duplicate_in_file", "The same URL stands earlier in this file."},
    code_sentence{"unchanged", "The bookmark is there already, and the record says nothing new."},
    code_sentence{"not_a_bookmark", "The item is neither an object nor a URL."},
    code_sentence{"url_missing", "The item has no URL."},
    code_sentence{"url_invalid",
                  "There is no URL here that can be read: one begins with a scheme, like https://."},
    code_sentence{"url_too_long", "The URL is longer than 10,240 bytes."},
    code_sentence{"record_too_large", "The item is larger than one record may be."},
};

constexpr std::size_t merged_date_bytes = 10;

// In this order for ever: it stands so in the log.
constexpr std::array<std::string_view, 2> shown{"url", "title"};

void show_row(std::string_view row, std::vector<std::string_view>& out) {
  row_view labels;
  if (!view_row(row, labels)) return;
  out.push_back(labels.url);
  out.push_back(labels.title);
}

/// The members of a record's extra but for its folder, in `room`.
auto without_folder(std::string_view extra, std::string& room) -> std::string_view {
  formats::json::minified_members walk(extra);
  for (formats::json::minified_member each; walk.next(each);)
    if (each.key != "folder")
      room.append(room.empty() ? "{\"" : ",\"").append(each.key).append("\":").append(each.value);
  if (!room.empty()) room.push_back('}');
  return room;
}

class bookmark_decider final : public record_decider {
 public:
  bookmark_decider(duplicate_policy policy, instant import_time)
      : policy_(policy), import_time_(import_time) {}

  [[nodiscard]] auto needs_rows() const -> bool override { return policy_ == duplicate_policy::overwrite; }

  [[nodiscard]] auto needs_rows_for(const candidate_chunk& /*chunk*/, const candidate_record& record,
                                    std::span<const known_record> known) const -> bool override {
    return !known.empty() && is_in_another_folder(record, known.front());
  }

  void decide(const candidate_chunk& chunk, const candidate_record& record,
              std::span<const known_record> known, std::string& scratch, decided_record& out) const override {
    out.warnings = record.warnings;
    if (!record.fault.empty()) return fail(kind(), chunk, record, out);
    const auto row = chunk.view(record.row);
    const auto& existing = known.front();
    if (!existing) {
      out.what = outcome::created;
      out.after = row;
      return;
    }
    out.before_at = existing.at.at;
    out.before_index = existing.at.index;
    if (policy_ == duplicate_policy::overwrite && overwrite(record, row, existing, scratch, out)) return;
    if (policy_ == duplicate_policy::skip && is_in_another_folder(record, existing) &&
        add_folders(row, existing, scratch, out))
      return;
    out.what = outcome::skipped;
    out.code = policy_ == duplicate_policy::overwrite ? "unchanged"
               : existing.of_this_import              ? "duplicate_in_file"
                                                      : "duplicate";
    show_row(row, out.shown);
  }

 private:
  /// A file has the link in more than one folder, and folders are tags: it has them all.
  static auto is_in_another_folder(const candidate_record& record, const known_record& existing) -> bool {
    return existing.of_this_import && (record.flags & has_folder_tags) != 0;
  }

  /// Of a link that stands once more in its file nothing counts but its tags. False: they are there already.
  static auto add_folders(std::string_view row, const known_record& existing, std::string& scratch,
                          decided_record& out) -> bool {
    row_view after;
    row_view incoming;
    if (!view_row(existing.row, after) || !view_row(row, incoming)) return false;
    if (!add_tags(incoming.tags, after.tags)) return false;
    const auto at = scratch.size();
    encode_row(after, scratch);
    if (scratch.size() - at > std::max(grown_row_limit_bytes, existing.row.size())) {
      scratch.resize(at);
      return false;
    }
    out.what = outcome::updated;
    out.before = existing.row;
    out.after = std::string_view(scratch).substr(at);
    return true;
  }

  static auto add_tags(const std::vector<std::string_view>& more, std::vector<std::string_view>& to) -> bool {
    const auto before = to.size();
    std::unordered_set<std::string_view> seen(to.begin(), to.end());
    for (const auto tag : more)
      if (seen.insert(tag).second) to.push_back(tag);
    return to.size() > before;
  }

  /// Tags of folders come to those that are there, unless the file has tags of its own for a bookmark of
  /// before.
  static void join_folders(const row_view& earlier, bool replaces_tags, row_view& incoming,
                           std::string& room) {
    auto all = earlier.tags;
    // It lies there already: else a link of two folders would move from one to the other at each import.
    const bool is_there = !add_tags(incoming.tags, all);
    if (is_there && earlier.extra.find("\"folder\":[") != std::string_view::npos)
      incoming.extra = without_folder(incoming.extra, room);
    if (!replaces_tags) incoming.tags = std::move(all);
  }

  /// False: the record changes nothing.
  auto overwrite(const candidate_record& record, std::string_view row, const known_record& existing,
                 std::string& scratch, decided_record& out) const -> bool {
    row_view earlier;
    row_view incoming;
    if (!view_row(existing.row, earlier) || !view_row(row, incoming)) return false;
    std::string extra;
    std::string beside_folder;
    row_view after;
    auto has = presence_of(record.flags);
    if ((record.flags & has_folder_tags) != 0) {
      join_folders(earlier, has.tags && !existing.of_this_import, incoming, beside_folder);
      has.tags = true;
    }
    const auto now = std::max(import_time_, earlier.updated_at);
    if (!merge(earlier, incoming, has, now, extra, after)) return false;
    const auto at = scratch.size();
    encode_row(after, scratch);
    // A date of its own may come in.
    if (scratch.size() - at >
        std::max({grown_row_limit_bytes, row.size(), existing.row.size()}) + merged_date_bytes) {
      scratch.resize(at);
      out.what = outcome::failed;
      out.code = "record_too_large";
      show_row(row, out.shown);
      return true;
    }
    out.what = outcome::updated;
    out.before = existing.row;
    out.after = std::string_view(scratch).substr(at);
    return true;
  }

  duplicate_policy policy_;
  instant import_time_;
};

class bookmarks_kind final : public kind_module {
 public:
  [[nodiscard]] auto name() const -> std::string_view override { return "bookmarks"; }

  [[nodiscard]] auto recognise(std::string_view format, std::string_view first) const
      -> result<done> override {
    return recognise_file(format, first);
  }

  [[nodiscard]] auto check_options(const std::string& text) const -> result<std::string> override {
    const auto given = parse_options(text);
    if (!given) return given.why();
    return options_text(*given);
  }

  [[nodiscard]] auto decider(const std::string& options, instant import_time) const
      -> std::unique_ptr<record_decider> override {
    return std::make_unique<bookmark_decider>(read_options(options).duplicates, import_time);
  }

  [[nodiscard]] auto check_bulk(const std::string& json) const -> result<bulk_wish> override {
    return check_bulk_wish(json);
  }
  [[nodiscard]] auto changer(const std::string& wish, instant at) const
      -> std::unique_ptr<row_changer> override {
    return changer_of(wish, at);
  }

  [[nodiscard]] auto checker() const -> std::unique_ptr<file_check> override { return file_checker(); }

  [[nodiscard]] auto source(std::unique_ptr<formats::byte_source> bytes, const reading_start& from,
                            const reading_order& order) const -> std::unique_ptr<record_source> override {
    return file_records(std::move(bytes), from, order);
  }

  [[nodiscard]] auto shown_names() const -> std::span<const std::string_view> override { return shown; }

  void show(std::string_view row, std::vector<std::string_view>& out) const override { show_row(row, out); }

  [[nodiscard]] auto met_warning(std::span<const std::string> record, std::span<const std::string> met) const
      -> std::string_view override {
    const bool both = !record.empty() && !met.empty() && !record.front().empty() && !met.front().empty();
    return both && record.front() != met.front() ? "spelled_differently" : std::string_view{};
  }

  [[nodiscard]] auto warning_names(std::uint32_t bits) const -> std::vector<std::string_view> override {
    return bookmarks::warning_names(bits);
  }

  [[nodiscard]] auto sentence(std::string_view code) const -> std::string_view override {
    for (const auto& [name, text] : sentences)
      if (name == code) return text;
    return {};
  }
};

}  // namespace

auto kind() -> const kind_module& {
  static const bookmarks_kind the_kind;
  return the_kind;
}

}  // namespace waybill::bookmarks
