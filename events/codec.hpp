// Events to bytes and back, driven by each struct's list of fields: one list makes the bytes, the printed
// form and the documentation. A struct lists its fields once:
//
//   template <class Self, class V> static void fields(Self& e, V& visit) { visit("total", e.total, "how many
//   records"); }
//
// Bytes: unsigned = LEB128 varint; signed and instants = zigzag varint; bool = one byte 0/1; text = length +
// bytes; digests = 32 raw bytes; optional = one byte 0/1, then the value; lists = count, then the values;
// enums = varint of a number that is never given a second meaning; structs = their fields in order. No names
// in the bytes: the tag says the shape. Functions keep nothing: any thread.
#pragma once

#include <array>
#include <concepts>
#include <cstdint>
#include <cstring>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "events/words.hpp"

namespace waybill {

/// Appends to a string the caller owns.
class byte_writer {
 public:
  explicit byte_writer(std::string& out) : out_(out) {}

  /// Most numbers are small: those cost no call.
  void varint(std::uint64_t value) {
    if (value < 0x80)
      out_.push_back(static_cast<char>(value));
    else
      long_varint(value);
  }
  void zigzag(std::int64_t value) {
    varint((static_cast<std::uint64_t>(value) << 1) ^ static_cast<std::uint64_t>(value >> 63));
  }
  void text(std::string_view value) {
    varint(value.size());
    if (!value.empty()) out_.append(value);
  }
  void raw(const void* bytes, std::size_t size) { out_.append(static_cast<const char*>(bytes), size); }

 private:
  void long_varint(std::uint64_t value) {
    char bytes[10];
    std::size_t n = 0;
    while (value >= 0x80) {
      bytes[n++] = static_cast<char>(value | 0x80);
      value >>= 7;
    }
    bytes[n++] = static_cast<char>(value);
    out_.append(bytes, n);
  }

  std::string& out_;
};

/// Reads what byte_writer wrote. After the first thing that is not there `ok()` is false for good, and all
/// reads give zero.
class byte_reader {
 public:
  explicit byte_reader(std::string_view in) : at_(in.data()), end_(in.data() + in.size()) {}

  [[nodiscard]] auto ok() const noexcept -> bool { return ok_; }
  [[nodiscard]] auto left() const noexcept -> std::size_t { return static_cast<std::size_t>(end_ - at_); }
  /// What was not read yet.
  [[nodiscard]] auto rest() const noexcept -> std::string_view { return {at_, left()}; }
  void fail() noexcept {
    ok_ = false;
    at_ = end_;
  }

  auto varint() -> std::uint64_t {
    if (at_ != end_ && static_cast<std::uint8_t>(*at_) < 0x80) return static_cast<std::uint8_t>(*at_++);
    return long_varint();
  }
  auto zigzag() -> std::int64_t {
    const auto value = varint();
    return static_cast<std::int64_t>(value >> 1) ^ -static_cast<std::int64_t>(value & 1);
  }
  auto byte() -> std::uint8_t {
    const auto one = raw(1);
    return one.empty() ? std::uint8_t{0} : static_cast<std::uint8_t>(one.front());
  }
  /// Little endian.
  auto fixed64() -> std::uint64_t {
    std::uint64_t value = 0;
    const auto bytes = raw(8);
    for (std::size_t i = 0; i < bytes.size(); ++i)
      value |= std::uint64_t{static_cast<std::uint8_t>(bytes[i])} << (8 * i);
    return value;
  }
  auto text() -> std::string_view { return raw(varint()); }
  auto raw(std::uint64_t size) -> std::string_view {
    if (size > left()) {
      fail();
      return {};
    }
    const std::string_view bytes{at_, static_cast<std::size_t>(size)};
    at_ += size;
    return bytes;
  }

 private:
  auto long_varint() -> std::uint64_t {
    std::uint64_t value = 0;
    for (unsigned shift = 0; at_ != end_; shift += 7) {
      const auto byte = static_cast<std::uint8_t>(*at_++);
      if (shift == 63 && byte > 1) break;
      value |= static_cast<std::uint64_t>(byte & 0x7f) << shift;
      // A last byte of zero says nothing: there is a shorter way to write the number, and one way only is
      // ours.
      if (byte == 0 && shift != 0) break;
      if (byte < 0x80) return value;
      if (shift == 63) break;
    }
    fail();
    return 0;
  }

  const char* at_;
  const char* end_;
  bool ok_ = true;
};

/// A list of texts as it stands in an event: taken apart only when somebody asks. Same bytes as a list of
/// text.
class text_list {
 public:
  text_list() = default;
  /// `encoded`: so many texts, each as `byte_writer::text` writes it. Must outlive this.
  text_list(std::uint64_t count, std::string_view encoded) : count_(count), encoded_(encoded) {}

  [[nodiscard]] auto size() const -> std::size_t { return static_cast<std::size_t>(count_); }
  [[nodiscard]] auto encoded() const -> std::string_view { return encoded_; }
  template <class Take>
  void each(Take take) const {
    byte_reader from{encoded_};
    for (std::uint64_t i = 0; i < count_; ++i) take(from.text());
  }

 private:
  std::uint64_t count_ = 0;
  std::string_view encoded_;
};

/// Digests as they stand in an event, which is all there is to them.
using digest_list = std::span<const digest>;
static_assert(sizeof(digest) == 32 && alignof(digest) == 1);

namespace codec {

struct any_visitor {
  template <class T>
  void operator()(std::string_view, T&, std::string_view) {}
};
template <class T>
concept has_fields = requires(T& value, any_visitor& visit) {
  T::fields(value, visit);
};
template <class T>
struct is_optional : std::false_type {};
template <class T>
struct is_optional<std::optional<T>> : std::true_type {};
template <class T>
struct is_list : std::false_type {};
template <class T>
struct is_list<std::vector<T>> : std::true_type {};
template <class T>
struct is_id : std::false_type {};
template <class Tag>
struct is_id<id_of<Tag>> : std::true_type {};

template <class T>
void put(byte_writer& to, const T& value) {
  if constexpr (std::is_same_v<T, bool>) {
    to.varint(value ? 1 : 0);
  } else if constexpr (std::is_enum_v<T>) {
    to.varint(static_cast<std::uint64_t>(value));
  } else if constexpr (std::unsigned_integral<T>) {
    to.varint(value);
  } else if constexpr (std::signed_integral<T>) {
    to.zigzag(value);
  } else if constexpr (std::is_same_v<T, instant>) {
    to.zigzag(value.us);
  } else if constexpr (std::is_same_v<T, digest>) {
    to.raw(value.data(), value.size());
  } else if constexpr (std::is_same_v<T, digest_list>) {
    to.varint(value.size());
    to.raw(value.data(), value.size_bytes());
  } else if constexpr (std::is_same_v<T, text_list>) {
    to.varint(value.size());
    to.raw(value.encoded().data(), value.encoded().size());
  } else if constexpr (is_id<T>::value) {
    to.text(value.value);
  } else if constexpr (std::is_convertible_v<const T&, std::string_view>) {
    to.text(value);
  } else if constexpr (is_optional<T>::value) {
    to.varint(value ? 1 : 0);
    if (value) put(to, *value);
  } else if constexpr (is_list<T>::value) {
    to.varint(value.size());
    for (const auto& element : value) put(to, element);
  } else {
    static_assert(has_fields<const T>, "no way to write this type");
    auto visit = [&to](std::string_view, const auto& field, std::string_view) { put(to, field); };
    T::fields(value, visit);
  }
}

inline void get(byte_reader& from, digest_list& value) {
  const auto count = from.varint();
  if (count > from.left() / sizeof(digest)) return from.fail();
  const auto bytes = from.raw(count * sizeof(digest));
  value = {reinterpret_cast<const digest*>(bytes.data()), static_cast<std::size_t>(count)};
}

inline void get(byte_reader& from, text_list& value) {
  const auto count = from.varint();
  if (count > from.left()) return from.fail();
  const auto all = from.rest();
  for (std::uint64_t i = 0; i < count && from.ok(); ++i) from.text();
  value = from.ok() ? text_list{count, all.substr(0, all.size() - from.left())} : text_list{};
}

/// Enums say with `enum_end(T{})` how many values there are: bytes beyond are refused.
template <class T>
void get(byte_reader& from, T& value) {
  if constexpr (std::is_same_v<T, bool>) {
    const auto bit = from.varint();
    if (bit > 1) from.fail();
    value = bit == 1;
  } else if constexpr (std::is_enum_v<T>) {
    const auto number = from.varint();
    if (number >= enum_end(T{})) {
      from.fail();
      value = T{};
    } else {
      value = static_cast<T>(number);
    }
  } else if constexpr (std::unsigned_integral<T>) {
    const auto number = from.varint();
    if (number > std::numeric_limits<T>::max()) from.fail();
    value = static_cast<T>(number);
  } else if constexpr (std::signed_integral<T>) {
    value = static_cast<T>(from.zigzag());
  } else if constexpr (std::is_same_v<T, instant>) {
    value.us = from.zigzag();
  } else if constexpr (std::is_same_v<T, digest>) {
    const auto bytes = from.raw(value.size());
    if (bytes.size() == value.size()) std::memcpy(value.data(), bytes.data(), value.size());
  } else if constexpr (is_id<T>::value) {
    value.value = from.text();
  } else if constexpr (std::is_same_v<T, std::string> || std::is_same_v<T, std::string_view>) {
    value = from.text();
  } else if constexpr (is_optional<T>::value) {
    bool there = false;
    get(from, there);
    if (there) {
      get(from, value.emplace());
    } else {
      value.reset();
    }
  } else if constexpr (is_list<T>::value) {
    const auto count = from.varint();
    value.clear();
    // Every element takes at least one byte: a count beyond that is a lie, and must not cost memory.
    if (count > from.left()) return from.fail();
    value.resize(static_cast<std::size_t>(count));
    for (auto& element : value) {
      get(from, element);
      if (!from.ok()) break;
    }
    if (!from.ok()) value.clear();
  } else {
    auto visit = [&from](std::string_view, auto& field, std::string_view) { get(from, field); };
    T::fields(value, visit);
  }
}

}  // namespace codec

/// Appends the bytes of any struct with a list of fields.
template <class T>
void encode(const T& value, std::string& out) {
  byte_writer to{out};
  codec::put(to, value);
}
template <class T>
auto encode(const T& value) -> std::string {
  std::string out;
  encode(value, out);
  return out;
}

/// False when the bytes are not exactly what `encode` writes: truncated, too long, or not this shape.
/// Fields of type string_view point into `bytes`.
template <class T>
[[nodiscard]] auto decode(std::string_view bytes, T& value) -> bool {
  byte_reader from{bytes};
  codec::get(from, value);
  return from.ok() && from.left() == 0;
}

}  // namespace waybill
