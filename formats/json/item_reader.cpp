#include "formats/json/item_reader.hpp"

#include <algorithm>
#include <cstring>
#include <limits>

#include "formats/json/bytes.hpp"
#include "formats/json/scanner.hpp"

namespace waybill::formats::json {
namespace {

constexpr std::size_t block_bytes = 256 << 10;
constexpr std::size_t padding_bytes = 64;
constexpr std::size_t nothing_kept = std::numeric_limits<std::size_t>::max();

/// A window on the file: what stands from `at` on (or from `keep` on, when set) stays where it can be looked
/// at.
struct window {
  std::unique_ptr<byte_source> from;
  std::size_t item_limit = 0;
  std::size_t capacity = block_bytes;
  std::unique_ptr<char[]> bytes = std::make_unique<char[]>(block_bytes + padding_bytes);
  std::uint64_t base = 0;           ///< offset in the file of the window's first byte
  std::size_t at = 0;               ///< what is looked at next
  std::size_t end = 0;              ///< behind the last byte read
  std::size_t keep = nothing_kept;  ///< the item being cut begins here
  bool at_end = false;              ///< the source has no more

  [[nodiscard]] auto offset() const -> std::uint64_t { return base + at; }

  void make_room() {
    const auto first = std::min(keep, at);
    if (first > 0) {
      std::memmove(bytes.get(), bytes.get() + first, end - first);
      base += first;
      at -= first;
      end -= first;
      if (keep != nothing_kept) keep = 0;
    }
    if (end < capacity) return;
    // An item longer than the limit is not kept, so that this is always more than before.
    capacity = std::min(2 * capacity, item_limit + block_bytes);
    auto larger = std::make_unique<char[]>(capacity + padding_bytes);
    std::memcpy(larger.get(), bytes.get(), end);
    bytes = std::move(larger);
  }

  /// Reads until `wanted` bytes can be looked at, or there are no more. Answers how many there are.
  auto ensure(std::size_t wanted) -> std::size_t {
    while (end - at < wanted && !at_end) {
      if (end == capacity) make_room();
      const auto got = from ? from->read(bytes.get() + end, capacity - end) : 0;
      at_end = got <= 0;
      if (got > 0) end += static_cast<std::size_t>(got);
    }
    return end - at;
  }

  /// The next byte that is no whitespace, without passing it.
  auto peek() -> std::optional<char> {
    while (ensure(1) > 0) {
      at = static_cast<std::size_t>(skip_space(bytes.get() + at, bytes.get() + end) - bytes.get());
      if (at != end) return bytes[at];
    }
    return std::nullopt;
  }
};

constexpr auto begins_scalar(char c) -> bool {
  return is_digit(c) || c == '-' || c == 't' || c == 'f' || c == 'n';
}
/// What follows is looked at by whoever goes on behind it.
constexpr auto ends_scalar(char c) -> bool {
  return !is_digit(c) && !(c >= 'a' && c <= 'z') && c != 'E' && c != '+' && c != '-' && c != '.';
}

}  // namespace

struct item_reader::impl {
  enum class stand : std::uint8_t { list_start, resumed, behind_item, over };

  window in;
  stand where;
  std::string head;     ///< of the last item that was let go
  bool single = false;  ///< the list is one object or string
  bool broken = false;

  impl(std::unique_ptr<byte_source> from, std::uint64_t offset, bool at_list_start, std::size_t limit_bytes)
      : where(at_list_start ? stand::list_start : stand::resumed) {
    in.from = std::move(from);
    in.item_limit = limit_bytes;
    in.base = offset;
  }

  auto stop(bool as_expected) -> bool {
    broken = !as_expected;
    where = stand::over;
    return false;
  }

  /// Goes to the first byte of the next item; false: there is none.
  auto go_to_item() -> bool {
    const auto next = in.peek();
    if (!next) return stop(false);
    if (where == stand::list_start) return enter_list(*next);
    if (*next == ']') return stop(true);
    // Behind the one item of a list that is no array, the root goes on or ends.
    if (*next == '}' && where == stand::resumed) return stop(true);
    if (*next != ',') return stop(false);
    ++in.at;
    return in.peek() ? true : stop(false);
  }

  auto enter_list(char first) -> bool {
    if (first == '{' || first == '"') {
      single = true;
      return true;
    }
    if (first != '[') return stop(false);
    ++in.at;
    const auto next = in.peek();
    if (!next) return stop(false);
    return *next == ']' ? stop(true) : true;
  }

  /// Lets go of an item that has grown beyond the limit, so that the window need not hold it.
  void watch_size(std::uint64_t start) {
    if (in.offset() - start <= in.item_limit || in.keep == nothing_kept) return;
    head.assign(in.bytes.get() + in.keep, std::min(in.at - in.keep, head_bytes));
    in.keep = nothing_kept;
  }

  auto pass_structure(std::uint64_t start) -> bool {
    end_scanner scanner;
    for (;;) {
      const auto there = std::min(in.ensure(end_scanner::step_bytes), end_scanner::step_bytes);
      if (const auto length = scanner.feed(in.bytes.get() + in.at, there)) {
        in.at += *length;
        return true;
      }
      in.at += there;
      if (there < end_scanner::step_bytes) return false;
      watch_size(start);
    }
  }

  auto pass_scalar(std::uint64_t start) -> bool {
    while (in.ensure(1) > 0) {
      const char* const from = in.bytes.get() + in.at;
      const char* const last = in.bytes.get() + in.end;
      const char* const found = std::find_if(from, last, ends_scalar);
      in.at += static_cast<std::size_t>(found - from);
      if (found != last) return true;
      watch_size(start);
    }
    return false;
  }

  auto next() -> std::optional<raw_item> {
    in.keep = nothing_kept;
    if (where == stand::over || !go_to_item()) return std::nullopt;
    const char first = in.bytes[in.at];
    const auto start = in.offset();
    in.keep = in.at;
    const bool structure = first == '{' || first == '[' || first == '"';
    const bool whole = structure ? pass_structure(start) : begins_scalar(first) && pass_scalar(start);
    if (!whole) {
      stop(false);
      return std::nullopt;
    }
    const auto end = in.offset();
    watch_size(start);
    if (where == stand::resumed && first == '"' && is_key()) {
      stop(true);
      return std::nullopt;
    }
    where = single ? stand::over : stand::behind_item;
    if (in.keep == nothing_kept) return raw_item{{}, start, end, true, head};
    return raw_item{{in.bytes.get() + in.keep, static_cast<std::size_t>(end - start)}, start, end, false, {}};
  }

  /// Behind the one item of a list that is no array, what looks like the next item is the root's next key.
  auto is_key() -> bool { return in.peek() == ':'; }
};

item_reader::item_reader(std::unique_ptr<byte_source> from, std::uint64_t offset, bool at_list_start,
                         std::size_t item_limit_bytes)
    : impl_(std::make_unique<impl>(std::move(from), offset, at_list_start, item_limit_bytes)) {}
item_reader::~item_reader() = default;
item_reader::item_reader(item_reader&&) noexcept = default;
auto item_reader::operator=(item_reader&&) noexcept -> item_reader& = default;

auto item_reader::next() -> std::optional<raw_item> { return impl_->next(); }
auto item_reader::broken() const -> bool { return impl_->broken; }

}  // namespace waybill::formats::json
