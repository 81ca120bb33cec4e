#include "http/kinds/bookmarks/shapes.hpp"

#include "http/shape_parts.hpp"

namespace waybill::http {
namespace {

void write_fields(json_text& to, const bookmarks::bookmark& what) {
  to.field("url", what.url).field("title", what.title).field("description", what.description);
  write_list(to, "tags", what.tags);
  to.field("feed_url", what.feed_url);
  write_time(to, "created_at", what.created_at);
  write_time(to, "updated_at", what.updated_at);
  write_object(to, "extra", what.extra);
}

}  // namespace

void write(json_text& to, const bookmark_item& one) {
  to.begin_object().field("identity", to_hex(one.id));
  write_fields(to, one.what);
  to.end_object();
}

void write(json_text& to, const bookmark_change& one) {
  write_change(to, one, [](json_text& into, const bookmarks::bookmark& row) { write_fields(into, row); });
}

void write(json_text& to, const tag_count& one) {
  to.begin_object().field("tag", one.tag).field("bookmarks", one.bookmarks).end_object();
}

}  // namespace waybill::http
