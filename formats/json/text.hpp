// Texts of JSON strings. Internal to the formats. Source: RFC 8259, section 7.
#pragma once

#include <memory_resource>
#include <string>
#include <string_view>

namespace waybill::formats::json {

/// `raw` is what stands between the quotes. Without a backslash the text is `raw` itself; otherwise it is
/// written to `into`. A surrogate without its partner becomes U+FFFD, a backslash that escapes nothing
/// (changed bytes only) a question mark; the text is never longer than `raw`.
auto plain_text(std::string_view raw, std::string& into) -> std::string_view;

/// The texts of one item's strings. Where the item holds no backslash at all, as most do, none of them is
/// searched for one. One thread at a time.
class item_texts {
 public:
  /// What had to be unescaped is kept in `memory`.
  explicit item_texts(std::pmr::memory_resource& memory) : memory_(memory) {}
  /// Every `raw` from now on stands in this item.
  void begin(std::string_view item) noexcept;
  /// As `plain_text`.
  [[nodiscard]] auto of(std::string_view raw) -> std::string_view { return escapes_ ? unescaped(raw) : raw; }

 private:
  auto unescaped(std::string_view raw) -> std::string_view;

  std::pmr::memory_resource& memory_;
  bool escapes_ = true;
};

/// At most `limit` bytes of a text, cut between characters, for a message.
auto shown(std::string_view text, std::size_t limit) -> std::string;

}  // namespace waybill::formats::json
