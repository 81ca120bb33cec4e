// ActivityStreams 2.0 collections as a stream of bytes: first a pass that checks everything and counts, then
// a pass that cuts out items. Neither ever holds the file, or an item beyond the limit, in memory. Source:
// RFC 8259, RFC 3629, https://www.w3.org/TR/activitystreams-core/
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "formats/byte_source.hpp"
#include "formats/json/item_reader.hpp"

namespace waybill::formats::activitystreams {

enum class document_errc : std::uint8_t { invalid_json, not_activitystreams, read_failed };

/// Why the document as a whole is refused. Offset from 0 in bytes; line and column from 1, columns in bytes.
struct document_fault {
  document_errc code = document_errc::invalid_json;
  std::string message;  ///< a sentence for a person
  std::uint64_t byte_offset = 0;
  std::uint64_t line = 1;
  std::uint64_t column = 1;
};

struct document_summary {
  std::uint64_t records = 0;  ///< items in the list that counts
  std::uint64_t list_offset =
      0;                    ///< where `item_reader` starts: the first byte of the list's value in the file
  std::uint64_t bytes = 0;  ///< size of the document
};

using check_result = std::variant<document_summary, document_fault>;

/// Checks a document while it passes by: grammar, UTF-8, depth (at most 1,000), root, context, type, list.
/// One thread at a time; a few KiB of memory, however large the document is.
class document_check {
 public:
  document_check();
  ~document_check();
  document_check(document_check&&) noexcept;
  auto operator=(document_check&&) noexcept -> document_check&;

  /// The next bytes, split anywhere. False: the document is refused, and what follows changes nothing.
  auto feed(std::string_view bytes) -> bool;
  [[nodiscard]] auto bytes() const -> std::uint64_t;
  /// The verdict, once, when there are no more bytes.
  auto finish() -> check_result;

 private:
  struct impl;
  std::unique_ptr<impl> impl_;
};

/// The same over a whole source. `keep_on` is asked about every 256 KiB; when it answers false, the check
/// ends and `nullopt` comes back.
auto check_document(byte_source& from, const std::function<bool(std::uint64_t bytes_so_far)>& keep_on)
    -> std::optional<check_result>;

/// The second pass, over a document that was checked before.
using json::item_reader;
using json::raw_item;

}  // namespace waybill::formats::activitystreams
