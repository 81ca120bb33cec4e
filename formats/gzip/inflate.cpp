#include "formats/gzip/inflate.hpp"

#include <zlib.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <vector>

namespace waybill::formats::gzip {
namespace {

constexpr std::size_t piece_bytes = 64 << 10;
/// For zlib: the largest window, and gzip's head alone.
constexpr int window_bits = 15 + 16;

auto bytes_of(std::string_view text) -> Bytef* {
  // zlib's interface is older than const; it writes nothing there.
  return reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
}

}  // namespace

struct inflater::impl {
  z_stream stream{};
  std::vector<char> piece = std::vector<char>(piece_bytes);
  std::uint64_t packed = 0;
  std::uint64_t grown = 0;
  state now = state::more;
  bool is_over = false;  ///< zeros stand behind the last member

  impl() { ::inflateInit2(&stream, window_bits); }
  ~impl() { ::inflateEnd(&stream); }
  impl(const impl&) = delete;
  auto operator=(const impl&) -> impl& = delete;

  /// A member has ended: another may follow, or zeros.
  auto begin_next() -> bool {
    if (stream.avail_in > 0 && *stream.next_in == 0) is_over = true;
    if (is_over) {
      const auto* const end = stream.next_in + stream.avail_in;
      if (std::any_of(static_cast<const Bytef*>(stream.next_in), end, [](Bytef b) { return b != 0; }))
        now = state::damaged;
      return false;
    }
    if (stream.avail_in == 0) return false;
    ::inflateReset(&stream);
    now = state::more;
    return true;
  }

  auto step(const std::function<void(std::string_view)>& take) -> bool {
    if (now == state::whole && !begin_next()) return false;
    stream.next_out = reinterpret_cast<Bytef*>(piece.data());
    stream.avail_out = static_cast<uInt>(piece.size());
    const int answer = ::inflate(&stream, Z_NO_FLUSH);
    const auto made = piece.size() - stream.avail_out;
    grown += made;
    if (grown > may_grow_to(packed)) {
      now = state::too_large;
      return false;
    }
    if (made > 0) take({piece.data(), made});
    if (answer == Z_STREAM_END)
      now = state::whole;
    else if (answer != Z_OK && answer != Z_BUF_ERROR)
      now = state::damaged;
    if (now == state::damaged) return false;
    return stream.avail_in > 0 || made == piece.size();
  }
};

inflater::inflater() : impl_(std::make_unique<impl>()) {}
inflater::~inflater() = default;

auto inflater::feed(std::string_view packed, const std::function<void(std::string_view)>& take) -> state {
  constexpr std::size_t most_at_once = 1U << 30;
  while (!packed.empty() && impl_->now != state::damaged && impl_->now != state::too_large) {
    const auto part = packed.substr(0, most_at_once);
    impl_->packed += part.size();
    impl_->stream.next_in = bytes_of(part);
    impl_->stream.avail_in = static_cast<uInt>(part.size());
    while (impl_->step(take)) {
    }
    packed.remove_prefix(part.size());
  }
  return impl_->now;
}

namespace {

class unpacking_source final : public byte_source {
 public:
  explicit unpacking_source(std::unique_ptr<byte_source> packed) : packed_(std::move(packed)) {}

  auto read(char* into, std::size_t size) -> std::int64_t override {
    while (at_ == text_.size()) {
      text_.clear();
      at_ = 0;
      const auto got = packed_->read(block_.data(), block_.size());
      if (got < 0) return got;
      if (got == 0) return state_ == state::whole ? 0 : -EBADMSG;
      state_ = inflater_.feed({block_.data(), static_cast<std::size_t>(got)},
                              [this](std::string_view piece) { text_.append(piece); });
      if (state_ == state::too_large) return -EFBIG;
      if (state_ == state::damaged && text_.empty()) return -EBADMSG;
    }
    const auto taken = std::min(size, text_.size() - at_);
    std::memcpy(into, text_.data() + at_, taken);
    at_ += taken;
    return static_cast<std::int64_t>(taken);
  }

 private:
  /// A packed byte may become a thousand: this bounds what is held.
  static constexpr std::size_t block_bytes = 4 << 10;

  std::unique_ptr<byte_source> packed_;
  inflater inflater_;
  state state_ = state::more;
  std::array<char, block_bytes> block_{};
  std::string text_;
  std::size_t at_ = 0;
};

}  // namespace

auto unpacked(std::unique_ptr<byte_source> packed) -> std::unique_ptr<byte_source> {
  return std::make_unique<unpacking_source>(std::move(packed));
}

auto beginning_of(std::string_view packed, std::size_t limit) -> std::string {
  inflater from;
  std::string text;
  // In small steps: what is asked for may be a small part of what these bytes become.
  constexpr std::size_t step_bytes = 1 << 10;
  while (!packed.empty() && text.size() < limit) {
    const auto answer =
        from.feed(packed.substr(0, step_bytes), [&](std::string_view piece) { text.append(piece); });
    if (answer == state::damaged || answer == state::too_large) break;
    packed.remove_prefix(std::min(step_bytes, packed.size()));
  }
  text.resize(std::min(text.size(), limit));
  return text;
}

}  // namespace waybill::formats::gzip
