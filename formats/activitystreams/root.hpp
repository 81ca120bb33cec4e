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

/// Told by the checking pass what stands at depth 0, 1 and 2. Remembers the last value of each of the four
/// keys.
class root_view {
 public:
  /// The root value begins with `first`.
  void root(char first, place at);
  /// A key of the root, as spelled between its quotes. `whole` is false when it was too long to be kept.
  void key(std::string_view raw, bool whole);
  /// The value of a key that matters comes next.
  [[nodiscard]] auto watching() const noexcept -> bool { return now_ != nullptr; }
  /// That value begins with `first`.
  void value(char first, place at);
  /// An element of that value, when it is an array.
  void element();
  /// Whether strings standing at `depth` open containers are of interest now (context and type only).
  [[nodiscard]] auto wants_text(std::uint32_t depth) const noexcept -> bool;
  /// A string that was wanted.
  void text(std::string_view raw, bool whole);

  /// What all of it comes to, once the grammar has been found good.
  [[nodiscard]] auto verdict(std::uint64_t bytes) const -> check_result;

 private:
  enum which : std::uint8_t { context, type, items, ordered_items };
  struct member {
    char first = 0;  ///< of the value; 0: the key is not there
    place at{};
    bool fits = false;     ///< context: the namespace was seen; type: one of the four
    bool ordered = false;  ///< type: an ordered one
    std::uint64_t elements = 0;
    std::string seen{};  ///< type: what it says, for the message
    [[nodiscard]] auto is_list() const noexcept -> bool {
      return first == '[' || first == '{' || first == '"';
    }
  };

  [[nodiscard]] auto list() const -> const member&;
  [[nodiscard]] auto fault(const member& where, std::string message) const -> document_fault;
  [[nodiscard]] auto context_message() const -> std::string;
  [[nodiscard]] auto type_message() const -> std::string;
  [[nodiscard]] auto list_message() const -> std::string;

  member root_;
  std::array<member, 4> members_;
  member* now_ = nullptr;
};

}  // namespace waybill::formats::activitystreams
