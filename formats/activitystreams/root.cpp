#include "formats/activitystreams/root.hpp"

#include <algorithm>

#include "formats/activitystreams/text.hpp"

namespace waybill::formats::activitystreams {
namespace {

constexpr std::array<std::string_view, 4> keys = {"@context", "type", "items", "orderedItems"};
constexpr std::size_t shown_bytes = 80;

auto is_namespace(std::string_view text) -> bool {
  if (text.starts_with("https://")) {
    text.remove_prefix(8);
  } else if (text.starts_with("http://")) {
    text.remove_prefix(7);
  } else {
    return false;
  }
  if (text.ends_with('#') || text.ends_with('/')) text.remove_suffix(1);
  return text == "www.w3.org/ns/activitystreams";
}

auto is_ordered(std::string_view type) -> bool {
  return type == "OrderedCollection" || type == "OrderedCollectionPage";
}
auto is_collection(std::string_view type) -> bool {
  return type == "Collection" || type == "CollectionPage" || is_ordered(type);
}

/// What a value is, by its first byte, for a person.
auto kind_of(char first) -> std::string_view {
  switch (first) {
    case '{':
      return "an object";
    case '[':
      return "an array";
    case '"':
      return "a string";
    case 't':
    case 'f':
      return "a boolean";
    case 'n':
      return "null";
    default:
      return "a number";
  }
}

}  // namespace

void root_view::root(char first, place at) {
  root_.first = first;
  root_.at = at;
}

void root_view::key(std::string_view raw, bool whole) {
  now_ = nullptr;
  if (!whole) return;
  std::string unescaped;
  const auto text = plain_text(raw, unescaped);
  const auto* const found = std::ranges::find(keys, text);
  if (found != keys.end()) now_ = &members_[static_cast<std::size_t>(found - keys.begin())];
}

void root_view::value(char first, place at) {
  *now_ = {};  // a key that stands twice: the last one counts
  now_->first = first;
  now_->at = at;
}

void root_view::element() {
  if (now_->first == '[') ++now_->elements;
}

auto root_view::wants_text(std::uint32_t depth) const noexcept -> bool {
  if (now_ != &members_[context] && now_ != &members_[type]) return false;
  return depth == 1 || now_->first == '[';
}

void root_view::text(std::string_view raw, bool whole) {
  std::string unescaped;
  const auto text = plain_text(raw, unescaped);
  if (now_ == &members_[context]) {
    now_->fits = now_->fits || (whole && is_namespace(text));
    return;
  }
  now_->fits = now_->fits || (whole && is_collection(text));
  now_->ordered = now_->ordered || (whole && is_ordered(text));
  if (now_->seen.empty()) now_->seen = shown(text, shown_bytes);
}

auto root_view::list() const -> const member& {
  const auto& plain = members_[items];
  const auto& ordered = members_[ordered_items];
  if (!plain.is_list()) return ordered;
  if (!ordered.is_list()) return plain;
  return members_[type].ordered ? ordered : plain;
}

auto root_view::fault(const member& where, std::string message) const -> document_fault {
  const auto& at = where.first != 0 ? where.at : root_.at;
  return {document_errc::not_activitystreams, std::move(message), at.offset, at.line, at.column};
}

auto root_view::context_message() const -> std::string {
  if (members_[context].first == 0) return "There is no @context, so this is no ActivityStreams document.";
  return "The @context does not name https://www.w3.org/ns/activitystreams.";
}

auto root_view::type_message() const -> std::string {
  constexpr std::string_view wanted =
      "Collection, OrderedCollection, CollectionPage or OrderedCollectionPage";
  const auto& found = members_[type];
  if (found.first == 0) return "The root has no type; it must be " + std::string(wanted) + ".";
  const auto what = found.seen.empty() ? std::string(kind_of(found.first)) : '"' + found.seen + '"';
  return "The root's type is " + what + ", not " + std::string(wanted) + ".";
}

auto root_view::list_message() const -> std::string {
  for (const auto one : {items, ordered_items}) {
    if (const auto first = members_[one].first; first != 0) {
      return "There is no list of items: " + std::string(keys[one]) + " is " + std::string(kind_of(first)) +
             ".";
    }
  }
  return "There is no list of items: neither items nor orderedItems.";
}

auto root_view::verdict(std::uint64_t bytes) const -> check_result {
  if (root_.first != '{') {
    return fault(root_, "The root is " + std::string(kind_of(root_.first)) + ", not an object.");
  }
  if (!members_[context].fits) return fault(members_[context], context_message());
  if (!members_[type].fits) return fault(members_[type], type_message());
  const auto& counted = list();
  if (!counted.is_list())
    return fault(members_[items].first != 0 ? members_[items] : counted, list_message());
  return document_summary{counted.first == '[' ? counted.elements : 1, counted.at.offset, bytes};
}

}  // namespace waybill::formats::activitystreams
