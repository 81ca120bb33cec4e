// Files of bookmarks, read as an import reads them.
#pragma once

#include <filesystem>
#include <fstream>
#include <random>
#include <string>
#include <vector>

#include "domains/bookmarks/kind.hpp"
#include "domains/reading.hpp"
#include "events/hash.hpp"
#include "tests/domains/bookmarks/support.hpp"

namespace waybill::bookmarks::test {

/// A file that is there as long as this is.
class stored_file {
 public:
  explicit stored_file(const std::string& content)
      : path_(std::filesystem::temp_directory_path() /
              ("waybill-links-" + std::to_string(std::random_device{}()) + ".bin")) {
    std::ofstream(path_, std::ios::binary) << content;
  }
  stored_file(const stored_file&) = delete;
  auto operator=(const stored_file&) -> stored_file& = delete;
  ~stored_file() { std::filesystem::remove(path_); }
  [[nodiscard]] auto path() const -> std::string { return path_.string(); }

 private:
  std::filesystem::path path_;
};

/// A record as people see it: as the export writes it, or the code of its fault.
struct read_record {
  std::string fault;
  std::string url, title;  ///< of a faulty one, as shown
  bookmark made;
  std::vector<std::string_view> warnings;
  std::uint64_t line = 0;
};

struct read_file {
  result<file_summary> found;
  std::vector<read_record> records;
};

inline auto record_of(const candidate_chunk& chunk, const candidate_record& from) -> read_record {
  read_record made;
  made.fault = from.fault;
  made.warnings = warning_names(from.warnings);
  made.line = from.line;
  if (from.fault.empty()) {
    made.made = *decode_row(chunk.view(from.row));
  } else {
    REQUIRE(from.own_shown == 2);
    made.url = chunk.view(chunk.shown[from.first_shown]);
    made.title = chunk.view(chunk.shown[from.first_shown + 1]);
  }
  return made;
}

inline constexpr instant reading_time{1'800'000'000'000'000};

/// All of it. After every `again` records it is opened anew, as after a restart; 0: never.
inline auto read_whole(const std::string& content, const std::string& options = "{}", std::size_t again = 0)
    -> read_file {
  const stored_file file(content);
  reading_order order{file.path(), options, reading_time};
  if (again > 0) order.limits.chunk_records = again;
  read_file all{*chunk_reader(kind(), order).check({}, sha256_of(content)), {}};
  if (!all.found) return all;
  reading_start from{all.found->list_offset};
  for (std::unique_ptr<chunk_reader> reader;;) {
    if (!reader || again > 0) {
      reader = std::make_unique<chunk_reader>(kind(), order);
      REQUIRE(reader->start(from).ok());
    }
    const auto chunk = reader->next();
    REQUIRE(chunk.ok());
    if ((*chunk)->records.empty()) break;
    for (const auto& one : (*chunk)->records) all.records.push_back(record_of(**chunk, one));
    from = {(*chunk)->resume_offset, false, from.chunk + 1, all.records.size() + 1, all.records.back().line};
  }
  return all;
}

inline auto content_of(const std::filesystem::path& path) -> std::string {
  std::ifstream file(path, std::ios::binary);
  INFO("reading " << path);
  REQUIRE(file.good());
  return {std::istreambuf_iterator<char>(file), {}};
}

}  // namespace waybill::bookmarks::test
