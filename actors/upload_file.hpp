// Uploads on their way to disk.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "actors/engine.hpp"
#include "domains/kind.hpp"
#include "formats/recognise.hpp"

namespace waybill {

class usage_book;

struct upload_folder {
  std::string data_directory;
  std::uint64_t limit_bytes = 0;
  std::uint64_t min_free_bytes = 0;
  usage_book* usage = nullptr;  ///< what comes counts in its owner's quota, MiB by MiB; null: nobody counts
};

/// A file below `imports/<owner>/`; how its name ends says what it is, and is `.part` until it is whole.
/// Errors: storage_full, unavailable.
auto begin_upload_file(const upload_folder& in, const owner_id& owner, const clock_source& clock)
    -> result<std::unique_ptr<upload>>;

/// How the name of a file ends that is not whole yet.
inline constexpr std::string_view unfinished_upload_end = ".part";

/// Where an upload may be put: `imports/<owner>/<date>-<time>-<8>`. Nothing is there yet.
auto fresh_upload_stem(const upload_folder& in, const owner_id& owner, const clock_source& clock)
    -> std::string;

/// Keeps the file of a finished upload: from now on the import owns it.
void keep_upload(upload& file);

/// From now on the import counts its bytes, and nobody else.
void hand_over(upload& file);

/// What the kind's check found, of a finished upload; once. Null: it was not checked as that kind, or has to
/// be read for that. `options` as the kind wrote them.
auto verdict_of(upload& file, const kind_module& kind, const std::string& options)
    -> std::shared_ptr<const result<file_summary>>;

/// As many as `formats::recognised_bytes`.
auto first_bytes_of(const upload& file) -> std::string_view;

/// Whether a path below the data directory has the shape of an upload's:
/// `imports/<owner>/<date>-<time>-<8>.<one of formats::extensions>`, or with `.part` in its place or behind
/// it; or what is made of one, behind it. As long as a file is not whole it ends so: no import can own it.
auto is_upload_path(std::string_view path) -> bool;
auto is_unfinished_upload(std::string_view path) -> bool;

}  // namespace waybill
