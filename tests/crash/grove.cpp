#include "tests/crash/grove.hpp"

#include <zlib.h>

#include "domains/nodes/identity.hpp"
#include "tests/crash/trees.hpp"

namespace waybill::crash {
namespace {

constexpr int leaves = 90;
constexpr int sections = 6;
constexpr int pages = 5;

auto numbered(const std::string& name, int number) -> std::string { return name + std::to_string(number); }

auto section(int number) -> std::string { return numbered("site.example/s", number % sections); }
auto page_url(int number) -> std::string {
  return section(number) + numbered("/p", number / sections % pages);
}
auto leaf(int number) -> std::string { return page_url(number) + numbered("/leaf", number); }

/// Every eleventh with metadata; among them some that are no URL, and some that stand right before.
auto leaves_document() -> std::string {
  std::string lines;
  for (int i = 0; i < leaves; ++i) {
    if (i % 17 == 16) lines += "{\"url\":\"ftp://site.example/" + numbered("x", i) + "\"}\n";
    if (i % 13 == 12) lines += "\"http://SITE.example:80/" + leaf(i - 1).substr(13) + "/#again\"\n";
    lines += "{\"url\":\"https://" + leaf(i) + (i % 7 == 0 ? "?q=1\"" : "\"");
    lines += i % 11 == 0 ? ",\"metadata\":{\"rank\":" + std::to_string(i) + "}}\n" : "}\n";
  }
  return lines;
}

/// Also some whose names only begin as a section's.
auto sections_document() -> std::string {
  std::string rows = "url,title\r\n";
  for (int i = 0; i < sections * pages; ++i)
    rows += "https://" + page_url(i) + (i % 2 == 0 ? ",Page\r\n" : ",\r\n");
  for (int i = 0; i < sections; ++i) rows += "https://" + section(i) + "-x/y,\r\n";
  return rows;
}

auto homepages_document() -> std::string {
  std::vector<std::string> urls;
  for (int i = 0; i < 30; ++i)
    urls.push_back(numbered("https://other.example:8443/a/b", i % 7) + numbered("/c", i));
  for (int i = 0; i < sections; ++i) urls.push_back("https://" + section(i));
  urls.push_back("https://site.example");
  urls.push_back("https://other.example:8443/a");
  urls.push_back("https://other.example:8443");
  return gzipped(sitemap_of(urls));
}

auto titles_document() -> std::string {
  auto urls = st::json::array();
  for (int i = 0; i < leaves; i += 3)
    urls.push_back({{"url", "https://" + leaf(i)}, {"title", "New"}, {"metadata", {{"seen", i}}}});
  return st::json{{"urls", urls}}.dump();
}

}  // namespace

auto gzipped(const std::string& text) -> std::string {
  z_stream stream{};
  if (::deflateInit2(&stream, 9, Z_DEFLATED, 15 + 16, 9, Z_DEFAULT_STRATEGY) != Z_OK) throw lost("no gzip");
  std::string packed(::deflateBound(&stream, text.size()), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
  stream.avail_in = static_cast<uInt>(text.size());
  stream.next_out = reinterpret_cast<Bytef*>(packed.data());
  stream.avail_out = static_cast<uInt>(packed.size());
  const bool whole = ::deflate(&stream, Z_FINISH) == Z_STREAM_END;
  packed.resize(stream.total_out);
  ::deflateEnd(&stream);
  if (!whole) throw lost("no gzip");
  return packed;
}

auto sitemap_of(const std::vector<std::string>& urls) -> std::string {
  std::string text =
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<urlset "
      "xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n";
  for (const auto& url : urls) text += "<url><loc>" + url + "</loc><lastmod>2024-05-06</lastmod></url>\n";
  return text + "</urlset>\n";
}

void grove::plant(st::person& who, const std::string& document, const std::string& file_name,
                  const std::string& options) {
  const st::variables fields{{"kind", "nodes"}, {"project", at_.project()}, {"options", options}};
  imports_.push_back({&who, sees_.submit(who, {document, file_name, fields, file_name})});
}

void grove::plant_pages() {
  static const auto document = leaves_document();
  plant(at_.bob(), document, "pages.jsonl");
}
void grove::plant_sections() {
  static const auto document = sections_document();
  plant(at_.alice(), document, "sections.csv");
}
void grove::plant_homepages() {
  static const auto document = homepages_document();
  plant(at_.bob(), document, "homepages.xml.gz");
}
void grove::plant_titles() {
  static const auto document = titles_document();
  plant(at_.alice(), document, "titles.json", R"({"on_duplicate":"update"})");
}

void grove::bring_to_end() {
  for (const auto& each : imports_) sees_.bring_to_end(*each.who, each.id);
}

auto grove::path_of(const std::string& canonical) const -> std::string {
  return "/api/v1/projects/" + at_.project() + "/nodes/" +
         nodes::node_id(at_.project(), nodes::identity_of(canonical));
}

void grove::fell_some() {
  for (const auto& text : {section(1), std::string("other.example:8443/"), leaf(5)})
    sees_.remove(at_.bob(), path_of(text));
  const auto told = at_.insist([&] {
    return at_.alice().patch(path_of(leaf(8)), {{"title", "By hand"}, {"metadata", {{"seen", nullptr}}}});
  });
  if (told.status != 200 || told.parsed().at("title") != "By hand")
    throw lost("a change by hand was answered " + told.body);
}

void grove::tell(ending& end) {
  for (const auto& each : imports_) sees_.tell_import(end, *each.who, each.id);
  const auto project = "/api/v1/projects/" + at_.project();
  shown_ = sees_.list(at_.bob(), project + "/nodes?limit=100");
  end.parts.push_back("nodes: " + sees_.canonical(shown_).dump());
  end.parts.push_back("roots: " +
                      sees_.canonical(sees_.list(at_.bob(), project + "/nodes/roots?limit=9")).dump());
  end.parts.push_back("stats: " + sees_.canonical(sees_.ask(at_.bob(), project + "/tree/stats")).dump());
  end.parts.push_back(
      "history: " + sees_.canonical(sees_.list(at_.bob(), path_of(section(1)) + "/history?limit=9")).dump());
}

void grove::hold_against_log() { see_nodes(shown_, at_.project(), at_.data()); }

void see_nodes(const st::json& shown, const std::string& project, const st::fs::path& data) {
  const auto tree = compare_trees(data)[project];
  const auto id_of = [&](const std::string& text) {
    return st::json(nodes::node_id(project, nodes::identity_of(text)));
  };
  if (shown.size() != tree.all.size())
    throw lost(std::to_string(shown.size()) + " nodes are shown of " + std::to_string(tree.all.size()));
  std::size_t at = 0;
  for (const auto& [text, entry] : tree.all) {
    const auto& one = shown[at++];
    const auto parent = tree.parent_of(text);
    if (one.at("id") != id_of(text) || one.at("url") != entry.row.url || one.at("title") != entry.row.title ||
        one.at("parent") != (parent ? id_of(*parent) : st::json(nullptr)) ||
        one.at("depth") != tree.depth_of(text) || one.at("children_count") != tree.children_of(text).size())
      throw lost("a node is not shown as the log holds it: " + one.dump());
  }
}

}  // namespace waybill::crash
