#include "backup/manifest.hpp"

#include <algorithm>
#include <charconv>
#include <numeric>
#include <optional>

#include "events/hash.hpp"
#include "events/log/record_format.hpp"

namespace waybill::backup {
namespace {

constexpr std::string_view first_line = "waybill backup 1";

auto broken(const std::string& what) -> error {
  return {errc::corrupt, "The backup's manifest is damaged: " + what + ".", {}};
}

auto to_number(std::string_view text) -> std::optional<std::uint64_t> {
  std::uint64_t number = 0;
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), number);
  const bool whole = failed == std::errc{} && end == text.data() + text.size() && !text.empty();
  return whole ? std::optional(number) : std::nullopt;
}

auto to_digest(std::string_view hex) -> std::optional<digest> {
  digest bytes{};
  return from_hex(hex, bytes) ? std::optional(bytes) : std::nullopt;
}

/// Takes the text up to `end`, and `end` too. All of it when there is no more `end`.
auto take(std::string_view& from, char end) -> std::string_view {
  const auto at = std::min(from.find(end), from.size());
  const auto word = from.substr(0, at);
  from.remove_prefix(std::min(at + 1, from.size()));
  return word;
}

/// A name of ours: no step out of its folder, nothing that a line or a terminal would stumble over.
auto is_plain_name(std::string_view name) -> bool {
  constexpr std::size_t longest = 255;
  return !name.empty() && name.size() <= longest && name.front() != '.' &&
         std::ranges::all_of(name, [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' ||
                  c == '-' || c == '_';
         });
}

class reader {
 public:
  auto line(std::string_view key, std::string_view value) -> bool {
    if (key == "number") return into(read_.number, value);
    if (key == "version") return read_.version = value, !value.empty();
    if (key == "taken") return into(read_.taken_at.us, value);
    if (key == "position") return into(read_.at, value);
    if (key == "seal") return into(read_.seal, value);
    if (key == "origin") return into(read_.origin, value);
    if (key == "missing") return into(read_.missing_files, value);
    return key == "file" && file(value);
  }
  auto done() -> manifest { return std::move(read_); }

 private:
  template <class Number>
  static auto into(Number& field, std::string_view text) -> bool {
    const auto number = to_number(text);
    if (number) field = static_cast<Number>(*number);
    return number.has_value();
  }
  static auto into(digest& field, std::string_view text) -> bool {
    const auto bytes = to_digest(text);
    if (bytes) field = *bytes;
    return bytes.has_value();
  }
  auto file(std::string_view words) -> bool {
    backed_up_file one;
    const bool fine = into(one.sha256, take(words, ' ')) && into(one.size_bytes, take(words, ' ')) &&
                      into(one.changed_ns, take(words, ' '));
    one.path = words;
    // In order, so that none is there twice.
    if (!fine || !is_backup_path(one.path) || (!read_.files.empty() && read_.files.back().path >= one.path))
      return false;
    read_.files.push_back(std::move(one));
    return true;
  }

  manifest read_;
};

auto end_line(std::string_view lines) -> std::string { return "end " + to_hex(sha256_of(lines)) + "\n"; }

}  // namespace

auto manifest::size_bytes() const -> std::uint64_t {
  return std::accumulate(files.begin(), files.end(), std::uint64_t{0},
                         [](std::uint64_t sum, const auto& one) { return sum + one.size_bytes; });
}

auto text_of(const manifest& what) -> std::string {
  std::string text = std::string(first_line) + "\n";
  const auto line = [&text](std::string_view key, const std::string& value) {
    text += std::string(key) + " " + value + "\n";
  };
  line("number", std::to_string(what.number));
  line("version", what.version);
  line("taken", std::to_string(what.taken_at.us));
  line("position", std::to_string(what.at));
  line("seal", to_hex(what.seal));
  line("origin", to_hex(what.origin));
  line("missing", std::to_string(what.missing_files));
  for (const auto& file : what.files)
    line("file", to_hex(file.sha256) + " " + std::to_string(file.size_bytes) + " " +
                     std::to_string(file.changed_ns) + " " + file.path);
  return text + end_line(text);
}

auto read_manifest(std::string_view text) -> result<manifest> {
  const auto end = text.rfind("end ");
  if (end == std::string_view::npos || text.substr(end) != end_line(text.substr(0, end)))
    return broken("its digest is not that of its lines");
  auto lines = text.substr(0, end);
  if (take(lines, '\n') != first_line)
    return broken("it does not begin with \"" + std::string(first_line) + '"');
  reader all;
  while (!lines.empty()) {
    auto line = take(lines, '\n');
    const auto whole = line;
    const auto key = take(line, ' ');
    if (!all.line(key, line)) return broken("it has the line \"" + printable(whole.substr(0, 200)) + '"');
  }
  return all.done();
}

auto is_backup_path(std::string_view path) -> bool {
  const auto folder = take(path, '/');
  if (folder == "imports") {
    const auto owner = take(path, '/');
    return is_plain_name(owner) && is_plain_name(path);
  }
  return (folder == "log" || folder == "secrets" || folder == "files") && is_plain_name(path);
}

}  // namespace waybill::backup
