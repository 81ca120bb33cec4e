#include "formats/recognise.hpp"

#include <algorithm>
#include <array>
#include <optional>

#include "formats/byte_source.hpp"
#include "formats/encoding.hpp"
#include "formats/text_shape.hpp"

namespace waybill::formats {
namespace {

using namespace std::string_view_literals;

constexpr std::string_view unpack = "Unpack it, and send what is inside.";
constexpr std::string_view as_json = "Export it as JSON.";

struct mark {
  std::size_t at;  ///< byte of the file
  std::string_view bytes;
  std::string_view name;
  std::string_view advice;
};

/// Signatures of files that are no text. Of two that fit the first counts.
constexpr std::array marks{
    mark{0,
         "\xFD"
         "7zXZ\0"sv,
         "an xz archive", unpack},
    mark{0, "BZh"sv, "a bzip2 archive", unpack},
    mark{0, "\x28\xB5\x2F\xFD"sv, "a Zstandard archive", unpack},
    mark{0, "\x04\x22\x4D\x18"sv, "an LZ4 archive", unpack},
    mark{0, "mozLz40\0"sv, "a backup of Firefox's bookmarks (jsonlz4)", {}},
    mark{0, "7z\xBC\xAF\x27\x1C"sv, "a 7z archive", unpack},
    mark{0, "Rar!\x1A\x07"sv, "a RAR archive", unpack},
    mark{0, "\x1F\x8B"sv, "a gzip archive", unpack},
    mark{0, "\x1F\x9D"sv, "a compressed file (.Z)", unpack},
    mark{0, "LZIP"sv, "an lzip archive", unpack},
    mark{0, "\x89LZO\0\r\n\x1A\n"sv, "an LZO archive", unpack},
    mark{0, "MSCF\0\0\0\0"sv, "a cabinet archive", unpack},
    mark{0, "\xED\xAB\xEE\xDB"sv, "an RPM package", {}},
    mark{0, "wOFF"sv, "a font", {}},
    mark{0, "wOF2"sv, "a font", {}},
    mark{0, "OTTO\0"sv, "a font", {}},
    mark{0, "\0\1\0\0Standard "sv, "an Access database", as_json},
    mark{257, "ustar"sv, "a tar archive", unpack},
    mark{0, "!<arch>\n"sv, "an ar archive or Debian package", {}},
    mark{0, "%PDF-"sv, "a PDF", {}},
    mark{0, "%!PS"sv, "a PostScript document", {}},
    mark{0, "SQLite format 3\0"sv, "an SQLite database", as_json},
    mark{0, "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"sv, "an old Office file (.xls, .doc, .ppt)", {}},
    mark{0, "PAR1"sv, "a Parquet file", as_json},
    mark{0, "Obj\x01"sv, "an Avro file", as_json},
    mark{0, "ORC"sv, "an ORC file", as_json},
    mark{0, "\x89HDF\r\n\x1A\n"sv, "an HDF5 file", {}},
    mark{0, "bplist0"sv, "a binary property list",
         "Safari's bookmarks are one: export them from its menu File, or make XML of it with plutil."},
    mark{0, "\x89PNG\r\n\x1A\n"sv, "an image (PNG)", {}},
    mark{0, "\xFF\xD8\xFF"sv, "an image (JPEG)", {}},
    mark{0, "GIF8"sv, "an image (GIF)", {}},
    mark{8, "WEBP"sv, "an image (WebP)", {}},
    mark{0, "II*\0"sv, "an image (TIFF)", {}},
    mark{0, "MM\0*"sv, "an image (TIFF)", {}},
    mark{0, "8BPS"sv, "an image (Photoshop)", {}},
    mark{0, "\0\0\x01\0"sv, "an image (icon)", {}},
    mark{0, "\0\0\0\x0CJXL "sv, "an image (JPEG XL)", {}},
    mark{4, "ftyphei"sv, "an image (HEIC)", {}},
    mark{4, "ftypmif1"sv, "an image (HEIC)", {}},
    mark{4, "ftypavif"sv, "an image (AVIF)", {}},
    mark{4, "ftypM4A"sv, "an audio file", {}},
    mark{4, "ftyp"sv, "a video", {}},
    mark{0, "\x1A\x45\xDF\xA3"sv, "a video (Matroska or WebM)", {}},
    mark{0, "FLV\x01"sv, "a video (FLV)", {}},
    mark{8, "AVI "sv, "a video (AVI)", {}},
    mark{0, "\x30\x26\xB2\x75\x8E\x66\xCF\x11"sv, "a video (Windows Media)", {}},
    mark{8, "WAVEfmt "sv, "an audio file", {}},
    mark{0, "ID3"sv, "an audio file", {}},
    mark{0, "\xFF\xFB"sv, "an audio file", {}},
    mark{0, "OggS"sv, "an audio or video file (Ogg)", {}},
    mark{0, "fLaC"sv, "an audio file", {}},
    mark{0,
         "\x7F"
         "ELF"sv,
         "a program",
         {}},
    mark{0, "\0asm"sv, "a program", {}},
};

auto matches(std::string_view first, const mark& one) -> bool {
  return first.size() >= one.at && first.substr(one.at).starts_with(one.bytes);
}

/// "BZh" and a few others are letters that a text may begin with: only with bytes that no text has they are a
/// signature.
auto holds_binary(std::string_view first) -> bool {
  return std::any_of(first.begin(), first.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte < 0x20 && c != '\t' && c != '\n' && c != '\r' && c != '\f' && byte != 0x1B;
  });
}

auto is_letters(std::string_view bytes) -> bool {
  return std::all_of(bytes.begin(), bytes.end(), [](char c) { return c >= ' ' && c < '\x7F'; });
}

/// By the first entry, and by the folders of Office.
auto archive_of(std::string_view zip) -> recognised {
  struct content {
    std::string_view holds;
    std::string_view name;
  };
  constexpr std::array contents{content{"opendocument.spreadsheet", "an OpenDocument spreadsheet (ODS)"},
                                content{"opendocument", "an OpenDocument file"},
                                content{"application/epub+zip", "an e-book (EPUB)"},
                                content{"xl/", "a spreadsheet (XLSX)"},
                                content{"word/", "a Word document (DOCX)"},
                                content{"ppt/", "a presentation (PPTX)"},
                                content{"AndroidManifest.xml", "an Android package"},
                                content{"META-INF/", "a Java archive"}};
  constexpr std::size_t header_bytes = 30;
  const bool is_typed = zip.substr(std::min(header_bytes, zip.size())).starts_with("mimetype");
  const bool is_office = zip.find("[Content_Types].xml") != std::string_view::npos ||
                         zip.find("_rels/") != std::string_view::npos;
  for (const auto& [holds, name] : contents) {
    const bool by_type =
        holds.find("opendocument") != std::string_view::npos || holds.find("epub") != std::string_view::npos;
    const bool by_entry = !by_type && zip.substr(std::min(header_bytes, zip.size())).starts_with(holds);
    const bool by_folder = is_office && holds.size() < 6 && zip.find(holds) != std::string_view::npos;
    if (by_entry || by_folder || (by_type && is_typed && zip.find(holds) != std::string_view::npos))
      return {std::string(name), {}};
  }
  if (is_office) return {"an Office document", {}};
  return {"a ZIP archive", unpack};
}

/// Its head has no signature: properties as nearly all have them, a size of the window, and a size of the
/// content, which is unknown (all bits) or below a terabyte.
auto is_lzma(std::string_view first) -> bool {
  constexpr std::size_t head_bytes = 13;
  constexpr std::size_t size_at = 5;
  if (first.size() < head_bytes || !first.starts_with("\x5D\0\0"sv)) return false;
  const auto size = first.substr(size_at, head_bytes - size_at);
  return size == "\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF"sv || size.substr(5) == "\0\0\0"sv;
}

auto by_mark(std::string_view first) -> std::optional<recognised> {
  if (first.starts_with("PK\x03\x04"sv)) return archive_of(first);
  if (first.starts_with("PK\x05\x06"sv)) return recognised{"an empty ZIP archive", {}};
  if (is_lzma(first)) return recognised{"an LZMA archive", unpack};
  const bool is_binary = holds_binary(first);
  for (const auto& one : marks) {
    const bool may_be_text = is_letters(one.bytes) && one.bytes.size() < 5;
    if (matches(first, one) && (is_binary || !may_be_text))
      return recognised{std::string(one.name), one.advice};
  }
  if (is_binary && first.starts_with("MZ")) return recognised{"a program", {}};
  if (is_binary && first.starts_with("BM")) return recognised{"an image (BMP)", {}};
  return std::nullopt;
}

/// Without byte order marks in front, as often as somebody put one there, and the blanks between them.
auto without_marks(std::string_view text, std::string_view mark) -> std::string_view {
  for (auto rest = text; !rest.empty();) {
    if (rest.starts_with(mark)) {
      rest.remove_prefix(mark.size());
      text = rest;
    } else if (" \t\r\n"sv.find(rest.front()) != std::string_view::npos) {
      rest.remove_prefix(1);
    } else {
      break;
    }
  }
  return text;
}

/// Less than this may be anything that went wrong.
constexpr std::size_t least_binary_bytes = 16;

}  // namespace

auto recognise(std::string_view first) -> recognised {
  first = first.substr(0, recognised_bytes);
  const auto text = without_marks(first, "\xEF\xBB\xBF");
  if (text.starts_with("{\\rtf")) return {"an RTF document", {}};
  const auto shape = shape_of_text(text);
  if (begins_as_json(text)) return {std::string(shape.name), shape.advice};
  if (auto known = by_mark(first)) return *known;
  const auto wide = wide_encoding_of(first);
  if (wide.name.empty() && !holds_binary(text)) return {std::string(shape.name), shape.advice};
  // Of a second mark a question mark is left.
  const auto narrowed_text = wide.name.empty() ? std::string(text) : narrowed(first, wide);
  const auto narrow = wide.name.empty() ? std::string_view(narrowed_text) : without_marks(narrowed_text, "?");
  if (begins_as_json(narrow)) return {};
  if (holds_binary(narrow))
    return first.size() < least_binary_bytes ? recognised{}
                                             : recognised{"a binary file of an unknown kind", {}};
  const auto wide_shape = shape_of_text(narrow);
  if (wide_shape.name.empty()) return {};
  return {std::string(wide_shape.name) + " in " + std::string(wide.name), wide_shape.advice};
}

/// Text may hold a few control characters; of a file that is none they are a good part.
auto is_mostly_text(std::string_view first) -> bool {
  const auto controls = std::count_if(first.begin(), first.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte < 0x20 && c != '\t' && c != '\n' && c != '\r';
  });
  return static_cast<std::size_t>(controls) * 10 <= first.size();
}

auto telling_bytes(const std::string& path, std::string first) -> std::string {
  // MS-CFB 2.2: the size of a sector as a power of two, and the sector where the directory begins.
  constexpr std::size_t size_at = 30, sector_at = 48, head_bytes = 512, most_power = 12;
  constexpr auto signature = "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"sv;
  if (!first.starts_with(signature) || first.size() < recognised_bytes) return first;
  const auto byte = [&](std::size_t at) { return std::uint64_t{static_cast<unsigned char>(first[at])}; };
  const auto power = std::min<std::uint64_t>(byte(size_at), most_power);
  std::uint64_t sector = 0;
  for (std::size_t i = 0; i < 4; ++i) sector |= byte(sector_at + i) << (8 * i);
  const auto file = open_file(path, std::max<std::uint64_t>(head_bytes, (sector + 1) << power));
  std::string directory(recognised_bytes, '\0');
  const auto got = file == nullptr ? 0 : file->read(directory.data(), directory.size());
  return first.append(directory, 0, static_cast<std::size_t>(std::max<std::int64_t>(got, 0)));
}

/// Names of columns in angle brackets, as trading programs write them: what follows has as many cells, and
/// no brackets.
auto is_bracketed_header(std::string_view text) -> bool {
  const auto names = text.substr(0, text.find('\n'));
  const auto below = text.substr(std::min(names.size() + 1, text.size()));
  const auto row = below.substr(0, below.find('\n'));
  const auto sign = names.find_first_of("\t,;");
  if (sign == std::string_view::npos || sign == 0 || names[sign - 1] != '>') return false;
  const auto cells = [&](std::string_view line) { return std::ranges::count(line, names[sign]); };
  return row.find('<') == std::string_view::npos && cells(row) == cells(names);
}

auto recognise_beside_tables(std::string_view first) -> recognised {
  first = first.substr(0, recognised_bytes);
  if (auto known = by_mark(first)) return *known;
  auto wide = wide_encoding_of(first);
  if (wide.name.empty()) wide = wide_by_zero_bytes(first);
  if (wide.unit_bytes == 4) return {"text in " + std::string(wide.name), "Save it as UTF-8."};
  const auto narrow = wide.name.empty() ? std::string(first) : narrowed(first, wide);
  if (!is_mostly_text(narrow)) return {"a binary file of an unknown kind", {}};
  const auto text = without_marks(narrow, wide.name.empty() ? "\xEF\xBB\xBF" : "?");
  if (text.starts_with("{\\rtf")) return {"an RTF document", {}};
  if (begins_as_json(text)) return {"a JSON document", {}};
  if (is_bracketed_header(text)) return {};
  const auto markup = shape_of_markup(text);
  return {std::string(markup.name), {}};
}

auto first_bytes_of(byte_source& from) -> std::string {
  std::string first(recognised_bytes, '\0');
  std::size_t held = 0;
  while (held < first.size()) {
    const auto got = from.read(first.data() + held, first.size() - held);
    if (got <= 0) break;
    held += static_cast<std::size_t>(got);
  }
  first.resize(held);
  return first;
}

}  // namespace waybill::formats
