// What readers of JSON share: their stream of tokens, one item at a time, and why a file is none of theirs.
// Internal to this folder.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "formats/json/token_reader.hpp"
#include "formats/links/json_item.hpp"
#include "formats/links/parts.hpp"

namespace waybill::formats::links {

/// One thread at a time.
class json_reader : public link_reader {
 public:
  explicit json_reader(link_file file) : file_(std::move(file)) {}
  [[nodiscard]] auto why() const -> file_fault override { return why_; }
  [[nodiscard]] auto left_out() const -> std::uint64_t override { return left_out_; }

 protected:
  /// The JSON of the file, from its first byte.
  [[nodiscard]] virtual auto open_text() -> std::unique_ptr<byte_source> { return file_.open(); }
  /// Why that cannot be read.
  [[nodiscard]] virtual auto source_fault(std::int64_t error) const -> file_fault {
    return fault_of_source(error);
  }

  /// From the file's first byte again.
  void begin();
  /// Keeps why the tokens ended.
  auto broken() -> step;
  /// It is JSON, and not what it is read as.
  auto other(std::string_view message) -> step;
  /// Goes to the end of the file, so that what follows is JSON too.
  auto finish() -> step;
  /// The value that begins with `first`, or stands in the text of the tokens, whole into `raw_`. False: it is
  /// longer than a link may be.
  auto take_value(json::token first) -> bool;
  /// Passes over it.
  void skip_value(json::token first);
  /// An element of a list that should be an object: `item_` holds it, or the link says what it is.
  auto take_item(json::token first, link& into) -> bool;
  /// The end of a link that was filled.
  auto done(link& into) -> step;

  static auto begins(json::token one) -> bool {
    return one == json::token::begin_object || one == json::token::begin_array;
  }

  link_file file_;
  std::unique_ptr<json::token_reader> tokens_;
  json_item item_;
  std::string raw_;
  file_fault why_;
  std::uint64_t left_out_ = 0;
  bool is_over_ = false;
  std::uint64_t end_ = 0;  ///< of the last link
};

}  // namespace waybill::formats::links
