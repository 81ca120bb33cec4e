#include <array>

#include "domains/bookmarks/formats.hpp"
#include "formats/links/netscape.hpp"
#include "formats/links/urls.hpp"

namespace waybill::bookmarks {
namespace {

namespace links = formats::links;

/// Of a format that is text, and never JSON.
template <auto Evidence>
auto of_text(const beginning& of) -> std::string_view {
  return of.is_json ? std::string_view{} : Evidence(of.text);
}

constexpr std::array all{
    link_format{"netscape", of_text<links::netscape_evidence>, links::netscape_reader},
    // Last: any line of text may be one of a list.
    link_format{"urls", of_text<links::urls_evidence>, links::urls_reader},
};

}  // namespace

auto link_formats() -> std::span<const link_format> { return all; }

}  // namespace waybill::bookmarks
