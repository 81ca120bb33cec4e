#include "formats/xlsx/package.hpp"

#include <algorithm>
#include <array>

#include "formats/text.hpp"

namespace waybill::formats::xlsx {
namespace {

using namespace std::string_view_literals;

constexpr auto ole_signature = "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"sv;
constexpr auto encrypted_name = "E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0\0\0"sv;
/// Every entry of a directory is that large, and stands at a multiple of it (MS-CFB 2.6.1).
constexpr std::size_t ole_entry_bytes = 128;
constexpr std::size_t piece_bytes = 64 << 10;
/// Some ten thousands of parts have one as large.
constexpr std::size_t most_directory_bytes = 4 << 20;

/// As many bytes as there are, up to `into.size()`; negative: the file does not answer.
auto fill(byte_source& from, std::string& into) -> std::int64_t {
  std::size_t filled = 0;
  while (filled < into.size()) {
    const auto got = from.read(into.data() + filled, into.size() - filled);
    if (got < 0) return got;
    if (got == 0) break;
    filled += static_cast<std::size_t>(got);
  }
  into.resize(filled);
  return static_cast<std::int64_t>(filled);
}

/// Behind the name of an entry stands its length in bytes.
auto is_encrypted_entry(std::string_view entry) -> bool {
  return entry.starts_with(encrypted_name) && entry[64] == static_cast<char>(encrypted_name.size());
}

/// What protects a workbook with a password puts all of it into one stream with a name that is known.
auto is_encrypted(const std::string& path) -> bool {
  const auto from = open_file(path, 0);
  if (from == nullptr) return false;
  std::string piece;
  do {
    piece.resize(piece_bytes);
    if (fill(*from, piece) <= 0) return false;
    if (code_of_old_document(piece) == fault_code::encrypted_workbook) return true;
  } while (piece.size() == piece_bytes);
  return false;
}

/// Nothing when the file begins like a ZIP.
auto fault_of_head(const std::string& path) -> fault {
  const auto from = open_file(path, 0);
  std::string head(8, '\0');
  if (from == nullptr || fill(*from, head) < 0)
    return {fault_code::unreadable, {}, "The file cannot be read."};
  if (head.empty()) return {fault_code::empty_file, {}, "The file is empty."};
  if (head.starts_with(zip::signature) || head.starts_with("PK\x05\x06")) return {};
  if (head != ole_signature) return {fault_code::other_format, {}, "The file is no workbook of Excel."};
  if (is_encrypted(path))
    return {fault_code::encrypted_workbook,
            {},
            "The workbook is protected with a password: save it without one."};
  return {fault_code::legacy_xls, {}, "The workbook has the format of before 2007 (.xls): save it as .xlsx."};
}

auto fault_of(zip::open_fault why) -> fault {
  switch (why) {
    case zip::open_fault::none:
      return {};
    case zip::open_fault::unreadable:
      return {fault_code::unreadable, {}, "The file cannot be read."};
    case zip::open_fault::damaged:
      return {fault_code::zip_damaged, {}, "The file is damaged: its directory cannot be read."};
    case zip::open_fault::too_many:
      break;
  }
  return {fault_code::not_a_workbook, {}, "The ZIP has more entries than any workbook."};
}

/// Some programs write the strokes of Windows.
auto key_of(std::string_view name) -> std::string {
  if (name.starts_with('/') || name.starts_with('\\')) name.remove_prefix(1);
  std::string key(name);
  for (char& c : key) c = c == '\\' ? '/' : text::lower(c);
  return key;
}

}  // namespace

auto name_of(fault_code code) -> std::string_view {
  static constexpr std::array names{"none"sv,
                                    "unreadable"sv,
                                    "empty_file"sv,
                                    "other_format"sv,
                                    "legacy_xls"sv,
                                    "encrypted_workbook"sv,
                                    "not_a_workbook"sv,
                                    "zip_damaged"sv,
                                    "too_large_inflated"sv,
                                    "xml_refused"sv,
                                    "invalid_xml"sv,
                                    "stopped"sv,
                                    "cut"sv};
  return names.at(static_cast<std::size_t>(code));
}

auto code_of_old_document(std::string_view bytes) -> fault_code {
  for (std::size_t at = 0; at + ole_entry_bytes <= bytes.size(); at += ole_entry_bytes)
    if (is_encrypted_entry(bytes.substr(at, ole_entry_bytes))) return fault_code::encrypted_workbook;
  return fault_code::legacy_xls;
}

package::package(std::unique_ptr<zip::archive> of, unpack_limits limits)
    : zip_(std::move(of)),
      limit_(std::min(most_inflated_bytes, zip_->size_bytes() * most_inflated_ratio)),
      limits_(std::move(limits)) {
  const auto& names = zip_->names();
  for (std::size_t i = 0; i < names.size(); ++i)
    if (!names[i].empty()) parts_.emplace(key_of(names[i]), i);
}

auto package::at(const std::string& path, fault& why, unpack_limits limits) -> std::shared_ptr<package> {
  why = fault_of_head(path);
  if (why) return nullptr;
  zip::open_fault failed = zip::open_fault::none;
  auto opened = zip::archive::at(path, failed, most_directory_bytes);
  why = fault_of(failed);
  if (opened == nullptr) return nullptr;
  return std::shared_ptr<package>(new package(std::move(opened), std::move(limits)));
}

auto package::find(std::string_view name) const -> std::optional<std::size_t> {
  const auto found = parts_.find(key_of(name));
  return found == parts_.end() ? std::nullopt : std::optional(found->second);
}

auto package::read_of(std::size_t part) const -> std::uint64_t {
  const auto found = read_.find(part);
  return found == read_.end() ? 0 : found->second;
}

auto package::count(std::size_t part, std::uint64_t more, std::uint64_t read_so_far) -> fault_code {
  constexpr std::uint64_t asked_every_bytes = 1 << 20;
  auto& before = read_[part];
  if (read_so_far > before) {
    inflated_ += read_so_far - before;
    before = read_so_far;
  }
  if (inflated_ > limit_) return fault_code::too_large_inflated;
  unpacked_ += more;
  if (limits_.look_bytes != 0 && unpacked_ > limits_.look_bytes) {
    was_cut_ = true;
    return fault_code::cut;
  }
  if (!limits_.keep_on || unpacked_ < ask_at_) return fault_code::none;
  ask_at_ = unpacked_ + asked_every_bytes;
  return limits_.keep_on() ? fault_code::none : fault_code::stopped;
}

package::reader::reader(std::shared_ptr<package> of, std::size_t part)
    : of_(std::move(of)), part_(part), bytes_(of_->zip_->open(part)) {}

auto package::reader::read(char* into, std::size_t size) -> std::int64_t {
  if (why_) return -1;
  const auto got = bytes_->read(into, size);
  if (got < 0) {
    why_ = {fault_code::zip_damaged, of_->name(part_),
            "The file is damaged: a part of it cannot be unpacked."};
    return -1;
  }
  at_ += static_cast<std::uint64_t>(got);
  const auto code = of_->count(part_, static_cast<std::uint64_t>(got), at_);
  if (code == fault_code::none) return got;
  why_ = {code, of_->name(part_), {}};
  if (code == fault_code::too_large_inflated)
    why_.message = "The file unpacks to more than 200 times its size, or more than 8 GiB.";
  return -1;
}

}  // namespace waybill::formats::xlsx
