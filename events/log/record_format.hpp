// The bytes of a stored event, the same in every implementation of the log. All numbers are little-endian.
//
//   offset  size  field
//        0     1  format, 1
//        1     8  position
//        9     8  version
//       17     8  time, microseconds since 1970-01-01T00:00:00Z, two's complement
//       25     8  cause
//       33     2  s: bytes of the stream's name, 1..512
//       35     2  b: bytes of `by`, 0..512
//       37     2  t: bytes of the tag, 1..512
//       39     4  p: bytes of the payload, at most 1 GiB
//       43     s  stream        (no NUL)
//     43+s     b  by
//   43+s+b     t  tag           <- here the head ends
// 43+s+b+t     p  payload
//
// A log keeps 32 bytes of seal before the head: SHA-256(seal of the stream's previous event, or 32 zero
// bytes; head; payload). Every envelope has exactly one encoding, so a seal can be recomputed from an event
// as it was read.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "events/log/event_log.hpp"

namespace waybill {

inline constexpr std::uint8_t record_format = 1;
inline constexpr std::size_t max_name_bytes = 512;            ///< of a stream's name, of `by`, of a tag
inline constexpr std::size_t max_payload_bytes = 1ULL << 30;  ///< of one event

/// The head's bytes for a payload of `payload_bytes`; the seal is not among them. The envelope's names must
/// keep within their limits (`group_plan` checks them).
auto encode_head(const envelope& head, std::size_t payload_bytes) -> std::string;

/// A stored record taken apart. `payload` points into the record.
struct decoded_record {
  envelope head;
  std::string_view payload;
};

/// Takes `seal, head, payload` apart. Every byte must be accounted for.
/// Errors: corrupt, in a sentence that says what is wrong (it does not know the position).
auto decode_record(std::string_view record) -> result<decoded_record>;

/// Whether a stream may have this name: 1..512 bytes, no NUL.
auto is_stream_name(std::string_view name) noexcept -> bool;

/// A name as it may stand in a sentence: at most 80 characters, printable ASCII, everything else as \xNN.
auto printable(std::string_view name) -> std::string;

}  // namespace waybill
