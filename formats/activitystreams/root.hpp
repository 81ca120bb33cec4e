// What the root of a document says: context, type, and which list counts. Internal to this folder.
// Source: https://www.w3.org/TR/activitystreams-core/ (sections 2.1.3, 4.1, 4.4).
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "formats/activitystreams/document.hpp"
#include "formats/activitystreams/lines.hpp"

namespace waybill::formats::activitystreams {

/// Told by the checking pass what stands in the root, in its `@context` and in an embedded `first` page.
/// Depths are numbers of open containers: the root's members stand at 1. Remembers the last value of each key
/// that matters.
class root_view {
 public:
  /// What stands deeper is of no interest now.
  [[nodiscard]] auto interest() const noexcept -> std::uint32_t { return interest_; }

  /// The root value begins with `first`.
  void root(char first, place at);
  /// Whether a key at `depth` is of interest.
  [[nodiscard]] auto wants_key(std::uint32_t depth) const noexcept -> bool {
    return depth == 1 || (depth == 2 && now_ == section::first);
  }
  /// A key that was wanted, as spelled between its quotes. `whole` is false when it was too long to be kept.
  void key(std::uint32_t depth, std::string_view raw, bool whole);
  /// Whether a value at `depth` is that of a key that matters.
  [[nodiscard]] auto is_member(std::uint32_t depth) const noexcept -> bool {
    return depth == 1 ? now_ != section::none
                      : depth == 2 && now_ == section::first && in_page_ != section::none;
  }
  /// That value begins with `first`.
  void value(std::uint32_t depth, char first, place at);
  /// Any other value at `depth`: an element, when a list is being counted there.
  void element(std::uint32_t depth) noexcept {
    if (counted_ != nullptr && counted_->first == '[' && depth == elements_at_) ++counted_->elements;
  }
  /// Whether a string that is a value at `depth` is of interest (context and type only).
  [[nodiscard]] auto wants_text(std::uint32_t depth, bool in_object) const noexcept -> bool;
  /// A string that was wanted.
  void text(std::string_view raw, bool whole);

  /// What all of it comes to, once the grammar has been found good.
  [[nodiscard]] auto verdict(std::uint64_t bytes) const -> check_result;

 private:
  enum class section : std::uint8_t { none, context, type, items, ordered_items, first };
  struct member {
    char first = 0;  ///< of the value; 0: the key is not there
    place at{};
    std::uint64_t elements = 0;  ///< of a list
    [[nodiscard]] auto is_list() const noexcept -> bool {
      return first == '[' || first == '{' || first == '"';
    }
    [[nodiscard]] auto holds_something() const noexcept -> bool {
      return first == '[' ? elements > 0 : is_list();
    }
  };
  struct lists {
    member items, ordered_items;
  };

  static auto section_of(std::string_view key) -> section;
  void watch(section found, std::uint32_t depth) noexcept;
  auto member_at(section name, lists& of) noexcept -> member&;
  void count(member& list, std::uint32_t elements_at) noexcept;
  [[nodiscard]] auto list() const -> const member&;
  [[nodiscard]] auto fault(const member& where, std::string message) const -> document_fault;
  [[nodiscard]] auto context_message() const -> std::string;
  [[nodiscard]] auto type_message() const -> std::string;
  [[nodiscard]] auto list_message() const -> std::string;

  member root_, context_, type_, first_;
  lists own_;                        ///< of the root
  lists page_;                       ///< of its first page
  bool is_activitystreams_ = false;  ///< the context names the namespace
  bool is_collection_ = false;
  bool is_ordered_ = false;
  std::string seen_type_;  ///< what the type says, for the message

  section now_ = section::none;      ///< the root's member that is being read
  section in_page_ = section::none;  ///< the first page's
  member* counted_ = nullptr;
  std::uint32_t elements_at_ = 0;
  std::uint32_t interest_ = 1;
};

}  // namespace waybill::formats::activitystreams
