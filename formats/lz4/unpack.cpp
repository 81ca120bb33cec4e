#include "formats/lz4/unpack.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <string>

#include "formats/gzip/inflate.hpp"

namespace waybill::formats::lz4 {
namespace {

constexpr std::size_t window_bytes = 64 << 10;
constexpr std::size_t block_bytes = 16 << 10;
constexpr std::size_t shortest_match = 4;

class unpacking_source final : public byte_source {
 public:
  explicit unpacking_source(std::unique_ptr<byte_source> packed) : packed_(std::move(packed)) {
    text_.reserve(2 * window_bytes);
  }

  auto read(char* into, std::size_t size) -> std::int64_t override {
    while (given_ == text_.size()) {
      if (error_ != 0) return error_;
      if (now_ == part::over) return 0;
      make_room();
      unpack();
    }
    const auto count = std::min(size, text_.size() - given_);
    std::memcpy(into, text_.data() + given_, count);
    given_ += count;
    return static_cast<std::int64_t>(count);
  }

 private:
  /// What comes next of a sequence: its token, its literals, its match.
  enum class part : std::uint8_t { head, token, literals, match, over };

  /// Keeps what may be looked back at.
  void make_room() {
    if (text_.size() < 2 * window_bytes) return;
    text_.erase(0, text_.size() - window_bytes);
    given_ = text_.size();
  }
  [[nodiscard]] auto room() const -> std::size_t { return 2 * window_bytes - text_.size(); }

  void fail(std::int64_t error) {
    if (error_ == 0) error_ = error;
    now_ = part::over;
  }

  /// The next packed byte; -1: there is none.
  auto take() -> int {
    if (!fill()) return -1;
    return static_cast<unsigned char>(block_[at_++]);
  }
  auto fill() -> bool {
    if (at_ < end_) return true;
    if (at_end_) return false;
    const auto got = packed_ ? packed_->read(block_.data(), block_.size()) : -EBADMSG;
    at_end_ = got <= 0;
    if (got < 0) error_ = got;
    at_ = 0;
    end_ = got > 0 ? static_cast<std::size_t>(got) : 0;
    read_ += end_;
    return end_ > 0;
  }

  void unpack() {
    while (now_ != part::over && room() > 0) {
      if (now_ == part::head)
        take_head();
      else if (now_ == part::token)
        take_token();
      else if (now_ == part::literals)
        take_literals();
      else
        copy_match();
    }
  }

  void take_head() {
    for (const char wanted : signature)
      if (take() != static_cast<unsigned char>(wanted)) return fail(-EBADMSG);
    for (unsigned shift = 0; shift < 32; shift += 8) {
      const int byte = take();
      if (byte < 0) return fail(-EBADMSG);
      size_ |= static_cast<std::uint64_t>(byte) << shift;
    }
    now_ = part::token;
  }

  void take_token() {
    const int token = take();
    if (token < 0) return end();
    left_ = static_cast<std::size_t>(token) >> 4;
    match_ = static_cast<std::size_t>(token) & 15;
    if (left_ == 15 && !take_length(left_)) return fail(-EBADMSG);
    now_ = part::literals;
  }

  /// A length goes on as long as its bytes are 255.
  auto take_length(std::size_t& length) -> bool {
    for (;;) {
      const int byte = take();
      if (byte < 0) return false;
      length += static_cast<std::size_t>(byte);
      if (byte != 255) return true;
    }
  }

  void take_literals() {
    while (left_ > 0 && room() > 0) {
      if (!fill()) return fail(-EBADMSG);
      const auto count = std::min({left_, room(), end_ - at_});
      text_.append(block_.data() + at_, count);
      at_ += count;
      left_ -= count;
      if (!grow(count)) return;
    }
    if (left_ == 0) begin_match();
  }

  void begin_match() {
    const int low = take();
    // The last sequence has no match.
    if (low < 0) return end();
    const int high = take();
    if (high < 0) return fail(-EBADMSG);
    back_ = static_cast<std::size_t>(low) | static_cast<std::size_t>(high) << 8;
    if (match_ == 15 && !take_length(match_)) return fail(-EBADMSG);
    if (back_ == 0 || back_ > text_.size()) return fail(-EBADMSG);
    left_ = match_ + shortest_match;
    now_ = part::match;
  }

  void copy_match() {
    const auto count = std::min(left_, room());
    // Byte by byte: a match may overlap what it makes.
    for (std::size_t i = 0; i < count; ++i) text_.push_back(text_[text_.size() - back_]);
    left_ -= count;
    if (!grow(count)) return;
    if (left_ == 0) now_ = part::token;
  }

  auto grow(std::size_t by) -> bool {
    grown_ += by;
    if (grown_ > size_) {
      // However the file came in pieces, the same is given before it fails.
      text_.resize(text_.size() - static_cast<std::size_t>(grown_ - size_));
      fail(-EBADMSG);
    }
    if (error_ == 0 && grown_ > gzip::may_grow_to(read_)) fail(-EFBIG);
    return error_ == 0;
  }

  void end() {
    if (error_ == 0 && grown_ != size_) error_ = -EBADMSG;
    now_ = part::over;
  }

  std::unique_ptr<byte_source> packed_;
  std::array<char, block_bytes> block_{};
  std::size_t at_ = 0;
  std::size_t end_ = 0;
  bool at_end_ = false;
  std::uint64_t read_ = 0;  ///< packed bytes
  part now_ = part::head;
  std::size_t left_ = 0;   ///< of the literals or the match
  std::size_t match_ = 0;  ///< what the token says of the match that follows
  std::size_t back_ = 0;
  std::string text_;  ///< unpacked, the last of it
  std::size_t given_ = 0;
  std::uint64_t grown_ = 0;
  std::uint64_t size_ = 0;  ///< as the file says
  std::int64_t error_ = 0;
};

}  // namespace

auto unpacked(std::unique_ptr<byte_source> packed) -> std::unique_ptr<byte_source> {
  return std::make_unique<unpacking_source>(std::move(packed));
}

}  // namespace waybill::formats::lz4
