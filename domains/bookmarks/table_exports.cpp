// Exports in which each bookmark is a row or an object of plain fields: CSV, and JSON as Pinboard writes it.
#include <algorithm>

#include "domains/bookmarks/export_parts.hpp"
#include "domains/bookmarks/exports.hpp"
#include "formats/csv/writer.hpp"
#include "formats/text.hpp"

namespace waybill::bookmarks {
namespace {

using text::append_json_string;

auto date_text(instant at) -> std::string {
  std::string text;
  append_date(at, text);
  return text;
}

/// Parted by commas; where that would look like a list of JSON, as one.
auto tags_cell(const std::vector<std::string>& tags) -> std::string {
  std::string all;
  for (const auto& tag : tags) all.append(all.empty() ? "" : ", ").append(tag);
  if (!all.starts_with('[') || !all.ends_with(']')) return all;
  all.clear();
  for (const auto& tag : tags) {
    all.append(all.empty() ? "[" : ", ");
    append_json_string(tag, all);
  }
  return all.append("]");
}

class csv final : public exporter {
 public:
  void begin(std::string& out) override {
    out.append(formats::csv::byte_order_mark)
        .append("url,title,description,tags,feed_url,created_at,updated_at,extra\r\n");
  }
  void add(const bookmark& one, std::string& out) override {
    const auto tags = tags_cell(one.tags);
    const auto created = date_text(one.created_at);
    const auto updated = date_text(one.updated_at);
    const std::string_view cells[] = {
        one.url,
        one.title,
        one.description ? std::string_view(*one.description) : std::string_view{},
        tags,
        one.feed_url ? std::string_view(*one.feed_url) : std::string_view{},
        created,
        updated,
        one.extra};
    formats::csv::append_row(cells, out);
  }
  void end(std::string& /*out*/) override {}
};

class json final : public exporter {
 public:
  void begin(std::string& out) override { out.push_back('['); }
  void add(const bookmark& one, std::string& out) override {
    out.append(is_first_ ? "" : ",\n");
    is_first_ = false;
    out.append("{\"href\":");
    append_json_string(one.url, out);
    out.append(",\"description\":");
    append_json_string(one.title, out);
    out.append(",\"extended\":");
    append_json_string(one.description.value_or(""), out);
    out.append(",\"time\":\"").append(time_of(one.created_at));
    out.append("\",\"shared\":\"").append(is_shared(one) ? "yes" : "no");
    out.append("\",\"toread\":\"").append(is_marked(one, "toread") ? "yes" : "no");
    out.append("\",\"tags\":");
    append_json_string(tags_of(one), out);
    out.push_back('}');
  }
  void end(std::string& out) override { out.append("]\n"); }

 private:
  /// Nobody shows to others what was not shown to them before.
  static auto is_shared(const bookmark& one) -> bool { return is_marked(one, "shared"); }

  static auto time_of(instant at) -> std::string {
    auto text = date_text({at.us - at.us % 1'000'000});
    return text.substr(0, text.find('+')) + "Z";
  }

  /// Blanks part tags, so a tag has none.
  static auto tags_of(const bookmark& one) -> std::string {
    std::string all;
    for (auto tag : one.tags) {
      std::ranges::replace_if(
          tag, [](char c) { return text::is_blank(c); }, '_');
      all.append(all.empty() ? "" : " ").append(tag);
    }
    return all;
  }

  bool is_first_ = true;
};

}  // namespace

auto csv_exporter(const export_facts& /*facts*/) -> std::unique_ptr<exporter> {
  return std::make_unique<csv>();
}

auto json_exporter(const export_facts& /*facts*/) -> std::unique_ptr<exporter> {
  return std::make_unique<json>();
}

}  // namespace waybill::bookmarks
