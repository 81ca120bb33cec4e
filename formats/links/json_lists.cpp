#include "formats/links/json_lists.hpp"

#include <array>
#include <cstdint>

#include "formats/links/json_reader.hpp"
#include "formats/text.hpp"

namespace waybill::formats::links {
namespace {

using json::token;

/// How tags may stand in one text.
enum class words : std::uint8_t {
  no,
  by_blanks,
  by_commas  ///< or, where it has none, by blanks
};

/// Under which names a producer tells what.
struct list_shape {
  std::string_view name;
  std::string_view list;  ///< the member of the root that is the list; "": the root is
  std::string_view url, title, description, tags, created, updated;
  words tags_are = words::no;
};

constexpr std::array<list_shape, 6> shapes{
    {{"Pinboard", "", "href", "description", "extended", "tags", "time", "", words::by_blanks},
     {"Delicious", "", "url", "title", "description", "tags", "created", "", words::by_commas},
     {"wallabag", "", "url", "title", "", "tags", "created_at", "updated_at"},
     {"Omnivore", "", "url", "title", "description", "labels", "savedAt", "updatedAt"},
     {"elCurator", "", "url", "title", "description", "tags", "created_at", ""},
     {"linkding", "results", "url", "title", "description", "tag_names", "date_added", "date_modified"}}};

void fill(const list_shape& by, json_item& from, link& into) {
  into.url = from.take_text(by.url);
  into.title = from.take_text(by.title);
  // linkding shows what the page says of itself where nobody said anything else.
  if (into.title.empty()) into.title = from.take_text("website_title");
  if (const auto text = from.take_text(by.description); !text.empty())
    into.description = text;
  else if (const auto of_page = from.take_text("website_description"); !of_page.empty())
    into.description = of_page;
  into.created = from.take_date(by.created);
  into.updated = from.take_date(by.updated);
  into.has_tags = from.take_texts(by.tags, into.tags);
  if (by.tags_are != words::no) {
    const auto all = from.take_text(by.tags);
    const bool has_commas = by.tags_are == words::by_commas && all.find(',') != std::string_view::npos;
    add_tags(all, has_commas ? "," : " ", into.tags);
    into.has_tags = into.has_tags || all.data() != nullptr;
  }
  tidy_tags(into.tags);
  from.tell_rest(into.extra);
}

class list_reader final : public json_reader {
 public:
  list_reader(const list_shape& by, const link_file& file) : json_reader(file), by_(by) {}

  auto next(link& into) -> step override {
    into.clear();
    if (is_over_) return why_.code.empty() ? step::end : step::broken;
    if (!tokens_) begin();
    for (;;) {
      if (!in_list_) {
        if (const auto found = find_list(); found != step::link) return found;
      }
      const auto first = tokens_->next();
      if (first == token::broken) return broken();
      in_list_ = first != token::end_array;
      if (!in_list_) continue;
      if (take_item(first, into)) fill(by_, item_, into);
      return done(into);
    }
  }

 private:
  /// Goes into the next list that counts; `step::link`: there it is.
  auto find_list() -> step {
    if (!is_begun_) {
      is_begun_ = true;
      const auto root = tokens_->next();
      if (root == token::broken) return broken();
      if (root != (by_.list.empty() ? token::begin_array : token::begin_object)) return other(no_list());
      in_list_ = by_.list.empty();
      if (in_list_) return step::link;
    }
    if (by_.list.empty()) return finish();
    for (auto one = tokens_->next(); one == token::key; one = tokens_->next()) {
      const bool counts = tokens_->text() == by_.list;
      const auto value = tokens_->next();
      if (counts && value == token::begin_array) {
        in_list_ = has_list_ = true;
        return step::link;
      }
      skip_value(value);
    }
    return has_list_ ? finish() : other(no_list());
  }

  [[nodiscard]] auto no_list() const -> std::string {
    return "The file is no export of " + std::string(by_.name) + ".";
  }

  const list_shape& by_;
  bool is_begun_ = false;
  bool in_list_ = false;
  bool has_list_ = false;
};

}  // namespace

auto json_list_reader(list_producer of, const link_file& file) -> std::unique_ptr<link_reader> {
  return std::make_unique<list_reader>(shapes[static_cast<std::size_t>(of)], file);
}

}  // namespace waybill::formats::links
