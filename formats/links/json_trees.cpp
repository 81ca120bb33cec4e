#include "formats/links/json_trees.hpp"

#include <algorithm>
#include <array>
#include <unordered_map>

#include "formats/links/tree_reader.hpp"

namespace waybill::formats::links {
namespace {

using namespace std::string_view_literals;

class chrome final : public tree_reader {
 public:
  using tree_reader::tree_reader;

 private:
  [[nodiscard]] auto roots_key() const -> std::string_view override { return "roots"; }
  [[nodiscard]] auto name_key() const -> std::string_view override { return "name"; }
  [[nodiscard]] auto not_ours() const -> std::string_view override {
    return "The file is no export of Chrome: it has no `roots`.";
  }
  [[nodiscard]] auto wanted_keys() const -> std::span<const std::string_view> override {
    static constexpr std::array keys{"name"sv};
    return keys;
  }
  /// Vivaldi's lies beside the others, Opera's in `custom_root`.
  [[nodiscard]] auto is_trash(std::string_view key) const -> bool override { return key == "trash"; }

  auto fill(link& into) -> bool override {
    if (now_ == pass::names) return false;
    if (item_.take_text("type") == "folder") return false;
    into.url = item_.take_text("url");
    if (is_placeholder(into.url)) {
      if (now_ == pass::links) ++left_out_;
      return false;
    }
    into.title = item_.take_text("name");
    into.created = date_of_us(item_.take_date("date_added"), -seconds_to_1970);
    take_description(into);
    item_.tell_rest(into.extra);
    return true;
  }

  /// Vivaldi's, which stays among what is told under its own name.
  void take_description(link& into) {
    const auto meta = std::string(item_.take("meta_info"));
    if (meta.empty()) return;
    const auto padded = meta + std::string(64, ' ');
    if (meta_.read(std::string_view(padded).substr(0, meta.size())))
      if (const auto text = meta_.take_text("Description"); !text.empty()) into.description = text;
    std::string minified;
    json::append_minified(meta, minified);
    add_extra("meta_info", minified, into.extra);
  }

  json_item meta_;
};

/// Which tags stand in folders of their own, by what they are of.
class tag_folders {
 public:
  struct tagged {
    std::vector<std::uint32_t> tags;
    bool is_met = false;
  };

  void add(std::string_view url, std::size_t folder, std::string_view name) {
    constexpr std::size_t entry_bytes = 96;
    if (names_.empty() || folders_.back() != folder) {
      names_.emplace_back(name);
      folders_.push_back(folder);
      bytes_ += entry_bytes + name.size();
    }
    bytes_ += entry_bytes;
    if (is_full()) return;
    of_[std::hash<std::string_view>{}(url)].tags.push_back(static_cast<std::uint32_t>(names_.size() - 1));
  }
  auto of(std::string_view url) -> tagged* {
    const auto found = of_.find(std::hash<std::string_view>{}(url));
    return found == of_.end() ? nullptr : &found->second;
  }
  [[nodiscard]] auto name(std::uint32_t tag) const -> const std::string& { return names_[tag]; }
  [[nodiscard]] auto is_full() const -> bool { return bytes_ > names_limit_bytes; }
  /// One is of nothing that was met.
  [[nodiscard]] auto has_unmet() const -> bool {
    return std::ranges::any_of(of_, [](const auto& one) { return !one.second.is_met; });
  }

 private:
  std::unordered_map<std::size_t, tagged> of_;
  std::vector<std::string> names_;
  std::vector<std::size_t> folders_;
  std::size_t bytes_ = 0;
};

class firefox final : public tree_reader {
 public:
  using tree_reader::tree_reader;

 private:
  static constexpr auto no_folder = static_cast<std::size_t>(-1);

  [[nodiscard]] auto roots_key() const -> std::string_view override { return ""; }
  [[nodiscard]] auto name_key() const -> std::string_view override { return "title"; }
  [[nodiscard]] auto not_ours() const -> std::string_view override {
    return "The file is no export of Firefox.";
  }
  [[nodiscard]] auto wanted_keys() const -> std::span<const std::string_view> override {
    static constexpr std::array keys{"title"sv, "root"sv, "guid"sv, "uri"sv};
    return keys;
  }
  [[nodiscard]] auto refused() const -> std::string_view override {
    if (tags_.is_full()) return "The file has more tags than are read.";
    return tree_reader::refused();
  }
  [[nodiscard]] auto wants_leftovers() const -> bool override { return tags_.has_unmet(); }

  void folder(std::size_t number) override {
    const auto root = item_.take_text("root");
    if (root == "tagsFolder" || item_.take_text("guid") == "tags________") tags_root_ = number;
  }

  auto fill(link& into) -> bool override {
    const bool is_tagging = tags_root_ != no_folder && is_inside(tags_root_);
    if (now_ == pass::names) {
      const auto url = is_tagging ? item_.take_text("uri") : std::string_view{};
      if (const auto tag = names_.of(innermost()); !url.empty() && !tag.empty())
        tags_.add(url, innermost(), tag);
      return false;
    }
    if (is_tagging != (now_ == pass::leftovers) || !is_link()) return false;
    into.url = item_.take_text("uri");
    if (into.url.starts_with("place:")) {
      ++left_out_;
      return false;
    }
    return add_tags_of_folders(into) && fill_link(into);
  }

  /// False: it was told already.
  auto add_tags_of_folders(link& into) -> bool {
    auto* const tagged = tags_.of(into.url);
    if (tagged == nullptr) return true;
    if (now_ == pass::leftovers) {
      if (tagged->is_met) return false;
      into.folder.clear();
      into.own_folders = 0;
    }
    tagged->is_met = true;
    into.has_tags = true;
    for (const auto tag : tagged->tags) into.tags.push_back(tags_.name(tag));
    return true;
  }

  auto is_link() -> bool {
    const auto type = item_.take_text("type");
    const auto code = item_.take_date("typeCode");
    const bool is_folder = type == "text/x-moz-place-container" || (type.empty() && code == "2");
    const bool is_separator = type == "text/x-moz-place-separator" || (type.empty() && code == "3");
    // A folder of a live bookmark is filled by Firefox from a feed that it names in its notes.
    const bool is_live = is_folder && (!item_.take("livemark").empty() || is_noted("livemark/feedURI"));
    if (is_separator || is_live) ++left_out_;
    return !is_folder && !is_separator;
  }

  auto is_noted(std::string_view name) -> bool {
    return item_.take("annos").find(name) != std::string_view::npos;
  }

  auto fill_link(link& into) -> bool {
    into.title = item_.take_text("title");
    into.created = date_of_us(item_.take_date("dateAdded"), 0);
    into.updated = date_of_us(item_.take_date("lastModified"), 0);
    const auto tags = item_.take_text("tags");
    into.has_tags = into.has_tags || tags.data() != nullptr;
    add_tags(tags, ",", into.tags);
    tidy_tags(into.tags);
    take_notes(into);
    // Where it stands among others, and its picture, say nothing about it.
    for (const auto key : {"index"sv, "iconUri"sv, "iconuri"sv}) item_.take(key);
    item_.tell_rest(into.extra);
    return true;
  }

  /// Old ones keep the description among their notes.
  void take_notes(link& into) {
    const auto raw = item_.take("annos");
    if (raw.empty()) return;
    std::vector<std::string_view> notes;
    json_item note;
    json::read_elements(raw, notes);
    for (const auto one : notes) {
      if (!note.read(one) || note.take_text("name") != "bookmarkProperties/description") continue;
      if (const auto text = note.take_text("value"); !text.empty()) into.description = text;
    }
    if (notes.size() == 1 && into.description) return;
    std::string minified;
    json::append_minified(raw, minified);
    add_extra("annos", minified, into.extra);
  }

  tag_folders tags_;
  std::size_t tags_root_ = no_folder;
};

}  // namespace

auto chrome_reader(const link_file& file) -> std::unique_ptr<link_reader> {
  return std::make_unique<chrome>(file);
}
auto firefox_reader(const link_file& file) -> std::unique_ptr<link_reader> {
  return std::make_unique<firefox>(file);
}

}  // namespace waybill::formats::links
