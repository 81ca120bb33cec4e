// The formats of bookmarks beside ActivityStreams: which there are, and which a file has.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "domains/kind.hpp"
#include "formats/links/link_reader.hpp"

namespace waybill::bookmarks {

/// The beginning of a file, as whoever recognises it looks at it.
struct beginning {
  std::string_view bytes;  ///< as they stand in the file; `formats::recognised_bytes` of it, or all
  std::string_view text;   ///< without byte order marks; of UTF-16 and UTF-32 with `?` beyond ASCII
  bool is_json = false;    ///< the text begins as JSON does: then it is never anything else
};

/// Of the first bytes of a file; UTF-16 and UTF-32 are narrowed into `room`.
auto beginning_of(std::string_view first, std::string& room) -> beginning;

struct link_format {
  std::string_view name;  ///< as an import calls it
  /// Why a file that begins so has this format, a sentence in static storage; "": it has not.
  std::string_view (*evidence)(const beginning& of);
  std::unique_ptr<formats::links::link_reader> (*open)(formats::links::link_input input);
  /// For one that can be checked while it comes in; null: it is read again from its place.
  std::unique_ptr<formats::links::link_count> (*count)() = nullptr;
};

/// In the order in which they are asked: magic numbers first, then what has a structure of its own, and last
/// what is text alone. The list stands alone in its file.
auto link_formats() -> std::span<const link_format>;

struct found_format {
  const link_format* links = nullptr;  ///< null: ActivityStreams
  std::string_view evidence;
};
inline constexpr std::string_view activitystreams_name = "activitystreams";
auto name_of(const found_format& found) -> std::string_view;

/// Findings of a file, as long as nothing else is known of it; "": there is no evidence.
auto found_text(std::string_view format, std::string_view evidence) -> std::string;

/// What a check found out about a file.
struct found_file {
  std::string_view format, evidence;
  std::uint64_t records = 0, left_out = 0;
  bool is_truncated = false;
  bool is_guessed = false;  ///< the encoding of its letters
};
/// The same as findings. One of which no record came warns `nothing_found`: it is never empty in silence.
auto findings_of(const found_file& file) -> std::string;

/// `first` are the first bytes of a file: all of them, or `formats::recognised_bytes`. Errors:
/// unknown_format, with what it is where that is certain.
auto format_of(std::string_view first) -> result<found_format>;

/// May a file that begins so be read, when `format` is asked for? Errors: unknown_format.
auto recognise_file(std::string_view format, std::string_view first) -> result<done>;

/// Finds out the format by the first bytes, and checks the file by it.
auto file_checker() -> std::unique_ptr<file_check>;
/// The records of a file that was checked.
auto file_records(std::unique_ptr<formats::byte_source> bytes, const reading_start& from,
                  const reading_order& order) -> std::unique_ptr<record_source>;

/// The check of a file of links; its findings say what was found.
auto links_checker(const found_format& found) -> std::unique_ptr<file_check>;
/// Its records: the file is read from its start, and what lies before `from` passed over.
auto links_records(const link_format& format, const reading_start& from, const reading_order& order)
    -> std::unique_ptr<record_source>;

}  // namespace waybill::bookmarks
