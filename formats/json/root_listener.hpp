// Whoever wants to know what stands in the root of a document while its grammar is checked.
#pragma once

#include <cstdint>
#include <string_view>

#include "formats/json/lines.hpp"

namespace waybill::formats::json {

/// Depths are numbers of open containers: the root's members stand at 1. One thread at a time.
class root_listener {
 public:
  virtual ~root_listener() = default;
  /// What stands deeper is of no interest now.
  [[nodiscard]] auto interest() const noexcept -> std::uint32_t { return interest_; }

  /// The root value begins with `first`.
  virtual void root(char first, place at) = 0;
  /// Whether a key at `depth` is of interest.
  [[nodiscard]] virtual auto wants_key(std::uint32_t depth) const noexcept -> bool = 0;
  /// A key that was wanted, as spelled between its quotes. `whole` is false when it was too long to be kept.
  virtual void key(std::uint32_t depth, std::string_view raw, bool whole) = 0;
  /// Whether a value at `depth` is that of a key that matters.
  [[nodiscard]] virtual auto is_member(std::uint32_t depth) const noexcept -> bool = 0;
  /// That value begins with `first`.
  virtual void value(std::uint32_t depth, char first, place at) = 0;
  /// Any other value at `depth`: an element, when a list is being counted there.
  virtual void element(std::uint32_t depth) noexcept = 0;
  /// Whether a string that is a value at `depth` is of interest.
  [[nodiscard]] virtual auto wants_text(std::uint32_t depth, bool in_object) const noexcept -> bool = 0;
  /// A string that was wanted.
  virtual void text(std::string_view raw, bool whole) = 0;

 protected:
  root_listener() = default;
  root_listener(const root_listener&) = default;
  auto operator=(const root_listener&) -> root_listener& = default;
  std::uint32_t interest_ = 1;
};

/// For whom nothing in the root matters.
class no_listener final : public root_listener {
 public:
  void root(char /*first*/, place /*at*/) override { interest_ = 0; }
  [[nodiscard]] auto wants_key(std::uint32_t /*depth*/) const noexcept -> bool override { return false; }
  void key(std::uint32_t /*depth*/, std::string_view /*raw*/, bool /*whole*/) override {}
  [[nodiscard]] auto is_member(std::uint32_t /*depth*/) const noexcept -> bool override { return false; }
  void value(std::uint32_t /*depth*/, char /*first*/, place /*at*/) override {}
  void element(std::uint32_t /*depth*/) noexcept override {}
  [[nodiscard]] auto wants_text(std::uint32_t /*depth*/, bool /*in_object*/) const noexcept -> bool override {
    return false;
  }
  void text(std::string_view /*raw*/, bool /*whole*/) override {}
};

}  // namespace waybill::formats::json
