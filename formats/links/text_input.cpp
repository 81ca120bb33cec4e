#include "formats/links/text_input.hpp"

#include <algorithm>
#include <utility>

namespace waybill::formats::links {
namespace {

constexpr std::string_view utf_8_mark = "\xEF\xBB\xBF";

/// Files with characters of so many bytes at least, decoded; any other goes through.
class decoded_source final : public byte_source {
 public:
  decoded_source(std::unique_ptr<byte_source> from, std::size_t least_bytes)
      : from_(std::move(from)), least_bytes_(least_bytes) {}

  auto read(char* into, std::size_t size) -> std::int64_t override {
    if (!is_begun_) begin();
    while (rest_.empty()) {
      if (fault_ < 0) return fault_;
      if (at_end_) return 0;
      if (!is_wide_) return from_->read(into, size);
      fill();
    }
    const auto taken = std::min(size, rest_.size());
    rest_.copy(into, taken);
    rest_.remove_prefix(taken);
    return static_cast<std::int64_t>(taken);
  }

 private:
  /// Its first bytes tell.
  void begin() {
    is_begun_ = true;
    std::size_t held = 0;
    while (held < encoding_bytes && get(held, encoding_bytes - held)) held = got_;
    const std::string_view first(block_.data(), held);
    is_wide_ = wide_encoding_of(first).unit_bytes >= least_bytes_;
    rest_ = is_wide_ ? text_.take(first) : first;
  }

  /// More behind the `at` bytes of the block, which then has `got_`.
  auto get(std::size_t at, std::size_t size) -> bool {
    const auto got = from_ ? from_->read(block_.data() + at, size) : -1;
    got_ = at + static_cast<std::size_t>(std::max<std::int64_t>(got, 0));
    fault_ = std::min<std::int64_t>(got, 0);
    at_end_ = got == 0;
    return got > 0;
  }

  void fill() {
    if (get(0, block_.size()))
      rest_ = text_.take({block_.data(), got_});
    else if (at_end_)
      rest_ = text_.finish();
  }

  std::unique_ptr<byte_source> from_;
  std::size_t least_bytes_;
  std::string block_ = std::string(64 << 10, '\0');
  text_input text_;
  std::string_view rest_;
  std::size_t got_ = 0;
  std::int64_t fault_ = 0;
  bool is_begun_ = false;
  bool is_wide_ = false;
  bool at_end_ = false;
};

}  // namespace

auto text_input::take(std::string_view bytes) -> std::string_view {
  if (!is_begun_) {
    const auto held = bytes.substr(0, encoding_bytes - first_.size());
    first_.append(held);
    if (first_.size() < encoding_bytes) return {};
    begin();
    first_.append(bytes.substr(held.size()));
    bytes = first_;
  }
  const auto text = decoded(bytes);
  return is_at_front_ ? without_marks(text, false) : text;
}

auto text_input::finish() -> std::string_view {
  std::string last;
  if (!is_begun_) {
    begin();
    last = decoded(first_);
  }
  if (auto* const of_two = std::get_if<csv::utf_16_decoder>(&decoder_)) of_two->finish(last);
  if (auto* const of_four = std::get_if<csv::utf_32_decoder>(&decoder_)) of_four->finish(last);
  text_ = std::move(last);
  return is_at_front_ ? without_marks(text_, true) : std::string_view(text_);
}

/// By the bytes that are held.
void text_input::begin() {
  is_begun_ = true;
  const auto wide = wide_encoding_of(first_);
  if (wide.unit_bytes == 2) decoder_.emplace<csv::utf_16_decoder>(wide.big_endian);
  if (wide.unit_bytes == 4) decoder_.emplace<csv::utf_32_decoder>(wide.big_endian);
  is_marked_ = wide.unit_bytes != 0;
}

auto text_input::decoded(std::string_view bytes) -> std::string_view {
  if (std::holds_alternative<std::monostate>(decoder_)) return bytes;
  text_.clear();
  if (auto* const of_two = std::get_if<csv::utf_16_decoder>(&decoder_)) of_two->append(bytes, text_);
  if (auto* const of_four = std::get_if<csv::utf_32_decoder>(&decoder_)) of_four->append(bytes, text_);
  return text_;
}

/// The text behind the marks at its front, as soon as it is known that no other follows.
auto text_input::without_marks(std::string_view text, bool is_end) -> std::string_view {
  front_.append(text);
  std::string_view rest = front_;
  while (rest.starts_with(utf_8_mark)) {
    rest.remove_prefix(utf_8_mark.size());
    is_marked_ = true;
  }
  if (!is_end && rest.size() < utf_8_mark.size() && utf_8_mark.starts_with(rest)) {
    front_ = std::string(rest);
    return {};
  }
  is_at_front_ = false;
  return rest;
}

auto utf_32_as_utf_8(std::unique_ptr<byte_source> from) -> std::unique_ptr<byte_source> {
  return std::make_unique<decoded_source>(std::move(from), 4);
}

auto wide_as_utf_8(std::unique_ptr<byte_source> from) -> std::unique_ptr<byte_source> {
  return std::make_unique<decoded_source>(std::move(from), 2);
}

}  // namespace waybill::formats::links
