// Checks a document that is a list, or an object with one list that counts and a few small members beside it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "formats/json/text_check.hpp"

namespace waybill::formats::json {

/// A member of the root beside the list.
struct side_member {
  std::string key;    ///< unescaped
  std::string value;  ///< as it is spelled; empty: it is too long to be kept
  place at;
};

struct list_summary {
  bool has_list = false;
  std::uint64_t records = 0;        ///< elements of the list
  std::uint64_t list_offset = 0;    ///< where `item_reader` starts
  std::vector<side_member> beside;  ///< in the order of the document; of a key that stands twice both
};

/// Is fed a document while it passes by. One thread at a time; a few KiB of memory, however large the
/// document is.
class list_check {
 public:
  /// Beyond these, members beside the list are not kept.
  static constexpr std::size_t side_limit_bytes = 16 << 10;
  static constexpr std::size_t side_limit = 32;

  explicit list_check(std::string_view list_key) : root_(list_key) {}
  list_check(const list_check&) = delete;
  auto operator=(const list_check&) -> list_check& = delete;

  /// The next bytes, split anywhere.
  void feed(std::string_view bytes);
  /// Whether the list has been met.
  [[nodiscard]] auto has_list() const -> bool { return root_.has_list; }
  /// Whether a member of the root with this key, which is not the list's, has been met.
  [[nodiscard]] auto has_member(std::string_view key) const -> bool;
  /// Elements of the list so far.
  [[nodiscard]] auto records() const -> std::uint64_t { return root_.records; }
  /// Once, behind the last byte: why it is no JSON, or what it holds.
  auto finish(list_summary& out) -> std::optional<fault>;

 private:
  struct side {
    std::string key;
    place at;
    std::string bytes;  ///< from the value on, and beyond it
  };
  /// The last of several lists with the key counts.
  struct root_view final : root_listener {
    explicit root_view(std::string_view key) : list_key(key) {}
    void root(char first, place at) override;
    [[nodiscard]] auto wants_key(std::uint32_t depth) const noexcept -> bool override { return depth == 1; }
    void key(std::uint32_t depth, std::string_view raw, bool whole) override;
    [[nodiscard]] auto is_member(std::uint32_t depth) const noexcept -> bool override {
      return depth == 1 && is_object;
    }
    void value(std::uint32_t depth, char first, place at) override;
    void element(std::uint32_t depth) noexcept override;
    [[nodiscard]] auto wants_text(std::uint32_t /*depth*/, bool /*in_object*/) const noexcept
        -> bool override {
      return false;
    }
    void text(std::string_view /*raw*/, bool /*whole*/) override {}
    void begin_list(place at);

    std::string list_key;
    bool is_object = false;
    bool has_list = false;
    bool in_list = false;
    std::uint64_t records = 0;
    std::uint64_t list_offset = 0;
    std::string now;  ///< the key of the value that comes
    std::vector<side> sides;
  };

  root_view root_;
  text_check text_{root_};
  std::uint64_t bytes_ = 0;
};

}  // namespace waybill::formats::json
