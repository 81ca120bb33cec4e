#include "domains/bookmarks/export_parts.hpp"
#include "domains/bookmarks/exports.hpp"

namespace waybill::bookmarks {
namespace {

class exporting final : public exporter {
 public:
  explicit exporting(const export_facts& facts) : now_(facts.now) {}

  void begin(std::string& out) override {
    out.append("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<opml version=\"2.0\">\n");
    out.append("<head><title>Bookmarks with a feed</title><dateCreated>");
    append_date(now_, out);
    out.append("</dateCreated></head>\n<body>\n");
  }

  void add(const bookmark& one, std::string& out) override {
    if (!one.feed_url) return;
    go_to(folder_of(one), out);
    out.append("<outline type=\"rss\"");
    add_attribute("text", one.title, out);
    add_attribute("title", one.title, out);
    add_attribute("xmlUrl", *one.feed_url, out);
    add_attribute("htmlUrl", one.url, out);
    if (one.description) add_attribute("description", *one.description, out);
    std::string tags;
    for (const auto& tag : one.tags) tags.append(tags.empty() ? "" : ",").append(tag);
    if (!tags.empty()) add_attribute("category", tags, out);
    out.append("/>\n");
  }

  void end(std::string& out) override {
    go_to({}, out);
    out.append("</body>\n</opml>\n");
  }

 private:
  static void add_attribute(std::string_view name, std::string_view value, std::string& out) {
    out.append(" ").append(name).append("=\"");
    std::string text;
    append_markup(value, text);
    // A line break inside an attribute is a blank, unless it is written as a character.
    for (const char c : text) {
      if (c == '\n')
        out.append("&#10;");
      else if (c == '\t')
        out.append("&#9;");
      else
        out.push_back(c);
    }
    out.push_back('"');
  }

  void go_to(std::vector<std::string> folder, std::string& out) {
    folders_.go_to(
        std::move(folder),
        [&out](const std::string& name, std::size_t) {
          out.append("<outline");
          add_attribute("text", name, out);
          out.append(">\n");
        },
        [&out](std::size_t) { out.append("</outline>\n"); });
  }

  instant now_;
  folder_walk folders_;
};

}  // namespace

auto opml_exporter(const export_facts& facts) -> std::unique_ptr<exporter> {
  return std::make_unique<exporting>(facts);
}

}  // namespace waybill::bookmarks
