#include "formats/links/text_input.hpp"

#include <algorithm>

namespace waybill::formats::links {
namespace {

constexpr std::string_view utf_8_mark = "\xEF\xBB\xBF";

}  // namespace

auto text_input::take(std::string_view bytes) -> std::string_view {
  if (is_begun_) return decoded(bytes);
  const auto held = bytes.substr(0, encoding_bytes - first_.size());
  first_.append(held);
  if (first_.size() < encoding_bytes) return {};
  text_ = begin();
  bytes.remove_prefix(held.size());
  if (decoder_ == nullptr) {
    text_.append(bytes);
    return text_;
  }
  decoder_->append(bytes, text_);
  return text_;
}

auto text_input::finish() -> std::string_view {
  if (!is_begun_) return text_ = begin();
  text_.clear();
  if (decoder_ != nullptr) decoder_->finish(text_);
  return text_;
}

/// What stands behind the mark of the bytes that are held.
auto text_input::begin() -> std::string_view {
  is_begun_ = true;
  std::string_view rest = first_;
  if (const auto wide = wide_encoding_of(first_); wide.unit_bytes == 2) {
    is_marked_ = true;
    decoder_ = std::make_unique<csv::utf_16_decoder>(wide.big_endian);
    rest.remove_prefix(wide.mark_bytes);
    std::string text;
    decoder_->append(rest, text);
    first_ = std::move(text);
    return first_;
  }
  if (rest.starts_with(utf_8_mark)) {
    is_marked_ = true;
    rest.remove_prefix(utf_8_mark.size());
  }
  return rest;
}

auto text_input::decoded(std::string_view bytes) -> std::string_view {
  if (decoder_ == nullptr) return bytes;
  text_.clear();
  decoder_->append(bytes, text_);
  return text_;
}

}  // namespace waybill::formats::links
