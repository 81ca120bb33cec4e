// Files of links, of any format, as chunks of candidates.
#include <algorithm>

#include "domains/bookmarks/formats.hpp"
#include "domains/bookmarks/kind.hpp"
#include "domains/bookmarks/options.hpp"
#include "domains/bookmarks/tags.hpp"
#include "formats/links/settled_extra.hpp"
#include "formats/text.hpp"
#include "formats/unicode/blanks.hpp"
#include "formats/wanted_bytes.hpp"

namespace waybill::bookmarks {
namespace {

namespace links = formats::links;
using formats::activitystreams::link_record;
using formats::activitystreams::optional_text;
using formats::activitystreams::spelled_value;

constexpr std::size_t label_limit_bytes = 2'048;
/// Of the check: how often it asks whether it should go on.
constexpr std::uint64_t records_a_question = 1'000;

auto to_error(const links::file_fault& fault) -> error {
  fault_place place;
  if (fault.line > 0) place = {std::nullopt, fault.offset, fault.line, fault.column};
  return {errc_of(fault.code).value_or(errc::unknown_format), fault.message, place};
}

auto input_of(const std::string& path, std::size_t item_bytes, std::function<bool()> is_wanted)
    -> links::link_input {
  auto bytes = formats::open_file(path, 0);
  if (bytes) bytes = std::make_unique<formats::wanted_bytes>(std::move(bytes), std::move(is_wanted));
  return {std::move(bytes), path, item_bytes};
}

auto summary_of(const found_format& found, std::uint64_t records, std::uint64_t left_out, bool is_truncated,
                bool is_guessed = false) -> file_summary {
  const auto format = found.links->name;
  return {std::string(format), records, 0,
          findings_of({format, found.evidence, records, left_out, is_truncated, is_guessed})};
}

/// Of a format that is checked while it comes in.
class passing_checker final : public file_check {
 public:
  explicit passing_checker(const found_format& found) : found_(found), count_(found.links->count()) {}
  void feed(std::string_view bytes) override { count_->feed(bytes); }
  auto finish() -> result<file_summary> override {
    count_->finish();
    return summary_of(found_, count_->links(), count_->left_out(), count_->truncated());
  }

 private:
  found_format found_;
  std::unique_ptr<links::link_count> count_;
};

/// Of all others.
class checker final : public file_check {
 public:
  explicit checker(const found_format& found) : found_(found) {}
  void feed(std::string_view /*bytes*/) override {}
  auto finish() -> result<file_summary> override {
    return error{errc::internal, "A file of links is read from its place.", {}};
  }
  [[nodiscard]] auto needs_file() -> bool override { return true; }
  auto finish_at(const std::string& path, const std::function<bool()>& keep_on)
      -> std::optional<result<file_summary>> override {
    const auto reader = found_.links->open(input_of(path, reading_limits{}.item_bytes, keep_on));
    links::link one;
    std::uint64_t records = 0;
    for (;; ++records) {
      if (records % records_a_question == 0 && !keep_on()) return std::nullopt;
      const auto step = reader->next(one);
      if (step == links::link_reader::step::broken && !keep_on()) return std::nullopt;
      if (step == links::link_reader::step::broken) return to_error(reader->why());
      if (step == links::link_reader::step::end) break;
    }
    return summary_of(found_, records, reader->left_out(), reader->truncated(), reader->is_guessed());
  }

 private:
  found_format found_;
};

/// Digits as a number, as JSON spells one.
auto is_count(std::string_view text) -> bool {
  constexpr std::size_t most_digits = 18;
  return !text.empty() && text.size() <= most_digits && text.front() != '0' &&
         std::ranges::all_of(text, text::is_digit);
}

class source final : public record_source {
 public:
  source(const link_format& format, const reading_start& from, const reading_order& order)
      : maker_(order.import_time),
        folders_(read_options(order.options).folders),
        reader_(format.open(input_of(order.path, order.limits.item_bytes, order.is_wanted))),
        limit_(order.limits.item_bytes),
        to_pass_(from.record - 1) {}

  auto next(candidate_chunk& into) -> step override {
    for (;; --to_pass_) {
      const auto read = reader_->next(link_);
      if (read == links::link_reader::step::broken) return step::broken;
      if (read == links::link_reader::step::end) return to_pass_ == 0 ? step::end : step::broken;
      if (to_pass_ == 0) break;
    }
    add(into);
    auto& record = into.records.back();
    record.end_offset = link_.end;
    record.line = link_.line;
    return step::record;
  }

 private:
  static void refuse(candidate_chunk& chunk, std::string_view code, std::string_view url,
                     std::string_view title) {
    auto& record = chunk.records.back();
    record.fault = code;
    record.reason = kind().sentence(code);
    chunk.show(text::cut_to_bytes(url, label_limit_bytes));
    chunk.show(text::cut_to_bytes(title, label_limit_bytes));
  }

  void add(candidate_chunk& chunk) {
    chunk.records.emplace_back();
    if (!link_.fault.empty()) return refuse(chunk, link_.fault, link_.url, link_.title);
    prepare();
    candidate made;
    const auto at = chunk.bytes.size();
    const auto fault = maker_.make(record_, made, chunk.bytes);
    if (fault == candidate_maker::fault::url_missing) return refuse(chunk, "url_missing", {}, link_.title);
    if (fault == candidate_maker::fault::url_too_long)
      return refuse(chunk, "url_too_long", link_.url, link_.title);
    if (chunk.bytes.size() - at > limit_) {
      chunk.bytes.resize(at);
      return refuse(chunk, "record_too_large", link_.url, link_.title);
    }
    auto& record = chunk.records.back();
    chunk.add_key(made.id);
    record.warnings = warnings_of(made);
    // Of a file without tags, a folder's name takes nobody's own ones away.
    const auto is_tag = [](std::string_view tag) { return !kept_tag(tag).empty(); };
    made.has.tags = made.has.tags && std::ranges::any_of(link_.tags, is_tag);
    record.flags = flags_of(made.has) | (is_in_folder_ ? has_folder_tags : 0U);
    record.row = {static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(chunk.bytes.size() - at)};
  }

  [[nodiscard]] auto warnings_of(const candidate& made) const -> std::uint32_t {
    auto all = made.warnings;
    const bool is_unreadable = (all & warning_date_unreadable) != 0;
    if (is_unreadable || link_.date_invalid) all = (all & ~warning_date_unreadable) | warning_date_invalid;
    if (link_.bytes_invalid) all |= warning_undecodable_bytes;
    return all;
  }

  /// The link as what a candidate is made of.
  void prepare() {
    record_.url = unicode::trimmed(link_.url);
    record_.title = link_.title.empty() ? record_.url : std::string_view(link_.title);
    record_.warnings =
        link_.title.empty() ? static_cast<std::uint32_t>(formats::activitystreams::warn_title_missing) : 0U;
    record_.description = text_of(link_.description);
    record_.feed_url = text_of(link_.feed_url);
    record_.has_tags = link_.has_tags;
    record_.tags.assign(link_.tags.begin(), link_.tags.end());
    add_folders();
    record_.published = date_of(link_.created, created_);
    record_.updated = date_of(link_.updated, updated_);
    write_extra();
    record_.extra = extra_;
  }

  static auto text_of(const std::optional<std::string>& from) -> optional_text {
    if (!from) return {};
    return {optional_text::state::text, *from};
  }

  static auto date_of(std::string_view spelled, std::string& raw) -> std::optional<spelled_value> {
    if (spelled.empty()) return std::nullopt;
    // Of fewer digits a year, or a day like 20240115, may be meant: those are texts.
    constexpr std::size_t least_digits = 9;
    if (spelled.size() >= least_digits && is_count(spelled)) return spelled_value{{}, spelled};
    raw.clear();
    text::append_json_string(spelled, raw);
    return spelled_value{spelled, raw};
  }

  /// Names of folders become tags; those that a program has of itself say nothing.
  void add_folders() {
    is_in_folder_ = false;
    if (folders_ == folder_policy::ignore) return;
    const auto& all = link_.folder;
    const auto last = all.empty() ? 0 : all.size() - 1;
    for (auto i = folders_ == folder_policy::path ? std::size_t{0} : last; i < all.size(); ++i)
      if (i >= link_.own_folders && std::ranges::find(record_.tags, all[i]) == record_.tags.end()) {
        record_.tags.emplace_back(all[i]);
        is_in_folder_ = true;
      }
  }

  void write_extra() {
    extra_.clear();
    told_.settle(link_.extra, !link_.folder.empty());
    if (link_.extra.empty() && link_.folder.empty()) return;
    extra_.append("{");
    if (!link_.folder.empty()) {
      std::string_view before = "\"folder\":[";
      for (const auto& name : link_.folder) {
        extra_.append(before);
        text::append_json_string(name, extra_);
        before = ",";
      }
      extra_.append(link_.extra.empty() ? "]" : "],");
    }
    extra_.append(link_.extra).append("}");
  }

  candidate_maker maker_;
  folder_policy folders_;
  std::unique_ptr<links::link_reader> reader_;
  std::size_t limit_;
  std::uint64_t to_pass_;
  links::link link_;
  link_record record_;
  bool is_in_folder_ = false;  ///< names of folders are among its tags
  links::settled_extra told_;
  std::string extra_;
  std::string created_;
  std::string updated_;
};

}  // namespace

auto links_checker(const found_format& found) -> std::unique_ptr<file_check> {
  if (found.links->count != nullptr) return std::make_unique<passing_checker>(found);
  return std::make_unique<checker>(found);
}

auto links_records(const link_format& format, const reading_start& from, const reading_order& order)
    -> std::unique_ptr<record_source> {
  return std::make_unique<source>(format, from, order);
}

}  // namespace waybill::bookmarks
