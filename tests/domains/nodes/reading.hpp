// Whole files through checker and reader, as an import reads them.
#pragma once

#include <filesystem>
#include <fstream>

#include "domains/nodes/kind.hpp"
#include "domains/reading.hpp"
#include "events/hash.hpp"
#include "tests/domains/nodes/support.hpp"
#include "tests/temporary_directory.hpp"

namespace waybill::nodes::test {

constexpr instant import_time{1'700'000'000'000'000};

/// One record as it was read: a node, or a fault.
struct read_record {
  std::string fault;
  std::string url, title, metadata;
  std::vector<std::string> warnings;
  std::uint32_t flags = 0;
  std::uint64_t end_offset = 0;
  friend auto operator==(const read_record&, const read_record&) -> bool = default;
};

inline auto as_read(const candidate_chunk& chunk, const candidate_record& record) -> read_record {
  const auto shown = [&](std::uint32_t at) {
    return at < record.own_shown ? std::string(chunk.view(chunk.shown[record.first_shown + at]))
                                 : std::string();
  };
  read_record made{std::string(record.fault), shown(0), shown(1), {}, {}, record.flags, record.end_offset};
  for (const auto name : kind().warning_names(record.warnings)) made.warnings.emplace_back(name);
  if (!record.fault.empty()) {
    CHECK(record.own_keys == 0);
    CHECK_FALSE(record.reason.empty());
    return made;
  }
  const auto node = decode_row(chunk.view(record.row));
  REQUIRE(node.ok());
  REQUIRE(record.own_keys == 1);
  CHECK(chunk.keys_of(record).front() == identity_of(node->canonical));
  made.url = node->url;
  made.title = node->title;
  made.metadata = node->metadata;
  return made;
}

/// A stored file, its check, and its records.
class stored {
 public:
  explicit stored(std::string bytes) : bytes_(std::move(bytes)) {
    std::ofstream(path(), std::ios::binary) << bytes_;
  }
  [[nodiscard]] auto path() const -> std::string { return folder_.path() + "/file"; }

  /// What the check finds, fed in pieces of `piece` bytes.
  [[nodiscard]] auto check(std::size_t piece = 1 << 20) const -> result<file_summary> {
    const auto checker = kind().checker();
    for (std::size_t at = 0; at < bytes_.size(); at += piece)
      checker->feed(std::string_view(bytes_).substr(at, piece));
    if (!checker->needs_file()) return checker->finish();
    return *checker->finish_at(path(), [] { return true; });
  }
  /// The same in small pieces: of one byte where there are not too many.
  [[nodiscard]] auto check_in_pieces() const -> result<file_summary> {
    return check(bytes_.size() < 20'000 ? 1 : 4'093);
  }
  /// The records behind the first `skipped` ones, read on from where the last of those ended.
  [[nodiscard]] auto records(const reading_start& from, const std::string& options = "{}",
                             std::size_t item_bytes = 1 << 20) const -> std::vector<read_record> {
    reading_order order{path(), options, import_time, {.chunk_records = 7, .item_bytes = item_bytes}};
    if (auto found = check(); found.ok()) order.findings = found->findings;
    chunk_reader reader{kind(), order};
    REQUIRE(reader.start(from).ok());
    std::vector<read_record> all;
    for (;;) {
      auto chunk = reader.next();
      REQUIRE(chunk.ok());
      if ((*chunk)->records.empty()) return all;
      for (const auto& record : (*chunk)->records) all.push_back(as_read(**chunk, record));
    }
  }
  /// All of them: as many as were counted, and the same when reading goes on behind any record.
  [[nodiscard]] auto all(const std::string& options = "{}", std::size_t item_bytes = 1 << 20) const
      -> std::vector<read_record> {
    const auto found = check();
    INFO((found.ok() ? std::string() : found.why().message));
    REQUIRE(found.ok());
    const auto in_pieces = check_in_pieces();
    REQUIRE(in_pieces.ok());
    CHECK(in_pieces->records == found->records);
    CHECK(in_pieces->list_offset == found->list_offset);
    const auto whole = records({found->list_offset}, options, item_bytes);
    CHECK(whole.size() == found->records);
    const auto step = std::max<std::size_t>(1, whole.size() / 50);
    for (std::size_t i = 0; i < whole.size(); i += step) {
      const auto rest = records({whole[i].end_offset, false}, options, item_bytes);
      CHECK(std::equal(rest.begin(), rest.end(), whole.begin() + static_cast<std::ptrdiff_t>(i) + 1,
                       whole.end()));
    }
    return whole;
  }

 private:
  std::string bytes_;
  tests::temporary_directory folder_;
};

inline auto urls_of(const std::vector<read_record>& all) -> std::vector<std::string> {
  std::vector<std::string> urls;
  for (const auto& one : all) urls.push_back(one.url);
  return urls;
}

inline auto faults_of(const std::vector<read_record>& all) -> std::vector<std::string> {
  std::vector<std::string> faults;
  for (const auto& one : all) faults.push_back(one.fault);
  return faults;
}

using words = std::vector<std::string>;

}  // namespace waybill::nodes::test
