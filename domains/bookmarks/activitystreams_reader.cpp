// ActivityStreams files as chunks of candidates: format and domain meet here.
#include <algorithm>
#include <array>
#include <cerrno>

#include "domains/bookmarks/bookmark.hpp"
#include "domains/bookmarks/kind.hpp"
#include "events/hash.hpp"
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

auto flags_of(const presence& has) -> std::uint32_t {
  return (has.description ? 1U : 0U) | (has.feed_url ? 2U : 0U) | (has.tags ? 4U : 0U) |
         (has.created_at ? 8U : 0U) | (has.updated_at ? 16U : 0U);
}

auto to_error(const as::document_fault& fault) -> error {
  const auto code = fault.code == as::document_errc::invalid_json          ? errc::invalid_json
                    : fault.code == as::document_errc::not_activitystreams ? errc::not_activitystreams
                                                                           : errc::unavailable;
  return {code, fault.message, {std::nullopt, fault.byte_offset, fault.line, fault.column}};
}

auto to_result(const as::check_result& checked) -> result<file_summary> {
  if (const auto* fault = std::get_if<as::document_fault>(&checked)) return to_error(*fault);
  const auto& summary = std::get<as::document_summary>(checked);
  return file_summary{"activitystreams", summary.records, summary.list_offset};
}

class checker final : public file_check {
 public:
  void feed(std::string_view bytes) override { check_.feed(bytes); }
  auto finish() -> result<file_summary> override { return to_result(check_.finish()); }

 private:
  as::document_check check_;
};

/// Hashes what passes through.
class hashing_source final : public as::byte_source {
 public:
  explicit hashing_source(std::unique_ptr<as::byte_source> inner) : inner_(std::move(inner)) {}
  auto read(char* into, std::size_t size) -> std::int64_t override {
    const auto got = inner_->read(into, size);
    if (got > 0) hash_.update({into, static_cast<std::size_t>(got)});
    return got;
  }
  /// The digest of everything: reads what nobody read.
  auto finish() -> digest {
    std::array<char, 65'536> rest;
    while (read(rest.data(), rest.size()) > 0) {
    }
    return hash_.finish();
  }

 private:
  std::unique_ptr<as::byte_source> inner_;
  sha256 hash_;
};

class reader final : public record_reader {
 public:
  reader(std::string path, instant import_time, const reading_limits& limits)
      : path_(std::move(path)), limits_(limits), maker_(import_time) {}

  auto check(const std::function<bool(std::uint64_t)>& keep_on, const digest& must_be)
      -> std::optional<result<file_summary>> override {
    auto source = as::open_file(path_, 0);
    if (!source) return missing();
    hashing_source hashed{std::move(source)};
    const auto checked = as::check_document(hashed, keep_on);
    if (!checked) return std::nullopt;
    if (hashed.finish() != must_be)
      return error{errc::file_changed, "The stored file is no longer what was uploaded.", {}};
    return to_result(*checked);
  }

  auto start(const reading_start& from) -> result<done> override {
    auto source = as::open_file(path_, from.offset);
    if (!source) return missing();
    items_.emplace(std::move(source), from.offset, from.at_list_start, limits_.item_bytes);
    next_chunk_ = from.chunk;
    next_record_ = from.record;
    offset_ = from.offset;
    return done{};
  }

  auto next() -> result<std::unique_ptr<candidate_chunk>> override {
    auto chunk = std::make_unique<candidate_chunk>();
    chunk->number = next_chunk_++;
    chunk->first_record = next_record_;
    chunk->records.reserve(limits_.chunk_records);
    chunk->keys.reserve(limits_.chunk_records);
    chunk->bytes.reserve(last_size_ + last_size_ / 8 + 4'096);
    while (chunk->records.size() < limits_.chunk_records && chunk->bytes.size() < limits_.chunk_bytes) {
      const auto item = items_->next();
      if (!item) break;
      add(*item, *chunk);
      chunk->records.back().end_offset = item->end_offset;
      offset_ = item->end_offset;
    }
    if (items_->broken())
      return error{errc::file_changed,
                   "The stored file is no longer what was checked.",
                   {next_record_, offset_, {}, {}}};
    chunk->resume_offset = offset_;
    last_size_ = chunk->bytes.size();
    return chunk;
  }

 private:
  /// Right after a failed open.
  [[nodiscard]] static auto missing() -> error {
    if (errno != ENOENT) return {errc::unavailable, "The uploaded file cannot be read now.", {}};
    return {errc::file_missing, "The uploaded file is no longer there."};
  }

  static auto keep(candidate_chunk& chunk, std::string_view text) -> byte_span {
    const byte_span span{static_cast<std::uint32_t>(chunk.bytes.size()),
                         static_cast<std::uint32_t>(text.size())};
    chunk.bytes.append(text);
    return span;
  }

  static auto excerpt(std::string_view item) -> std::string_view {
    return text::cut_to_characters(item, excerpt_characters);
  }

  static void refuse(candidate_chunk& chunk, candidate_record& record, std::string_view code,
                     std::string_view url, std::string_view title) {
    record.fault = code;
    record.reason = kind().sentence(code);
    record.url = keep(chunk, text::cut_to_bytes(url, label_limit_bytes));
    record.title = keep(chunk, text::cut_to_bytes(title, label_limit_bytes));
  }

  void add(const as::raw_item& item, candidate_chunk& chunk) {
    auto& record = chunk.records.emplace_back();
    ++next_record_;
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

  std::string path_;
  reading_limits limits_;
  as::item_parser parser_;
  candidate_maker maker_;
  std::optional<as::item_reader> items_;
  std::uint64_t next_chunk_ = 1;
  std::uint64_t next_record_ = 1;
  std::uint64_t offset_ = 0;
  std::size_t last_size_ = 0;
};

}  // namespace

auto activitystreams_reader(const std::string& path, instant import_time, const reading_limits& limits)
    -> std::unique_ptr<record_reader> {
  return std::make_unique<reader>(path, import_time, limits);
}

auto activitystreams_checker() -> std::unique_ptr<file_check> { return std::make_unique<checker>(); }

}  // namespace waybill::bookmarks
