#include "formats/links/producers.hpp"

#include <array>

#include "formats/links/json_lists.hpp"
#include "formats/links/json_shape.hpp"
#include "formats/links/json_trees.hpp"
#include "formats/links/safari.hpp"
#include "formats/links/tables.hpp"
#include "formats/links/xml_lists.hpp"
#include "formats/lz4/unpack.hpp"
#include "formats/text.hpp"

namespace waybill::formats::links {
namespace {

using text_view = std::string_view;

/// Of JSON that is built so; `Has` looks at its shape.
template <class Has>
auto of_shape(text_view text, text_view sentence, Has has) -> text_view {
  const auto begin = text.find_first_not_of(" \t\r\n");
  if (begin == text_view::npos || (text[begin] != '{' && text[begin] != '[')) return {};
  return has(json_shape(text)) ? sentence : text_view{};
}

auto chrome_evidence(text_view /*bytes*/, text_view text) -> text_view {
  return of_shape(text,
                  "It has the member `roots` with `bookmark_bar` or `other` in it, as the file Bookmarks of "
                  "Chrome and its kin.",
                  [](const json_shape& is) {
                    return is.has("roots.bookmark_bar") || is.has("roots.other") || is.has("roots.synced") ||
                           is.has("roots.custom_root");
                  });
}

auto firefox_evidence(text_view /*bytes*/, text_view text) -> text_view {
  return of_shape(text, "It is a tree of nodes of the type `text/x-moz-place`, as the backups of Firefox.",
                  [&](const json_shape& is) {
                    const bool is_node = is.has("guid") || is.has("root") || is.has("type");
                    return is_node && text.find("text/x-moz-place") != text_view::npos;
                  });
}

auto pinboard_evidence(text_view /*bytes*/, text_view text) -> text_view {
  return of_shape(
      text, "It is a list of objects with `href`, `extended` and `toread`, as Pinboard writes them.",
      [](const json_shape& is) {
        return is.has("[].href") && (is.has("[].toread") || is.has("[].shared") || is.has("[].extended"));
      });
}

auto wallabag_evidence(text_view bytes, text_view text) -> text_view {
  if (const auto* const table = known_table(bytes); table != nullptr)
    return table->name == "wallabag" ? table->evidence : text_view{};
  return of_shape(text, "It is a list of objects with `url` and `is_archived`, as wallabag writes them.",
                  [](const json_shape& is) {
                    return is.has("[].url") && (is.has("[].is_archived") || is.has("[].is_starred"));
                  });
}

auto omnivore_evidence(text_view /*bytes*/, text_view text) -> text_view {
  return of_shape(text, "It is a list of objects with `url` and `savedAt`, as Omnivore writes them.",
                  [](const json_shape& is) {
                    return is.has("[].url") && is.has("[].savedAt") &&
                           (is.has("[].labels") || is.has("[].slug") || is.has("[].state"));
                  });
}

auto elcurator_evidence(text_view /*bytes*/, text_view text) -> text_view {
  return of_shape(text, "It is a list of objects with `url` and `is_saved`, as elCurator writes them.",
                  [](const json_shape& is) { return is.has("[].url") && is.has("[].is_saved"); });
}

auto linkwarden_evidence(text_view /*bytes*/, text_view text) -> text_view {
  return of_shape(text, "It has `collections` with `links` in them, as Linkwarden writes them.",
                  [](const json_shape& is) {
                    return is.has("collections[].links") ||
                           (is.has("collections[]") &&
                            (is.has("pinnedLinks") || is.has("whitelistedUsers") || is.has("username")));
                  });
}

auto karakeep_evidence(text_view /*bytes*/, text_view text) -> text_view {
  return of_shape(text,
                  "It has the list `bookmarks`, whose objects have a `content`, as Karakeep writes them.",
                  [](const json_shape& is) {
                    const bool is_empty = is.has("bookmarks[]") && !is.has("@context") && !is.has("type");
                    return is.has("bookmarks[].content") || is_empty;
                  });
}

auto linkding_evidence(text_view bytes, text_view text) -> text_view {
  if (const auto* const table = known_table(bytes); table != nullptr)
    return table->name == "linkding" ? table->evidence : text_view{};
  return of_shape(
      text, "It has the list `results`, whose objects have `tag_names`, as linkding's interface.",
      [](const json_shape& is) { return is.has("results[].url") && is.has("results[].tag_names"); });
}

/// The name of the first tag of XML; "": it has none, or is none.
auto root_of(text_view text) -> text_view {
  for (;;) {
    text = text::trimmed(text);
    if (!text.starts_with('<')) return {};
    const bool is_comment = text.starts_with("<!--");
    if (!is_comment && !text.starts_with("<?") && !text.starts_with("<!")) break;
    // A document type may declare things in brackets.
    const auto bracket = is_comment ? text_view::npos : text.substr(0, text.find('>')).find('[');
    const auto from = bracket == text_view::npos ? 0 : text.find(']', bracket);
    const auto end = from == text_view::npos ? from : text.find(is_comment ? "-->" : ">", from);
    if (end == text_view::npos) return {};
    text.remove_prefix(end + (is_comment ? 3 : 1));
  }
  text.remove_prefix(1);
  return text.substr(0, text.find_first_of(" \t\r\n/>"));
}

auto opml_evidence(text_view /*bytes*/, text_view text) -> text_view {
  return text::equals_ignoring_case(root_of(text), "opml") ? "Its first tag is `opml`." : text_view{};
}

auto safari_evidence(text_view /*bytes*/, text_view text) -> text_view {
  const bool is_list = root_of(text) == "plist" && (text.find("WebBookmark") != text_view::npos ||
                                                    text.find("<key>Children</key>") != text_view::npos);
  return is_list ? "It is a property list with `Children` and `WebBookmarkType`, as Safari's Bookmarks.plist."
                 : text_view{};
}

auto delicious_evidence(text_view /*bytes*/, text_view text) -> text_view {
  if (root_of(text) == "posts") return "Its first tag is `posts`, as in the XML of Delicious and Pinboard.";
  return of_shape(
      text, "It is a list of objects with `url`, `owner` and `others`, as Delicious wrote them.",
      [](const json_shape& is) { return is.has("[].url") && (is.has("[].others") || is.has("[].owner")); });
}

auto lz4_evidence(text_view bytes, text_view /*text*/) -> text_view {
  return bytes.starts_with(lz4::signature) ? "It begins with `mozLz40`, as the packed backups of Firefox."
                                           : text_view{};
}

/// Of a producer that writes tables alone.
template <std::size_t Which>
auto table_evidence(text_view bytes, text_view /*text*/) -> text_view {
  constexpr std::array<text_view, 5> names{"instapaper", "pocket", "raindrop", "readwise", "csv"};
  const auto* const table = known_table(bytes);
  return table != nullptr && table->name == names[Which] ? table->evidence : text_view{};
}

template <list_producer Of>
auto open_list(const link_file& file) -> std::unique_ptr<link_reader> {
  return json_list_reader(Of, file);
}

/// By the first byte that is no blank.
auto first_of(const link_file& file) -> char {
  const auto bytes = file.open();
  char first = ' ';
  while (bytes && (text::is_blank(first) || static_cast<unsigned char>(first) >= 0x80))
    if (bytes->read(&first, 1) <= 0) break;
  return first;
}
auto is_json(const link_file& file) -> bool {
  const char first = first_of(file);
  return first == '{' || first == '[';
}

auto open_delicious(const link_file& file) -> std::unique_ptr<link_reader> {
  return first_of(file) == '<' ? posts_reader(file) : json_list_reader(list_producer::delicious, file);
}
template <list_producer Of>
auto open_list_or_table(const link_file& file) -> std::unique_ptr<link_reader> {
  return is_json(file) ? json_list_reader(Of, file) : table_reader(file);
}
auto open_lz4(const link_file& file) -> std::unique_ptr<link_reader> {
  return firefox_reader({[file] { return lz4::unpacked(file.open()); }, file.item_bytes});
}

constexpr std::array all{
    producer{"firefox-lz4", lz4_evidence, open_lz4},
    producer{"safari", safari_evidence, safari_reader},
    producer{"opml", opml_evidence, opml_reader},
    producer{"chrome", chrome_evidence, chrome_reader},
    producer{"firefox", firefox_evidence, firefox_reader},
    producer{"pinboard", pinboard_evidence, open_list<list_producer::pinboard>},
    producer{"delicious", delicious_evidence, open_delicious},
    producer{"wallabag", wallabag_evidence, open_list_or_table<list_producer::wallabag>},
    producer{"omnivore", omnivore_evidence, open_list<list_producer::omnivore>},
    producer{"elcurator", elcurator_evidence, open_list<list_producer::elcurator>},
    producer{"linkwarden", linkwarden_evidence, linkwarden_reader},
    producer{"karakeep", karakeep_evidence, karakeep_reader},
    producer{"linkding", linkding_evidence, open_list_or_table<list_producer::linkding>},
    producer{"instapaper", table_evidence<0>, table_reader},
    producer{"pocket", table_evidence<1>, table_reader},
    producer{"raindrop", table_evidence<2>, table_reader},
    producer{"readwise", table_evidence<3>, table_reader},
    producer{"csv", table_evidence<4>, table_reader},
};

}  // namespace

auto producers() -> std::span<const producer, producer_count> { return all; }

auto table_by_columns(std::string_view bytes) -> bool {
  const char first = bytes.empty() ? ' ' : bytes.front();
  return first != '{' && first != '[' && first != '<' && has_url_column(bytes);
}

}  // namespace waybill::formats::links
