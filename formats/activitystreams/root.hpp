// What the root of a document says: context, type, and which list counts. Internal to this folder.
// Source: https://www.w3.org/TR/activitystreams-core/ (sections 2.1.3, 4.1, 4.4).
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "formats/activitystreams/document.hpp"
#include "formats/json/root_listener.hpp"

namespace waybill::formats::activitystreams {

using json::place;

/// Told by the checking pass what stands in the root, in its `@context` and in an embedded `first` page.
/// Remembers the last value of each key that matters. One thread at a time.
class root_view final : public json::root_listener {
 public:
  void root(char first, place at) override;
  [[nodiscard]] auto wants_key(std::uint32_t depth) const noexcept -> bool override {
    return depth == 1 || (depth == 2 && now_ == section::first);
  }
  void key(std::uint32_t depth, std::string_view raw, bool whole) override;
  [[nodiscard]] auto is_member(std::uint32_t depth) const noexcept -> bool override {
    return depth == 1 ? now_ != section::none
                      : depth == 2 && now_ == section::first && in_page_ != section::none;
  }
  void value(std::uint32_t depth, char first, place at) override;
  void element(std::uint32_t depth) noexcept override {
    if (counted_ != nullptr && counted_->first == '[' && depth == elements_at_) ++counted_->elements;
  }
  /// Those of context and type only.
  [[nodiscard]] auto wants_text(std::uint32_t depth, bool in_object) const noexcept -> bool override;
  void text(std::string_view raw, bool whole) override;

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
};

}  // namespace waybill::formats::activitystreams
