// Exports in which a link's folder is told elsewhere: by an id, or by the collection it stands in.
#include <unordered_set>

#include "formats/links/json_lists.hpp"
#include "formats/links/json_reader.hpp"
#include "formats/links/places.hpp"
#include "formats/text.hpp"

namespace waybill::formats::links {
namespace {

using json::token;

class linkwarden final : public json_reader {
 public:
  using json_reader::json_reader;

  auto next(link& into) -> step override {
    into.clear();
    if (is_over_) return why_.code.empty() ? step::end : step::broken;
    if (!tokens_) begin_pass(true);
    for (;;) {
      const auto found = walk(into);
      if (found == step::broken) return step::broken;
      if (found == step::link) return done(into);
      if (!naming_) {
        is_over_ = true;
        return step::end;
      }
      if (!has_collections_) return other("The file is no export of Linkwarden: it has no `collections`.");
      if (folders_.is_full()) return other(too_many_folders);
      begin_pass(false);
    }
  }

 private:
  enum class where : std::uint8_t { outside, root, collections, collection, links };

  void begin_pass(bool naming) {
    begin();
    naming_ = naming;
    at_ = where::outside;
    count_ = 0;
  }

  auto walk(link& into) -> step {
    for (;;) {
      const auto one = tokens_->next();
      if (one == token::broken) return broken();
      if (one == token::end) return step::end;
      switch (at_) {
        case where::outside:
          if (one != token::begin_object) return other("The file is no export of Linkwarden.");
          at_ = where::root;
          break;
        case where::root:
          if (one == token::key) in_root();
          break;
        case where::collections:
          in_collections(one);
          break;
        case where::collection:
          in_collection(one);
          break;
        case where::links:
          if (one == token::end_array)
            at_ = where::collection;
          else if (naming_)
            skip_value(one);
          else
            return fill(one, into);
      }
    }
  }

  void in_root() {
    key_ = tokens_->text();
    const auto value = tokens_->next();
    if (value == token::begin_array && key_ == "collections") {
      has_collections_ = true;
      at_ = where::collections;
    } else if (value == token::begin_array && key_ == "pinnedLinks" && naming_) {
      take_pinned();
    } else {
      skip_value(value);
    }
  }

  void take_pinned() {
    for (auto one = tokens_->next(); one != token::end_array && one != token::broken; one = tokens_->next()) {
      if (!take_value(one) || !item_.read(raw_) || pinned_.size() >= most_pinned) continue;
      pinned_.emplace(item_.take("id"));
    }
  }

  void in_collections(token one) {
    if (one == token::end_array) {
      at_ = where::root;
    } else if (one == token::begin_object) {
      at_ = where::collection;
      members_ = "{";
    } else {
      skip_value(one);
    }
  }

  void in_collection(token one) {
    if (one == token::end_object) {
      if (naming_) name_collection();
      ++count_;
      at_ = where::collections;
      return;
    }
    key_ = tokens_->text();
    const auto value = tokens_->next();
    if (value == token::begin_array && key_ == "links") {
      at_ = where::links;
      if (!naming_) folders_.path_of(std::to_string(count_), path_);
      return;
    }
    const bool is_wanted = naming_ && (key_ == "id" || key_ == "name" || key_ == "parentId");
    if (!is_wanted) return skip_value(value);
    if (!take_value(value) || members_.size() + raw_.size() > file_.item_bytes) return;
    if (members_.size() > 1) members_.push_back(',');
    members_.append("\"").append(key_).append("\":").append(raw_);
  }

  void name_collection() {
    members_.push_back('}');
    members_.reserve(members_.size() + 64);
    if (!item_.read(members_)) return;
    const auto name = item_.take_text("name");
    // Ids have a mark in front, so that no number of a collection is one.
    const auto id = item_.take("id");
    const auto parent = item_.take("parentId");
    const auto marked = [](std::string_view one) {
      return one.empty() ? std::string{} : "#" + std::string(one);
    };
    folders_.add(marked(id), name, marked(parent));
    folders_.add(std::to_string(count_), name, marked(parent));
  }

  auto fill(token first, link& into) -> step {
    path_.copy_to(into);
    // Where Linkwarden itself puts what nobody put anywhere.
    into.own_folders = !into.folder.empty() && into.folder.front() == "Unorganized" ? 1 : 0;
    if (!take_item(first, into)) return step::link;
    into.url = item_.take_text("url");
    into.title = item_.take_text("name");
    if (const auto text = item_.take_text("description"); !text.empty()) into.description = text;
    into.created = item_.take_date("createdAt");
    into.updated = item_.take_date("updatedAt");
    into.has_tags = item_.take_texts("tags", into.tags);
    tidy_tags(into.tags);
    const auto id = item_.take("id");
    if (!id.empty()) add_extra("id", id, into.extra);
    if (pinned_.contains(std::string(id))) add_extra("pinned", "true", into.extra);
    item_.tell_rest(into.extra);
    return step::link;
  }

  static constexpr std::size_t most_pinned = 100'000;

  bool naming_ = true;
  where at_ = where::outside;
  bool has_collections_ = false;
  std::size_t count_ = 0;
  std::string key_;
  std::string members_;
  folder_tree folders_;
  folder_path path_;
  std::unordered_set<std::string> pinned_;
};

class karakeep final : public json_reader {
 public:
  using json_reader::json_reader;

  auto next(link& into) -> step override {
    into.clear();
    if (is_over_) return why_.code.empty() ? step::end : step::broken;
    if (!tokens_ && !read_lists()) return step::broken;
    for (;;) {
      const auto one = tokens_->next();
      if (one == token::broken) return broken();
      if (one == token::end) {
        is_over_ = true;
        return step::end;
      }
      if (in_bookmarks_ && one == token::end_array) {
        in_bookmarks_ = false;
      } else if (in_bookmarks_) {
        if (take_item(one, into)) fill(into);
        return done(into);
      } else if (one == token::key) {
        const bool counts = tokens_->text() == "bookmarks";
        const auto value = tokens_->next();
        in_bookmarks_ = counts && value == token::begin_array;
        if (!in_bookmarks_) skip_value(value);
      }
    }
  }

 private:
  /// Goes through the file once, and stands at its beginning again.
  auto read_lists() -> bool {
    begin();
    bool has_bookmarks = false;
    if (const auto root = tokens_->next(); root != token::begin_object)
      return (root == token::broken ? broken() : other(not_ours)) == step::end;
    for (auto one = tokens_->next(); one == token::key; one = tokens_->next()) {
      const auto key = std::string(tokens_->text());
      const auto value = tokens_->next();
      has_bookmarks = has_bookmarks || (key == "bookmarks" && value == token::begin_array);
      if (key == "lists" && value == token::begin_array)
        take_lists();
      else
        skip_value(value);
    }
    if (finish() == step::broken) return false;
    is_over_ = false;
    if (!has_bookmarks) return other(not_ours) == step::end;
    if (lists_.is_full()) return other(too_many_folders) == step::end;
    begin();
    return true;
  }

  void take_lists() {
    for (auto one = tokens_->next(); one != token::end_array && one != token::broken; one = tokens_->next()) {
      if (!take_value(one) || !item_.read(raw_)) continue;
      const auto name = item_.take_text("name");
      lists_.add(item_.take_text("id"), name, item_.take_text("parentId"));
    }
  }

  void fill(link& into) {
    into.title = item_.take_text("title");
    if (const auto text = item_.take_text("note"); !text.empty()) into.description = text;
    into.created = item_.take_date("createdAt");
    into.has_tags = item_.take_texts("tags", into.tags);
    tidy_tags(into.tags);
    fill_lists(into);
    const auto content = item_.take("content");
    if (json::is_object(content) && content_.read(content)) {
      into.url = content_.take_text("url");
      std::string rest;
      content_.tell_rest(rest);
      if (!rest.empty()) add_extra("content", "{" + rest + "}", into.extra);
    } else if (!content.empty()) {
      add_extra("content", content, into.extra);
    }
    item_.tell_rest(into.extra);
  }

  /// The first list is its folder; where there are several, their names are told too.
  void fill_lists(link& into) {
    std::vector<std::string> ids;
    if (!item_.take_texts("lists", ids)) return;
    std::string names;
    for (const auto& id : ids) {
      if (!lists_.has(id)) continue;
      lists_.path_of(id, path_);
      link one;
      path_.copy_to(one);
      if (into.folder.empty()) into.folder = one.folder;
      if (one.folder.empty()) continue;
      names += names.empty() ? "[" : ",";
      text::append_json_string(one.folder.back(), names);
    }
    if (ids.size() > 1 && !names.empty()) add_extra("lists", names + "]", into.extra);
  }

  static constexpr std::string_view not_ours = "The file is no export of Karakeep: it has no `bookmarks`.";

  bool in_bookmarks_ = false;
  folder_tree lists_;
  folder_path path_;
  json_item content_;
};

}  // namespace

auto karakeep_reader(const link_file& file) -> std::unique_ptr<link_reader> {
  return std::make_unique<karakeep>(file);
}
auto linkwarden_reader(const link_file& file) -> std::unique_ptr<link_reader> {
  return std::make_unique<linkwarden>(file);
}

}  // namespace waybill::formats::links
