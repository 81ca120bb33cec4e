#include "formats/links/xml_lists.hpp"

#include <algorithm>
#include <deque>
#include <vector>

#include "formats/links/xml_ampersands.hpp"
#include "formats/links/xml_walk.hpp"
#include "formats/text.hpp"

namespace waybill::formats::links {
namespace {

/// Links as tags come in: those of one piece of the file are held.
class tags_reader : public link_reader, protected xml_listener {
 public:
  explicit tags_reader(link_file file) : file_(std::move(file)) {}

  auto next(link& into) -> step override {
    if (!walk_)
      walk_ =
          std::make_unique<xml_walk>(with_whole_entities(file_.open()), static_cast<xml_listener&>(*this));
    while (found_.empty()) {
      const auto state = walk_->step();
      if (state == xml_walk::state::broken) return step::broken;
      if (state == xml_walk::state::end && found_.empty()) return step::end;
    }
    into = std::move(found_.front());
    found_.pop_front();
    return step::link;
  }
  [[nodiscard]] auto why() const -> file_fault override { return walk_ ? walk_->why() : file_fault{}; }
  [[nodiscard]] auto left_out() const -> std::uint64_t override { return left_out_; }

 protected:
  void give(link&& one) {
    if (text::is_blank(one.url)) one.fault = "url_missing";
    one.end = walk_->offset();
    found_.push_back(std::move(one));
  }

  link_file file_;
  std::unique_ptr<xml_walk> walk_;
  std::deque<link> found_;
  std::uint64_t left_out_ = 0;
};

/// `text` without blanks, or the other where it is nothing.
auto either(std::string_view text, std::string_view other) -> std::string_view {
  return text::is_blank(text) ? other : text;
}

class opml final : public tags_reader {
 public:
  using tags_reader::tags_reader;

 private:
  struct outline {
    bool is_link = false;
    bool has_children = false;
  };

  void on_start(std::string_view name, std::uint32_t depth, const xml_attributes& with) override {
    if (depth == 1 && !text::equals_ignoring_case(name, "opml")) return walk_->refuse("The XML is no OPML.");
    if (!text::equals_ignoring_case(name, "outline")) return;
    if (!open_.empty()) open_.back().has_children = true;
    const bool is_link = has_url(with);
    if (is_link) add(with);
    path_.push(either(with.text("text"), with.text("title")));
    open_.push_back({is_link, false});
  }

  void on_end(std::string_view name, std::uint32_t /*depth*/) override {
    if (open_.empty() || !text::equals_ignoring_case(name, "outline")) return;
    if (!open_.back().is_link && !open_.back().has_children) ++left_out_;
    open_.pop_back();
    path_.pop();
  }

  static auto has_url(const xml_attributes& with) -> bool {
    bool has = false;
    with.each([&](std::string_view name, std::string_view) { has = has || is_one_of_urls(name); });
    return has;
  }
  static auto is_one_of_urls(std::string_view name) -> bool {
    return text::equals_ignoring_case(name, "url") || text::equals_ignoring_case(name, "xmlurl") ||
           text::equals_ignoring_case(name, "htmlurl");
  }

  void add(const xml_attributes& with) {
    link one;
    path_.copy_to(one);
    const auto feed = with.text("xmlurl");
    const auto page = either(with.text("htmlurl"), with.text("url"));
    one.url = either(page, feed);
    if (!feed.empty()) one.feed_url = feed;
    one.title = either(with.text("text"), with.text("title"));
    if (const auto text = with.text("description"); !text.empty()) one.description = text;
    one.created = date_of_mail(with.text("created"));
    const auto category = with.text("category");
    one.has_tags = !category.empty();
    add_categories(category, one.tags);
    with.each([&](std::string_view name, std::string_view value) { tell(name, value, one); });
    give(std::move(one));
  }

  /// `/a,/b/c`: paths and words, parted by commas.
  static void add_categories(std::string_view list, std::vector<std::string>& tags) {
    add_tags(list, ",", tags);
    for (auto& one : tags)
      if (one.starts_with('/')) one.erase(0, 1);
    tidy_tags(tags);
  }

  static void tell(std::string_view name, std::string_view value, link& into) {
    const auto is = [&](std::string_view lowered) { return text::equals_ignoring_case(name, lowered); };
    const bool is_told = is("xmlurl") || is("text") || is("description") || is("created") || is("category") ||
                         value.empty() || value == into.title || value == into.url;
    if (!is_told) add_extra_text(name, value, into.extra);
  }

  std::vector<outline> open_;
  folder_path path_;
};

class posts final : public tags_reader {
 public:
  using tags_reader::tags_reader;

 private:
  void on_start(std::string_view name, std::uint32_t depth, const xml_attributes& with) override {
    if (depth == 1 && name != "posts") return walk_->refuse("The XML is no list of posts.");
    if (depth != 2) return;
    if (name != "post") {
      ++left_out_;
      return;
    }
    link one;
    one.url = with.text("href");
    one.title = with.text("description");
    if (const auto text = with.text("extended"); !text.empty()) one.description = text;
    one.created = with.text("time");
    one.has_tags = with.text("tag").data() != nullptr;
    // So is a bookmark spelled that has none.
    if (const auto tags = with.text("tag"); tags != "system:unfiled") add_tags(tags, " ", one.tags);
    tidy_tags(one.tags);
    with.each([&](std::string_view key, std::string_view value) {
      const bool is_told =
          key == "href" || key == "description" || key == "extended" || key == "time" || key == "tag";
      if (!is_told && !value.empty()) add_extra_text(key, value, one.extra);
    });
    give(std::move(one));
  }
  void on_end(std::string_view /*name*/, std::uint32_t /*depth*/) override {}
};

}  // namespace

auto opml_reader(const link_file& file) -> std::unique_ptr<link_reader> {
  return std::make_unique<opml>(file);
}
auto posts_reader(const link_file& file) -> std::unique_ptr<link_reader> {
  return std::make_unique<posts>(file);
}

}  // namespace waybill::formats::links
