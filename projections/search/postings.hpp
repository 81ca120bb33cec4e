// Which documents of a segment have a term: their numbers, ascending, as bytes.
#pragma once

#include <cstdint>
#include <limits>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace waybill::search {

/// Behind the last document.
inline constexpr std::uint32_t no_document = std::numeric_limits<std::uint32_t>::max();

/// LEB128 varints of what lies between one number and the next. `documents` ascend.
void append_postings(std::span<const std::uint32_t> documents, std::string& out);

/// Reads them again. What is cut off ends them.
class postings_reader {
 public:
  explicit postings_reader(std::string_view bytes) : rest_(bytes) {}
  /// The next one, or `no_document`.
  auto next() -> std::uint32_t;

 private:
  std::string_view rest_;
  std::uint32_t behind_ = 0;  ///< the least number that can come
};

/// Documents in ascending order, looked for forwards only. One thread.
class document_stream {
 public:
  virtual ~document_stream() = default;
  /// The first one that is `from` or behind it, or `no_document`. `from` never falls.
  virtual auto seek(std::uint32_t from) -> std::uint32_t = 0;
};

/// Those of one term.
auto stream_of(std::string postings) -> std::unique_ptr<document_stream>;

/// Those of several terms together.
class document_union {
 public:
  explicit document_union(std::uint32_t documents) : bits_((documents + 63) / 64) {}
  void add(std::string_view postings);
  auto stream() && -> std::unique_ptr<document_stream>;

 private:
  std::vector<std::uint64_t> bits_;
};

}  // namespace waybill::search
