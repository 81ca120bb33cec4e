#include <array>
#include <utility>
#include <vector>

#include "domains/bookmarks/formats.hpp"
#include "formats/links/netscape.hpp"
#include "formats/links/producers.hpp"
#include "formats/links/urls.hpp"

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
template <std::size_t... Which>
auto all_of(std::index_sequence<Which...> /*each*/) -> std::vector<link_format> {
  std::vector<link_format> all{{links::producers()[Which].name, evidence_of<Which>, open_of<Which>}...};
  all.push_back({"netscape", of_text<links::netscape_evidence>, links::netscape_reader});
  // Last: any line of text may be one of a list.
  all.push_back({"urls", of_text<links::urls_evidence>, links::urls_reader});
  return all;
}

}  // namespace

auto link_formats() -> std::span<const link_format> {
  static const auto all = all_of(std::make_index_sequence<links::producer_count>{});
  return all;
}

}  // namespace waybill::bookmarks
