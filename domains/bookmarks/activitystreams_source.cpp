// ActivityStreams files as chunks of candidates: format and domain meet here.
#include "domains/bookmarks/bookmark.hpp"
#include "domains/bookmarks/formats.hpp"
#include "domains/bookmarks/kind.hpp"
#include "formats/activitystreams/document.hpp"
#include "formats/activitystreams/link_record.hpp"
#include "formats/text.hpp"

namespace waybill::bookmarks {
namespace {

namespace as = formats::activitystreams;

/// What a faulty record is found by need not be kept whole.
constexpr std::size_t label_limit_bytes = 2'048;
/// Of an item that has nothing to be found by, this much is shown as it stands in the file.
constexpr std::size_t excerpt_characters = 120;

auto to_error(const as::document_fault& fault) -> error {
  const auto code = fault.code == as::document_errc::invalid_json          ? errc::invalid_json
                    : fault.code == as::document_errc::not_activitystreams ? errc::not_activitystreams
                                                                           : errc::unavailable;
  return {code, fault.message, {std::nullopt, fault.byte_offset, fault.line, fault.column}};
}

class checker final : public file_check {
 public:
  explicit checker(std::string_view evidence) : evidence_(evidence) {}
  void feed(std::string_view bytes) override { check_.feed(bytes); }
  auto finish() -> result<file_summary> override {
    const auto checked = check_.finish();
    if (const auto* fault = std::get_if<as::document_fault>(&checked)) return to_error(*fault);
    const auto& summary = std::get<as::document_summary>(checked);
    return file_summary{std::string(activitystreams_name), summary.records, summary.list_offset,
                        summary.records == 0 ? findings_of({activitystreams_name, evidence_})
                                             : found_text(activitystreams_name, evidence_)};
  }

 private:
  as::document_check check_;
  std::string_view evidence_;
};

class source final : public record_source {
 public:
  source(std::unique_ptr<formats::byte_source> bytes, const reading_start& from, instant import_time,
         const reading_limits& limits)
      : maker_(import_time), items_(std::move(bytes), from.offset, from.at_list_start, limits.item_bytes) {}

  auto next(candidate_chunk& into) -> step override {
    const auto item = items_.next();
    if (items_.broken()) return step::broken;
    if (!item) return step::end;
    add(*item, into);
    into.records.back().end_offset = item->end_offset;
    return step::record;
  }

 private:
  static auto excerpt(std::string_view item) -> std::string_view {
    return text::cut_to_characters(item, excerpt_characters);
  }

  static void refuse(candidate_chunk& chunk, candidate_record& record, std::string_view code,
                     std::string_view url, std::string_view title) {
    record.fault = code;
    record.reason = kind().sentence(code);
    chunk.show(text::cut_to_bytes(url, label_limit_bytes));
    chunk.show(text::cut_to_bytes(title, label_limit_bytes));
  }

  void add(const as::raw_item& item, candidate_chunk& chunk) {
    auto& record = chunk.records.emplace_back();
    if (item.oversize) return refuse(chunk, record, "record_too_large", {}, excerpt(item.head));
    const auto& parsed = parser_.parse(item.raw);
    if (const auto* fault = std::get_if<as::item_fault>(&parsed)) {
      const bool no_url = fault->code == as::item_errc::url_missing;
      const bool nameless = text::is_blank(fault->title) && text::is_blank(fault->id);
      return refuse(chunk, record, no_url ? "url_missing" : "not_a_bookmark", fault->id,
                    nameless ? excerpt(item.raw) : fault->title);
    }
    const auto& link = std::get<as::link_record>(parsed);
    candidate made;
    const auto at = chunk.bytes.size();
    switch (maker_.make(link, made, chunk.bytes)) {
      case candidate_maker::fault::url_missing:
        return refuse(chunk, record, "url_missing", {}, link.title);
      case candidate_maker::fault::url_too_long:
        return refuse(chunk, record, "url_too_long", link.url, link.title);
      case candidate_maker::fault::none:
        break;
    }
    chunk.add_key(made.id);
    record.warnings = made.warnings;
    record.flags = flags_of(made.has);
    record.row = {static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(chunk.bytes.size() - at)};
  }

  as::item_parser parser_;
  candidate_maker maker_;
  as::item_reader items_;
};

}  // namespace

auto activitystreams_source(std::unique_ptr<formats::byte_source> bytes, const reading_start& from,
                            instant import_time, const reading_limits& limits)
    -> std::unique_ptr<record_source> {
  return std::make_unique<source>(std::move(bytes), from, import_time, limits);
}

auto activitystreams_checker(std::string_view evidence) -> std::unique_ptr<file_check> {
  return std::make_unique<checker>(evidence);
}

}  // namespace waybill::bookmarks
