#include <array>
#include <utility>
#include <vector>

#include "domains/bookmarks/formats.hpp"
#include "formats/links/activity_links.hpp"
#include "formats/links/netscape.hpp"
#include "formats/links/producers.hpp"
#include "formats/links/urls.hpp"
#include "formats/links/zipped.hpp"
#include "formats/recognise.hpp"
#include "formats/zip/archive.hpp"

namespace waybill::bookmarks {
namespace {

namespace links = formats::links;

/// Of a format that is text, and never JSON.
template <auto Evidence>
auto of_text(const beginning& of) -> std::string_view {
  return of.is_json ? std::string_view{} : Evidence(of.text);
}

/// As readers want it that read a file several times.
auto file_of(links::link_input input) -> links::link_file {
  return {[path = std::move(input.path)] { return formats::open_file(path, 0); }, input.item_bytes};
}

template <std::size_t Which>
auto evidence_of(const beginning& of) -> std::string_view {
  return links::producers()[Which].evidence(of.bytes, of.text);
}
template <std::size_t Which>
auto open_of(links::link_input input) -> std::unique_ptr<links::link_reader> {
  return links::producers()[Which].open(file_of(std::move(input)));
}
/// Of formats whose files are read once, from their first byte.
template <auto Open>
auto open_once(const links::link_file& file) -> std::unique_ptr<links::link_reader> {
  return Open({file.open(), {}, file.item_bytes});
}

/// What has a line of names above it is a table, however its rows begin.
auto urls_alone(const beginning& of) -> std::string_view {
  return of.is_json || links::table_by_columns(of.bytes) ? std::string_view{} : links::urls_evidence(of.text);
}

/// What a file in an archive is.
auto format_of_entry(std::string_view first) -> links::entry_format {
  std::string room;
  const auto begun = beginning_of(first, room);
  for (const auto& one : links::producers())
    if (!one.evidence(begun.bytes, begun.text).empty()) return {one.name, false, one.open};
  if (begun.is_json) {
    if (!links::is_activity_list(begun.text)) return {};
    return {activitystreams_name, false, links::activity_reader};
  }
  if (!links::netscape_evidence(begun.text).empty())
    return {"netscape", false, open_once<links::netscape_reader>};
  if (!urls_alone(begun).empty()) return {"urls", true, open_once<links::urls_reader>};
  return {};
}

auto zip_evidence(const beginning& of) -> std::string_view {
  // Workbooks and documents are ZIPs too, and say so in their first bytes.
  const bool is_plain =
      of.bytes.starts_with(formats::zip::signature) && formats::recognise(of.bytes).name == "a ZIP archive";
  return is_plain ? "It is a ZIP, and what it holds is looked into." : std::string_view{};
}
auto open_zip(links::link_input input) -> std::unique_ptr<links::link_reader> {
  return links::zip_reader(std::move(input.path), input.item_bytes, format_of_entry);
}

template <std::size_t... Which>
auto all_of(std::index_sequence<Which...> /*each*/) -> std::vector<link_format> {
  std::vector<link_format> all{{"zip", zip_evidence, open_zip},
                               {links::producers()[Which].name, evidence_of<Which>, open_of<Which>}...};
  all.push_back(
      {"netscape", of_text<links::netscape_evidence>, links::netscape_reader, links::netscape_count});
  // Last: any line of text may be one of a list.
  all.push_back({"urls", urls_alone, links::urls_reader});
  return all;
}

}  // namespace

auto link_formats() -> std::span<const link_format> {
  static const auto all = all_of(std::make_index_sequence<links::producer_count>{});
  return all;
}

}  // namespace waybill::bookmarks
