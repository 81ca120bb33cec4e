// What every file of links gives, whatever its format: one link after the other, as the file tells of it,
// before anybody judges what it is good for.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "formats/byte_source.hpp"

namespace waybill::formats::links {

/// One link. Texts are UTF-8. Members keep their memory from link to link: use `clear`.
struct link {
  std::string url;    ///< as the file spells it, entities and escapes undone; "": it has none
  std::string title;  ///< "": it has none
  std::optional<std::string> description;
  bool has_tags = false;            ///< the file says something about tags, perhaps that there are none
  std::vector<std::string> tags;    ///< blanks dropped, doubles merged, order kept
  std::vector<std::string> folder;  ///< names, outermost first
  std::string created;  ///< ISO 8601, or a count of s, ms or us since 1970; "": none. What cannot be read
                        ///< stays as it was written
  std::string updated;  ///< the same
  std::optional<std::string> feed_url;
  std::string
      extra;  ///< what else is told, under its producer's own names: members of a JSON object, minified,
              ///< with commas between and no braces (`"toread":true,"note":"x"`); "": nothing
  std::string_view fault;       ///< why this cannot be a link, a code (static storage); "": it can
  bool date_invalid = false;    ///< a date of it is none; what was written stands in `extra`
  bool bytes_invalid = false;   ///< of its bytes some were no text; U+FFFD stands for each
  std::size_t own_folders = 0;  ///< so many of `folder`, the outermost, are the program's own places, like
                                ///< its bookmarks bar, and no names that a person gave
  std::uint64_t line = 0;       ///< of the file, where lines are its records; 0: they are not
  std::uint64_t end = 0;  ///< the byte behind it, where reading can go on; of a packed file: of its text
  void clear();
};

/// What a reader reads from.
struct link_input {
  std::unique_ptr<byte_source> bytes;  ///< the file, from its first byte
  std::string path;                    ///< where it is stored, for formats that are read from their end
  std::size_t item_bytes = 1 << 20;    ///< a link beyond this is faulty, and never held whole
};

/// Why a file as a whole cannot be read. Offset from 0, line and column from 1, in bytes; 0: not known.
struct file_fault {
  std::string code;     ///< as in docs/errors.md: invalid_json, invalid_xml, ...
  std::string message;  ///< a sentence for a person
  std::uint64_t offset = 0, line = 0, column = 0;
};

/// Reads a file from its first byte. Memory does not follow the file. One thread at a time; blocks on what
/// its bytes come from.
class link_reader {
 public:
  enum class step : std::uint8_t {
    link,  ///< `into` is filled
    end,
    broken  ///< see `why`
  };
  virtual ~link_reader() = default;
  virtual auto next(link& into) -> step = 0;
  [[nodiscard]] virtual auto why() const -> file_fault = 0;
  /// What stands in the file and is no link, such as separators and queries, so far.
  [[nodiscard]] virtual auto left_out() const -> std::uint64_t { return 0; }
  /// The file ends in the middle of something, and what stood before was read.
  [[nodiscard]] virtual auto truncated() const -> bool { return false; }
  /// Nothing says how the text is written, and it is not UTF-8: its letters may be others.
  [[nodiscard]] virtual auto is_guessed() const -> bool { return false; }
};

/// Counts the links of a file while it passes by, as its reader would give them. One thread at a time.
class link_count {
 public:
  virtual ~link_count() = default;
  /// The next bytes, split anywhere.
  virtual void feed(std::string_view bytes) = 0;
  /// Once, behind the last byte. What follows holds from then on.
  virtual void finish() = 0;
  [[nodiscard]] virtual auto links() const -> std::uint64_t = 0;
  [[nodiscard]] virtual auto left_out() const -> std::uint64_t = 0;
  [[nodiscard]] virtual auto truncated() const -> bool = 0;
};

}  // namespace waybill::formats::links
