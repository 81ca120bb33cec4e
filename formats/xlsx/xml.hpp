// The XML of a workbook's parts, as a stream. No entity is expanded, no document type is read, and memory is
// bounded whatever the XML is. What is plain is read here (plain_xml.hpp), all else by expat; which of both
// it was makes no difference.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string_view>

#include "formats/xlsx/package.hpp"
#include "formats/xlsx/plain_xml.hpp"

namespace waybill::formats::xlsx {

/// What a tag says beside its name.
class attributes {
 public:
  explicit attributes(std::span<const attribute> all) : all_(all) {}
  /// Empty when it is not there. A name with any prefix is found by what stands behind the colon.
  [[nodiscard]] auto text(std::string_view name) const -> std::string_view;
  [[nodiscard]] auto begin() const { return all_.begin(); }
  [[nodiscard]] auto end() const { return all_.end(); }

 private:
  std::span<const attribute> all_;
};

/// Is told what stands in the XML. Names come without the prefix of the root; those with another are empty.
/// The root has the depth 1.
class xml_listener {
 public:
  virtual ~xml_listener() = default;
  virtual void on_start(std::string_view name, std::uint32_t depth, const attributes& with) = 0;
  virtual void on_end(std::string_view name, std::uint32_t depth) = 0;
  /// Only called while `wants_text` is set; in pieces.
  virtual void on_text(std::string_view) {}
  bool wants_text = false;
};

/// Is fed the bytes of one part. One thread at a time.
class xml_parser {
 public:
  static constexpr std::size_t token_limit_bytes = 1 << 20;
  static constexpr std::uint32_t depth_limit = 100;

  /// `all_by_expat`: nothing is read here (for tests).
  explicit xml_parser(xml_listener& to, bool all_by_expat = false);
  ~xml_parser();
  xml_parser(const xml_parser&) = delete;
  auto operator=(const xml_parser&) -> xml_parser& = delete;

  /// False: there is a fault, and no more may be fed.
  auto feed(std::string_view bytes, bool is_last) -> bool;
  /// Without the name of the entry.
  [[nodiscard]] auto why() const -> const fault&;
  /// The name of the first tag, without its prefix.
  [[nodiscard]] auto root() const -> std::string_view;

 private:
  struct impl;
  std::unique_ptr<impl> impl_;
};

/// A part as a stream of XML, a piece at a time.
class part_parser {
 public:
  part_parser(std::shared_ptr<package> of, std::size_t part, xml_listener& to,
              std::size_t piece_bytes = 64 << 10);
  /// Reads the next piece. False: that was all, or there is a fault.
  auto step() -> bool;
  [[nodiscard]] auto why() const -> const fault& { return why_; }

 private:
  package::reader bytes_;
  xml_parser parser_;
  std::string entry_;
  std::string piece_;
  fault why_;
};

/// The whole of a part.
auto parse_part(const std::shared_ptr<package>& of, std::size_t part, xml_listener& to) -> fault;

}  // namespace waybill::formats::xlsx
