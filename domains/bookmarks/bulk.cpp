#include "domains/bookmarks/bulk.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "domains/bookmarks/bookmark.hpp"
#include "domains/bookmarks/row_merge.hpp"
#include "domains/bookmarks/tags.hpp"
#include "formats/text.hpp"

namespace waybill::bookmarks {
namespace {

using nlohmann::json;
using tag_texts = std::vector<std::string>;

constexpr std::size_t most_tags = 100;
constexpr std::size_t most_tag_characters = 255;
constexpr std::size_t shown_bytes = 100;

auto no_wish() -> error {
  return {
      errc::bad_value, "Say what is to be done: 'delete', 'add_tags', 'remove_tags' or 'rename_tag'.", {}};
}

auto bad_tags(const std::string& name) -> error {
  return {errc::bad_value,
          "'" + name +
              "' is a list of 1 to 100 tags: texts that are not blank, new ones of 255 characters at most.",
          {}};
}

/// One that stands somewhere already may be of any length, and of blanks alone.
auto is_tag(const json& value, bool is_new) -> bool {
  if (!value.is_string() || value.get_ref<const std::string&>().empty()) return false;
  if (is_new && kept_tag(value.get_ref<const std::string&>()).empty()) return false;
  const auto& text = value.get_ref<const std::string&>();
  return !is_new || text::cut_to_characters(text, most_tag_characters).size() == text.size();
}

auto contains(const tag_texts& tags, std::string_view tag) -> bool {
  return std::ranges::find(tags, tag) != tags.end();
}

/// New ones without blanks around them.
auto tags_of(const json& value, const std::string& name, bool is_new) -> result<tag_texts> {
  if (!value.is_array() || value.empty() || value.size() > most_tags) return bad_tags(name);
  tag_texts tags;
  for (const auto& one : value) {
    if (!is_tag(one, is_new)) return bad_tags(name);
    const auto& text = one.get_ref<const std::string&>();
    const auto tag = is_new ? kept_tag(text) : std::string_view(text);
    if (!contains(tags, tag)) tags.emplace_back(tag);
  }
  return tags;
}

auto check_rename(const json& value) -> result<json> {
  const error bad{
      errc::bad_value,
      "'rename_tag' has 'from' and 'to': two different tags, the new one of 255 characters at most.",
      {}};
  if (!value.is_object() || value.size() != 2 || !value.contains("from") || !value.contains("to")) return bad;
  if (!is_tag(value["from"], false) || !is_tag(value["to"], true)) return bad;
  const std::string to(kept_tag(value["to"].get_ref<const std::string&>()));
  if (value["from"] == to) return bad;
  return json{{"from", value["from"]}, {"to", to}};
}

auto check_tags(const json& given) -> result<json> {
  json made = json::object();
  for (const std::string name : {"add_tags", "remove_tags"}) {
    if (!given.contains(name)) continue;
    const auto tags = tags_of(given[name], name, name == "add_tags");
    if (!tags) return tags.why();
    made[name] = *tags;
  }
  for (const auto& tag : made.value("add_tags", tag_texts()))
    if (contains(made.value("remove_tags", tag_texts()), tag))
      return {errc::bad_value, "A tag cannot be added and taken away at once."};
  return made;
}

auto check_merge(const json& value) -> result<json> {
  digest ignored{};
  const auto keep = value.is_object() ? value.value("keep", json()) : json(0);
  if (!keep.is_null() && !(keep.is_string() && from_hex(keep.get_ref<const std::string&>(), ignored)))
    return {errc::bad_value, "'keep' is the identity of the bookmark that stays."};
  return json{{"keep", keep}};
}

auto keep_first(tag_texts& tags, std::string_view tag) {
  const auto first = std::ranges::find(tags, tag);
  if (first != tags.end()) tags.erase(std::remove(first + 1, tags.end(), tag), tags.end());
}

class changer final : public row_changer {
 public:
  changer(const json& wish, instant at) : at_(at) {
    add_ = wish.value("add_tags", tag_texts());
    remove_ = wish.value("remove_tags", tag_texts());
    if (const auto rename = wish.find("rename_tag"); rename != wish.end()) {
      from_ = rename->value("from", "");
      to_ = rename->value("to", "");
    }
    if (const auto merge = wish.find("merge"); merge != wish.end() && (*merge)["keep"].is_string()) {
      digest keep{};
      if (from_hex((*merge)["keep"].get_ref<const std::string&>(), keep)) keep_ = keep;
    }
  }

  auto change(std::string_view row, std::string& after) const -> row_step override {
    auto one = decode_row(row);
    if (!one) return row_step::unchanged;
    const auto before = one->tags;
    change_tags(one->tags);
    if (one->tags == before) return row_step::unchanged;
    one->updated_at = std::max(at_, one->updated_at);
    return write(*one, row.size(), after) ? row_step::changed : row_step::too_large;
  }

  auto merge(std::span<const identified_row> rows, std::string& after) const
      -> std::optional<std::size_t> override {
    std::vector<bookmark> all;
    std::size_t largest = 0;
    for (const auto& one : rows) {
      auto decoded = decode_row(one.row);
      if (!decoded) return std::nullopt;
      all.push_back(std::move(*decoded));
      largest = std::max(largest, one.row.size());
    }
    std::vector<std::size_t> order(all.size());
    for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
    std::ranges::stable_sort(order, {}, [&](std::size_t i) { return all[i].created_at; });
    auto kept = order.front();
    for (std::size_t i = 0; i < rows.size(); ++i)
      if (rows[i].id == keep_) kept = i;
    auto made = all[kept];
    made.created_at = all[order.front()].created_at;
    for (const auto i : order) take_over(all[i], made);
    if (made != all[kept]) made.updated_at = std::max(at_, made.updated_at);
    if (!write(made, largest, after)) return std::nullopt;
    return kept;
  }

 private:
  void change_tags(tag_texts& tags) const {
    std::erase_if(tags, [&](const auto& tag) { return contains(remove_, tag); });
    for (const auto& tag : add_)
      if (!contains(tags, tag)) tags.push_back(tag);
    if (from_.empty() || !contains(tags, from_)) return;
    std::ranges::replace(tags, from_, to_);
    keep_first(tags, to_);
  }

  /// What is missing in the one that stays.
  static void take_over(const bookmark& from, bookmark& into) {
    if (text::is_blank(into.title)) into.title = from.title;
    if (!into.description || text::is_blank(*into.description))
      if (from.description && !text::is_blank(*from.description)) into.description = from.description;
    if (!into.feed_url) into.feed_url = from.feed_url;
    if (into.extra.empty()) into.extra = from.extra;
    for (const auto& tag : from.tags)
      if (!contains(into.tags, tag)) into.tags.push_back(tag);
  }

  /// False: it would be larger than it may become.
  static auto write(const bookmark& one, std::size_t before_bytes, std::string& after) -> bool {
    const auto begin = after.size();
    encode_row(one, after);
    if (after.size() - begin <= std::max(grown_row_limit_bytes, before_bytes + bytes_of_a_date)) return true;
    after.resize(begin);
    return false;
  }

  static constexpr std::size_t bytes_of_a_date = 10;
  instant at_;
  tag_texts add_;
  tag_texts remove_;
  std::string from_;
  std::string to_;
  std::optional<identity> keep_;
};

}  // namespace

auto check_bulk_wish(const std::string& text) -> result<bulk_wish> {
  const auto given = json::parse(text, nullptr, false);
  if (!given.is_object()) return no_wish();
  const auto has = [&](const char* name) { return given.contains(name); };
  for (const auto& [key, value] : given.items())
    if (key != "delete" && key != "add_tags" && key != "remove_tags" && key != "rename_tag" && key != "merge")
      return {errc::unknown_field, "There is no field '" + key.substr(0, shown_bytes) + "' here."};
  const int wishes = (has("delete") ? 1 : 0) + (has("add_tags") || has("remove_tags") ? 1 : 0) +
                     (has("rename_tag") ? 1 : 0) + (has("merge") ? 1 : 0);
  if (wishes == 0 || (has("delete") && given["delete"] != true)) return no_wish();
  if (wishes > 1)
    return {errc::bad_value, "Only tags can be added and taken away in one change; all else stands alone."};
  if (has("delete")) return bulk_wish{bulk_verb::remove, R"({"delete":true})"};
  const auto name = has("rename_tag") ? "rename_tag" : has("merge") ? "merge" : "";
  const auto checked = has("rename_tag") ? check_rename(given[name])
                       : has("merge")    ? check_merge(given[name])
                                         : check_tags(given);
  if (!checked) return checked.why();
  return bulk_wish{has("merge") ? bulk_verb::merge : bulk_verb::change,
                   (*name == '\0' ? *checked : json{{name, *checked}}).dump()};
}

auto changer_of(const std::string& wish, instant at) -> std::unique_ptr<row_changer> {
  auto parsed = json::parse(wish, nullptr, false);
  return std::make_unique<changer>(parsed.is_object() ? parsed : json::object(), at);
}

}  // namespace waybill::bookmarks
