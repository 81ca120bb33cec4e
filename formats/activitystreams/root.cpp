#include "formats/activitystreams/root.hpp"

#include <algorithm>

#include "formats/activitystreams/terms.hpp"
#include "formats/json/text.hpp"

namespace waybill::formats::activitystreams {
namespace {

constexpr std::size_t shown_bytes = 80;

/// How deep a context may name its namespace: a list, an object in it, and an object that explains a prefix.
constexpr std::uint32_t context_depth = 4;

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

auto root_view::section_of(std::string_view key) -> section {
  if (key == "@context") return section::context;
  const auto term = term_of(key);
  if (term == "type" || term == "@type") return section::type;
  if (term == "items") return section::items;
  if (term == "orderedItems") return section::ordered_items;
  return term == "first" ? section::first : section::none;
}

void root_view::root(char first, place at) {
  root_.first = first;
  root_.at = at;
}

void root_view::key(std::uint32_t depth, std::string_view raw, bool whole) {
  std::string unescaped;
  const auto found = whole ? section_of(json::plain_text(raw, unescaped)) : section::none;
  counted_ = nullptr;
  watch(found, depth);
}

void root_view::watch(section found, std::uint32_t depth) noexcept {
  if (depth > 1) {
    in_page_ = found == section::items || found == section::ordered_items ? found : section::none;
    interest_ = in_page_ == section::none ? 2 : 3;
    return;
  }
  now_ = found;
  in_page_ = section::none;
  interest_ = found == section::none ? 1 : found == section::context ? context_depth : 2;
}

auto root_view::member_at(section name, lists& of) noexcept -> member& {
  return name == section::items ? of.items : of.ordered_items;
}

void root_view::count(member& list, std::uint32_t elements_at) noexcept {
  counted_ = &list;
  elements_at_ = elements_at;
}

/// A key that stands twice: the last one counts.
void root_view::value(std::uint32_t depth, char first, place at) {
  const member fresh{first, at};
  if (depth > 1) {
    auto& list = member_at(in_page_, page_) = fresh;
    return count(list, depth + 1);
  }
  switch (now_) {
    case section::context:
      context_ = fresh;
      is_activitystreams_ = false;
      break;
    case section::type:
      type_ = fresh;
      is_collection_ = is_ordered_ = false;
      seen_type_.clear();
      break;
    case section::first:
      first_ = fresh;
      page_ = {};
      break;
    default:
      count(member_at(now_, own_) = fresh, depth + 1);
      break;
  }
}

auto root_view::wants_text(std::uint32_t depth, bool in_object) const noexcept -> bool {
  if (now_ == section::context) return depth <= 2 || in_object;
  return now_ == section::type && (depth == 1 || type_.first == '[');
}

void root_view::text(std::string_view raw, bool whole) {
  std::string unescaped;
  const auto text = json::plain_text(raw, unescaped);
  if (now_ == section::context) {
    is_activitystreams_ = is_activitystreams_ || (whole && is_namespace(text));
    return;
  }
  const auto term = term_of(text);
  is_collection_ = is_collection_ || (whole && is_collection(term));
  is_ordered_ = is_ordered_ || (whole && is_ordered(term));
  if (seen_type_.empty()) seen_type_ = json::shown(text, shown_bytes);
}

/// Of several lists the first that holds something; the root's before its page's, and those that fit the type
/// before the others.
auto root_view::list() const -> const member& {
  std::array<const member*, 4> all{&own_.items, &own_.ordered_items, &page_.items, &page_.ordered_items};
  if (is_ordered_) {
    std::swap(all[0], all[1]);
    std::swap(all[2], all[3]);
  }
  for (const auto* one : all)
    if (one->holds_something()) return *one;
  for (const auto* one : all)
    if (one->is_list()) return *one;
  return own_.items.first != 0 ? own_.items : own_.ordered_items;
}

auto root_view::fault(const member& where, std::string message) const -> document_fault {
  const auto& at = where.first != 0 ? where.at : root_.at;
  return {document_errc::not_activitystreams, std::move(message), at.offset, at.line, at.column};
}

auto root_view::context_message() const -> std::string {
  if (context_.first == 0) return "There is no @context, so this is no ActivityStreams document.";
  return "The @context does not name https://www.w3.org/ns/activitystreams.";
}

auto root_view::type_message() const -> std::string {
  constexpr std::string_view wanted =
      "Collection, OrderedCollection, CollectionPage or OrderedCollectionPage";
  if (type_.first == 0) return "The root has no type; it must be " + std::string(wanted) + ".";
  const auto what = seen_type_.empty() ? std::string(kind_of(type_.first)) : '"' + seen_type_ + '"';
  return "The root's type is " + what + ", not " + std::string(wanted) + ".";
}

auto root_view::list_message() const -> std::string {
  const auto is = [](std::string_view key, const member& one) {
    return "There is no list of items: " + std::string(key) + " is " + std::string(kind_of(one.first)) + ".";
  };
  if (own_.items.first != 0) return is("items", own_.items);
  if (own_.ordered_items.first != 0) return is("orderedItems", own_.ordered_items);
  if (first_.first == '"')
    return "There is no list of items in this document: its first page is another one, which has to be "
           "imported itself.";
  return "There is no list of items: neither items nor orderedItems.";
}

auto root_view::verdict(std::uint64_t bytes) const -> check_result {
  if (root_.first != '{') {
    return fault(root_, "The root is " + std::string(kind_of(root_.first)) + ", not an object.");
  }
  if (!is_activitystreams_) return fault(context_, context_message());
  if (!is_collection_) return fault(type_, type_message());
  const auto& counted = list();
  if (!counted.is_list()) return fault(counted, list_message());
  return document_summary{counted.first == '[' ? counted.elements : 1, counted.at.offset, bytes};
}

}  // namespace waybill::formats::activitystreams
