// Uploads on their way to disk.
#pragma once

#include <memory>
#include <string>

#include "actors/engine.hpp"
#include "domains/kind.hpp"
#include "formats/recognise.hpp"

namespace waybill {

struct upload_folder {
  std::string data_directory;
  std::uint64_t limit_bytes = 0;
  std::uint64_t min_free_bytes = 0;
};

/// A file below `imports/<owner>/`, named `.part` until it is whole; `check` is shown what is written.
/// Errors: storage_full, unavailable.
auto begin_upload_file(const upload_folder& in, const user_id& owner, const clock_source& clock,
                       std::unique_ptr<file_check> check) -> result<std::unique_ptr<upload>>;

/// Keeps the file of a finished upload: from now on the import owns it.
void keep_upload(upload& file);

/// What the check found, of a finished upload; once.
auto verdict_of(upload& file) -> std::shared_ptr<const result<file_summary>>;

/// What the file is when it is none that may be read as JSON.
auto foreign_format(const upload& file) -> formats::recognised;

/// The shape of an upload's path below the data directory: `imports/<owner>/<date>-<time>-<8>.json`.
auto upload_path(const user_id& owner, instant now, std::string_view eight) -> std::string;

/// Whether a path has that shape, also with `.part` behind it. As long as a file is not whole it has that
/// name: no import can own it.
auto is_upload_path(std::string_view path) -> bool;
auto is_unfinished_upload(std::string_view path) -> bool;

}  // namespace waybill
