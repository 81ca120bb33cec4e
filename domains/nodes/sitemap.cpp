// Sitemaps: their check and their entries as candidates.
#include <algorithm>

#include "domains/nodes/files.hpp"
#include "domains/nodes/metadata_writer.hpp"
#include "domains/nodes/sitemap_text.hpp"
#include "formats/text.hpp"
#include "formats/unicode/blanks.hpp"

namespace waybill::nodes {
namespace {

namespace map = formats::sitemap;

class checker final : public file_check {
 public:
  void feed(std::string_view bytes) override {
    parser_.feed(bytes);
    while (parser_.next() != nullptr) ++records_;
  }
  auto finish() -> result<file_summary> override {
    parser_.finish();
    while (parser_.next() != nullptr) ++records_;
    if (parser_.why().code != map::fault_code::none) return error_of(parser_.why());
    if (parser_.kind() == map::root::index) return index_alone({});
    if (records_ == 0 && !parser_.stranger().empty()) return without_urls(parser_.stranger());
    return file_summary{std::string(name_of(file_form::sitemap)), records_, 0};
  }

 private:
  map::parser parser_;
  std::uint64_t records_ = 0;
};

class source final : public record_source {
 public:
  source(std::unique_ptr<sitemap_text> text, const reading_order& order)
      : maker_(read_options(order.options), order.import_time), text_(std::move(text)) {}

  auto next(candidate_chunk& into) -> step override {
    const auto* const one = text_->next();
    if (one == nullptr) return text_->is_broken() ? step::broken : step::end;
    maker_.add(item_.node_of(*one), into);
    into.records.back().end_offset = one->end_offset;
    return step::record;
  }

 private:
  candidate_maker maker_;
  sitemap_item item_;
  std::unique_ptr<sitemap_text> text_;
};

auto position_of(const map::fault& from) -> fault_place {
  return {std::nullopt, from.byte_offset, from.line, from.column};
}

}  // namespace

auto error_of(const map::fault& from) -> error {
  const auto code = from.code == map::fault_code::refused      ? errc::xml_refused
                    : from.code == map::fault_code::other_root ? errc::no_urls
                                                               : errc::invalid_xml;
  return {code, from.message, position_of(from)};
}

auto without_urls(std::string_view stranger) -> error {
  constexpr std::size_t shown_bytes = 100;
  return {errc::no_urls,
          "In the first tag of the sitemap no 'url' stands, but '" +
              std::string(text::cut_to_bytes(stranger, shown_bytes)) + "'.",
          {}};
}

auto index_alone(const std::vector<std::string>& missing) -> error {
  constexpr std::size_t shown = 5;
  constexpr std::size_t shown_bytes = 100;
  std::string names;
  for (std::size_t i = 0; i < std::min(shown, missing.size()); ++i)
    names.append(i == 0 ? "" : ", ").append(text::cut_to_bytes(missing[i], shown_bytes));
  if (missing.size() > shown) names += ", ...";
  const auto which = names.empty() ? std::string("its sitemaps") : names;
  return {errc::sitemap_index_alone,
          "The index of sitemaps came without " + which +
              ". Nothing is fetched: put the index and all of its "
              "sitemaps into one ZIP.",
          {}};
}

auto opening_of(std::string_view first) -> map::opening {
  map::parser parser;
  parser.feed(first);
  parser.flush();
  return parser.head();
}

auto sitemap_text::next() -> const map::entry* {
  for (;;) {
    if (const auto* const one = parser_->next()) return one;
    if (at_end_ || broken_) return nullptr;  // what was found before the break has been given
    const auto got = bytes_ ? bytes_->read(block_.data(), block_.size()) : -1;
    at_end_ = got == 0;
    broken_ = got < 0 ||
              (at_end_ ? !parser_->finish() : !parser_->feed({block_.data(), static_cast<std::size_t>(got)}));
  }
}

auto sitemap_item::node_of(const map::entry& from) -> given_node {
  given_node made;
  made.url = unicode::trimmed(from.loc);
  metadata_.begin();
  if (!from.lastmod.empty()) metadata_.add_text("lastmod", from.lastmod);
  if (!from.changefreq.empty()) metadata_.add_text("changefreq", from.changefreq);
  if (!from.priority.empty()) metadata_.add_text("priority", from.priority);
  if (!from.further_locs.empty()) {
    metadata_.add_text("loc", from.further_locs);
    made.warnings |= warning_unknown_key;
  }
  made.metadata = metadata_.finish();
  return made;
}

auto sitemap_checker() -> std::unique_ptr<file_check> { return std::make_unique<checker>(); }

auto sitemap_records(std::unique_ptr<formats::byte_source> bytes, const reading_start& from,
                     const reading_order& order, std::string_view first) -> std::unique_ptr<record_source> {
  return std::make_unique<source>(std::make_unique<sitemap_text>(std::move(bytes), from.offset, first),
                                  order);
}

}  // namespace waybill::nodes
