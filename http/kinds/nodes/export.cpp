// A project's nodes as a file: JSON, CSV or sitemaps.
#include "domains/nodes/export.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "domains/nodes/identity.hpp"
#include "formats/text.hpp"
#include "http/kinds/nodes/resources.hpp"
#include "http/kinds/nodes/tree.hpp"
#include "http/resources/owned.hpp"
#include "http/resources/pages.hpp"
#include "http/written_table.hpp"

namespace waybill::http {
namespace {

constexpr std::size_t piece_bytes = 32'768;

struct export_format {
  std::string_view name;
  std::string_view ending;
  std::string_view content_type;
  auto(*writer)() -> std::unique_ptr<nodes::exporter>;
};
constexpr std::array formats{
    export_format{"json", ".json", "application/json", nodes::flat_json_exporter},
    export_format{"json-nested", ".json", "application/json", nodes::nested_json_exporter},
    export_format{"csv", ".csv", "text/csv; charset=utf-8", nodes::csv_exporter},
    export_format{"sitemap", ".xml", "application/xml", nodes::sitemap_exporter},
};
constexpr const auto& nested = formats[1];
constexpr const auto& table = formats[2];
constexpr const auto& sitemap = formats[3];

/// What to write of the nodes in the order of their paths.
struct export_wish {
  const export_format* format = nullptr;
  std::uint64_t from = 0;
  std::uint64_t most = ~std::uint64_t{0};
};

auto format_of(const request& call) -> result<const export_format*> {
  const auto name = call.param("format").value_or("json");
  const auto* found = std::ranges::find(formats, name, &export_format::name);
  if (found == formats.end())
    return {errc::bad_value, "The parameter 'format' is json, json-nested, csv or sitemap."};
  return found;
}

/// Sitemaps hold so many URLs each, by their protocol. Nothing: the parameter is not there.
auto part_of(const request& call, const export_format& format, std::uint64_t parts)
    -> result<std::optional<std::uint64_t>> {
  const auto text = call.param("part");
  if (!text) return std::optional<std::uint64_t>{};
  std::uint64_t number = 0;
  const auto* end = text->data() + text->size();
  const auto [stop, failed] = std::from_chars(text->data(), end, number);
  if (&format != &sitemap || failed != std::errc{} || stop != end || number < 1 || number > parts)
    return {errc::bad_value, "The parameter 'part' is the number of a sitemap of the index, from 1."};
  return std::optional{number};
}

auto shown_row(const node_item& one) -> nodes::exported_node {
  const auto& what = one.what;
  return {{what.url, what.canonical, what.title, what.titled, what.linked, what.metadata, what.created_at,
           what.updated_at},
          one.id,
          one.parent ? std::string_view(*one.parent) : std::string_view{},
          static_cast<std::uint32_t>(one.depth)};
}

auto write_nodes(const seen_tree& tree, const export_wish& wish, const byte_sink& sink) -> bool {
  const auto to = wish.format->writer();
  std::string piece;
  to->begin(piece);
  bool listening = true;
  std::uint64_t seen = 0;
  const auto take = [&](node_item&& one) {
    if (seen++ < wish.from) return true;
    to->add(shown_row(one), piece);
    if (piece.size() >= piece_bytes) {
      listening = sink(piece);
      piece.clear();
    }
    return listening && seen - wish.from < wish.most;
  };
  const auto went = wish.format == &nested ? tree.views->each_tree(tree.project.value, take)
                                           : tree.views->each(tree.project.value, take);
  if (!went) broke_off("the export of nodes", went.why());
  to->end(piece);
  return went.ok() && listening && sink(piece);
}

/// Where the sitemaps of an index are looked for: beside it, on the site that they are of.
auto index_of(const seen_tree& tree, std::uint64_t parts) -> result<std::string> {
  const auto first = tree.views->list(tree.project.value, {{}, 1, {}});
  if (!first) return first.why();
  std::string site;
  if (!first->items.empty()) {
    const auto& what = first->items.front().what;
    site = nodes::parts_of(what.canonical).site;
    if (site.find("://") == std::string::npos)
      site.insert(0, text::trimmed(what.url).starts_with("http:") ? "http://" : "https://");
  }
  std::vector<std::string> addresses;
  for (std::uint64_t number = 1; number <= parts; ++number)
    addresses.push_back(site + "/sitemap-" + std::to_string(number) + ".xml");
  std::string index;
  nodes::append_sitemap_index(addresses, index);
  return index;
}

auto file_answer(const export_format& format, const std::string& name) -> answer {
  answer out;
  out.content_type = format.content_type;
  out.headers.emplace_back("Content-Disposition",
                           "attachment; filename=\"" + name + std::string(format.ending) + "\"");
  return out;
}

auto sitemaps_of(const request& call, const seen_tree& tree) -> result<answer> {
  const auto stats = tree.views->stats(tree.project.value);
  if (!stats) return stats.why();
  constexpr std::uint64_t most = nodes::sitemap_most_urls;
  const auto parts = std::max<std::uint64_t>((stats->nodes + most - 1) / most, 1);
  const auto part = part_of(call, sitemap, parts);
  if (!part) return part.why();
  if (!*part && parts > 1) {
    auto index = index_of(tree, parts);
    if (!index) return std::move(index).why();
    auto out = file_answer(sitemap, "sitemap");
    out.body = std::move(*index);
    return out;
  }
  const auto number = part->value_or(1);
  auto out = file_answer(sitemap, *part ? "sitemap-" + std::to_string(number) : "sitemap");
  out.stream = [tree, wish = export_wish{&sitemap, (number - 1) * most, most}](const byte_sink& sink) {
    return write_nodes(tree, wish, sink);
  };
  return out;
}

}  // namespace

auto export_nodes(context& asks, request& call) -> result<answer> {
  const auto format = format_of(call);
  if (!format) return format.why();
  const auto tree = streamed_tree_of(asks, call);
  if (!tree) return tree.why();
  if (*format == &sitemap) return sitemaps_of(call, *tree);
  if (const auto part = part_of(call, **format, 0); !part) return part.why();
  auto out = file_answer(**format, "nodes-" + to_rfc3339_ms(asks.core.clock().now()).substr(0, 10));
  out.stream = [tree = *tree, wish = export_wish{*format}](const byte_sink& sink) {
    return write_nodes(tree, wish, sink);
  };
  if (*format == &table) out.stream = remembered_csv(asks.core.files(), std::move(out.stream));
  return out;
}

}  // namespace waybill::http
