#include "domains/nodes/export.hpp"

#include <algorithm>
#include <array>

#include "domains/nodes/metadata.hpp"
#include "domains/nodes/sitemap_values.hpp"
#include "formats/csv/writer.hpp"
#include "formats/text.hpp"

namespace waybill::nodes {
namespace {

using formats::csv::append_cell;
using text::append_json_string;

constexpr std::array<std::string_view, 3> of_sitemap{"lastmod", "changefreq", "priority"};

/// Without the closing brace.
void append_members(const exported_node& one, std::string& out) {
  const auto& row = one.row;
  out.append(R"({"id":)");
  append_json_string(one.id, out);
  out.append(R"(,"url":)");
  append_json_string(row.url, out);
  out.append(R"(,"title":)");
  append_json_string(row.title, out);
  out.append(R"(,"parent":)");
  if (one.parent.empty())
    out.append("null");
  else
    append_json_string(one.parent, out);
  out.append(R"(,"depth":)").append(std::to_string(one.depth));
  out.append(R"(,"created_at":")").append(to_rfc3339_ms(row.created_at));
  out.append(R"(","updated_at":")").append(to_rfc3339_ms(row.updated_at));
  out.append(R"(","metadata":)").append(row.metadata.empty() ? "{}" : row.metadata);
}

class flat_json final : public exporter {
 public:
  void begin(std::string& out) override { out.append("{\"urls\":["); }
  void add(const exported_node& one, std::string& out) override {
    out.append(is_first_ ? "\n" : ",\n");
    is_first_ = false;
    append_members(one, out);
    out.push_back('}');
  }
  void end(std::string& out) override { out.append("\n]}\n"); }

 private:
  bool is_first_ = true;
};

class nested_json final : public exporter {
 public:
  void begin(std::string& out) override { out.append("{\"nodes\":["); }
  void add(const exported_node& one, std::string& out) override {
    // A node that does not follow its parent's line hangs as deep as it can.
    const auto depth = std::min<std::size_t>(one.depth, open_);
    const bool is_child = depth == open_;
    close(depth, out);
    out.append(is_child ? "\n" : ",\n");
    append_members(one, out);
    out.append(R"(,"children":[)");
    ++open_;
  }
  void end(std::string& out) override {
    close(0, out);
    out.append("\n]}\n");
  }

 private:
  void close(std::size_t depth, std::string& out) {
    for (; open_ > depth; --open_) out.append("]}");
  }
  std::size_t open_ = 0;  ///< nodes whose children may still come
};

/// A text, or a number as it is spelled.
auto shown_value(std::string_view json) -> std::string {
  if (json.empty() || json == "null") return {};
  if (!json.starts_with('"')) return std::string(json);
  return text::json_unescaped(json.substr(1, json.size() - 2));
}

class csv_table final : public exporter {
 public:
  void begin(std::string& out) override {
    out.append(
        "\xEF\xBB\xBFid,url,title,parent,depth,lastmod,changefreq,priority,created_at,updated_at,"
        "metadata\r\n");
  }
  void add(const exported_node& one, std::string& out) override {
    const auto& row = one.row;
    for (const auto cell : {one.id, row.url, row.title, one.parent}) {
      append_cell(cell, out);
      out.push_back(',');
    }
    out.append(std::to_string(one.depth)).push_back(',');
    for (const auto key : of_sitemap) {
      append_cell(shown_value(metadata_member(row.metadata, key)), out);
      out.push_back(',');
    }
    out.append(to_rfc3339_ms(row.created_at)).append(",").append(to_rfc3339_ms(row.updated_at)).append(",");
    append_cell(merged_metadata(row.metadata, R"({"lastmod":null,"changefreq":null,"priority":null})"), out);
    out.append("\r\n");
  }
  void end(std::string& /*out*/) override {}
};

/// Characters that XML does not allow at all are encoded as a URL may have them.
void append_xml(std::string_view text, std::string& out) {
  for (const char c : text) {
    if (c == '&')
      out.append("&amp;");
    else if (c == '<')
      out.append("&lt;");
    else if (c == '>')
      out.append("&gt;");
    else if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F)
      text::append_percent(c, out);
    else
      out.push_back(c);
  }
}

constexpr std::string_view xml_head = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
constexpr std::string_view vocabulary = " xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n";

class sitemap final : public exporter {
 public:
  void begin(std::string& out) override { out.append(xml_head).append("<urlset").append(vocabulary); }
  void add(const exported_node& one, std::string& out) override {
    out.append("<url><loc>");
    append_xml(text::trimmed(one.row.url), out);
    out.append("</loc>");
    for (const auto name : of_sitemap) {
      // Anything may stand in a file; one wrong value, and readers refuse the sitemap as a whole.
      const auto value = sitemap_value(name, shown_value(metadata_member(one.row.metadata, name)));
      if (value.empty()) continue;
      out.append("<").append(name).append(">");
      append_xml(value, out);
      out.append("</").append(name).append(">");
    }
    out.append("</url>\n");
  }
  void end(std::string& out) override { out.append("</urlset>\n"); }
};

}  // namespace

auto flat_json_exporter() -> std::unique_ptr<exporter> { return std::make_unique<flat_json>(); }
auto nested_json_exporter() -> std::unique_ptr<exporter> { return std::make_unique<nested_json>(); }
auto csv_exporter() -> std::unique_ptr<exporter> { return std::make_unique<csv_table>(); }
auto sitemap_exporter() -> std::unique_ptr<exporter> { return std::make_unique<sitemap>(); }

void append_sitemap_index(std::span<const std::string> addresses, std::string& out) {
  out.append(xml_head).append("<sitemapindex").append(vocabulary);
  for (const auto& one : addresses) {
    out.append("<sitemap><loc>");
    append_xml(one, out);
    out.append("</loc></sitemap>\n");
  }
  out.append("</sitemapindex>\n");
}

}  // namespace waybill::nodes
