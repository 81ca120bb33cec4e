#include "domains/reading.hpp"

#include <cerrno>

#include "events/collection/chunk_columns.hpp"
#include "events/hash.hpp"
#include "formats/byte_source.hpp"
#include "formats/wanted_bytes.hpp"

namespace waybill {
namespace {

/// Right after a failed open.
auto missing() -> error {
  if (errno != ENOENT) return {errc::unavailable, "The uploaded file cannot be read now.", {}};
  return {errc::file_missing, "The uploaded file is no longer there."};
}

constexpr std::size_t bytes_a_read = 256 << 10;
constexpr std::size_t small_common_bytes = 1'024;

}  // namespace

chunk_reader::chunk_reader(const kind_module& kind, reading_order order)
    : kind_(kind), order_(std::move(order)), shown_(order_.plan_path) {
  order_.limits.chunk_records = kind.chunk_records(order_.options, order_.limits);
}

auto chunk_reader::check(const std::function<bool(std::uint64_t)>& keep_on, const digest& must_be)
    -> std::optional<result<file_summary>> {
  const auto from = formats::open_file(order_.path, 0);
  if (!from) return missing();
  const auto check = kind_.checker_with(order_);
  sha256 hash;
  std::string block(bytes_a_read, '\0');
  std::uint64_t bytes = 0;
  if (order_.looked) order_.looked->walk_bytes(formats::size_of_file(order_.path));
  for (;;) {
    const auto got = from->read(block.data(), block.size());
    if (got < 0) return error{errc::unavailable, "The uploaded file cannot be read now.", {}};
    if (got == 0) break;
    const std::string_view read{block.data(), static_cast<std::size_t>(got)};
    hash.update(read);
    check->feed(read);
    bytes += read.size();
    if (order_.looked) order_.looked->went(bytes);
    if (keep_on && !keep_on(bytes)) return std::nullopt;
  }
  if (hash.finish() != must_be)
    return error{errc::file_changed, "The stored file is no longer what was uploaded.", {}};
  if (!check->needs_file()) return check->finish();
  return check->finish_at(order_.path, [&] { return !keep_on || keep_on(bytes); });
}

auto chunk_reader::start(const reading_start& from) -> result<done> {
  auto bytes = formats::open_file(order_.path, from.offset);
  if (!bytes) return missing();
  bytes = std::make_unique<formats::wanted_bytes>(std::move(bytes), order_.is_wanted);
  source_ = kind_.source(std::move(bytes), from, order_);
  next_chunk_ = from.chunk;
  next_record_ = from.record;
  offset_ = from.offset;
  return done{};
}

auto chunk_reader::has_room(const candidate_chunk& chunk) const -> bool {
  if (chunk.bytes.size() >= order_.limits.chunk_bytes) return false;
  if (chunk.records.size() < order_.limits.chunk_records) return true;
  // What the rows of a chunk have in common stands in each: it must not be most of what is written.
  return chunk.common.size() > small_common_bytes && chunk.bytes.size() < chunk.common.size() &&
         chunk.records.size() < most_chunk_records;
}

auto chunk_reader::next() -> result<std::unique_ptr<candidate_chunk>> {
  auto chunk = std::make_unique<candidate_chunk>();
  chunk->number = next_chunk_++;
  chunk->first_record = next_record_;
  chunk->records.reserve(order_.limits.chunk_records);
  chunk->keys.reserve(order_.limits.chunk_records);
  chunk->bytes.reserve(last_size_ + last_size_ / 8 + 4'096);
  while (has_room(*chunk)) {
    const auto step = source_->next(*chunk);
    if (step == record_source::step::end) break;
    if (step == record_source::step::broken)
      return error{errc::file_changed,
                   "The stored file is no longer what was checked.",
                   {next_record_ + chunk->records.size(), offset_, {}, {}}};
    offset_ = chunk->records.back().end_offset;
  }
  chunk->planned = shown_.read(chunk->first_record, chunk->records.size());
  next_record_ += chunk->records.size();
  chunk->resume_offset = offset_;
  last_size_ = chunk->bytes.size();
  return chunk;
}

}  // namespace waybill
