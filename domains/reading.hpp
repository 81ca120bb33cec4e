// How the stored file of an import becomes chunks, whatever its kind and format: hashed, checked, numbered,
// cut to size, and taken up again behind any record.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "domains/kind.hpp"
#include "domains/plan_file.hpp"

namespace waybill {

/// The findings of an order to check a file, where one thing is known of it before: this server wrote it,
/// byte for byte (docs/decisions/0036).
inline constexpr std::string_view written_here = R"({"written_here":true})";

/// Reads one stored file. One thread at a time; blocks on the disk.
class chunk_reader {
 public:
  /// `kind` must outlive the reader.
  chunk_reader(const kind_module& kind, reading_order order);

  /// The whole file once: well formed? how many records? `keep_on` answers false to stop: then nothing comes
  /// back. Its digest has to be `must_be`. Errors: those of the kind's check, file_missing, file_changed,
  /// unavailable; with their place.
  auto check(const std::function<bool(std::uint64_t bytes)>& keep_on, const digest& must_be)
      -> std::optional<result<file_summary>>;
  /// Where `next` begins. Errors: file_missing, unavailable.
  auto start(const reading_start& from) -> result<done>;
  /// The next chunk; no records in it: the file has ended. Errors: file_changed (no longer what was checked).
  auto next() -> result<std::unique_ptr<candidate_chunk>>;

 private:
  [[nodiscard]] auto has_room(const candidate_chunk& chunk) const -> bool;

  const kind_module& kind_;
  reading_order order_;
  std::unique_ptr<record_source> source_;
  plan_file shown_;
  std::uint64_t next_chunk_ = 1;
  std::uint64_t next_record_ = 1;
  std::uint64_t offset_ = 0;
  std::size_t last_size_ = 0;
};

}  // namespace waybill
