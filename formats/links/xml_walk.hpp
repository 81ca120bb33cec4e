// XML as a stream for readers of links, in bounds: no entity but XML's own is expanded, nothing is fetched,
// names and nesting are bounded. Internal to this folder. The work is expat's.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "formats/byte_source.hpp"
#include "formats/links/link_reader.hpp"

namespace waybill::formats::links {

/// The attributes of a tag, in their order.
class xml_attributes {
 public:
  /// As expat has them: names and values by turns, and a null behind them.
  explicit xml_attributes(const char** all) : all_(all) {}
  /// By its name in any letter case, which `lowered` is without capitals. "": there is none.
  [[nodiscard]] auto text(std::string_view lowered) const -> std::string_view;
  template <class F>
  void each(F take) const {
    for (const char** at = all_; *at != nullptr; at += 2)
      take(std::string_view(at[0]), std::string_view(at[1]));
  }

 private:
  const char** all_;
};

/// Is told what stands in the XML. The root has the depth 1.
class xml_listener {
 public:
  virtual ~xml_listener() = default;
  virtual void on_start(std::string_view name, std::uint32_t depth, const xml_attributes& with) = 0;
  virtual void on_end(std::string_view name, std::uint32_t depth) = 0;
  /// In pieces.
  virtual void on_text(std::string_view /*text*/) {}
};

/// One thread at a time.
class xml_walk {
 public:
  static constexpr std::uint32_t depth_limit = 1'000;
  /// A tag or comment that is longer is refused: it would be held whole.
  static constexpr std::size_t token_limit_bytes = 1 << 20;

  enum class state : std::uint8_t { more, end, broken };

  xml_walk(std::unique_ptr<byte_source> from, xml_listener& to);
  ~xml_walk();
  xml_walk(const xml_walk&) = delete;
  auto operator=(const xml_walk&) -> xml_walk& = delete;

  /// Reads the next piece of the file, and tells what stands in it.
  auto step() -> state;
  /// From within a call of the listener: this is not what is read here. What follows is still read, so that
  /// XML that is none says so.
  void refuse(std::string_view message);
  /// From within a call of the listener: the byte behind what it is told of.
  [[nodiscard]] auto offset() const -> std::uint64_t;
  [[nodiscard]] auto why() const -> const file_fault&;

 private:
  struct impl;
  std::unique_ptr<impl> impl_;
};

}  // namespace waybill::formats::links
