#include "domains/nodes/json_item.hpp"

#include <algorithm>

#include "formats/json/bytes.hpp"
#include "formats/text.hpp"

namespace waybill::nodes {
namespace {

namespace json = formats::json;

constexpr std::array<std::string_view, 11> derived{
    "id",         "parent",     "depth", "position", "slug", "breadcrumb", "children_count", "subtree_count",
    "created_at", "updated_at", "import"};

constexpr std::array<std::string_view, 3> of_sitemap{"lastmod", "changefreq", "priority"};

template <class Names>
auto is_one_of(std::string_view key, const Names& names) -> bool {
  return std::find(names.begin(), names.end(), key) != names.end();
}

auto without_space(std::string_view raw) -> std::string_view {
  while (!raw.empty() && json::is_space(raw.front())) raw.remove_prefix(1);
  while (!raw.empty() && json::is_space(raw.back())) raw.remove_suffix(1);
  return raw;
}

auto is_ours(const json::member& one) -> bool { return one.key == "id" && one.value.starts_with("\"nod_"); }

}  // namespace

auto is_derived(std::string_view key) -> bool { return is_one_of(key, derived); }
auto is_of_sitemap(std::string_view key) -> bool { return is_one_of(key, of_sitemap); }

auto json_item::text_of(std::string_view raw) -> std::string_view {
  return texts_.of(json::inside_quotes(raw));
}

auto json_item::parse(std::string_view raw, given_node& out) -> bool {
  out = {};
  memory_.release();
  texts_.begin(raw);
  raw = without_space(raw);
  if (json::is_string(raw) && raw.size() > 1) {
    out.url = text_of(raw);
    return true;
  }
  if (!json::is_object(raw) || !json::read_members(raw, members_, texts_)) return false;
  json::mark_superseded(members_);
  kept_.clear();
  is_ours_ = std::any_of(members_.begin(), members_.end(), is_ours);
  for (const auto& one : members_)
    if (!one.superseded) take(one, out);
  write_metadata(out);
  return true;
}

void json_item::take(const member& one, given_node& out) {
  if (one.key == "url") {
    // What is no text is no URL; it is shown as it is spelled.
    out.url = json::is_string(one.value) ? text_of(one.value)
              : json::is_null(one.value) ? std::string_view{}
                                         : one.value;
  } else if (one.key == "title") {
    take_title(one.value, out);
  } else if (one.key == "metadata") {
    take_metadata(one, out);
  } else if (is_of_sitemap(one.key)) {
    kept_.push_back(one);
  } else if (!is_ours_ || !is_derived(one.key)) {
    out.warnings |= warning_unknown_key;
    kept_.push_back(one);
  }
}

void json_item::take_title(std::string_view raw, given_node& out) {
  if (json::is_string(raw))
    out.title = text_of(raw);
  else if (json::is_null(raw))
    out.flags |= clears_title;
  else
    out.warnings |= warning_value_ignored;
}

/// Its members come first: what stands beside it counts more.
void json_item::take_metadata(const member& one, given_node& out) {
  if (json::is_null(one.value)) {
    out.flags |= clears_metadata;
    return;
  }
  if (json::is_object(one.value) && json::read_members(one.value, inner_, texts_)) {
    kept_.insert(kept_.begin(), inner_.begin(), inner_.end());
    return;
  }
  out.warnings |= warning_unknown_key;
  kept_.push_back(one);
}

void json_item::write_metadata(given_node& out) {
  if (kept_.empty()) return;
  json::mark_superseded(kept_);
  metadata_.clear();
  for (const auto& one : kept_) {
    if (one.superseded) continue;
    if (json::is_null(one.value)) out.flags |= holds_nulls;
    metadata_.append(metadata_.empty() ? "{\"" : ",\"").append(one.raw_key).append("\":");
    json::append_minified(one.value, metadata_);
  }
  metadata_.push_back('}');
  out.metadata = metadata_;
}

auto fault_of_oversize(std::string_view head) -> std::string_view {
  head = without_space(head);
  if (json::is_string(head)) return "url_too_long";
  const auto key = head.find("\"url\"");
  if (key == std::string_view::npos) return "metadata_too_large";
  // A URL that ends among the first bytes is not what is too large.
  const auto opened = head.find('"', key + 5);
  const bool is_open =
      opened != std::string_view::npos && head.find('"', opened + 1) == std::string_view::npos;
  return is_open ? "url_too_long" : "metadata_too_large";
}

}  // namespace waybill::nodes
