#include "domains/bookmarks/export_parts.hpp"
#include "domains/bookmarks/exports.hpp"

namespace waybill::bookmarks {
namespace {

constexpr std::string_view head =
    "<!DOCTYPE NETSCAPE-Bookmark-file-1>\n"
    "<!-- This is an automatically generated file.\n"
    "     It will be read and overwritten.\n"
    "     DO NOT EDIT! -->\n"
    "<META HTTP-EQUIV=\"Content-Type\" CONTENT=\"text/html; charset=UTF-8\">\n"
    "<TITLE>Bookmarks</TITLE>\n"
    "<H1>Bookmarks</H1>\n"
    "<DL><p>\n";

class exporting final : public exporter {
 public:
  void begin(std::string& out) override { out.append(head); }

  void add(const bookmark& one, std::string& out) override {
    go_to(folder_of(one), out);
    indent(folders_.depth(), out);
    out.append("<DT><A HREF=\"");
    append_markup(one.url, out);
    add_attribute("ADD_DATE", seconds_of(one.created_at), out);
    if (one.updated_at != one.created_at) add_attribute("LAST_MODIFIED", seconds_of(one.updated_at), out);
    if (one.feed_url) add_attribute("FEEDURL", *one.feed_url, out);
    add_tags(one, out);
    if (const auto keyword = keyword_of(one); !keyword.empty()) add_attribute("SHORTCUTURL", keyword, out);
    if (is_marked(one, "private") || said_in_extra(one, "shared") == "no") add_attribute("PRIVATE", "1", out);
    if (is_marked(one, "toread")) add_attribute("TOREAD", "1", out);
    out.append("\">");
    append_markup(one.title, out);
    out.append("</A>\n");
    if (one.description) add_description(*one.description, out);
  }

  void end(std::string& out) override {
    go_to({}, out);
    out.append("</DL><p>\n");
  }

 private:
  static void indent(std::size_t depth, std::string& out) { out.append(4 * (depth + 1), ' '); }

  static auto keyword_of(const bookmark& one) -> std::string {
    auto said = said_in_extra(one, "shortcuturl");
    return said.empty() ? said_in_extra(one, "keyword") : said;
  }

  /// Closes the attribute before.
  static void add_attribute(std::string_view name, std::string_view value, std::string& out) {
    out.append("\" ").append(name).append("=\"");
    append_markup(value, out);
  }

  static void add_tags(const bookmark& one, std::string& out) {
    if (one.tags.empty()) return;
    std::string all;
    for (const auto& tag : one.tags) all.append(all.empty() ? "" : ",").append(tag);
    add_attribute("TAGS", all, out);
  }

  static void add_description(std::string_view text, std::string& out) {
    out.append("<DD>");
    for (;;) {
      const auto end = text.find('\n');
      append_markup(text.substr(0, end), out);
      if (end == std::string_view::npos) break;
      out.append("<br>");
      text.remove_prefix(end + 1);
    }
    out.push_back('\n');
  }

  void go_to(std::vector<std::string> folder, std::string& out) {
    folders_.go_to(
        std::move(folder),
        [&out](const std::string& name, std::size_t depth) {
          indent(depth, out);
          out.append("<DT><H3>");
          append_markup(name, out);
          out.append("</H3>\n");
          indent(depth, out);
          out.append("<DL><p>\n");
        },
        [&out](std::size_t depth) {
          indent(depth - 1, out);
          out.append("</DL><p>\n");
        });
  }

  folder_walk folders_;
};

}  // namespace

auto netscape_exporter(const export_facts& /*facts*/) -> std::unique_ptr<exporter> {
  return std::make_unique<exporting>();
}

}  // namespace waybill::bookmarks
