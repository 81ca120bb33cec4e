#include "events/log/record_format.hpp"

#include <cstring>

#include "events/hash.hpp"

namespace waybill {
namespace {

constexpr std::size_t seal_bytes = sizeof(digest);
constexpr std::size_t fixed_bytes = 43;

template <class T>
void put(char*& to, T value) {
  for (std::size_t i = 0; i < sizeof(T); ++i)
    *to++ = static_cast<char>(static_cast<std::uint8_t>(value >> (8 * i)));
}

template <class T>
auto take(const char*& from) -> T {
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < sizeof(T); ++i)
    value |= static_cast<std::uint64_t>(static_cast<std::uint8_t>(*from++)) << (8 * i);
  return static_cast<T>(value);
}

auto broken(std::string what) -> error { return {errc::corrupt, std::move(what), {}}; }

struct field_lengths {
  std::size_t stream = 0, by = 0, tag = 0, payload = 0;
};

auto fault_of(const envelope& head, const field_lengths& length) -> std::string_view {
  if (length.stream == 0 || length.stream > max_name_bytes)
    return "the stream's name has an impossible length";
  if (length.by > max_name_bytes) return "the actor's name has an impossible length";
  if (length.tag == 0 || length.tag > max_name_bytes) return "the tag has an impossible length";
  if (length.payload > max_payload_bytes) return "the payload has an impossible length";
  if (head.at == 0) return "the position is 0";
  if (head.version == 0) return "the version is 0";
  return {};
}

}  // namespace

auto encode_head(const envelope& head, std::size_t payload_bytes) -> std::string {
  std::string bytes(fixed_bytes, '\0');
  bytes.reserve(fixed_bytes + head.stream.size() + head.by.size() + head.tag.size());
  char* to = bytes.data();
  put(to, record_format);
  put(to, head.at);
  put(to, head.version);
  put(to, static_cast<std::uint64_t>(head.time.us));
  put(to, head.cause);
  put(to, static_cast<std::uint16_t>(head.stream.size()));
  put(to, static_cast<std::uint16_t>(head.by.size()));
  put(to, static_cast<std::uint16_t>(head.tag.size()));
  put(to, static_cast<std::uint32_t>(payload_bytes));
  return bytes.append(head.stream).append(head.by).append(head.tag);
}

auto decode_record(std::string_view record) -> result<decoded_record> {
  if (record.size() <= seal_bytes) return broken("it is cut off in its seal");
  const char* from = record.data() + seal_bytes;
  const auto format = static_cast<std::uint8_t>(*from);
  if (format != record_format)
    return broken("its format byte is " + std::to_string(format) + ", and only " +
                  std::to_string(record_format) + " is known");
  if (record.size() < seal_bytes + fixed_bytes) return broken("it is cut off in its head");
  ++from;

  decoded_record out;
  std::memcpy(out.head.seal.data(), record.data(), seal_bytes);
  out.head.at = take<std::uint64_t>(from);
  out.head.version = take<std::uint64_t>(from);
  out.head.time.us = take<std::int64_t>(from);
  out.head.cause = take<std::uint64_t>(from);
  field_lengths length;
  length.stream = take<std::uint16_t>(from);
  length.by = take<std::uint16_t>(from);
  length.tag = take<std::uint16_t>(from);
  length.payload = take<std::uint32_t>(from);
  if (const auto fault = fault_of(out.head, length); !fault.empty()) return broken(std::string(fault));
  const auto whole = seal_bytes + fixed_bytes + length.stream + length.by + length.tag + length.payload;
  if (record.size() != whole)
    return broken("it has " + std::to_string(record.size()) + " bytes where its head says " +
                  std::to_string(whole));

  out.head.stream.assign(from, length.stream);
  if (!is_stream_name(out.head.stream)) return broken("the stream's name holds a NUL");
  out.head.by.assign(from + length.stream, length.by);
  out.head.tag.assign(from + length.stream + length.by, length.tag);
  out.payload = record.substr(whole - length.payload);
  return out;
}

auto is_stream_name(std::string_view name) noexcept -> bool {
  return !name.empty() && name.size() <= max_name_bytes && name.find('\0') == std::string_view::npos;
}

auto printable(std::string_view name) -> std::string {
  static constexpr std::size_t most = 80;
  static constexpr char digits[] = "0123456789abcdef";
  std::string text;
  for (const char c : name) {
    if (text.size() >= most) return text + "...";
    const auto byte = static_cast<std::uint8_t>(c);
    if (byte >= 0x20 && byte < 0x7f) {
      text += c;
    } else {
      text += {'\\', 'x', digits[byte >> 4], digits[byte & 15]};
    }
  }
  return text;
}

auto seal_of(const digest& previous, std::string_view event_head, std::string_view payload) -> digest {
  sha256 hash;
  hash.update(previous);
  hash.update(event_head);
  hash.update(payload);
  return hash.finish();
}

}  // namespace waybill
