#include "formats/links/activity_links.hpp"

#include <algorithm>
#include <array>

#include "formats/activitystreams/document.hpp"
#include "formats/activitystreams/link_record.hpp"
#include "formats/links/json_shape.hpp"

namespace waybill::formats::links {
namespace {

namespace as = activitystreams;

class reader final : public link_reader {
 public:
  explicit reader(link_file file) : file_(std::move(file)) {}

  auto next(link& into) -> step override {
    into.clear();
    if (!why_.code.empty() || (!items_ && !begin())) return step::broken;
    const auto item = items_->next();
    if (items_->broken()) {
      why_ = {"file_changed", "The file is not what was checked."};
      return step::broken;
    }
    if (!item) return step::end;
    into.end = item->end_offset;
    if (item->oversize)
      into.fault = "record_too_large";
    else
      fill(parser_.parse(item->raw), into);
    return step::link;
  }
  [[nodiscard]] auto why() const -> file_fault override { return why_; }

 private:
  auto begin() -> bool {
    std::int64_t error = 0;
    heard_source bytes(file_.open(), error);
    const auto checked = as::check_document(bytes, [](std::uint64_t) { return true; });
    if (const auto* const fault = std::get_if<as::document_fault>(&*checked)) {
      why_ = error != 0 ? fault_of_source(error) : fault_of(*fault);
      return false;
    }
    const auto offset = std::get<as::document_summary>(*checked).list_offset;
    auto list = file_.open();
    std::array<char, 4'096> passed{};
    for (auto left = offset; list && left > 0;) {
      const auto got = list->read(passed.data(), std::min<std::uint64_t>(left, passed.size()));
      if (got <= 0) break;
      left -= static_cast<std::uint64_t>(got);
    }
    items_ = std::make_unique<as::item_reader>(std::move(list), offset, true, file_.item_bytes);
    return true;
  }

  static auto fault_of(const as::document_fault& from) -> file_fault {
    const auto code = from.code == as::document_errc::invalid_json          ? "invalid_json"
                      : from.code == as::document_errc::not_activitystreams ? "not_activitystreams"
                                                                            : "unavailable";
    return {code, from.message, from.byte_offset, from.line, from.column};
  }

  static void fill(const std::variant<as::link_record, as::item_fault>& from, link& into) {
    if (const auto* const fault = std::get_if<as::item_fault>(&from)) {
      into.fault = fault->code == as::item_errc::url_missing ? "url_missing" : "not_a_bookmark";
      into.title = fault->title;
      into.url = fault->id;
      return;
    }
    const auto& made = std::get<as::link_record>(from);
    into.url = made.url;
    if ((made.warnings & as::warn_title_missing) == 0) into.title = made.title;
    if (made.description.is == as::optional_text::state::text) into.description = made.description.text;
    if (made.feed_url.is == as::optional_text::state::text) into.feed_url = made.feed_url.text;
    into.has_tags = made.has_tags;
    into.tags.assign(made.tags.begin(), made.tags.end());
    into.created = date_of(made.published);
    into.updated = date_of(made.updated);
    if (made.extra.size() > 2) into.extra = made.extra.substr(1, made.extra.size() - 2);
  }

  static auto date_of(const std::optional<as::spelled_value>& from) -> std::string_view {
    if (!from) return {};
    return from->raw.starts_with('"') ? from->text : from->raw;
  }

  link_file file_;
  std::unique_ptr<as::item_reader> items_;
  as::item_parser parser_;
  file_fault why_;
};

}  // namespace

auto is_activity_list(std::string_view text) -> bool {
  const json_shape is(text);
  return (is.has("@context") || is.has("@context[]")) &&
         (is.has("orderedItems") || is.has("items") || is.has("first"));
}

auto activity_reader(const link_file& file) -> std::unique_ptr<link_reader> {
  return std::make_unique<reader>(file);
}

}  // namespace waybill::formats::links
